"""The sandbox's own clock: real time plus whatever a test added to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class Clock:
    """Wall-clock time that can be moved forward.

    Windows that Discord measures (nonce, interaction tokens, attachment links) follow this clock.
    The three seconds to acknowledge an interaction run in real time.
    """

    def __init__(self) -> None:
        self._offset = timedelta()
        self._watchers: list[Callable[[], None]] = []

    def now(self) -> datetime:
        """The current moment, aware, in UTC."""
        return datetime.now(UTC) + self._offset

    @property
    def offset(self) -> timedelta:
        """How far it was moved in all."""
        return self._offset

    def advance(self, seconds: float) -> None:
        """Move the clock forward by `seconds`; ValueError if that would move it back."""
        if seconds < 0:
            raise ValueError("the clock only moves forward")
        self._offset += timedelta(seconds=seconds)
        for watcher in self._watchers:
            watcher()

    def on_advance(self, watcher: Callable[[], None]) -> None:
        """Call `watcher` after each move."""
        self._watchers.append(watcher)
