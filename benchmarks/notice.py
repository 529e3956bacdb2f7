"""From the commit to the wire: how soon a notice is on its way to Discord.

A hundred people pitch, one after another. A notice's ``created`` is taken when the transaction
that stores it begins, so it is a little before the commit; a send is on the wire no later than the
sandbox has read the request that carries the notice's id as its nonce. Both are of this machine's
clock. What is told is the time between the two, which is longer than what the bar speaks of by
the transaction itself and by the way to the sandbox.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import select

from benchmarks.play import Author, Meter
from benchmarks.stage import Stage, sqlite_database, stage
from benchmarks.table import Table, judged, percentile
from benchmarks.waiting import until_delivered
from db.database import Database
from db.tables import notices

PITCHES = 100
MEDIAN_BAR_MS = 100.0
SENDS = "/channels/{channel_id}/messages"
NAMES = {"desk_card": "card on the desk", "receipt": "receipt by DM"}


async def measure() -> list[Table]:
    table = Table(
        f"from the transaction to the wire, {PITCHES} pitches one after another, ms",
        ("", "notices", "p50", "p95", "p99", "max", "bar", ""),
    )
    async with sqlite_database() as url, stage(url) as on:
        database = await Database.open(url, lambda: None)
        try:
            for person in on.crowd[:PITCHES]:
                await Author(person, Meter()).pitches()
                await until_delivered(database)
            taken = await delays(on, database)
        finally:
            await database.close()
    for kind, name in NAMES.items():
        seconds = taken[kind]
        p50, *longer = (1000 * percentile(seconds, share) for share in (0.5, 0.95, 0.99, 1.0))
        bar = f"p50 ≤ {MEDIAN_BAR_MS:.0f} ms"
        table.add(name, len(seconds), p50, *longer, bar, judged(p50, MEDIAN_BAR_MS))
    return [table]


async def delays(on: Stage, database: Database) -> Mapping[str, Sequence[float]]:
    """Seconds from each notice's making to the first request that carried it, by kind.

    A nonce is the notice's id and by what way it goes: ``583ea474aabd7ab3ef98-desk``.
    """
    arrived = {
        str(request.body.get("nonce")).partition("-")[0]: request.at
        for request in reversed(on.sandbox.requests)
        if request.method == "POST" and request.path == SENDS and isinstance(request.body, dict)
    }
    async with database.engines.reading() as connection:
        query = select(notices.c.id, notices.c.kind, notices.c.created)
        rows = (await connection.execute(query)).all()
    found: dict[str, list[float]] = defaultdict(list)
    for id_, kind, created in rows:
        if id_ in arrived:
            found[kind].append((arrived[id_] - created).total_seconds())
    return found
