"""Calls of programmes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import RowMapping, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.call import Call
from bot.domain.errors import NoOpenCall, StaleVersion
from bot.domain.ids import CallId, GuildId, ProgrammeKey
from db.sql import insert_new
from db.tables import calls


class SqlCalls:
    """Fulfils `bot.services.ports.CallRepository`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, guild: GuildId, call: CallId) -> Call:
        query = select(calls).where(calls.c.guild == guild, calls.c.id == call)
        row = (await self._connection.execute(query)).mappings().one_or_none()
        if row is None:
            raise NoOpenCall
        return _read(row)

    async def latest(self, guild: GuildId, programme: ProgrammeKey) -> Call | None:
        query = (
            select(calls)
            .where(calls.c.guild == guild, calls.c.programme == programme)
            .order_by(calls.c.seq.desc())
            .limit(1)
        )
        row = (await self._connection.execute(query)).mappings().one_or_none()
        return None if row is None else _read(row)

    async def latest_of_all(self, guild: GuildId) -> Mapping[ProgrammeKey, Call]:
        last = select(func.max(calls.c.seq)).where(calls.c.guild == guild)
        query = select(calls).where(calls.c.seq.in_(last.group_by(calls.c.programme)))
        rows = await self._connection.execute(query.order_by(calls.c.programme))
        return {row["programme"]: _read(row) for row in rows.mappings()}

    async def recent(self, guild: GuildId, *, limit: int) -> Sequence[Call]:
        of = select(calls).where(calls.c.guild == guild)
        query = of.order_by(calls.c.seq.desc()).limit(limit)
        return [_read(row) for row in (await self._connection.execute(query)).mappings()]

    async def add(self, call: Call) -> None:
        values = {
            "guild": call.guild,
            "id": call.id,
            "programme": call.programme,
            "opens": call.opens,
            "closes": call.closes,
            "grace_minutes": call.grace_minutes,
            "per_person": call.per_person,
            "ended": call.ended,
            "holds": call.holds,
        }
        if not await insert_new(self._connection, calls, values):
            raise StaleVersion

    async def end(self, call: Call) -> None:
        statement = (
            update(calls)
            .where(calls.c.guild == call.guild, calls.c.id == call.id, calls.c.ended.is_(None))
            .values(ended=call.ended)
        )
        if (await self._connection.execute(statement)).rowcount != 1:
            raise StaleVersion


def _read(row: RowMapping) -> Call:
    return Call(
        id=row["id"],
        guild=row["guild"],
        programme=row["programme"],
        opens=row["opens"],
        closes=row["closes"],
        grace_minutes=row["grace_minutes"],
        per_person=row["per_person"],
        ended=row["ended"],
        holds=row["holds"],
    )
