"""Two hundred people pitch ChunM at once, from `/pitch start` to the receipt.

Each goes on as soon as they see what came of the last step, faster than any person reads. What
must come of it is checked: every pitch in the database, a card and a thread for each on the desk,
and every receipt in its author's direct messages. The same number of interactions is then played
against the bare bot, which keeps nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.play import Author, Clock, Meter, Visitor, together
from benchmarks.stage import CROWD, Stage, postgres_database, sqlite_database, stage
from benchmarks.table import MISSED, OK, Table, judged, percentile
from benchmarks.waiting import until_delivered
from bot.domain.ids import GuildId
from bot.domain.pitch import State
from db.database import Database

P99_BAR_MS = 1000.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What two hundred pitches left behind, and when."""

    references: Sequence[str]
    stored: int
    cards: int
    threads: int
    receipts: int
    submitted_after: float
    delivered_after: float

    def complete(self) -> bool:
        return {self.stored, self.cards, self.threads, self.receipts} == {CROWD}


async def measure() -> list[Table]:
    table = Table(
        f"{CROWD} people pitch at once: acknowledgement in ms",
        ("", "interactions", "p50", "p95", "p99", "max", "past 3 s", "seconds", "bar", ""),
    )
    left = Table(
        f"what {CROWD} pitches left",
        ("", "pitches", "cards", "threads", "receipts", "last receipt, s", "last notice, s", ""),
    )
    async with sqlite_database() as url:
        await _measure("SQLite", url, table, left)
    async with postgres_database() as postgres:
        if postgres is None:
            table.notes.append("PostgreSQL is not installed here: left out")
        else:
            await _measure("PostgreSQL", postgres, table, left)
    return [table, left]


async def _measure(name: str, url: str, table: Table, left: Table) -> None:
    async with stage(url) as on:
        ours, bare = Meter(), Meter()
        outcome = await _pitch(on, ours)
        used = on.callboard.cpu_seconds()
        _row(table, name, ours, outcome.submitted_after, judge=True)
        left.add(
            name,
            outcome.stored,
            outcome.cards,
            outcome.threads,
            outcome.receipts,
            outcome.submitted_after,
            outcome.delivered_after,
            OK if outcome.complete() else MISSED,
        )
        each = math.ceil(len(ours.all()) / CROWD)
        clock, square = Clock(), on.square
        await together([Visitor(person, square, bare).plays(each) for person in on.crowd])
        _row(table, f"bare bot beside {name}", bare, clock(), judge=False)
        if used is not None:
            left.notes.append(f"{name}: Callboard's process used {used:.1f} s of processor time")


async def _pitch(on: Stage, meter: Meter) -> Outcome:
    clock = Clock()
    references = await together([Author(person, meter).pitches() for person in on.crowd])
    submitted_after = clock()
    database = await Database.open(on.database_url, lambda: None)
    try:
        await until_delivered(database)
        delivered_after = clock()
        guild = GuildId(on.sandbox.guild("north").id)
        async with database.store.reading() as work:
            stored = await work.pitches.submitted(guild, states=[State.SUBMITTED], limit=1)
    finally:
        await database.close()
    desk = on.sandbox.channel("north/desk")
    cards = [message.text for message in desk.messages]
    threads = [thread.name for thread in on.sandbox.guild("north").threads]
    receipts = [
        any(reference in message.text for message in await person.reads("dm"))
        for person, reference in zip(on.crowd, references, strict=True)
    ]
    return Outcome(
        references,
        stored.total,
        _once_each(references, cards),
        _once_each(references, threads),
        sum(receipts),
        submitted_after,
        delivered_after,
    )


def _once_each(references: Sequence[str], texts: Sequence[str]) -> int:
    """How many references stand in exactly one of the texts."""
    return sum(1 for one in references if sum(one in text for text in texts) == 1)


def _row(table: Table, name: str, meter: Meter, seconds: float, *, judge: bool) -> None:
    taken = meter.all()
    p50, p95, p99, longest = (1000 * percentile(taken, share) for share in (0.5, 0.95, 0.99, 1.0))
    met = judged(p99, P99_BAR_MS) == OK and meter.late == 0
    bar = (f"p99 < {P99_BAR_MS:.0f} ms, 0 late", OK if met else MISSED) if judge else (None, None)
    table.add(name, len(taken), p50, p95, p99, longest, meter.late, seconds, *bar)
