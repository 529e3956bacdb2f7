"""Connections: what readers and writers wait for, and how a database is opened."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.domain.ids import UserId
from bot.domain.text import Locale
from bot.services.ports import UnitOfWork
from db.database import Database
from db.engine import build_engines
from db.tables import notices, people
from tests.db.conftest import Wakes
from tests.db.samples import (
    HOME,
    NOW,
    OWNER,
    later,
    notice,
    pitch,
    queued,
    seed,
    stored,
    submitted,
)
from tests.support.databases import Postgres, fresh_sqlite_url


async def _remember(work: UnitOfWork, user: UserId = OWNER) -> None:
    await work.people.remember(HOME, user, Locale.EN, NOW)


async def _remembered(database: Database) -> int:
    async with database.engines.reading() as connection:
        return (await connection.execute(select(func.count()).select_from(people))).scalar_one()


async def test_readers_do_not_wait_for_a_writer_and_see_what_was_before(
    database: Database,
) -> None:
    async with database.store.writing() as work:
        await _remember(work)
        async with database.store.reading() as reader:
            assert await reader.people.locale(HOME, OWNER) is None
            await work.commit()
            # Still the same moment.
            assert await reader.people.locale(HOME, OWNER) is None
    assert await _remembered(database) == 1


async def test_many_writers_at_once_all_get_their_turn(database: Database) -> None:
    async def write(user: int) -> None:
        async with database.store.writing() as work:
            await _remember(work, UserId(user))
            await work.commit()

    await asyncio.gather(*(write(user) for user in range(1, 101)))
    assert await _remembered(database) == 100


async def test_writers_on_sqlite_are_served_in_the_order_they_came(tmp_path: Path) -> None:
    database = await Database.open(fresh_sqlite_url(tmp_path), Wakes())
    served: list[int] = []

    async def write(turn: int) -> None:
        async with database.store.writing() as work:
            await _remember(work, UserId(turn))
            served.append(turn)
            await work.commit()

    await asyncio.gather(*(write(turn) for turn in range(1, 31)))
    await database.close()
    assert served == list(range(1, 31))


async def test_sqlite_keeps_what_it_commits_through_a_power_cut(tmp_path: Path) -> None:
    engines = build_engines(fresh_sqlite_url(tmp_path))
    settings = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    async with engines.writing() as connection:
        for pragma, wanted in settings.items():
            found = await connection.exec_driver_sql(f"PRAGMA {pragma}")
            assert found.scalar_one() == wanted, pragma
    await engines.close()


async def test_sqlite_overwrites_what_it_deletes(tmp_path: Path) -> None:
    engines = build_engines(fresh_sqlite_url(tmp_path))
    async with engines.writing() as connection:
        assert (await connection.exec_driver_sql("PRAGMA secure_delete")).scalar_one() == 1
    await engines.close()


async def test_a_missing_folder_is_made(tmp_path: Path) -> None:
    path = tmp_path / "var" / "deep" / "callboard.db"
    database = await Database.open(f"sqlite+aiosqlite:///{path}", Wakes())
    await database.close()
    assert path.exists()


@pytest.mark.parametrize(
    "address", ["sqlite+aiosqlite://", "sqlite+aiosqlite:///:memory:", "sqlite:///a.db"]
)
async def test_an_address_that_cannot_work_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match=r"SQLite needs a file|not a database"):
        await Database.open(address, Wakes())


async def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError, match=str(tmp_path)):
        await Database.open(f"sqlite+aiosqlite:///{tmp_path}", Wakes())


async def test_only_postgresql_is_shared_with_other_processes(database: Database) -> None:
    assert database.shared is (database.engines.writer.dialect.name == "postgresql")


async def test_what_another_process_is_just_taking_is_passed_over_on_postgresql(
    postgres: Postgres,
) -> None:
    with postgres.fresh_url() as url:
        database = await Database.open(url, Wakes())
        await seed(database)
        handed_in = submitted(pitch())
        await stored(database, handed_in)
        held, free = notice(handed_in), notice(handed_in, UserId(5))
        await queued(database, held, free)
        locked = select(notices.c.seq).where(notices.c.id == held.id).with_for_update()
        async with database.engines.writing() as connection:
            await connection.execute(locked)
            # Would wait for the end of the test, were it to wait.
            async with asyncio.timeout(5):
                taken = await database.queue.lease("a", now=NOW, until=later(hours=1), limit=9)
        rest = await database.queue.lease("b", now=NOW, until=later(hours=1), limit=9)
        await database.close()
    assert [leased.notice for leased in taken] == [free]
    assert [leased.notice for leased in rest] == [held]
