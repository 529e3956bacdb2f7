"""How soon an interaction is acknowledged, beside a bare discord.py bot in the same run.

Measured by the sandbox, from the moment it sends the interaction until it has read the bot's
callback: what Discord's three seconds count. First one person at a time, with a short rest after
each deed; then a crowd of whom each acts again as soon as they see the outcome, so that all are
always in flight. The two bots take turns in short rounds, so that whatever else the machine does
falls on both alike.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from benchmarks.play import Author, Meter, Visitor, together
from benchmarks.stage import CROWD, Stage, sqlite_database, stage
from benchmarks.table import MISSED, OK, Table, judged

RATIO_BAR = 1.5
P99_BAR_MS = 1000.0
REST_SECONDS = 0.005
"""In which a bot that is alone with one person is done with what follows its answer."""
QUESTION = "ChunM 人才计划是什么？"
ROWS = (
    ("/programs", "/hello"),
    ("/ask", "/hello"),
    ("button → modal", "button → modal"),
    ("modal submit", "modal submit"),
)
"""What of Callboard's is compared with what of the bare bot's."""

Deed = Callable[[], Awaitable[object]]


class Side:
    """One bot, with a player for each of the crowd. ``deeds`` take turns with the other's."""

    def __init__(self, players: Sequence[Author | Visitor], meter: Meter) -> None:
        self.players = players
        self.meter = meter

    async def warm_up(self) -> None:
        """Everybody has a message with a button; caches are filled. Not measured."""
        await together([player.starts() for player in self.players])
        await together([_all(self._deeds(player)) for player in self.players])
        self.meter.clear()

    async def play(self, index: int, people: int, times: int) -> None:
        """Deed ``index``, ``times`` over by each of the first ``people``."""
        rest = REST_SECONDS if people == 1 else 0
        deeds = [self._deeds(player)[index] for player in self.players[:people]]
        await together([_all([deed] * times, rest) for deed in deeds])

    @staticmethod
    def _deeds(player: Author | Visitor) -> list[Deed]:
        if isinstance(player, Author):
            return [player.looks_up_programmes, lambda: player.asks(QUESTION), player.turns_a_page]
        return [player.says_hello, player.says_hello, player.turns_a_page]


async def measure() -> list[Table]:
    async with sqlite_database() as url, stage(url) as on:
        ours, bare = _sides(on)
        await ours.warm_up()
        await bare.warm_up()
        tables = []
        for people, rounds, times in ((1, 5, 20), (CROWD, 2, 2)):
            for _ in range(rounds):
                for index in range(3):
                    await bare.play(index, people, times)
                    await ours.play(index, people, times)
            tables.append(_table(people, ours.meter, bare.meter))
            ours.meter.clear()
            bare.meter.clear()
    return tables


def _sides(on: Stage) -> tuple[Side, Side]:
    square, ours, bare = on.square, Meter(), Meter()
    return (
        Side([Author(person, ours) for person in on.crowd], ours),
        Side([Visitor(person, square, bare) for person in on.crowd], bare),
    )


def _table(people: int, ours: Meter, bare: Meter) -> Table:
    bars = f"p50 ≤ {RATIO_BAR}×" + (f", p99 < {P99_BAR_MS:.0f} ms" if people > 1 else "")
    table = Table(
        f"acknowledgement in ms, {people} in flight",
        ("", "p50", "p95", "p99", "max", "bare p50", "p95", "p99", "max", "p50 ratio", "bar", ""),
    )
    for mine, theirs in ROWS:
        shares = (0.5, 0.95, 0.99, 1.0)
        left, right = ours.ms(mine, *shares), bare.ms(theirs, *shares)
        ratio = left[0] / right[0]
        met = judged(ratio, RATIO_BAR) == OK and (people == 1 or left[2] < P99_BAR_MS)
        table.add(mine, *left, *right, f"{ratio:.2f}×", bars, OK if met else MISSED)
    table.add("past 3 s", ours.late, *[None] * 3, bare.late, *[None] * 4, "0", judged(ours.late, 0))
    counts = ", ".join(f"{kind}: {len(seconds)}" for kind, seconds in ours.seconds.items())
    table.notes.append(f"measured: {counts}")
    return table


async def _all(deeds: Sequence[Deed], rest: float = 0) -> None:
    """One after another, with ``rest`` seconds after each."""
    for deed in deeds:
        await deed()
        if rest:
            await asyncio.sleep(rest)
