"""The port of history: what was done to pitches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.ids import GuildId, PitchId
from bot.domain.pitch import PitchEvent


class EventRepository(Protocol):
    async def add(self, event: PitchEvent) -> None: ...
    async def add_all(self, events: Sequence[PitchEvent]) -> None:
        """As `add`, of several pitches, in one statement."""

    async def of(self, guild: GuildId, pitch: PitchId) -> Sequence[PitchEvent]:
        """Oldest first."""

    async def decided(
        self, guild: GuildId, pitches: Sequence[PitchId]
    ) -> Mapping[PitchId, datetime]:
        """When each was last accepted, declined or found ineligible, if ever, in one statement; an
        undone withdrawal is no decision."""
