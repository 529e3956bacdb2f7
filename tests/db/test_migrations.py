"""Migrations: from nothing, again, at once, from the future, and failing half-way."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, NullPool, inspect, text
from sqlalchemy.ext.asyncio import create_async_engine

import db.migrate
from db.database import Database
from db.engine import build_engines
from db.migrate import BrokenReferences, DatabaseTooNew, alembic_config, migrate
from db.tables import metadata
from tests.db.conftest import Wakes
from tests.support.databases import Postgres, sqlite_url

ROOT = Path(db.migrate.__file__).parents[1]
START = """
import asyncio, sys
from db.database import Database
from db.migrate import migrate

async def start(url):
    await migrate(url)
    await (await Database.open(url, lambda: None)).close()

asyncio.run(start(sys.argv[1]))
"""
CATALOGUES = {
    "sqlite": ["SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"],
    "postgresql": [
        "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
        """SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace""",
        """SELECT table_name || '.' || column_name,
        data_type || is_nullable || coalesce(column_default, '')
        FROM information_schema.columns WHERE table_schema = 'public'""",
    ],
}


async def _sync(url: str, work: Any) -> Any:
    engine = create_async_engine(url, poolclass=NullPool)
    async with engine.begin() as connection:
        return await connection.run_sync(work)


async def _tables(url: str) -> set[str]:
    names: list[str] = await _sync(url, lambda connection: inspect(connection).get_table_names())
    return set(names)


def _differences(connection: Connection) -> list[Any]:
    """But for SQLite's index of what pitches say, with the tables that it makes for itself, instead
    of which PostgreSQL has an index of a column."""
    elsewhere = ["ix_pitch_words_words"] if connection.dialect.name == "sqlite" else []
    options = {
        "compare_type": True,
        "compare_server_default": True,
        "include_name": lambda name, *_: not str(name).startswith("pitch_search"),
        "include_object": lambda _, name, *__: name not in elsewhere,
    }
    return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))


def _catalogue(connection: Connection) -> dict[str, str]:
    """All that the database itself says of its schema, but for Alembic's own table."""
    found: dict[str, str] = {}
    for query in CATALOGUES[connection.dialect.name]:
        found |= {row[0]: " ".join(row[1].split()) for row in connection.execute(text(query))}
    return {name: made for name, made in found.items() if "alembic_version" not in name}


async def test_the_migrations_make_what_the_tables_say(empty_url: str) -> None:
    await migrate(empty_url)
    assert await _sync(empty_url, _differences) == []


async def test_the_migrations_make_the_same_indices_and_constraints_to_the_letter(
    empty_url: str,
) -> None:
    await migrate(empty_url)
    migrated = await _sync(empty_url, _catalogue)
    await _sync(empty_url, metadata.drop_all)
    await _sync(empty_url, metadata.create_all)
    created = await _sync(empty_url, _catalogue)
    assert migrated.keys() == created.keys()
    assert _ordered(migrated) == _ordered(created)


def _ordered(catalogue: dict[str, str]) -> dict[str, list[str]]:
    """Without the order of a table's columns and constraints, which means nothing, and without
    the quotes that SQLite puts around the name of a table that was copied."""
    return {
        name: sorted(part.strip(") ") for part in made.replace('"', "").split(", "))
        for name, made in catalogue.items()
    }


async def test_migrating_twice_is_migrating_once(empty_url: str) -> None:
    await migrate(empty_url)
    before = await _sync(empty_url, _catalogue)
    await migrate(empty_url)
    assert await _sync(empty_url, _catalogue) == before


async def test_several_at_once_migrate_once(empty_url: str) -> None:
    await asyncio.gather(*(migrate(empty_url) for _ in range(4)))
    assert await _sync(empty_url, _differences) == []


async def test_several_processes_may_start_at_once_on_a_new_database(empty_url: str) -> None:
    processes = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-c", START, empty_url, cwd=ROOT, stderr=asyncio.subprocess.PIPE
        )
        for _ in range(3)
    ]
    ended = await asyncio.gather(*(process.communicate() for process in processes))
    assert [error.decode() for _out, error in ended] == ["", "", ""]
    assert [process.returncode for process in processes] == [0, 0, 0]


