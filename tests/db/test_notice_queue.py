"""The queue: order, leases and retries."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.domain.ids import ChannelId, MessageId, UserId
from bot.domain.notice import Delivered, Leased, Notice, Route
from db.database import Database
from db.tables import notices
from tests.db.conftest import Wakes
from tests.db.samples import (
    NOW,
    OTHER,
    later,
    notice,
    pitch,
    queued,
    seed,
    stored,
    submitted,
)

PITCH = submitted(pitch())
STRANGER = UserId(5)
LEASE = timedelta(seconds=30)
SHOWN = Delivered(ChannelId(31), MessageId(32), ChannelId(33))


@pytest.fixture(autouse=True)
async def _seeded(database: Database) -> None:
    await seed(database)
    await stored(database, PITCH)


async def _lease(
    database: Database, now: datetime = NOW, *, holder: str = "a", limit: int = 10
) -> list[Leased]:
    return list(await database.queue.lease(holder, now=now, until=now + LEASE, limit=limit))


async def _ids(database: Database, now: datetime = NOW, *, holder: str = "a") -> list[str]:
    return [leased.notice.id for leased in await _lease(database, now, holder=holder)]


async def _column(database: Database, name: str, of: Notice) -> object:
    query = select(notices.c[name]).where(notices.c.id == of.id)
    async with database.engines.reading() as connection:
        return (await connection.execute(query)).scalar_one()


async def test_a_notice_comes_back_as_it_was_added_and_for_the_first_time(
    database: Database,
) -> None:
    added = notice(PITCH)
    await queued(database, added)
    assert await _lease(database) == [Leased(added, 0, None)]


async def test_of_each_destination_only_the_first_is_taken(database: Database) -> None:
    desk, desk2 = notice(PITCH, None), notice(PITCH, None)
    one, one2 = notice(PITCH), notice(PITCH)
    two = notice(PITCH, STRANGER)
    await queued(database, desk, one, one2, desk2, two)
    assert await _ids(database) == [desk.id, one.id, two.id]
    assert await _ids(database) == []
    await database.queue.sent(one, SHOWN, NOW)
    assert await _ids(database) == [one2.id]


async def test_the_same_person_in_two_guilds_is_two_destinations(database: Database) -> None:
    await seed(database, OTHER)
    elsewhere = replace(PITCH, guild=OTHER)
    await stored(database, elsewhere)
    here, there = notice(PITCH), notice(elsewhere)
    await queued(database, here, there)
    assert await _ids(database) == [here.id, there.id]


async def test_those_due_longest_come_first_up_to_the_limit(database: Database) -> None:
    given = [notice(PITCH, UserId(number)) for number in range(1, 5)]
    for minutes, each in enumerate(reversed(given)):
        await queued(database, each, now=later(minutes=minutes))
    taken = await _lease(database, later(hours=1), limit=3)
    assert [leased.notice for leased in taken] == given[:0:-1]


async def test_what_is_not_due_yet_waits(database: Database) -> None:
    await queued(database, notice(PITCH), now=later(seconds=1))
    assert await _ids(database) == []
    assert len(await _ids(database, later(seconds=1))) == 1


async def test_a_notice_that_waits_for_its_retry_holds_up_those_behind_it(
    database: Database,
) -> None:
    first, second = notice(PITCH), notice(PITCH)
    await queued(database, first, second)
    await _lease(database)
    await database.queue.retry(first, due=later(minutes=5), error="503")
    assert await _ids(database, later(minutes=4)) == []
    assert await _column(database, "error", first) == "503"
    assert await _lease(database, later(minutes=5)) == [Leased(first, 1, NOW)]


@pytest.mark.parametrize("finish", ["sent", "stuck", "inbox"])
async def test_what_is_done_in_any_way_lets_the_next_one_go(
    database: Database, finish: str
) -> None:
    first, second = notice(PITCH, route=Route.THREAD), notice(PITCH)
    await queued(database, first, second)
    await _lease(database)
    if finish == "sent":
        await database.queue.sent(first, None, NOW)
    elif finish == "stuck":
        await database.queue.stuck(first, error="gave up")
    else:
        await database.queue.reroute(first, Route.INBOX, now=NOW, error="50013")
    assert await _ids(database) == [second.id]


async def test_no_notice_is_taken_by_two_holders(url: str, database: Database) -> None:
    given = [notice(PITCH, UserId(number)) for number in range(1, 61)]
    await queued(database, *given)
    second = await Database.open(url, Wakes())
    try:

        async def drain(of: Database, holder: str) -> list[str]:
            mine: list[str] = []
            while taken := await _lease(of, holder=holder, limit=4):
                mine += [leased.notice.id for leased in taken]
            return mine

        parts = await asyncio.gather(
            drain(database, "a"), drain(second, "b"), drain(database, "c"), drain(second, "d")
        )
    finally:
        await second.close()
    taken = sorted(id_ for part in parts for id_ in part)
    assert taken == sorted(each.id for each in given)


async def test_order_holds_with_several_holders_at_work(url: str, database: Database) -> None:
    given = [notice(PITCH, UserId(1 + number % 5)) for number in range(40)]
    await queued(database, *given)
    second = await Database.open(url, Wakes())
    shown: list[Notice] = []

    async def work(of: Database, holder: str) -> None:
        while len(shown) < len(given):
            for leased in await _lease(of, holder=holder, limit=2):
                shown.append(leased.notice)
                await of.queue.sent(leased.notice, SHOWN, NOW)

    try:
        await asyncio.gather(*(work(of, str(n)) for n, of in enumerate((database, second) * 2)))
    finally:
        await second.close()
    for person in range(1, 6):
        theirs = [each for each in given if each.recipient == person]
        assert [each for each in shown if each.recipient == person] == theirs


async def test_a_lease_that_has_run_out_is_taken_over(database: Database) -> None:
    added = notice(PITCH)
    await queued(database, added)
    await _lease(database)
    assert await _lease(database, later(seconds=29), holder="b") == []
    assert await _lease(database, later(seconds=30), holder="b") == [Leased(added, 1, NOW)]
    assert await _lease(database, later(seconds=60), holder="c") == [Leased(added, 2, NOW)]


async def test_a_renewed_lease_holds_on(database: Database) -> None:
    first, second = notice(PITCH), notice(PITCH, STRANGER)
    await queued(database, first, second)
    await _lease(database)
    await database.queue.renew("a", [first.id], later(minutes=2))
    await database.queue.renew("b", [second.id], later(minutes=2))
    assert await _ids(database, later(minutes=1), holder="b") == [second.id]


async def test_released_notices_are_taken_at_once_and_keep_their_first_try(
    database: Database,
) -> None:
    first, second = notice(PITCH), notice(PITCH, STRANGER)
    await queued(database, first)
    await _lease(database, holder="a")
    await queued(database, second)
    await _lease(database, holder="b")
    await database.queue.release("a")
    assert await _lease(database, later(seconds=1), holder="c") == [Leased(first, 1, NOW)]


async def test_all_leases_can_be_released(database: Database) -> None:
    first, second = notice(PITCH), notice(PITCH, STRANGER)
    await queued(database, first, second)
    await _lease(database, holder="a")
    await database.queue.release_all()
    assert await _ids(database, holder="b") == [first.id, second.id]


async def test_depth_counts_every_state_but_sent(database: Database) -> None:
    waiting, stuck, sent, inbox = (notice(PITCH, UserId(number)) for number in range(1, 5))
    await queued(database, waiting, stuck, sent, inbox)
    await database.queue.stuck(stuck, error="")
    await database.queue.sent(sent, None, NOW)
    await database.queue.reroute(inbox, Route.INBOX, now=NOW, error="")
    assert await database.queue.depth() == {"waiting": 1, "stuck": 1, "in_inbox": 1}


async def test_leasing_takes_as_many_statements_for_many_as_for_few(
    database: Database, statements: list[str]
) -> None:
    people = iter(range(1, 100))

    async def statements_to_lease(count: int) -> int:
        await queued(database, *(notice(PITCH, UserId(next(people))) for _ in range(count)))
        statements.clear()
        assert len(await _lease(database, limit=50)) == count
        return len(statements)

    assert await statements_to_lease(2) == await statements_to_lease(40)
