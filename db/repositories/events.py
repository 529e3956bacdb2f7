"""The history of pitches."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ids import GuildId, PitchId
from bot.domain.pitch import PitchEvent, State
from db.tables import pitch_events


class SqlEvents:
    """Fulfils `bot.services.ports.EventRepository`. Nothing here changes or removes an event."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, event: PitchEvent) -> None:
        values = {
            "guild": event.guild,
            "pitch": event.pitch,
            "at": event.at,
            "actor": event.actor,
            "before": event.before and event.before.value,
            "after": event.after.value,
            "reason": event.reason,
        }
        await self._connection.execute(insert(pitch_events).values(values))

    async def of(self, guild: GuildId, pitch: PitchId) -> Sequence[PitchEvent]:
        query = (
            select(pitch_events)
            .where(pitch_events.c.guild == guild, pitch_events.c.pitch == pitch)
            .order_by(pitch_events.c.seq)
        )
        return [
            PitchEvent(
                pitch=row["pitch"],
                guild=row["guild"],
                at=row["at"],
                actor=row["actor"],
                before=row["before"] and State(row["before"]),
                after=State(row["after"]),
                reason=row["reason"],
            )
            for row in (await self._connection.execute(query)).mappings()
        ]
