"""Scores: who may give them, who may see them, and what they are needed for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.errors import (
    CoordinatorsOnly,
    MoveNotPossible,
    OwnPitch,
    SubmissionNotFound,
)
from bot.domain.errors_review import (
    BadScore,
    ConflictOfInterest,
    NothingScored,
    QuorumMissing,
    TheirConflict,
)
from bot.domain.form import Field, Kind, Option
from bot.domain.history import Happening, happening
from bot.domain.ids import PitchId, UserId
from bot.domain.notice import NoticeKind
from bot.domain.people import Actor
from bot.domain.pitch import State
from bot.domain.review import ConflictKind
from bot.domain.text import Localized
from bot.services.conflicts import schools_of
from tests.db.samples import OTHER
from tests.services.house import LIN, MANAGER, MAYA, SAM, WEI, House, elsewhere
from tests.services.reviewers import reviewed, scoring, studied, with_rules

GOOD = {"craft": "5", "story": "2"}


async def test_a_score_is_kept_and_changed(house: House) -> None:
    await with_rules(house)
    pitch = await house.handed_in()
    scores = scoring(house)
    card = await scores.put(MAYA, pitch.id, GOOD, "a note\x00", "well done")
    assert card.own is not None
    assert (card.own.values, card.own.note) == ({"craft": 5, "story": 2}, "a note")
    assert (card.own.feedback, card.own.revision) == ("well done", 1)
    assert card.tally is not None
    assert card.tally.mean == 4
    again = await scores.put(MAYA, pitch.id, {"story": "na"})
    assert again.own is not None
    assert (again.own.values, again.own.note) == ({"craft": 5}, "a note")
    assert again.count == 1
    events = [happening(event) for event in await house.history(pitch.id)]
    assert events.count((Happening.SCORED, "")) == 2


async def test_the_same_score_again_changes_nothing(house: House) -> None:
    await with_rules(house)
    pitch = await house.handed_in()
    first = await scoring(house).put(MAYA, pitch.id, GOOD, "x", "y")
    before = await house.stored(pitch.id)
    house.clock.passes(hours=1)
    second = await scoring(house).put(MAYA, pitch.id, GOOD, "x", "y")
    assert second.own == first.own
    assert await house.stored(pitch.id) == before


async def test_a_score_touches_the_pitch_and_its_card(house: House) -> None:
    await with_rules(house)
    pitch = await house.handed_in()
    house.clock.passes(hours=1)
    there = len(await house.told())
    await scoring(house).put(MAYA, pitch.id, GOOD)
    assert (await house.stored(pitch.id)).touched == house.clock.now()
    assert await house.told(after=there) == [(NoticeKind.DESK_UPDATE, None)]


async def test_others_scores_are_hidden_until_ones_own_is_in(house: House) -> None:
    await with_rules(house)
    pitch = await house.handed_in()
    scores = scoring(house)
    await scores.put(MAYA, pitch.id, GOOD)
    before = await scores.scorecard(WEI, pitch.id)
    assert (before.own, before.others, before.tally, before.count) == (None, (), None, 1)
    assert not before.seen
    after = await scores.put(WEI, pitch.id, {"craft": "1", "story": "1"})
    assert [one.reviewer for one in after.others] == [MAYA.user]
    assert after.tally is not None
    assert (after.tally.count, after.tally.spread) == (2, 3)


async def test_a_lead_sees_them_once_there_are_enough(house: House) -> None:
    await with_rules(house, quorum=2)
    pitch = await house.handed_in()
    scores = scoring(house)
    await scores.put(MAYA, pitch.id, GOOD)
    assert (await scores.scorecard(MANAGER, pitch.id)).tally is None
    await scores.put(WEI, pitch.id, GOOD)
    card = await scores.by_reference(MANAGER, str(pitch.ref))
    assert card.tally is not None
    assert len(card.others) == 2


async def test_when_it_is_decided_everybody_sees_them(house: House) -> None:
    await with_rules(house)
    pitch = await house.handed_in()
    scores = scoring(house)
    await scores.put(MAYA, pitch.id, GOOD)
    await house.reviewing.decide(MAYA, str(pitch.ref), State.INELIGIBLE, "x")
    card = await scores.scorecard(WEI, pitch.id)
    assert card.tally is not None
    assert not card.open
    with pytest.raises(MoveNotPossible):
        await scores.put(WEI, pitch.id, GOOD)


async def test_what_is_no_score_is_refused(house: House) -> None:
    await with_rules(house)
    pitch = await house.handed_in()
    with pytest.raises(BadScore):
        await scoring(house).put(MAYA, pitch.id, {"craft": "6"})
    with pytest.raises(NothingScored):
        await scoring(house).put(MAYA, pitch.id, {"craft": "na", "unknown": "5"}, "kept?")
    assert (await scoring(house).scorecard(MAYA, pitch.id)).count == 0


@pytest.mark.parametrize("actor", [SAM, elsewhere(MAYA, OTHER)], ids=["stranger", "elsewhere"])
async def test_who_is_no_coordinator_here_does_none_of_it(house: House, actor: Actor) -> None:
    pitch = await house.handed_in()
    scores, ref = scoring(house), str(pitch.ref)
    for attempt in (
        scores.scorecard(actor, pitch.id),
        scores.by_reference(actor, ref),
        scores.put(actor, pitch.id, GOOD),
        scores.declare(actor, ref),
        scores.take_back(actor, ref),
    ):
        with pytest.raises(CoordinatorsOnly):
            await attempt


async def test_what_was_not_handed_in_is_not_there(house: House) -> None:
    draft = await house.drafted()
    for pitch in (draft.id, PitchId("f" * 20)):
        with pytest.raises(SubmissionNotFound):
            await scoring(house).put(MAYA, pitch, GOOD)
        with pytest.raises(SubmissionNotFound):
            await scoring(house).scorecard(MAYA, pitch)


async def test_an_author_neither_scores_nor_reads_scores(house: House) -> None:
    await with_rules(house)
    pitch = await house.handed_in(MAYA)
    scores, ref = scoring(house), str(pitch.ref)
    await scores.put(WEI, pitch.id, GOOD)
    for attempt in (
        scores.scorecard(MAYA, pitch.id),
        scores.put(MAYA, pitch.id, GOOD),
        scores.declare(MAYA, ref),
    ):
        with pytest.raises(OwnPitch):
            await attempt
    viewed = await house.desk.view(MAYA, ref)
    assert viewed.marks.scores == 0


async def test_who_declares_a_conflict_is_kept_out_until_it_is_taken_back(house: House) -> None:
    await with_rules(house)
    pitch = await house.handed_in()
    scores, ref = scoring(house), str(pitch.ref)
    await scores.put(MAYA, pitch.id, GOOD)
    await scores.put(WEI, pitch.id, {"craft": "1"})
    await house.reviewing.claim(MAYA, pitch.id)
    card = await scores.declare(MAYA, ref)
    assert (card.conflict, card.seen, card.count) == (ConflictKind.DECLARED, False, 1)
    stored = await house.stored(pitch.id)
    assert stored.assignee is None
    assert await scores.declare(MAYA, ref) == card
    assert await house.stored(pitch.id) == stored
    for attempt in (
        scores.put(MAYA, pitch.id, GOOD),
        house.reviewing.claim(MAYA, pitch.id),
        house.reviewing.decide(MAYA, ref, State.SHORTLISTED, ""),
    ):
        with pytest.raises(ConflictOfInterest):
            await attempt
    with pytest.raises(TheirConflict):
        await house.reviewing.assign(
            WEI, ref, MAYA.user, MAYA.name, roles=MAYA.roles, manages_guild=False
        )
    back = await scores.take_back(MAYA, ref)
    assert (back.conflict, back.count, back.seen) == (None, 2, True)
    assert (await scores.take_back(MAYA, ref)).count == 2
    await house.reviewing.claim(MAYA, pitch.id)
    told = [happening(event) for event in await house.history(pitch.id)]
    assert (Happening.CONFLICT, "") in told
    assert (Happening.CONFLICT, "ended") in told


async def test_who_declares_a_conflict_without_a_score_leaves_the_rest(house: House) -> None:
    await with_rules(house)
    pitch = await house.handed_in()
    await scoring(house).put(WEI, pitch.id, GOOD)
    await scoring(house).declare(MAYA, str(pitch.ref))
    assert (await scoring(house).scorecard(WEI, pitch.id)).count == 1
    await scoring(house).declare(WEI, str(pitch.ref))
    assert (await scoring(house).scorecard(MANAGER, pitch.id)).count == 0


async def test_the_same_school_is_a_conflict_where_the_programme_says_so(house: House) -> None:
    await with_rules(house, school="school")
    pitch = await house.drafted()
    await house.intake.save_page(LIN, pitch.id, 1, {"school": "USC School of Cinematic Arts"})
    await house.intake.submit(LIN, pitch.id)
    await studied(house, MAYA, "ＵＳＣ")
    await studied(house, WEI, "NYU")
    with pytest.raises(ConflictOfInterest):
        await house.reviewing.claim(MAYA, pitch.id)
    card = await scoring(house).scorecard(MAYA, pitch.id)
    assert card.conflict is ConflictKind.SCHOOL
    await house.reviewing.claim(WEI, pitch.id)


async def test_it_is_none_where_the_programme_says_nothing_or_no_school_is_named(
    house: House,
) -> None:
    await studied(house, MAYA, "USC")
    await with_rules(house, school="school")
    without = await house.handed_in()
    await house.reviewing.claim(MAYA, without.id)
    await with_rules(house)
    pitch = await house.drafted(SAM)
    await house.intake.save_page(SAM, pitch.id, 1, {"school": "USC"})
    await house.intake.submit(SAM, pitch.id)
    await house.reviewing.claim(MAYA, pitch.id)


async def test_a_school_that_is_chosen_has_its_names(house: House) -> None:
    of = reviewed(school="at")
    usc = Option("usc", Localized("USC", "南加大", "南加大"))
    other = Option("other", Localized("Other", "其他", "其他"))
    page = of.form.pages[0]
    for kind, answer in ((Kind.CHOICE, "usc"), (Kind.CHOICES, ("usc",))):
        field = Field("at", kind, Localized("At", "在", "在"), options=(usc, other))
        form = replace(of.form, pages=(replace(page, fields=(*page.fields, field)),))
        pitch = replace(await house.handed_in(replace(LIN, user=UserId(900 + len(kind)))))
        named = replace(pitch, answers={**pitch.answers, "at": answer})
        assert list(schools_of(named, replace(of, form=form))) == ["USC", "南加大", "南加大"]


async def test_a_proposal_needs_as_many_scores_as_the_programme_says(house: House) -> None:
    await with_rules(house, quorum=2)
    pitch = await house.handed_in()
    ref = str(pitch.ref)
    await house.reviewing.claim(MAYA, pitch.id)
    await scoring(house).put(MAYA, pitch.id, GOOD)
    for decision in (State.ACCEPTED, State.DECLINED):
        with pytest.raises(QuorumMissing) as refused:
            await house.reviewing.decide(MAYA, ref, decision, "")
        assert refused.value.params == {"count": 1, "needed": 2}
    await scoring(house).put(WEI, pitch.id, GOOD)
    await house.reviewing.decide(MAYA, ref, State.ACCEPTED, "")
    assert (await house.stored(pitch.id)).proposal is not None
