"""aiosqlite's connection, with cursors that are quick.

aiosqlite makes, runs, reads and closes a cursor in four trips to the connection's thread, and each
trip costs as much as a usual query of ours. Here all of that is one trip.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Self

import aiosqlite


async def connect(connector: Callable[[], sqlite3.Connection]) -> Connection:
    """An open connection. ``connector`` opens it, in the thread that then serves it.

    Raises:
        sqlite3.Error: the file cannot be opened.
    """
    made = Connection(connector, iter_chunk_size=64)
    made.be_daemon()
    await made
    return made


class Connection(aiosqlite.Connection):
    """Hands out cursors of ours; otherwise aiosqlite's own."""

    def be_daemon(self) -> None:
        """Do not keep the process alive when it ends without closing."""
        self._thread.daemon = True

    def cursor(self) -> Cursor:  # type: ignore[override]  # SQLAlchemy uses no more of it
        return Cursor(self)

    async def run(self, statement: Callable[[sqlite3.Cursor], object]) -> Done:
        """Run ``statement`` with a new cursor, and read all that it gives."""
        done: Done = await self._execute(self._run, statement)  # type: ignore[no-untyped-call]
        return done

    def _run(self, statement: Callable[[sqlite3.Cursor], object]) -> Done:
        cursor = self._conn.cursor()
        try:
            statement(cursor)
            rows = cursor.fetchall() if cursor.description else []
            return Done(cursor, rows)
        finally:
            cursor.close()


class Done:
    """What a statement gave."""

    __slots__ = ("description", "lastrowid", "rowcount", "rows")

    def __init__(self, cursor: sqlite3.Cursor, rows: list[Any]) -> None:
        self.description = cursor.description
        self.rowcount = cursor.rowcount
        self.lastrowid = cursor.lastrowid
        self.rows = rows


class Cursor:
    """What SQLAlchemy's asyncio dialects use of a driver's cursor."""

    arraysize = 1

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._done: Done | None = None

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, operation: str, parameters: Sequence[Any] = ()) -> Self:
        """Raises: sqlite3.Error."""
        self._done = await self._connection.run(
            lambda cursor: cursor.execute(operation, parameters)
        )
        return self

    async def executemany(self, operation: str, parameters: Iterable[Sequence[Any]]) -> Self:
        """Raises: sqlite3.Error."""
        self._done = await self._connection.run(
            lambda cursor: cursor.executemany(operation, parameters)
        )
        return self

    async def fetchall(self) -> list[Any]:
        """The rows, once."""
        if self._done is None:
            return []
        rows, self._done.rows = self._done.rows, []
        return rows

    async def close(self) -> None:
        """Nothing is open any more."""

    @property
    def description(self) -> Any:
        return self._done and self._done.description

    @property
    def rowcount(self) -> int:
        return -1 if self._done is None else self._done.rowcount

    @property
    def lastrowid(self) -> int | None:
        return None if self._done is None else self._done.lastrowid
