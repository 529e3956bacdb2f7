"""What coordinators find, in which order, and what they may know of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.domain import moves
from bot.domain.errors import OwnPitch
from bot.domain.ids import CallId, PitchId, ProgrammeKey, UserId
from bot.domain.people import Actor
from bot.domain.pitch import Pitch, State
from bot.domain.queue import PitchQuery, Sort, due_of
from bot.services import queueing
from bot.services.queueing import Found
from tests.db.samples import CALL, NOW, later, pitch, stored, submitted
from tests.services.house import KIM, LIN, MANAGER, MAYA, SAM, WEI, House, on_both_engines
from tests.services.reviewers import marking, scoring, studied, with_rules

GOOD, POOR = {"craft": "5", "story": "5"}, {"craft": "2", "story": "2"}


async def find(house: House, actor: Actor = MAYA, page: int = 0, **query: Any) -> Found:
    return await house.desk.find(actor, PitchQuery(**query), page)


async def ids(house: House, actor: Actor = MAYA, **query: Any) -> list[PitchId]:
    return [one.pitch.id for one in (await find(house, actor, **query)).items]


async def handed_in(house: House, *titles: str, author: Actor = LIN) -> list[PitchId]:
    """One after another, the first as the oldest."""
    made = []
    for title in titles:
        made.append((await house.handed_in(author, title=title)).id)
        house.clock.passes(minutes=1)
    return made


async def changed(house: House, of: PitchId, **changes: Any) -> Pitch:
    """Written past all rules."""
    async with house.database.store.writing() as work:
        known = await work.pitches.by_id(MAYA.guild, of)
        made = await work.pitches.save(replace(known, **changes), expected=known.version)
        await work.commit()
    return made


async def test_what_is_at_work_is_listed_newest_first_page_by_page(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queueing, "LISTED", 2)
    first, second, third = await handed_in(house, "One", "Two", "Three")
    pages = [await find(house, page=page) for page in range(2)]
    assert [[one.pitch.id for one in page.items] for page in pages] == [[third, second], [first]]
    assert [(page.total, page.page, page.pages) for page in pages] == [(3, 0, 2), (3, 1, 2)]


async def test_beyond_the_last_page_stands_the_last(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queueing, "LISTED", 2)
    first, *_ = await handed_in(house, "One", "Two", "Three")
    beyond = await find(house, page=9)
    assert ([one.pitch.id for one in beyond.items], beyond.page) == ([first], 1)


async def test_where_nothing_fits_there_is_no_page(house: House) -> None:
    found = await find(house, tag="nowhere", page=3)
    assert (found.items, found.total, found.pages) == ([], 0, 0)


@on_both_engines
async def test_a_state_a_programme_a_call_and_an_assignee_narrow_the_list(house: House) -> None:
    waiting, taken = await handed_in(house, "One", "Two")
    await house.desk.claim(WEI, taken)
    for query, expected in (
        ({"states": (State.SUBMITTED,)}, [waiting]),
        ({"states": (State.IN_REVIEW, State.SUBMITTED)}, [taken, waiting]),
        ({"programme": ProgrammeKey("hina")}, []),
        ({"programme": ProgrammeKey("chunm"), "call": CALL}, [taken, waiting]),
        ({"call": CallId("d" * 20)}, []),
        ({"assignee": WEI.user}, [taken]),
        ({"assignee": MAYA.user}, []),
        ({"unassigned": True}, [waiting]),
        ({"unassigned": True, "assignee": WEI.user}, []),
        ({"locale": SAM.locale}, []),
        ({"locale": LIN.locale, "format": "film"}, [taken, waiting]),
        ({"format": "series"}, []),
    ):
        assert await ids(house, **query) == expected, query


@on_both_engines
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("月亮", [0]),
        ("亮港", [0]),
        ("moon", [1, 0]),
        ("MOON LIGHT", [1]),
        ("oonli", [1]),
        ("月亮 harbour", [0]),
        ("月亮 train", []),
        ("***", []),
    ],
)
async def test_words_in_any_language_are_found_wherever_they_stand(
    house: House, text: str, expected: Sequence[int]
) -> None:
    made = [
        (await house.handed_in(title="月亮港", logline="A harbour waits for the moon.")).id,
        (await house.handed_in(title="Moonlight train", logline="It goes.")).id,
    ]
    assert set(await ids(house, text=text)) == {made[number] for number in expected}


async def test_what_is_due_first_comes_first_and_says_when(house: House) -> None:
    none, late, soon = await handed_in(house, "None", "Late", "Soon")
    await changed(house, late, review_due=house.clock.now() - timedelta(days=1))
    await changed(house, soon, review_due=house.clock.now() + timedelta(days=1))
    found = await find(house, sort=Sort.DUE)
    assert [(one.pitch.id, one.overdue, one.due is not None) for one in found.items] == [
        (late, True, True),
        (soon, False, True),
        (none, False, False),
    ]
    assert await ids(house, overdue=True) == [late]


def test_the_changes_that_were_asked_for_may_be_due_before_the_review() -> None:
    plain = submitted(pitch())
    assert due_of(plain) is None
    asked = moves.request_changes(
        moves.claim(plain, UserId(1), frozenset()), UserId(1), ("title",), "", later(days=2), NOW
    )
    assert due_of(asked) == later(days=2)
    assert due_of(replace(asked, review_due=later(days=1))) == later(days=1)
    assert due_of(replace(plain, review_due=later(days=1))) == later(days=1)
    ended = replace(asked, state=State.WITHDRAWN, review_due=later(days=1))
    assert due_of(ended) is None


async def test_tags_stand_in_the_list_and_narrow_it(house: House) -> None:
    tagged, _ = await handed_in(house, "One", "Two")
    ref = str((await house.stored(tagged)).ref)
    await marking(house).tag(MAYA, ref, "Rights")
    (found,) = (await find(house, WEI, tag="rights")).items
    assert (found.pitch.id, found.marks.tags) == (tagged, ("rights",))


async def test_a_mean_is_shown_to_those_who_scored_and_to_leads(house: House) -> None:
    await with_rules(house)
    (scored,) = await handed_in(house, "One")
    await scoring(house).put(MAYA, scored, GOOD)
    means = {}
    for actor in (MAYA, WEI, MANAGER):
        (one,) = (await find(house, actor)).items
        means[actor.name] = one.marks.tally and one.marks.tally.mean
        assert one.marks.scores == 1
    assert means == {"Maya": 5, "Wei": None, "Ana": 5}


async def test_by_score_only_what_one_scored_is_found_unless_one_is_a_lead(house: House) -> None:
    await with_rules(house)
    good, poor, none = await handed_in(house, "Good", "Poor", "None")
    await scoring(house).put(MAYA, good, GOOD)
    await scoring(house).put(MAYA, poor, POOR)
    await scoring(house).put(WEI, poor, POOR)
    assert await ids(house, MAYA, sort=Sort.SCORE) == [good, poor]
    assert await ids(house, WEI, sort=Sort.SCORE) == [poor]
    assert await ids(house, MANAGER, sort=Sort.SCORE) == [good, poor, none]
    assert await ids(house, WEI, score_from=1) == [poor]
    assert await ids(house, MAYA, score_from=4.5) == [good]
    assert (await find(house, WEI, score_from=1)).own_scores
    assert not (await find(house, MANAGER, score_from=1)).own_scores
    assert not (await find(house, WEI)).own_scores


@on_both_engines
async def test_a_lead_finds_by_score_what_has_its_quorum(house: House) -> None:
    await with_rules(house, quorum=2)
    both, one = await handed_in(house, "Both", "One")
    await scoring(house).put(MAYA, one, GOOD)
    for reviewer in (MAYA, WEI):
        await scoring(house).put(reviewer, both, POOR)
    assert await ids(house, MANAGER, sort=Sort.SCORE) == [both, one]
    assert await ids(house, MANAGER, score_from=1) == [both]
    assert await ids(house, MAYA, sort=Sort.SCORE) == [one, both]
    await scoring(house).declare(WEI, str((await house.stored(both)).ref))
    assert await ids(house, MANAGER, score_from=1) == []
    assert await ids(house, WEI, score_from=1) == []


async def test_a_list_says_that_there_may_be_more_than_it_counts(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queueing, "COUNTED", 2)
    monkeypatch.setattr(queueing, "COUNTED_BY_TEXT", 1)
    first, second, third = await handed_in(house, "One boat", "Two boats", "Three")
    assert (await find(house, MANAGER, sort=Sort.OLDEST)).more
    found = await find(house, MANAGER, sort=Sort.OLDEST, page=9)
    assert ([one.pitch.id for one in found.items], found.total, found.page) == (
        [first, second], 2, 0
    )  # fmt: skip
    found = await find(house, MANAGER, text="boat")
    assert ([one.pitch.id for one in found.items], found.total, found.more) == ([second], 1, True)
    assert third not in [one.pitch.id for one in found.items]
    monkeypatch.setattr(queueing, "COUNTED", 4)
    assert not (await find(house, MANAGER)).more


@pytest.mark.parametrize("author", [MAYA, MANAGER], ids=["coordinator", "lead"])
async def test_who_wrote_a_pitch_learns_nothing_of_its_tags_and_scores(
    house: House, author: Actor
) -> None:
    await with_rules(house)
    own = await house.handed_in(author, title="Own")
    await scoring(house).put(WEI, own.id, GOOD)
    await marking(house).tag(WEI, str(own.ref), "rights")
    (found,) = (await find(house, author)).items
    assert (found.marks.tags, found.marks.scores, found.marks.tally) == ((), 0, None)
    assert await ids(house, author, tag="rights") == []
    with pytest.raises(OwnPitch):
        await marking(house).tags_of(author, str(own.ref))
    assert await ids(house, author, sort=Sort.SCORE) == []
    assert await ids(house, author, score_from=1) == []
    assert await ids(house, WEI, tag="rights") == [own.id]


async def test_a_co_author_learns_nothing_either(house: House) -> None:
    await with_rules(house)
    draft = await house.drafted()
    await house.joined(draft.id, MANAGER)
    sent = (await house.intake.submit(LIN, draft.id)).pitch
    await marking(house).tag(WEI, str(sent.ref), "rights")
    await scoring(house).put(WEI, sent.id, GOOD)
    (found,) = (await find(house, MANAGER)).items
    assert (found.marks.tags, found.marks.scores) == ((), 0)
    assert await ids(house, MANAGER, tag="rights") == []


async def test_a_conflict_of_interest_hides_what_scores_come_to(house: House) -> None:
    await with_rules(house, school="school")
    sent = await house.handed_in(title="Own", school="USC")
    await scoring(house).put(WEI, sent.id, GOOD)
    await studied(house, MANAGER, "USC")
    (found,) = (await find(house, MANAGER)).items
    assert (found.marks.scores, found.marks.tally) == (1, None)
    assert await ids(house, MANAGER, score_from=1) == []
    assert await ids(house, MANAGER, sort=Sort.SCORE) == []
    await scoring(house).put(MAYA, sent.id, POOR)
    await scoring(house).declare(MAYA, str(sent.ref))
    (found,) = (await find(house, MAYA)).items
    assert (found.marks.scores, found.marks.tally) == (1, None)


async def test_what_was_erased_is_listed_when_asked_for_with_nothing_on_it(house: House) -> None:
    gone = submitted(pitch())
    await stored(house.database, moves.erase(gone))
    assert await ids(house) == []
    (found,) = (await find(house, states=(State.ERASED,))).items
    assert (found.pitch.id, found.marks.tags, found.due) == (gone.id, (), None)


async def test_a_blind_list_names_nobody_and_finds_nobody_by_name(house: House) -> None:
    await with_rules(house, blind=True)
    sent = await house.handed_in(KIM, title="Moon of Orson Vale", name="Orson Vale")
    (found,) = (await find(house, text="moon")).items
    assert (found.pitch.id, found.pitch.owner, found.pitch.owner_name) == (sent.id, UserId(0), "")
    assert "Orson" not in repr(found.pitch)
    assert await ids(house, text="orson") == []


async def test_formats_are_those_that_were_pitched(house: House) -> None:
    await house.handed_in(format=("film",))
    await house.handed_in(format=("film", "series"), episodes="8")
    assert list(await house.desk.formats(MAYA)) == ["film", "series"]
