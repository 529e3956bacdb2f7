"""Bringing a database to the form that this code needs. Safe to run at every start."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from db.engine import sqlite_engine

SCRIPTS = "db:migrations"
"""Where Alembic finds the migrations: a folder of an importable package."""
NO_ENTRY = ("28", "3D")
"""PostgreSQL: the classes of errors for a wrong name or password and for no such database."""
LOCK = 0x43616C6C626F6172
"""PostgreSQL: the key of the advisory lock that migrations hold. "Callboar" in ASCII, 63 bits."""


class DatabaseTooNew(Exception):
    """The database was migrated by a later version of the code; this one must not touch it."""

    def __init__(self, found: str) -> None:
        super().__init__(
            f"the database is at revision {found}, which this version does not know: "
            "run the newer version, or restore a backup made before it"
        )
        self.found = found


class BrokenReferences(Exception):
    """A migration left rows in SQLite that point nowhere; it was rolled back."""


async def migrate(url: str) -> None:
    """Bring the database to the newest revision, in one transaction and under a lock.

    Of several processes that start at once one migrates, and the others wait and find it done.
    If anything fails, nothing was changed. SQLite's file and folder are made if missing.

    Within one process, different databases are to be migrated one after the other: Alembic keeps
    what it is working on in globals.

    Raises:
        DatabaseTooNew: a later version of the code was here before.
        ValueError: the address is of no kind that is supported.
        OSError: the database does not answer, or does not let us in.
        sqlalchemy.exc.DBAPIError: a migration failed.
    """
    engine = _engine(url)
    try:
        async with engine.begin() as connection:
            await connection.run_sync(_upgrade)
    except Exception as error:
        told = getattr(error, "orig", error)  # what SQLAlchemy wraps
        if str(getattr(told, "sqlstate", ""))[:2] in NO_ENTRY:
            raise ConnectionRefusedError(str(told)) from error
        raise
    finally:
        await engine.dispose()


def alembic_config() -> Config:
    """Alembic's configuration, without a file."""
    config = Config()
    config.set_main_option("script_location", SCRIPTS)
    return config


def _engine(url: str) -> AsyncEngine:
    address = make_url(url)
    if address.drivername == "sqlite+aiosqlite":
        # With the lock from the start. Foreign keys stay unenforced, since a table that is
        # rebuilt is gone for a moment; they are checked at the end instead.
        return sqlite_engine(address, begin="BEGIN EXCLUSIVE", size=1, pragmas=())
    if address.drivername == "postgresql+asyncpg":
        return create_async_engine(address, hide_parameters=True)
    raise ValueError(f"not a database that is supported: {address.drivername}")


def _upgrade(connection: Connection) -> None:
    on_postgres = connection.dialect.name == "postgresql"
    if on_postgres:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
    config = alembic_config()
    _check_known(connection, ScriptDirectory.from_config(config))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    if not on_postgres and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise BrokenReferences


def _check_known(connection: Connection, scripts: ScriptDirectory) -> None:
    known = {script.revision for script in scripts.walk_revisions()}
    for found in MigrationContext.configure(connection).get_current_heads():
        if found not in known:
            raise DatabaseTooNew(found)
