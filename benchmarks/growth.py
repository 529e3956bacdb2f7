"""Lists, searches and views of a guild with 100,000 pitches.

Timed as the commands call them: the use case with its unit of work, from the event loop, one at a
time. Statements are counted at the database's door, with 1,000 pitches and with 100,000; what opens
a transaction is left out.
"""

from __future__ import annotations

import random
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

from obstore.store import MemoryStore
from sqlalchemy import event

from benchmarks.growth_data import (
    GUILD,
    MAYA,
    NOW,
    fill,
    found,
    owner,
    references,
    settle,
    wait_in_line,
)
from benchmarks.play import Clock
from benchmarks.stage import postgres_database, sqlite_database
from benchmarks.table import MISSED, OK, Table, judged, percentile
from bot.domain.people import Actor
from bot.domain.pitch import State
from bot.domain.text import Locale
from bot.files.store import ObjectFiles
from bot.randomness import SystemIds
from bot.services.common import SystemClock
from bot.services.desk import LISTED, Desk
from bot.services.drafts import Recent
from bot.services.intake import Intake
from bot.services.keeping import Bytes
from bot.services.reviewing import Reviewing
from db.database import Database

FEW, MANY = 1_000, 100_000
P95_BAR_MS = 50.0
TIMES = 100
WAITING = 64
LEASED = 16
HOLDER = "h" * 20

Deed = Callable[[], Awaitable[object]]


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
        counted = {
            title: await _statements(database, deed) for title, deed in _deeds(database, FEW)
        }
        await fill(database, FEW, MANY)
        await settle(database)
        table = Table(
            f"{MANY:,} pitches in one guild, {name}, ms",
            ("", "p50", "p95", "max", f"SQL at {FEW:,}", f"at {MANY:,}", "bar", ""),
            notes=[f"made in {clock():.0f} s"],
        )
        for title, deed in _deeds(database, MANY):
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


def _deeds(database: Database, size: int) -> Iterator[tuple[str, Deed]]:
    """What is measured, by name. Each call is about something else."""
    draw = random.Random(size)
    refs = references(draw, size)
    desk, intake = _use_cases(database)
    pages = size // LISTED
    busy = Actor(GUILD, owner(0), "Busy", Locale.ZH_CN)
    typed = ("月", "moon", "旧信 ")

    def anyone() -> Actor:
        return replace(busy, user=owner(draw.randrange(1, 20_000)))

    async def viewed() -> None:
        ref = next(refs)
        author = (await desk.view(MAYA, ref)).pitch.owner
        own.append((replace(busy, user=author), ref))

    async def lease() -> None:
        await database.queue.lease(HOLDER, now=NOW, until=NOW + timedelta(minutes=1), limit=LEASED)

    own: list[tuple[Actor, str]] = []
    yield "Desk.listed, first page", lambda: desk.listed(MAYA, state=None, page=0)
    yield "Desk.listed, any page", lambda: desk.listed(MAYA, state=None, page=draw.randrange(pages))
    yield "Desk.listed, last page", lambda: desk.listed(MAYA, state=None, page=pages - 1)
    yield "Desk.listed, one state", lambda: desk.listed(MAYA, state=State.IN_REVIEW, page=0)
    yield "Desk.view", viewed
    yield "Desk.suggested, nothing typed", lambda: desk.suggested(MAYA, "")
    yield "Desk.suggested, a reference", lambda: desk.suggested(MAYA, next(refs)[:5])
    yield "Desk.suggested, a word", lambda: desk.suggested(MAYA, draw.choice(typed))
    yield "Desk.suggested, none fits", lambda: desk.suggested(MAYA, "没有这个片名")
    yield "Intake.listed", lambda: intake.listed(anyone())
    yield "Intake.listed, 200 pitches", lambda: intake.listed(busy, page=draw.randrange(3))
    yield "Intake.view", lambda: intake.view(*own[draw.randrange(len(own))])
    yield "Intake.suggested", lambda: intake.suggested(busy, draw.choice(typed))
    yield "NoticeQueue.lease, 16 of 64", lease


def _use_cases(database: Database) -> tuple[Desk, Intake]:
    """Over files in memory, of which nothing that is measured reads any."""
    clock, ids, recent = SystemClock(), SystemIds(), Recent()
    bytes_ = Bytes(database.store, ObjectFiles(MemoryStore()))
    desk = Desk(database.store, Reviewing(database.store, clock, ids, recent))
    return desk, Intake(database.store, clock, ids, bytes_, recent)


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