async def test_a_start_waits_while_another_process_writes_a_new_file(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    asyncio.get_running_loop().call_later(0.2, other.close)
    engines = build_engines(f"sqlite+aiosqlite:///{path}")
    try:
        await engines.connect()
        async with engines.reading() as connection:
            mode = await connection.exec_driver_sql("PRAGMA journal_mode")
            assert mode.scalar_one() == "wal"
    finally:
        await engines.close()


async def test_a_database_newer_than_the_code_is_refused_untouched(url: str) -> None:
    later = "UPDATE alembic_version SET version_num = '9999'"
    await _sync(url, lambda connection: connection.execute(text(later)))
    before = await _sync(url, _catalogue)
    with pytest.raises(DatabaseTooNew, match="revision 9999"):
        await migrate(url)
    assert await _sync(url, _catalogue) == before


def _scripts(folder: Path, body: str) -> str:
    """A copy of the migrations with one more."""
    source = ROOT / "db" / "migrations"
    for path in [source / "env.py", *(source / "versions").glob("*.py")]:
        copy = folder / path.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    heads = sorted(path.stem.split("_")[0] for path in (source / "versions").glob("*.py"))
    (folder / "versions" / "9999_next.py").write_text(
        f"from alembic import op\n\nrevision = '9999'\ndown_revision = '{heads[-1]}'\n\n\n"
        f"def upgrade():\n    {body}\n",
        encoding="utf-8",
    )
    return str(folder)


async def test_a_migration_that_fails_leaves_nothing_half_done(
    empty_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = "op.execute('CREATE TABLE half (id INTEGER)'); op.execute('nonsense')"
    monkeypatch.setattr(db.migrate, "SCRIPTS", _scripts(tmp_path / "scripts", body))
    with pytest.raises(Exception, match="nonsense"):
        await migrate(empty_url)
    assert await _tables(empty_url) == set()


async def test_a_migration_that_fails_keeps_the_database_as_it_was(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = await _sync(url, _catalogue)
    body = "op.execute('DROP TABLE cards'); op.execute('nonsense')"
    monkeypatch.setattr(db.migrate, "SCRIPTS", _scripts(tmp_path / "scripts", body))
    with pytest.raises(Exception, match="nonsense"):
        await migrate(url)
    assert await _sync(url, _catalogue) == before
    monkeypatch.undo()
    await migrate(url)


async def test_a_migration_that_breaks_references_on_sqlite_is_rolled_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = sqlite_url(tmp_path)
    await migrate(url)
    body = "op.execute(\"INSERT INTO cards VALUES (1, 'none', 2, 3, NULL)\")"
    monkeypatch.setattr(db.migrate, "SCRIPTS", _scripts(tmp_path / "scripts", body))
    with pytest.raises(BrokenReferences):
        await migrate(url)
    count = text("SELECT count(*) FROM cards")
    assert await _sync(url, lambda connection: connection.execute(count).scalar_one()) == 0


async def test_the_first_tables_can_be_taken_back(url: str) -> None:
    def take_back(connection: Connection) -> None:
        config = alembic_config()
        config.attributes["connection"] = connection
        command.downgrade(config, "base")

    await _sync(url, take_back)
    assert await _tables(url) == {"alembic_version"}
    await migrate(url)
    assert await _sync(url, _differences) == []


async def test_a_migrated_database_opens(empty_url: str) -> None:
    await migrate(empty_url)
    database = await Database.open(empty_url, Wakes())
    assert await database.queue.depth() == {}
    await database.close()


async def test_an_address_of_another_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="not a database that is supported"):
        await migrate("mysql+aiomysql://localhost/callboard")


async def test_a_server_without_such_a_database_stops_the_start(postgres: Postgres) -> None:
    with pytest.raises(Exception, match="does not exist"):
        await migrate(postgres.url("no_such_database"))
