"""Discord ids: milliseconds since 2015, then 22 bits that tell ids of one moment apart."""

from __future__ import annotations

from datetime import UTC, datetime

from sandbox.clock import Clock

EPOCH_MS = 1_420_070_400_000
_WORLD_START_MS = (
    1_704_067_200_000 - EPOCH_MS
)  # 2024-01-01: before anything that happens at run time


class WorldIds:
    """Ids of what a world file names: the n-th thing always gets the same id."""

    def __init__(self) -> None:
        self._next = _WORLD_START_MS

    def make(self) -> int:
        """The next id. Consecutive ids fall on consecutive shards, as `id >> 22` grows by one."""
        self._next += 1
        return self._next << 22


class Snowflakes:
    """Ids of what happens while the sandbox runs: strictly increasing."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = 0

    def make(self) -> int:
        """A new id, later than every one before."""
        moment = int(self._clock.now().timestamp() * 1000) - EPOCH_MS
        self._last = max(moment << 22, self._last + 1)
        return self._last


def made_at(snowflake: int) -> datetime:
    """When an id was made."""
    return datetime.fromtimestamp(((snowflake >> 22) + EPOCH_MS) / 1000, UTC)
