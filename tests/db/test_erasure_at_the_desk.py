"""What is left of a person at the desk: as a reviewer, in conversations, and in the search."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bot.domain.ids import MessageId, UserId
from bot.domain.moves import forget
from bot.domain.pitch import State
from db.database import Database
from tests.db.conftest import Wakes
from tests.db.samples import (
    COORDINATOR,
    GUEST,
    HOME,
    OTHER,
    later,
)
from tests.db.samples_desk import (
    found,
    reviewed,
    score,
)
from tests.db.samples_erasure import (
    ELSEWHERE,
    HANDED_IN,
    HELD,
    MARK,
    PROPOSED,
    SENT_KEY,
    dump,
    erase_person,
    fill,
    fill_coordinator,
)
from tests.support.databases import fresh_sqlite_url


async def test_a_reviewer_is_forgotten_and_the_scores_stay(database: Database) -> None:
    await fill(database)
    other = score(ELSEWHERE, COORDINATOR, values={"craft": 2}, at=later(hours=1))
    await reviewed(database, other)
    await erase_person(database)
    await erase_person(database, COORDINATOR)
    async with database.store.reading() as work:
        kept = await work.reviews.scores(HOME, ELSEWHERE.id)
        assert await work.reviews.scores(HOME, HANDED_IN.id) == []
        assert await work.reviews.notes(HOME, ELSEWHERE.id) == []
        (said,) = await work.talks.of(HOME, ELSEWHERE.id, limit=5)
        unread = await work.talks.unread(MessageId(0))
    assert unread.keys().isdisjoint({900, 901, 102, 103, 107, 108})
    assert [(each.reviewer, each.values, each.note) for each in kept] == [
        (0, {"craft": 4}, ""),
        (-1, {"craft": 2}, ""),
    ]
    assert (said.words, said.writer, said.source, said.shown) == ("", 0, None, None)
    assert said.deleted


async def test_nothing_of_a_coordinator_is_left_in_any_table(database: Database) -> None:
    await fill_coordinator(database)
    before = await dump(database)
    assert MARK in before
    assert str(COORDINATOR) in before
    assert await erase_person(database, COORDINATOR) == [SENT_KEY]
    after = await dump(database)
    for gone in (MARK, str(COORDINATOR), SENT_KEY):
        assert gone not in after, gone
    async with database.store.reading() as work:
        held = await work.pitches.by_id(HOME, HELD.id)
        proposed = await work.pitches.by_id(HOME, PROPOSED.id)
        assert await work.erasure.handled(HOME, COORDINATOR) == []
        (kept,) = await work.files.of_talks(HOME, HELD.id)
        (counted,) = await work.reviews.scores(HOME, HELD.id)
        assert await work.reviews.scores(HOME, PROPOSED.id) == []
    assert held == replace(forget(HELD, COORDINATOR), version=2)
    assert (held.assignee, held.changes and held.changes.by) == (None, 0)
    assert (proposed.assignee, proposed.proposal and proposed.proposal.by) == (GUEST, 0)
    assert (kept.key, counted.reviewer) == ("key-of-author", 0)


async def test_what_names_a_coordinator_to_others_is_told(database: Database) -> None:
    given = await fill_coordinator(database)
    async with database.store.reading() as work:
        shown = await work.erasure.shown(HOME, COORDINATOR, [])
        assert await work.erasure.shown(OTHER, COORDINATOR, []) == []
    places = dict(zip(given, range(300, 307), strict=True))
    assert {place.channel for place in shown} == set(places.values()) - {places["of it"]}
    await erase_person(database, COORDINATOR)
    async with database.store.reading() as work:
        inbox = await work.notices.inbox(HOME, UserId(5), limit=5)
    assert list(inbox.items) == [replace(given["of it"], actor=None)]


async def test_what_nobody_asked_for_or_proposed_is_not_handled(database: Database) -> None:
    await fill_coordinator(database)
    async with database.store.reading() as work:
        assert list(await work.erasure.handled(HOME, COORDINATOR)) == [HELD, PROPOSED]
        assert list(await work.erasure.handled(HOME, GUEST)) == [PROPOSED]
        assert await work.erasure.handled(OTHER, COORDINATOR) == []


async def test_an_erased_pitch_is_found_by_nothing_that_it_said(database: Database) -> None:
    await fill(database)
    assert await found(database, "logline 山海") == [HANDED_IN]
    await erase_person(database)
    assert await found(database, "logline", states=tuple(State)) == []
    assert await found(database, "another", states=tuple(State)) == [ELSEWHERE]


async def test_not_a_term_is_left_in_the_index_of_sqlite(tmp_path: Path) -> None:
    database = await Database.open(fresh_sqlite_url(tmp_path), Wakes())
    await fill(database)
    await erase_person(database)
    await database.close()
    left = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    for term in ("zebramark", "ebramark", "_5c71_6d77"):
        assert term.encode() not in left
    assert b"nother" in left
