"""The history of pitches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import RowMapping, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ids import GuildId, PitchId
from bot.domain.pitch import PitchEvent, State
from db.tables import pitch_events

_DECISIONS = (State.ACCEPTED.value, State.DECLINED.value, State.INELIGIBLE.value)


class SqlEvents:
    """Fulfils `bot.services.ports_events.EventRepository`. Nothing here changes or removes one."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, event: PitchEvent) -> None:
        await self.add_all([event])

    async def add_all(self, events: Sequence[PitchEvent]) -> None:
        if not events:
            return
        rows = [
            {
                "guild": event.guild,
                "pitch": event.pitch,
                "at": event.at,
                "actor": event.actor,
                "before": event.before and event.before.value,
                "after": event.after.value,
                "reason": event.reason,
            }
            for event in events
        ]
        await self._connection.execute(insert(pitch_events), rows)

    async def of(self, guild: GuildId, pitch: PitchId) -> Sequence[PitchEvent]:
        query = (
            select(pitch_events)
            .where(pitch_events.c.guild == guild, pitch_events.c.pitch == pitch)
            .order_by(pitch_events.c.seq)
        )
        return [read_event(row) for row in (await self._connection.execute(query)).mappings()]

    async def decided(
        self, guild: GuildId, pitches: Sequence[PitchId]
    ) -> Mapping[PitchId, datetime]:
        events = pitch_events.c
        query = (
            select(events.pitch, func.max(events.at))
            .where(events.guild == guild, events.pitch.in_(pitches))
            .where(events.after.in_(_DECISIONS), events.before.is_distinct_from(events.after))
            .where(events.before.is_distinct_from(State.WITHDRAWN.value))
            .group_by(events.pitch)
        )
        return {PitchId(row[0]): row[1] for row in await self._connection.execute(query)}


def read_event(row: RowMapping) -> PitchEvent:
    return PitchEvent(
        pitch=row["pitch"],
        guild=row["guild"],
        at=row["at"],
        actor=row["actor"],
        before=row["before"] and State(row["before"]),
        after=State(row["after"]),
        reason=row["reason"],
    )
