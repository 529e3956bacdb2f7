"""Lists of pitches and search among them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest

from bot.domain.call import Call
from bot.domain.ids import CallId, ProgrammeKey, UserId
from bot.domain.pitch import Pitch, State
from bot.domain.team import MemberState
from bot.services.ports import Page
from db.database import Database
from db.search import TITLE_CHARACTERS, fold_reference, fold_title
from tests.db.samples import (
    CALL,
    GUEST,
    HOME,
    KEY,
    NOW,
    OWNER,
    call,
    claimed,
    joined,
    later,
    member,
    pitch,
    programme,
    reference,
    seed,
    stored,
    submitted,
)

REVIEWED = (State.SUBMITTED, State.IN_REVIEW)
STRANGER = UserId(5)


@pytest.fixture(autouse=True)
async def _seeded(database: Database) -> None:
    await seed(database)


async def _next_call(database: Database, id_: CallId) -> Call:
    opened = call(id_=id_)
    async with database.store.writing() as work:
        await work.calls.end(call(ended=NOW))
        await work.calls.add(opened)
        await work.commit()
    return opened


async def _matching(
    database: Database, typed: str, owner: UserId | None = None, limit: int = 25
) -> list[Pitch]:
    async with database.store.reading() as work:
        return list(await work.pitches.matching(HOME, typed, owner=owner, limit=limit))


async def test_the_desk_lists_the_newest_submission_first(database: Database) -> None:
    early = submitted(pitch(), at=later(hours=1))
    late = submitted(pitch(), at=later(hours=3))
    middle = submitted(pitch(), at=later(hours=2))
    await stored(database, early, late, middle, pitch())
    async with database.store.reading() as work:
        page = await work.pitches.submitted(HOME, states=REVIEWED, limit=10)
    assert (list(page.items), page.total) == ([late, middle, early], 3)


async def test_pages_follow_one_another_without_gaps(database: Database) -> None:
    all_of_them = [submitted(pitch(), at=NOW) for _ in range(7)]
    await stored(database, *all_of_them)
    seen: list[Pitch] = []
    async with database.store.reading() as work:
        for offset in (0, 3, 6):
            page = await work.pitches.submitted(HOME, states=REVIEWED, limit=3, offset=offset)
            assert page.total == 7
            seen += page.items
    assert seen == all_of_them[::-1]


async def test_the_desk_lists_only_the_states_asked_for(database: Database) -> None:
    waiting = submitted(pitch())
    taken = claimed(submitted(pitch()))
    await stored(database, waiting, taken, pitch())
    async with database.store.reading() as work:
        page = await work.pitches.submitted(HOME, states=[State.IN_REVIEW], limit=10)
        none = await work.pitches.submitted(HOME, states=[], limit=10)
        drafts = await work.pitches.submitted(HOME, states=[State.DRAFT], limit=10)
    assert (list(page.items), page.total) == ([taken], 1)
    assert (none.total, drafts.total) == (0, 0)


async def test_a_person_lists_their_own_newest_first(database: Database) -> None:
    first, second, draft = submitted(pitch()), submitted(pitch()), pitch()
    await stored(database, first, submitted(pitch(owner=STRANGER)), second, draft)
    async with database.store.reading() as work:
        page = await work.pitches.of_author(HOME, OWNER, limit=2)
        rest = await work.pitches.of_author(HOME, OWNER, limit=2, offset=2)
    assert (list(page.items), page.total) == ([draft, second], 3)
    assert (list(rest.items), rest.total) == ([first], 3)


async def test_a_persons_drafts_of_all_calls_are_listed_oldest_first(database: Database) -> None:
    old = pitch()
    await stored(database, old, submitted(pitch()))
    opened = await _next_call(database, CallId("second"))
    new = pitch(call=opened.id)
    await stored(database, new, pitch(owner=STRANGER))
    async with database.store.reading() as work:
        assert list(await work.pitches.drafts_of(HOME, OWNER)) == [old, new]
        assert await work.pitches.draft_of(HOME, OWNER, CALL) == old


async def test_what_a_person_joined_is_listed_with_their_own(database: Database) -> None:
    opened, theirs = pitch(), submitted(pitch("Boat"))
    mine, strange = pitch("A boat of mine", owner=GUEST), submitted(pitch("Boat"))
    await stored(database, opened, theirs, mine, strange)
    await joined(
        database,
        member(opened),
        member(theirs),
        member(strange, state=MemberState.INVITED),
        member(strange, STRANGER),
    )
    async with database.store.reading() as work:
        page = await work.pitches.of_author(HOME, GUEST, limit=2)
        rest = await work.pitches.of_author(HOME, GUEST, limit=2, offset=2)
        assert list(await work.pitches.drafts_of(HOME, GUEST)) == [opened, mine]
        assert await work.pitches.draft_of(HOME, GUEST, CALL) == mine
    assert (list(page.items), page.total) == ([mine, theirs], 3)
    assert (list(rest.items), rest.total) == ([opened], 3)
    assert await _matching(database, "boat", owner=GUEST) == [mine, theirs, opened]
    assert await _matching(database, "mine", owner=GUEST) == [mine]


@pytest.mark.parametrize("state", [MemberState.DECLINED, MemberState.LEFT, MemberState.INVITED])
async def test_who_has_not_joined_lists_nothing(database: Database, state: MemberState) -> None:
    handed_in = submitted(pitch())
    await stored(database, handed_in, pitch())
    await joined(database, member(handed_in, state=state))
    async with database.store.reading() as work:
        assert await work.pitches.of_author(HOME, GUEST, limit=5) == Page([], 0)
        assert await work.pitches.drafts_of(HOME, GUEST) == []


async def test_earlier_pitches_of_a_programme_are_listed_newest_first(database: Database) -> None:
    first, second = submitted(pitch()), submitted(pitch())
    await stored(database, first, pitch(), submitted(pitch(owner=STRANGER)), second)
    opened = await _next_call(database, CallId("second"))
    await stored(database, submitted(pitch(call=opened.id)))
    async with database.store.reading() as work:
        of = work.pitches.earlier
        assert await of(HOME, OWNER, KEY, excluding=opened.id, limit=5) == [second, first]
        assert await of(HOME, OWNER, KEY, excluding=opened.id, limit=1) == [second]
        assert await of(HOME, OWNER, ProgrammeKey("hina"), excluding=opened.id, limit=5) == []


@pytest.mark.parametrize(
    "typed", ["boat", "BOAT", " the boat ", "ｂｏａｔ", "ne wi", "gone with the boat"]
)
async def test_a_title_is_found_by_any_part_in_any_case(database: Database, typed: str) -> None:
    wanted = submitted(pitch("Gone with the Boat"))
    await stored(database, wanted, submitted(pitch("The Midsummer's Voice")))
    assert await _matching(database, typed) == [wanted]


@pytest.mark.parametrize("typed", ["山海", "經", "🎬"])
async def test_a_chinese_title_is_found_by_any_character(database: Database, typed: str) -> None:
    wanted = submitted(pitch("新山海經 🎬"))
    await stored(database, wanted, submitted(pitch("青年导演")))
    assert await _matching(database, typed) == [wanted]


@pytest.mark.parametrize("typed", ["50%", "_boat", "\\", "%", "/"])
async def test_what_sql_reads_as_a_pattern_is_taken_as_it_is(
    database: Database, typed: str
) -> None:
    wanted = submitted(pitch(f"A {typed} B"))
    await stored(database, wanted, submitted(pitch("A 50x aboat C")))
    assert await _matching(database, typed) == [wanted]


async def test_a_reference_is_found_by_its_beginning(database: Database) -> None:
    wanted = submitted(pitch(ref=reference(24_300_000 - 1)))
    await stored(database, wanted, submitted(pitch(ref=reference(3))))
    assert str(wanted.ref) == "CM-ZZZZZ"
    for typed in ("cm-zz", "CMZZ", "cm zzzzz", "CM\u2013Z", "CM-ZZZZZ"):
        assert await _matching(database, typed) == [wanted]
    for typed in ("ZZ", "M-Z", "CM-ZZZZZZ"):
        assert await _matching(database, typed) == []


async def test_typing_nothing_gives_the_newest(database: Database) -> None:
    all_of_them = [submitted(pitch(f"Title {number}")) for number in range(4)]
    await stored(database, *all_of_them)
    assert await _matching(database, "", limit=3) == all_of_them[:0:-1]
    assert await _matching(database, " - ", limit=3) == []


async def test_coordinators_find_no_drafts_and_people_only_their_own(database: Database) -> None:
    draft, mine, theirs = pitch("Boat 1"), submitted(pitch("Boat 2")), pitch(owner=STRANGER)
    await stored(database, draft, mine, theirs)
    assert await _matching(database, "boat") == [mine]
    assert await _matching(database, "boat", owner=OWNER) == [mine, draft]
    assert await _matching(database, "cm", owner=STRANGER) == [theirs]


async def test_what_begins_alike_comes_in_order_and_only_in_the_states_asked_for(
    database: Database,
) -> None:
    late, early = (submitted(pitch(ref=reference(number))) for number in (40, 3))
    taken = replace(submitted(pitch(ref=reference(21))), state=State.CONFIRMED)
    await stored(database, late, early, taken)
    assert await _matching(database, "cm-222") == [early, taken, late]
    async with database.store.reading() as work:
        for typed in ("cm-222", ""):
            matching = partial(work.pitches.matching, HOME, typed, owner=None, limit=9)
            assert await matching(states={State.CONFIRMED}) == [taken]
            assert await matching(states={State.DECLINED}) == []


async def test_a_changed_title_is_found_by_its_new_name_only(database: Database) -> None:
    draft = pitch("Old name")
    await stored(database, draft)
    async with database.store.writing() as work:
        renamed = replace(draft, answers={"title": "New name"})
        saved = await work.pitches.save(renamed, expected=1)
        await work.commit()
    assert await _matching(database, "new", owner=OWNER) == [saved]
    assert await _matching(database, "old", owner=OWNER) == []


async def test_the_title_is_the_field_that_the_pitchs_form_version_names(
    database: Database,
) -> None:
    old = programme()
    renamed = replace(old, card=replace(old.card, title="logline"))
    async with database.store.writing() as work:
        await work.programmes.put(HOME, renamed, NOW)
        await work.commit()
    answers = {"title": "A title", "logline": "A line"}
    first, second = pitch(answers=answers), pitch(answers=answers, form_version=2, owner=STRANGER)
    await stored(database, submitted(first), submitted(second))
    assert [found.form_version for found in await _matching(database, "a title")] == [1]
    assert [found.form_version for found in await _matching(database, "a line")] == [2]
    assert first.programme == KEY


async def test_what_no_database_takes_does_not_break_a_search(database: Database) -> None:
    wanted = submitted(pitch("Boat"))
    await stored(database, wanted)
    assert await _matching(database, "bo\0at\ud800") == [wanted]


async def test_a_title_of_any_length_and_script_is_stored(database: Database) -> None:
    longest = submitted(pitch("𠀀" * 4000))
    ligatures = submitted(pitch("\ufdfa" * 4000))
    await stored(database, longest, ligatures)
    assert await _matching(database, "𠀀" * TITLE_CHARACTERS) == [longest]


def test_folded_titles_have_a_length_that_an_index_takes() -> None:
    assert len(fold_title("𠀀" * 4000).encode()) < 2704 / 2
    assert len(fold_title("\ufdfa" * 4000)) == TITLE_CHARACTERS


def test_what_cannot_be_a_reference_folds_to_nothing() -> None:
    assert fold_reference("cm\u20147f3") == "CM7F3"
    assert [fold_reference(typed) for typed in ("", "-", "电影", "a%b", "a'b")] == [""] * 5


async def test_lists_take_as_many_queries_for_many_pitches_as_for_few(
    database: Database, statements: list[str]
) -> None:
    async def queries() -> int:
        statements.clear()
        async with database.store.reading() as work:
            await work.pitches.submitted(HOME, states=REVIEWED, limit=25)
            await work.pitches.of_author(HOME, OWNER, limit=25)
            await work.pitches.matching(HOME, "boat", owner=None, limit=25)
        return len(statements)

    await stored(database, submitted(pitch()))
    few = await queries()
    await stored(database, *(submitted(pitch()) for _ in range(30)))
    assert await queries() == few
