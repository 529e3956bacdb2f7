"""Lists, searches and views of a guild with 100,000 pitches.

Timed as the commands call them: the use case with its unit of work, from the event loop, one at a
time. Statements are counted at the database's door, with 1,000 pitches and with 100,000; what opens
a transaction is left out.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from benchmarks.growth_data import fill, found, settle, wait_in_line
from benchmarks.growth_deeds import HOLDER, Deed, deeds
from benchmarks.play import Clock
from benchmarks.stage import postgres_database, sqlite_database
from benchmarks.table import MISSED, OK, Table, judged, percentile
from db.database import Database

FEW, MANY = 1_000, 100_000
P95_BAR_MS = 50.0
TIMES = 100
WAITING = 64


async def measure() -> list[Table]:
    tables = []
    async with sqlite_database() as url:
        tables.append(await _measure("SQLite", url))
    async with postgres_database() as postgres:
        if postgres is None:
            tables[0].notes.append("PostgreSQL is not installed here: left out")
        else:
            tables.append(await _measure("PostgreSQL", postgres))
    return tables


async def _measure(name: str, url: str) -> Table:
    database = await Database.open(url, lambda: None)
    try:
        clock = Clock()
        await found(database)
        await fill(database, 0, FEW)
        await wait_in_line(database, WAITING)
        counted = {title: await _statements(database, deed) for title, deed in deeds(database, FEW)}
        await fill(database, FEW, MANY)
        await settle(database)
        table = Table(
            f"{MANY:,} pitches in one guild, {name}, ms",
            ("", "p50", "p95", "max", f"SQL at {FEW:,}", f"at {MANY:,}", "bar", ""),
            notes=[f"made in {clock():.0f} s"],
        )
        for title, deed in deeds(database, MANY):
            taken = await _timed(database, deed)
            statements = await _statements(database, deed)
            p50, p95, longest = (1000 * percentile(taken, share) for share in (0.5, 0.95, 1.0))
            met = judged(p95, P95_BAR_MS) == OK and statements == counted[title]
            bar = f"p95 < {P95_BAR_MS:.0f} ms"
            table.add(
                title, p50, p95, longest, counted[title], statements, bar, OK if met else MISSED
            )
    finally:
        await database.close()
    return table


async def _timed(database: Database, deed: Deed) -> list[float]:
    """Seconds of each call. What was leased is given back in between."""
    await deed()
    taken = []
    for _ in range(TIMES):
        await database.queue.release(HOLDER)
        started = time.perf_counter()
        await deed()
        taken.append(time.perf_counter() - started)
    return taken


async def _statements(database: Database, deed: Deed) -> int:
    """How many statements the deed sends once everything that is kept is kept."""
    await deed()
    await database.queue.release(HOLDER)
    with _recorded(database) as statements:
        await deed()
    await database.queue.release(HOLDER)
    return sum(not statement.startswith("BEGIN") for statement in statements)


@contextmanager
def _recorded(database: Database) -> Iterator[list[str]]:
    statements: list[str] = []

    def record(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        statements.append(statement)

    engines = (database.engines.reader.sync_engine, database.engines.writer.sync_engine)
    for engine in engines:
        event.listen(engine, "before_cursor_execute", record)
    try:
        yield statements
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", record)
