"""What a programme has of its own is stored; what is closed to somebody is found by no query."""

from __future__ import annotations

import pytest

from bot.domain.ids import ChannelId, PitchId, ProgrammeKey, RoleId
from bot.domain.moves import propose
from bot.domain.notice import NoticeKind
from bot.domain.people import GuildSettings, Narrowing
from bot.domain.pitch import PitchEvent, State
from bot.domain.queue import PitchQuery
from bot.services.ports_desk import AuditQuery
from db.database import Database
from tests.db.samples import (
    COORDINATOR,
    GUEST,
    HOME,
    KEY,
    NOW,
    OTHER,
    OWNER,
    call,
    claimed,
    notice,
    pitch,
    programme,
    queued,
    seed,
    settings,
    stored,
    submitted,
)
from tests.db.samples_desk import indexed

HINA = ProgrammeKey("hina")
OWN = Narrowing(frozenset({RoleId(2**61), RoleId(5)}), ChannelId(2**60))
CALL_OF_HINA = call().id[:-1] + "d"

BOAT = claimed(submitted(pitch("Boat", answers={"title": "Boat", "format": "film"})))
TRAIN = claimed(
    submitted(
        pitch(
            "Train",
            programme=HINA,
            call=CALL_OF_HINA,
            owner=GUEST,
            answers={"title": "Train", "format": "series"},
        )
    )
)


async def kept(database: Database) -> GuildSettings | None:
    async with database.store.reading() as work:
        return await work.guilds.get(HOME)


async def narrow(database: Database, own: Narrowing, key: ProgrammeKey = KEY) -> None:
    async with database.store.writing() as work:
        await work.guilds.narrow(HOME, key, own)
        await work.commit()


@pytest.fixture
async def two(database: Database) -> Database:
    """Two programmes, each with a pitch that waits for a lead."""
    await seed(database)
    async with database.store.writing() as work:
        await work.programmes.put(HOME, programme(HINA, prefix="HN"), NOW)
        await work.calls.add(call(id_=CALL_OF_HINA, programme=HINA))  # type: ignore[arg-type]
        await work.commit()
    await stored(
        database, *(propose(each, COORDINATOR, State.DECLINED, "") for each in (BOAT, TRAIN))
    )
    for each in (BOAT, TRAIN):
        await indexed(database, each, f"a {each.answers['title']}")
    async with database.store.writing() as work:
        for each in (BOAT, TRAIN):
            await work.events.add(PitchEvent(each.id, HOME, NOW, each.owner, None, State.SUBMITTED))
            await work.reviews.tag(HOME, each.id, f"tag{each.programme}")
        await work.commit()
    return database


async def test_it_comes_back_with_the_settings_and_outlives_them(two: Database) -> None:
    await narrow(two, OWN)
    await narrow(two, Narrowing(desk=ChannelId(7)), HINA)
    expected = {KEY: OWN, HINA: Narrowing(desk=ChannelId(7))}
    assert await kept(two) == settings(narrowed=expected)
    async with two.store.writing() as work:
        await work.guilds.save(settings(timezone="UTC"))
        await work.guilds.save(settings(OTHER))
        await work.commit()
    assert await kept(two) == settings(timezone="UTC", narrowed=expected)
    async with two.store.reading() as work:
        assert await work.guilds.get(OTHER) == settings(OTHER)


async def test_it_is_replaced_and_taken_back(two: Database) -> None:
    await narrow(two, OWN)
    await narrow(two, Narrowing(frozenset({RoleId(6)})))
    assert await kept(two) == settings(narrowed={KEY: Narrowing(frozenset({RoleId(6)}))})
    await narrow(two, Narrowing())
    assert await kept(two) == settings()


async def test_the_settings_are_read_in_one_statement(two: Database, statements: list[str]) -> None:
    await narrow(two, OWN)
    statements.clear()
    await kept(two)
    assert len([each for each in statements if each.startswith("SELECT")]) == 1


@pytest.mark.parametrize("text", ["", "a"])
async def test_lists_leave_out_what_is_closed(two: Database, text: str) -> None:
    async with two.store.reading() as work:
        for closed, left in ((KEY, TRAIN), (HINA, BOAT)):
            query = PitchQuery(
                text=text and f"a {left.answers['title']}", closed=frozenset({closed})
            )
            found, total = await work.queue.find(HOME, query, now=NOW, limit=10)
            assert ([each.id for each in found], total) == ([left.id], 1)
            assert await work.queue.ids(HOME, query, now=NOW, limit=10) == [left.id]
        both = frozenset({KEY, HINA})
        assert await work.queue.find(HOME, PitchQuery(closed=both), now=NOW, limit=10) == ([], 0)


async def test_everything_else_leaves_it_out_too(two: Database) -> None:
    closed = frozenset({HINA})
    async with two.store.reading() as work:
        waiting, total = await work.queue.proposed(
            HOME, not_by=COORDINATOR, limit=10, closed=closed
        )
        assert ([each.id for each in waiting], total) == ([BOAT.id], 1)
        assert await work.queue.formats(HOME, "", limit=10, closed=closed) == ["film"]
        assert await work.queue.tags(HOME, "", limit=10, closed=closed) == ["tagchunm"]
        figures = await work.queue.figures(HOME, None, NOW, most=5, closed=closed)
        assert figures.submitted == 1
        assert [each.label for each in figures.formats] == ["film"]
        events, count = await work.queue.audit(HOME, AuditQuery(closed=closed), limit=10)
        assert ([each.pitch for each in events], count) == ([BOAT.id], 1)
        named = AuditQuery(pitch=TRAIN.id, closed=closed)
        assert await work.queue.audit(HOME, named, limit=10) == ([], 0)
        for typed, found in (("", [BOAT.id]), ("train", []), ("boat", [BOAT.id])):
            matching = await work.pitches.matching(HOME, typed, owner=None, limit=10, closed=closed)
            assert [each.id for each in matching] == found


async def test_an_inbox_leaves_out_what_went_to_a_coordinator_and_keeps_an_authors(
    two: Database,
) -> None:
    mine = notice(TRAIN, GUEST)
    told = notice(TRAIN, GUEST, kind=NoticeKind.NEW_PITCH)
    open_ = notice(BOAT, GUEST, kind=NoticeKind.NEW_PITCH)
    digest = notice(BOAT, GUEST, kind=NoticeKind.DIGEST, pitch=PitchId(""))
    await queued(two, mine, told, open_, digest)
    async with two.store.reading() as work:
        everything = await work.notices.inbox(HOME, GUEST, limit=10)
        left = await work.notices.inbox(HOME, GUEST, limit=10, closed={HINA})
    assert [each.id for each in everything.items] == [digest.id, open_.id, told.id, mine.id]
    assert ([each.id for each in left.items], left.total) == (
        [digest.id, open_.id, mine.id],
        3,
    )
    assert mine.recipient == GUEST != OWNER
