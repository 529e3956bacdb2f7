"""What people were reminded of, each thing once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ids import GuildId, PitchId
from bot.domain.pitch import State
from db.sql import insert_new, literal
from db.tables import calls, pitches, reminders


class SqlReminders:
    """Fulfils `bot.services.ports_intake.ReminderRepository`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def claim(
        self, guild: GuildId, pitch: PitchId, kind: str, moment: datetime, now: datetime
    ) -> bool:
        values = {"guild": guild, "pitch": pitch, "kind": kind, "moment": moment, "claimed": now}
        return await insert_new(self._connection, reminders, values)

    async def drafts_closing(
        self, now: datetime, before: datetime, kind: str, *, limit: int
    ) -> Sequence[tuple[GuildId, PitchId]]:
        """Across guilds on purpose: timed work of the process."""
        same = and_(pitches.c.guild == calls.c.guild, pitches.c.call == calls.c.id)
        query = (
            select(pitches.c.guild, pitches.c.id)
            .join_from(calls, pitches, same)
            .where(calls.c.ended.is_(None), calls.c.closes > now, calls.c.closes <= before)
            .where(pitches.c.state == literal(State.DRAFT.value), _unclaimed(kind, calls.c.closes))
            .order_by(calls.c.closes, pitches.c.guild, pitches.c.id)
        )
        return await self._some(query, limit)

    async def changes_due(
        self, now: datetime, before: datetime, kind: str, *, limit: int
    ) -> Sequence[tuple[GuildId, PitchId]]:
        """Across guilds on purpose: timed work of the process."""
        due = pitches.c.changes_due
        return await self._some(_asked(kind).where(due > now, due <= before), limit)

    async def changes_late(
        self, now: datetime, kind: str, *, limit: int
    ) -> Sequence[tuple[GuildId, PitchId]]:
        """Across guilds on purpose: timed work of the process."""
        return await self._some(_asked(kind).where(pitches.c.changes_due <= now), limit)

    async def _some(self, query: Select[Any], limit: int) -> Sequence[tuple[GuildId, PitchId]]:
        rows = await self._connection.execute(query.limit(limit))
        return [(row.guild, row.id) for row in rows]


def _asked(kind: str) -> Select[Any]:
    """Pitches that changes were requested of, the soonest due first."""
    due = pitches.c.changes_due
    return (
        select(pitches.c.guild, pitches.c.id)
        .where(pitches.c.state == literal(State.CHANGES_REQUESTED.value), _unclaimed(kind, due))
        .order_by(due, pitches.c.guild, pitches.c.id)
    )


def _unclaimed(kind: str, moment: ColumnElement[Any]) -> ColumnElement[bool]:
    return ~exists().where(
        reminders.c.guild == pitches.c.guild,
        reminders.c.pitch == pitches.c.id,
        reminders.c.kind == kind,
        reminders.c.moment == moment,
    )
