"""Programmes with their versions, and calls."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from bot.domain.errors import NoOpenCall, ProgrammeNotFound, StaleVersion
from bot.domain.ids import CallId, ProgrammeKey
from bot.services.ports import InForce
from db.database import Database
from tests.db.samples import (
    CALL,
    HOME,
    KEY,
    NOW,
    call,
    later,
    programme,
    seed,
)

HINA = ProgrammeKey("hina")


async def _put(database: Database, **changes: Any) -> bool:
    async with database.store.writing() as work:
        changed = await work.programmes.put(HOME, programme(**changes), NOW)
        await work.commit()
        return changed


async def _add_call(database: Database, id_: str, **changes: Any) -> None:
    async with database.store.writing() as work:
        await work.calls.add(call(id_=CallId(id_), **changes))
        await work.commit()


async def _end_call(database: Database, id_: CallId, at: datetime) -> None:
    async with database.store.writing() as work:
        await work.calls.end(call(id_=id_, ended=at))
        await work.commit()


async def test_a_programme_comes_back_as_it_was_put(database: Database) -> None:
    assert await _put(database)
    async with database.store.reading() as work:
        assert await work.programmes.get(HOME, KEY) == InForce(programme(), 1)
        assert await work.programmes.version(HOME, KEY, 1) == programme()


async def test_the_same_definition_makes_no_new_version(database: Database) -> None:
    assert await _put(database)
    assert not await _put(database)
    async with database.store.reading() as work:
        assert await work.programmes.get(HOME, KEY) == InForce(programme(), 1)


async def test_a_changed_definition_makes_a_version_and_keeps_the_old(database: Database) -> None:
    await _put(database)
    assert await _put(database, prefix="CH")
    async with database.store.reading() as work:
        assert await work.programmes.get(HOME, KEY) == InForce(programme(prefix="CH"), 2)
        assert await work.programmes.version(HOME, KEY, 1) == programme()
        assert await work.programmes.version(HOME, KEY, 2) == programme(prefix="CH")


async def test_going_back_to_an_old_definition_makes_a_version_too(database: Database) -> None:
    await _put(database)
    await _put(database, prefix="CH")
    assert await _put(database)
    async with database.store.reading() as work:
        assert await work.programmes.get(HOME, KEY) == InForce(programme(), 3)


async def test_two_changes_at_once_make_two_versions(database: Database) -> None:
    await _put(database)
    changed = await asyncio.gather(_put(database, prefix="CA"), _put(database, prefix="CB"))
    assert list(changed) == [True, True]
    async with database.store.reading() as work:
        found = {(await work.programmes.version(HOME, KEY, number)).prefix for number in (2, 3)}
    assert found == {"CA", "CB"}


async def test_a_programme_put_twice_at_once_for_the_first_time_exists_once(
    database: Database,
) -> None:
    assert sorted(await asyncio.gather(_put(database), _put(database))) == [False, True]


async def test_an_archived_programme_is_out_of_use_but_its_versions_stay(
    database: Database,
) -> None:
    await _put(database)
    await _put(database, key=HINA)
    async with database.store.writing() as work:
        assert await work.programmes.archive(HOME, KEY)
        assert not await work.programmes.archive(HOME, KEY)
        assert not await work.programmes.archive(HOME, ProgrammeKey("none"))
        await work.commit()
    async with database.store.reading() as work:
        assert await work.programmes.get(HOME, KEY) is None
        assert [each.programme.key for each in await work.programmes.active(HOME)] == [HINA]
        assert await work.programmes.version(HOME, KEY, 1) == programme()


async def test_putting_an_archived_programme_takes_it_back_into_use(database: Database) -> None:
    await _put(database)
    async with database.store.writing() as work:
        await work.programmes.archive(HOME, KEY)
        await work.commit()
    assert await _put(database)
    async with database.store.reading() as work:
        assert await work.programmes.get(HOME, KEY) == InForce(programme(), 1)


async def test_active_programmes_are_listed_by_key(database: Database) -> None:
    for key in ("b", "c", "a"):
        await _put(database, key=ProgrammeKey(key))
    async with database.store.reading() as work:
        active = await work.programmes.active(HOME)
    assert [each.programme.key for each in active] == ["a", "b", "c"]


async def test_a_version_that_never_was_is_not_found(database: Database) -> None:
    await _put(database)
    async with database.store.reading() as work:
        for key, version in ((KEY, 2), (HINA, 1)):
            with pytest.raises(ProgrammeNotFound):
                await work.programmes.version(HOME, key, version)


async def test_a_definition_that_was_rolled_back_leaves_no_trace(database: Database) -> None:
    await _put(database)
    async with database.store.writing() as work:
        await work.programmes.put(HOME, programme(prefix="XX"), NOW)
        assert (await work.programmes.version(HOME, KEY, 2)).prefix == "XX"
    await _put(database, prefix="CH")
    async with database.store.reading() as work:
        assert (await work.programmes.version(HOME, KEY, 2)).prefix == "CH"


async def test_a_call_comes_back_as_it_was_added(database: Database) -> None:
    await _put(database)
    given = call(closes=None, grace_minutes=0, per_person=1, holds=True)
    async with database.store.writing() as work:
        await work.calls.add(given)
        await work.commit()
    async with database.store.reading() as work:
        assert await work.calls.get(HOME, CALL) == given
        assert await work.calls.latest(HOME, KEY) == given


async def test_a_call_that_does_not_exist_is_not_found(database: Database) -> None:
    async with database.store.reading() as work:
        with pytest.raises(NoOpenCall):
            await work.calls.get(HOME, CALL)
        assert await work.calls.latest(HOME, KEY) is None
        assert await work.calls.latest_of_all(HOME) == {}


async def test_a_second_open_call_is_refused(database: Database) -> None:
    await seed(database)
    with pytest.raises(StaleVersion):
        await _add_call(database, "second")


async def test_of_two_calls_opened_at_once_one_stays(database: Database) -> None:
    await _put(database)
    results = await asyncio.gather(
        _add_call(database, "a"), _add_call(database, "b"), return_exceptions=True
    )
    assert sorted(type(result).__name__ for result in results) == ["NoneType", "StaleVersion"]


async def test_the_call_opened_last_is_the_latest_even_at_the_same_moment(
    database: Database,
) -> None:
    await seed(database)
    await _end_call(database, CALL, NOW)
    await _add_call(database, "0")
    async with database.store.reading() as work:
        latest = await work.calls.latest(HOME, KEY)
        assert latest is not None
        assert latest.id == "0"
        assert (await work.calls.get(HOME, CALL)).ended == NOW


async def test_a_call_is_ended_once(database: Database) -> None:
    await seed(database)
    await _end_call(database, CALL, later(days=1))
    with pytest.raises(StaleVersion):
        await _end_call(database, CALL, later(days=2))
    async with database.store.reading() as work:
        assert (await work.calls.get(HOME, CALL)).ended == later(days=1)


async def test_the_latest_calls_of_all_programmes_come_in_one_query(
    database: Database, statements: list[str]
) -> None:
    await seed(database)
    await _put(database, key=HINA)
    await _end_call(database, CALL, NOW)
    await _add_call(database, "second")
    await _add_call(database, "other", programme=HINA)
    async with database.store.reading() as work:
        await work.guilds.get(HOME)
        statements.clear()
        latest = await work.calls.latest_of_all(HOME)
    assert {key: each.id for key, each in latest.items()} == {KEY: "second", HINA: "other"}
    assert len(statements) == 1


async def test_a_call_of_a_programme_that_does_not_exist_is_refused(database: Database) -> None:
    with pytest.raises(IntegrityError):
        await _add_call(database, "a")
