"""Connections: one writer at a time on SQLite, a pool on PostgreSQL.

Errors do not tell the values that a statement came with: those are what people wrote, and errors
are logged.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, FromClause, event, make_url
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler
from sqlalchemy.engine import URL
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

BUSY_SECONDS = 15.0
"""How long SQLite waits for another process (a backup, a migration) that is writing."""
BUSY_PAUSE = 0.05
"""Seconds between tries where SQLite itself does not wait."""
SQLITE_READERS = 4
"""Connections that read beside the writer. Each is a thread; reads here take a millisecond."""
POSTGRES_CONNECTIONS = 10
"""Kept open per process. PostgreSQL's own default limit is 100 for all processes."""
POSTGRES_BURST = 10
"""Opened beyond these under load and closed after use."""
COMMAND_SECONDS = 30.0
"""After this long a statement counts as lost, such as when the server's machine has gone."""
JOURNAL_BYTES = 64 * 1024 * 1024
"""What is kept of SQLite's write-ahead log once its content has reached the database."""


@dataclass(frozen=True, slots=True)
class Engines:
    """Where connections come from.

    ``gate`` lines writers up, first come first served: SQLite takes one at a time, and waiting on
    its lock is neither fair nor free. It is None on PostgreSQL.
    """

    writer: AsyncEngine
    reader: AsyncEngine
    gate: asyncio.Lock | None

    @property
    def shared(self) -> bool:
        """Whether other processes may be at work on the same database."""
        return self.gate is None

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A connection that sees one moment throughout and cannot write."""
        async with self.reader.connect() as connection:
            yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """A connection whose changes are gone unless it is committed before leaving."""
        if self.gate is None:
            async with self.writer.connect() as connection:
                yield connection
        else:
            async with self.gate, self.writer.connect() as connection:
                yield connection

    async def connect(self) -> None:
        """Open the connections at once, so that a wrong address stops the start.

        SQLite does not wait when it is to turn a new file to a write-ahead log while another
        process writes, whatever its timeout says; so that is tried again, for `BUSY_SECONDS`.
        """
        loop = asyncio.get_running_loop()
        ends = loop.time() + BUSY_SECONDS
        while True:
            try:
                async with self.writer.connect() as connection:
                    await connection.exec_driver_sql("SELECT 1")
                break
            except OperationalError as error:
                code = getattr(error.orig, "sqlite_errorcode", None)
                if code != sqlite3.SQLITE_BUSY or loop.time() >= ends:
                    raise
                await asyncio.sleep(BUSY_PAUSE)
        async with self.reader.connect() as connection:
            await connection.exec_driver_sql("SELECT 1")

    async def close(self) -> None:
        await self.reader.dispose()
        if self.writer.sync_engine.pool is not self.reader.sync_engine.pool:
            await self.writer.dispose()


def build_engines(url: str) -> Engines:
    """Engines for a ``sqlite+aiosqlite:///…`` or ``postgresql+asyncpg://…`` address.

    Raises:
        ValueError: another kind of address, or SQLite without a file.
    """
    address = make_url(url)
    match address.drivername:
        case "sqlite+aiosqlite":
            return _sqlite(address)
        case "postgresql+asyncpg":
            return _postgres(address)
        case other:
            raise ValueError(f"not a database that is supported: {other}")


class _HintedCompiler(SQLiteCompiler):
    """Writes ``INDEXED BY``, asked for by `with_hint`, which SQLAlchemy leaves out for SQLite."""

    def get_from_hint_text(self, table: FromClause, text: str | None) -> str | None:
        return text


def sqlite_engine(address: URL, *, begin: str, size: int, pragmas: tuple[str, ...]) -> AsyncEngine:
    """An engine of ``size`` connections whose transactions start with ``begin``.

    The file and its folder are made if they are missing.

    Raises:
        ValueError: the address names no file.
        OSError: the file cannot be made or written.
    """
    if address.database in (None, "", ":memory:"):
        raise ValueError("SQLite needs a file: sqlite+aiosqlite:///folder/name.db")
    path = Path(str(address.database))
    path.parent.mkdir(parents=True, exist_ok=True)
    # Tried here, where the error names the file; SQLite itself only says that it cannot.
    path.open("ab").close()

    engine = create_async_engine(
        address,
        pool_size=size,
        max_overflow=0,
        # Without the driver's own transactions, which begin late and only at some statements.
        connect_args={"isolation_level": None, "timeout": BUSY_SECONDS},
        hide_parameters=True,
    )

    def prepare(connection: Any, _record: object) -> None:
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}").close()

    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    engine.dialect.statement_compiler = _HintedCompiler
    event.listen(engine.sync_engine, "connect", prepare)
    event.listen(engine.sync_engine, "begin", start)
    return engine


def _sqlite(address: URL) -> Engines:
    """Write-ahead log, so that readers and the writer do not wait for one another.

    ``synchronous=FULL``: a commit is on the disk when it returns, and survives a power cut.
    The writer begins with the lock in hand: a transaction that reads first and then finds
    another process writing could only fail. ``secure_delete``: what is deleted is overwritten
    with zeros, since people may ask for it to be gone.
    """
    common = ("foreign_keys=ON", "temp_store=MEMORY")
    lasting = ("journal_mode=WAL", "synchronous=FULL", f"journal_size_limit={JOURNAL_BYTES}")
    written = (*lasting, *common, "secure_delete=ON")
    return Engines(
        writer=sqlite_engine(address, begin="BEGIN IMMEDIATE", size=1, pragmas=written),
        reader=sqlite_engine(
            address, begin="BEGIN", size=SQLITE_READERS, pragmas=(*common, "query_only=ON")
        ),
        gate=asyncio.Lock(),
    )


def _postgres(address: URL) -> Engines:
    """Writers see what was committed before each statement, readers one moment throughout."""
    engine = create_async_engine(
        address,
        pool_size=POSTGRES_CONNECTIONS,
        max_overflow=POSTGRES_BURST,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={
            "command_timeout": COMMAND_SECONDS,
            "server_settings": {
                "application_name": "callboard",
                # Compiling queries takes longer than any of ours runs.
                "jit": "off",
                # Every query of ours has an index. Of a table with long values beside it, all of
                # which would be read as well, the planner thinks that it is short.
                "enable_seqscan": "off",
            },
        },
    )
    return Engines(
        writer=engine.execution_options(isolation_level="READ COMMITTED"),
        reader=engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        ),
        gate=None,
    )
