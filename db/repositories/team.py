"""Co-authors of pitches."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, RowMapping, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ids import GuildId, PitchId, UserId
from bot.domain.team import Member, MemberState
from db.sql import upsert
from db.tables import members


class SqlTeam:
    """Fulfils `bot.services.ports_intake.TeamRepository`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of(self, guild: GuildId, pitch: PitchId) -> Sequence[Member]:
        return await self._those(members.c.guild == guild, members.c.pitch == pitch)

    async def of_all(self, guild: GuildId, pitches: Sequence[PitchId]) -> Sequence[Member]:
        return await self._those(members.c.guild == guild, members.c.pitch.in_(pitches))

    async def of_user(self, guild: GuildId, user: UserId) -> Sequence[Member]:
        return await self._those(members.c.guild == guild, members.c.user == user)

    async def put(self, member: Member) -> None:
        values = {
            "guild": member.guild,
            "pitch": member.pitch,
            "user": member.user,
            "name": member.name,
            "handle": member.handle,
            "invited": member.invited,
            "state": member.state.value,
            "consent_version": member.consent_version,
            "consent_text": member.consent_text,
            "answered": member.answered,
        }
        await upsert(self._connection, members, values)

    async def remove_user(self, guild: GuildId, user: UserId) -> None:
        theirs = delete(members).where(members.c.guild == guild, members.c.user == user)
        await self._connection.execute(theirs)

    async def _those(self, *conditions: ColumnElement[bool]) -> Sequence[Member]:
        by = (members.c.invited, members.c.pitch, members.c.user)
        query = select(members).where(*conditions).order_by(*by)
        return [_read(row) for row in (await self._connection.execute(query)).mappings()]


def _read(row: RowMapping) -> Member:
    return Member(
        guild=row["guild"],
        pitch=row["pitch"],
        user=row["user"],
        name=row["name"],
        invited=row["invited"],
        state=MemberState(row["state"]),
        consent_version=row["consent_version"],
        consent_text=row["consent_text"],
        answered=row["answered"],
        handle=row["handle"],
    )
