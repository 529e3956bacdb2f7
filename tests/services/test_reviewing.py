"""What coordinators and leads do with a pitch, in its details, and who may not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.domain.errors import (
    CoordinatorsOnly,
    DueInThePast,
    LeadsOnly,
    NoFieldsNamed,
    NotEditable,
    OwnPitch,
    ReasonMissing,
    SubmissionNotFound,
    UnreadableTime,
)
from bot.domain.errors_desk import NotACoordinator, TheirOwnPitch
from bot.domain.history import Happening, happening
from bot.domain.ids import PitchId
from bot.domain.notice import NoticeKind
from bot.domain.people import Actor
from bot.domain.pitch import Pitch, State
from tests.db.samples import OTHER, call, pitch, programme, seed, stored, submitted
from tests.services.house import (
    FILLED,
    KEY,
    LIN,
    MANAGER,
    MAYA,
    SAM,
    WEI,
    House,
    elsewhere,
)


def all_of_it(house: House, actor: Actor, pitch: Pitch) -> list[object]:
    ref, review = str(pitch.ref), house.reviewing
    return [
        review.claim(actor, pitch.id),
        review.assign(actor, ref, WEI.user, WEI.name, roles=WEI.roles, manages_guild=False),
        review.changes(actor, pitch.id, ["title"], "x", None),
        review.cancel_changes(actor, pitch.id),
        review.decide(actor, ref, State.SHORTLISTED, ""),
        house.release(actor, ref),
        review.reopen(actor, ref, "x"),
    ]


@pytest.mark.parametrize("actor", [LIN, SAM], ids=["author", "stranger"])
async def test_who_is_no_coordinator_does_none_of_it(house: House, actor: Actor) -> None:
    pitch = await house.handed_in()
    for attempt in all_of_it(house, actor, pitch):
        with pytest.raises(CoordinatorsOnly):
            await attempt  # type: ignore[misc]
    assert await house.stored(pitch.id) == pitch


async def test_who_is_no_lead_neither_releases_nor_reopens(house: House) -> None:
    pitch = await house.handed_in()
    for attempt in (
        house.release(MAYA, str(pitch.ref)),
        house.reviewing.reopen(MAYA, str(pitch.ref), "x"),
    ):
        with pytest.raises(LeadsOnly):
            await attempt


async def test_nobody_acts_on_a_pitch_that_they_wrote_or_were_asked_to_join(house: House) -> None:
    own = await house.handed_in(MANAGER)
    joined = await house.drafted()
    await house.teams.invite(LIN, joined.id, MANAGER.user, MANAGER.name)
    await house.teams.accept(MANAGER, joined.id)
    await house.intake.submit(LIN, joined.id)
    asked = await house.handed_in(SAM)
    await house.teams.invite(SAM, asked.id, MANAGER.user, MANAGER.name)
    for each in (own, joined, asked):
        before = await house.stored(each.id)
        for attempt in all_of_it(house, MANAGER, before):
            with pytest.raises(OwnPitch):
                await attempt  # type: ignore[misc]
        assert await house.stored(each.id) == before


async def test_pitches_of_another_guild_drafts_and_made_up_ones_do_not_exist(house: House) -> None:
    await seed(house.database, OTHER)
    pitch, draft = await house.handed_in(), await house.drafted(SAM)
    for actor, of in ((elsewhere(MANAGER), pitch), (MANAGER, draft)):
        for attempt in all_of_it(house, actor, of):
            with pytest.raises(SubmissionNotFound):
                await attempt  # type: ignore[misc]
    for attempt in (
        house.reviewing.claim(MAYA, PitchId("f" * 20)),
        house.reviewing.decide(MAYA, "no reference", State.SHORTLISTED, ""),
    ):
        with pytest.raises(SubmissionNotFound):
            await attempt


async def test_only_a_coordinator_who_wrote_none_of_it_is_given_a_pitch(house: House) -> None:
    pitch = await house.handed_in(MAYA)
    ref = str(pitch.ref)
    with pytest.raises(NotACoordinator) as refused:
        await house.reviewing.assign(
            MANAGER, ref, SAM.user, SAM.name, roles=SAM.roles, manages_guild=False
        )
    assert refused.value.params == {"by": SAM.user}
    with pytest.raises(TheirOwnPitch):
        await house.reviewing.assign(
            MANAGER, ref, MAYA.user, MAYA.name, roles=MAYA.roles, manages_guild=False
        )
    filed = await house.reviewing.assign(
        WEI, ref, MANAGER.user, MANAGER.name, roles=(), manages_guild=True
    )
    assert (filed.pitch.assignee, filed.pitch.state) == (MANAGER.user, State.IN_REVIEW)
    event = (await house.history(pitch.id))[-1]
    assert happening(event) == (Happening.ASSIGNED, "")
    assert event.actor == WEI.user


async def test_who_gives_a_pitch_to_themselves_is_not_told_so(house: House) -> None:
    pitch = await house.handed_in()
    told = len(await house.queue())
    await house.reviewing.assign(
        MAYA, str(pitch.ref), MAYA.user, MAYA.name, roles=MAYA.roles, manages_guild=False
    )
    assert await house.told(after=told) == [
        (NoticeKind.DESK_UPDATE, None),
        (NoticeKind.CLAIMED, LIN.user),
    ]


async def test_changes_are_asked_for_by_field_with_a_date_in_the_guilds_zone(
    house: House,
) -> None:
    pitch = await house.handed_in()
    filed = await house.reviewing.changes(
        MAYA, pitch.id, ["logline", "title", "forged"], " Shorter, please. ", "2026-03-20"
    )
    changes = filed.pitch.changes
    assert changes is not None
    assert (changes.fields, changes.message) == (("title", "logline"), "Shorter, please.")
    assert changes.due == datetime(2026, 3, 20, 15, 59, tzinfo=UTC)
    assert (changes.back, changes.by) == (State.SUBMITTED, MAYA.user)
    (row,) = [each for each in await house.queue() if each["kind"] == NoticeKind.CHANGES_ASKED]
    assert (row["recipient"], row["detail"]) == (LIN.user, "Shorter, please.")


async def test_before_setup_a_due_date_is_read_in_utc(bare: House) -> None:
    async with bare.database.store.writing() as work:
        await work.programmes.put(LIN.guild, programme(), bare.clock.now())
        await work.calls.add(call())
        await work.commit()
    sent = submitted(pitch())
    await stored(bare.database, sent)
    asked = await bare.reviewing.changes(MANAGER, sent.id, ["title"], "", "2026-03-20 18:00")
    assert asked.pitch.changes is not None
    assert asked.pitch.changes.due == datetime(2026, 3, 20, 18, 0, tzinfo=UTC)


async def test_a_request_that_asks_for_nothing_or_for_the_past_is_refused(house: House) -> None:
    pitch = await house.handed_in()
    for fields, due, refusal in (
        ([], None, NoFieldsNamed),
        (["forged"], None, NoFieldsNamed),
        (["title"], "2026-03-01 20:00", DueInThePast),
        (["title"], "soon", UnreadableTime),
    ):
        with pytest.raises(refusal):
            await house.reviewing.changes(MAYA, pitch.id, fields, "x", due)
    assert await house.stored(pitch.id) == pitch


async def test_a_blank_due_date_is_none(house: House) -> None:
    pitch = await house.handed_in()
    filed = await house.reviewing.changes(MAYA, pitch.id, ["title"], "x", "  ")
    assert filed.pitch.changes is not None
    assert filed.pitch.changes.due is None


async def test_a_request_goes_back_to_where_it_came_from(house: House) -> None:
    pitch = await house.handed_in()
    ref = str(pitch.ref)
    await house.desk.claim(MAYA, pitch.id)
    await house.reviewing.decide(MAYA, ref, State.SHORTLISTED, "")
    await house.reviewing.changes(MAYA, pitch.id, ["title"], "x", None)
    await house.intake.save_page(LIN, pitch.id, 0, {**FILLED, "title": "B"})
    assert (await house.intake.resubmit(LIN, pitch.id)).pitch.state is State.SHORTLISTED
    await house.reviewing.changes(MAYA, pitch.id, ["title"], "x", None)
    cancelled = await house.reviewing.cancel_changes(WEI, pitch.id)
    assert (cancelled.pitch.state, cancelled.pitch.changes) == (State.SHORTLISTED, None)
    assert happening((await house.history(pitch.id))[-1]) == (Happening.CANCELLED, "")
    with pytest.raises(NotEditable):
        await house.intake.save_page(LIN, pitch.id, 0, FILLED)


async def test_a_decision_waits_for_its_release_and_can_be_thought_over(house: House) -> None:
    pitch = await house.handed_in()
    ref = str(pitch.ref)
    await house.desk.claim(MAYA, pitch.id)
    await house.reviewing.decide(MAYA, ref, State.ACCEPTED, "strong")
    proposed = await house.reviewing.decide(WEI, ref, State.DECLINED, "too late")
    assert proposed.pitch.state is State.IN_REVIEW
    assert proposed.pitch.proposal is not None
    assert (proposed.pitch.proposal.decision, proposed.pitch.proposal.by) == (
        State.DECLINED,
        WEI.user,
    )
    assert happening((await house.history(pitch.id))[-1]) == (
        Happening.PROPOSED,
        "declined too late",
    )
    released = await house.release(MANAGER, ref)
    assert (released.pitch.state, released.pitch.proposal) == (State.DECLINED, None)
    row = (await house.queue())[-1]
    assert row["kind"] == NoticeKind.DECLINED
    assert (row["recipient"], "too late" in row["detail"]) == (LIN.user, False)
    assert (await house.history(pitch.id))[-1].reason == "too late"


async def test_a_reason_is_needed_where_the_author_loses_something(house: House) -> None:
    pitch = await house.handed_in()
    ref = str(pitch.ref)
    with pytest.raises(ReasonMissing):
        await house.reviewing.decide(MAYA, ref, State.INELIGIBLE, " ")
    await house.reviewing.decide(MAYA, ref, State.INELIGIBLE, "made before")
    with pytest.raises(ReasonMissing):
        await house.reviewing.reopen(MANAGER, ref, "")


async def test_what_is_proposed_must_be_a_decision(house: House) -> None:
    pitch = await house.handed_in()
    await house.desk.claim(MAYA, pitch.id)
    with pytest.raises(ValueError, match="confirmed"):
        await house.reviewing.decide(MAYA, str(pitch.ref), State.CONFIRMED, "x")


async def test_the_desk_reads_why_a_pitch_was_reopened_and_the_authors_that_it_was(
    house: House,
) -> None:
    pitch = await house.handed_in()
    await house.intake.withdraw(LIN, pitch.id)
    await house.reviewing.reopen(MANAGER, str(pitch.ref), "asked by phone")
    rows = [row for row in await house.queue() if row["kind"] == NoticeKind.REOPENED]
    assert [(row["recipient"], row["detail"]) for row in rows] == [
        (None, "asked by phone"),
        (LIN.user, ""),
    ]


async def test_a_pitch_is_viewed_with_its_history_its_versions_and_its_team(house: House) -> None:
    draft = await house.drafted()
    await house.joined(draft.id)
    await house.intake.submit(LIN, draft.id)
    await house.intake.save_page(LIN, draft.id, 0, {**FILLED, "title": "B"})
    await house.intake.resubmit(LIN, draft.id)
    filed = await house.desk.view(MAYA, str(draft.ref))
    assert [each.answers["title"] for each in filed.revisions] == ["月亮港", "B"]
    assert filed.team.authors == (LIN.user, SAM.user)
    assert filed.call.programme == KEY
    assert filed.events[-1].after is State.SUBMITTED
    assert filed.files == {}


async def test_a_page_that_was_open_is_read_again_after_a_coordinator_acted(house: House) -> None:
    pitch = await house.handed_in()
    await house.intake.to_fill(LIN, pitch.id)
    await house.reviewing.decide(MAYA, str(pitch.ref), State.INELIGIBLE, "made before")
    seen = await house.intake.to_fill(LIN, pitch.id)
    assert (seen.pitch.state, seen.now_editable) == (State.INELIGIBLE, False)
