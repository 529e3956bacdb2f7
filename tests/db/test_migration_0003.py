"""From programmes that hold their entries to banks of the guilds' own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Connection, NullPool, text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.content.loader import shipped
from bot.domain.faq import FaqAct, FaqVersion, seeds
from bot.domain.ids import GuildId, ProgrammeKey
from bot.domain.programme import Programme
from db.codec import dump_programme
from db.database import Database
from db.migrate import alembic_config, migrate
from tests.db.conftest import Wakes
from tests.db.samples import HOME, NOW, OTHER, OWNER, programme, queued, settings
from tests.db.samples_answers import about, asked, entry, question, saved

OLD = programme(faqs=())
ARCHIVED = programme(ProgrammeKey("archived"))


async def _sync(url: str, work: Any) -> Any:
    engine = create_async_engine(url, poolclass=NullPool)
    async with engine.begin() as connection:
        return await connection.run_sync(work)


async def _alembic(url: str, move: Any, to: str) -> None:
    def run(connection: Connection) -> None:
        config = alembic_config()
        config.attributes["connection"] = connection
        move(config, to)

    await _sync(url, run)


def _insert(connection: Connection, table: str, **values: Any) -> None:
    names = ", ".join(f'"{name}"' for name in values)
    marks = ", ".join(f":{name}" for name in values)
    if connection.dialect.name == "sqlite" and "created" in values:
        values["created"] = f"{values['created']:%Y-%m-%d %H:%M:%S.%f}"
    connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({marks})"), values)


def _insert_programme(
    connection: Connection, guild: GuildId, *versions: Programme, archived: bool = False
) -> None:
    """The last of ``versions`` is in force."""
    key = {"guild": guild, "key": versions[0].key}
    _insert(connection, "programmes", **key, version=len(versions), archived=archived)
    for number, each in enumerate(versions, start=1):
        kept = {"created": NOW, "title_field": "title", "definition": dump_programme(each)}
        _insert(connection, "programme_versions", **key, version=number, **kept)


def _fill(connection: Connection) -> None:
    """Guilds as the second version of the tables held them."""
    place = {"coordinators": 21, "desk": 22, "locale": "zh-TW", "timezone": "Asia/Taipei"}
    _insert(connection, "guilds", guild=HOME, **place)
    _insert_programme(connection, HOME, OLD, programme())
    _insert_programme(connection, HOME, ARCHIVED, archived=True)
    for each in shipped():
        _insert_programme(connection, OTHER, each)


@pytest.fixture
async def migrated(empty_url: str) -> str:
    await _alembic(empty_url, command.upgrade, "0002")
    await _sync(empty_url, _fill)
    await migrate(empty_url)
    return empty_url


async def _bank(database: Database, guild: GuildId) -> list[Any]:
    async with database.store.reading() as work:
        return list(await work.faqs.bank(guild))


async def test_a_guild_has_the_entries_of_its_programmes_in_force(migrated: str) -> None:
    database = await Database.open(migrated, Wakes())
    (seed,) = (replace(each, version=1) for each in seeds(programme()))
    try:
        assert await _bank(database, HOME) == [seed]
        expected = [replace(each, version=1) for of in shipped() for each in seeds(of)]
        assert await _bank(database, OTHER) == sorted(expected, key=lambda each: each.ref)
        async with database.store.reading() as work:
            told = await work.faqs.history(HOME, seed.ref)
            assert told == [FaqVersion(seed, FaqAct.SHIPPED, NOW, None)]
            assert await work.faqs.get(HOME, seed.ref) == seed
            assert await work.guilds.get(HOME) == settings()
    finally:
        await database.close()


async def test_what_was_copied_can_be_changed(migrated: str) -> None:
    database = await Database.open(migrated, Wakes())
    try:
        (seed,) = await _bank(database, HOME)
        (changed,) = await saved(database, replace(seed, source="new"))
        assert await _bank(database, HOME) == [changed]
        assert changed.version == 2
    finally:
        await database.close()


async def test_an_older_version_can_go_on_without_the_bank(migrated: str) -> None:
    database = await Database.open(migrated, Wakes())
    given = question()
    await asked(database, given)
    await saved(database, entry())
    await queued(database, about(given), about(given, OWNER))
    await database.close()
    await _alembic(migrated, command.downgrade, "0002")
    count = text("SELECT count(*) FROM notices")
    assert await _sync(migrated, lambda connection: connection.execute(count).scalar_one()) == 0
    await migrate(migrated)
    database = await Database.open(migrated, Wakes())
    try:
        assert [each.version for each in await _bank(database, HOME)] == [1]
    finally:
        await database.close()
