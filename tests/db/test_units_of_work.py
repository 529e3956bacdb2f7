"""Transactions: all or nothing, whatever ends them."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.errors import StaleVersion
from bot.domain.ids import UserId
from bot.domain.text import Locale
from bot.services.ports import UnitOfWork
from db.database import Database
from db.tables import people
from db.unit_of_work import ReadOnly, SqlUnitOfWork
from tests.db.conftest import Wakes
from tests.db.samples import (
    COORDINATOR,
    HOME,
    NOW,
    OWNER,
    claimed,
    notice,
    pitch,
    programme,
    seed,
    stored,
    submitted,
)
from tests.support.databases import Postgres

LONG = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1500000) "
    "SELECT count(*) FROM n",
    "postgresql": "SELECT pg_sleep(20)",
}

"""A statement that is still running when it is cancelled."""


async def _remember(work: UnitOfWork, user: UserId = OWNER) -> None:
    await work.people.remember(HOME, user, Locale.EN, NOW)


async def _remembered(database: Database) -> int:
    async with database.engines.reading() as connection:
        return (await connection.execute(select(func.count()).select_from(people))).scalar_one()


def _connections_in_use(database: Database) -> int:
    pools = {database.engines.writer.sync_engine.pool, database.engines.reader.sync_engine.pool}
    return sum(pool.checkedout() for pool in pools)  # type: ignore[attr-defined]


async def _run_long(connection: AsyncConnection, started: asyncio.Event) -> None:
    await connection.execute(people.insert().values(guild=1, user=1, locale="en", seen=NOW))
    started.set()
    await connection.exec_driver_sql(LONG[connection.dialect.name])


async def test_what_was_committed_stays(database: Database) -> None:
    async with database.store.writing() as work:
        await _remember(work)
        await work.commit()
    assert await _remembered(database) == 1


async def test_a_unit_that_is_left_without_commit_changes_nothing(database: Database) -> None:
    async with database.store.writing() as work:
        await _remember(work)
    assert await _remembered(database) == 0


async def test_a_unit_that_fails_changes_nothing_and_the_error_gets_out(
    database: Database,
) -> None:
    async def fails() -> None:
        async with database.store.writing() as work:
            await _remember(work)
            raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        await fails()
    assert await _remembered(database) == 0
    assert _connections_in_use(database) == 0


async def test_changes_after_the_commit_are_not_part_of_it(database: Database) -> None:
    async with database.store.writing() as work:
        await _remember(work)
        await work.commit()
        await _remember(work, COORDINATOR)
    assert await _remembered(database) == 1


async def test_a_reading_unit_cannot_commit(database: Database) -> None:
    async with database.store.reading() as work:
        with pytest.raises(ReadOnly):
            await work.commit()


async def test_a_reading_unit_cannot_write(database: Database) -> None:
    async with database.store.reading() as work:
        with pytest.raises(DBAPIError):
            await _remember(work)
    assert await _remembered(database) == 0


async def test_a_unit_cancelled_between_statements_changes_nothing(database: Database) -> None:
    begun, never = asyncio.Event(), asyncio.Event()

    async def hangs() -> None:
        async with database.store.writing() as work:
            await _remember(work)
            begun.set()
            await never.wait()

    task = asyncio.create_task(hangs())
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert _connections_in_use(database) == 0
    async with database.store.writing() as work:
        await _remember(work, COORDINATOR)
        await work.commit()
    assert await _remembered(database) == 1


async def test_a_unit_cancelled_within_a_statement_changes_nothing(database: Database) -> None:
    started = asyncio.Event()

    async def hangs() -> None:
        async with database.engines.writing() as connection:
            await _run_long(connection, started)

    for _ in range(3):
        task = asyncio.create_task(hangs())
        await started.wait()
        started.clear()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert _connections_in_use(database) == 0
    async with database.store.writing() as work:
        await _remember(work, COORDINATOR)
        await work.commit()
    assert await _remembered(database) == 1


async def test_one_that_waits_for_its_turn_can_be_cancelled(database: Database) -> None:
    async def change() -> None:
        async with database.store.writing() as work:
            await work.programmes.put(HOME, programme(), NOW)
            await work.commit()

    async with database.store.writing() as work:
        await work.programmes.put(HOME, programme(), NOW)
        waiting = asyncio.create_task(change())
        async with database.store.reading() as reader:
            assert await reader.programmes.active(HOME) == []
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
    await change()
    assert _connections_in_use(database) == 0


async def test_the_dispatcher_is_woken_once_after_the_commit(
    database: Database, wakes: Wakes
) -> None:
    await seed(database)
    handed_in = submitted(pitch())
    await stored(database, handed_in)
    assert wakes.count == 0
    async with database.store.writing() as work:
        await work.notices.add(notice(handed_in), NOW)
        await work.notices.add(notice(handed_in, None), NOW)
        assert wakes.count == 0
        await work.commit()
        assert wakes.count == 1
        await work.commit()
    assert wakes.count == 1


class _Watched:
    """A connection that notes when its commit is done."""

    def __init__(self, happened: list[str]) -> None:
        self._happened = happened

    async def execute(self, _statement: object) -> None:
        """Takes anything."""

    async def commit(self) -> None:
        await asyncio.get_running_loop().run_in_executor(None, self._happened.append, "commit")


async def test_the_wake_comes_when_the_commit_is_done() -> None:
    happened: list[str] = []
    work = SqlUnitOfWork(_Watched(happened), lambda: happened.append("wake"))  # type: ignore[arg-type]
    await work.notices.add(notice(submitted(pitch())), NOW)
    await work.commit()
    assert happened == ["commit", "wake"]


async def test_the_dispatcher_is_not_woken_by_what_was_rolled_back(
    database: Database, wakes: Wakes
) -> None:
    await seed(database)
    handed_in = submitted(pitch())
    await stored(database, handed_in)
    async with database.store.writing() as work:
        await work.notices.add(notice(handed_in), NOW)
    async with database.store.writing() as work:
        await _remember(work)
        await work.commit()
    assert wakes.count == 0
    assert await database.queue.depth() == {}


class _Interrupted:
    """A connection whose commit is cancelled, its outcome unknown."""

    async def execute(self, _statement: object) -> None:
        """Takes anything."""

    async def commit(self) -> None:
        raise asyncio.CancelledError


async def test_a_commit_of_unknown_outcome_wakes_the_dispatcher_to_look(wakes: Wakes) -> None:
    work = SqlUnitOfWork(_Interrupted(), wakes)  # type: ignore[arg-type]
    await work.notices.add(notice(submitted(pitch())), NOW)
    with pytest.raises(asyncio.CancelledError):
        await work.commit()
    assert wakes.count == 1


async def test_a_deadlock_is_a_lost_race(postgres: Postgres) -> None:
    with postgres.fresh_url() as url:
        database = await Database.open(url, Wakes())
        await seed(database)
        one, two = submitted(pitch()), submitted(pitch())
        await stored(database, one, two)
        both_hold_one = asyncio.Barrier(2)

        async def claim(*order: int) -> None:
            async with database.store.writing() as work:
                pitches = [(one, two)[index] for index in order]
                await work.pitches.save(claimed(pitches[0]), expected=1)
                await both_hold_one.wait()
                await work.pitches.save(claimed(pitches[1]), expected=1)
                await work.commit()

        results = await asyncio.gather(claim(0, 1), claim(1, 0), return_exceptions=True)
        await database.close()
    assert sorted(type(result).__name__ for result in results) == ["NoneType", "StaleVersion"]
    assert any(isinstance(result, StaleVersion) for result in results)
