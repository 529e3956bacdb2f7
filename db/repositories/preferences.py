"""How coordinators want to be told, and whose digest of a day was sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, RowMapping, and_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ids import GuildId, ProgrammeKey, UserId
from bot.domain.preferences import Preferences, Telling
from db.codec import dump_map, dump_texts, load_map, load_texts
from db.sql import insert_new, upsert
from db.tables import digest_claims, preferences


class SqlPreferences:
    """Fulfils `bot.services.ports_desk.PreferenceRepository`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, guild: GuildId, user: UserId) -> Preferences | None:
        found = await self._some(preferences.c.guild == guild, preferences.c.user == user)
        return next((_read(row) for row in found), None)

    async def save(self, preferences: Preferences) -> None:
        of = preferences.programmes.items()
        values = {
            "guild": preferences.guild,
            "user": preferences.user,
            "timezone": preferences.timezone,
            "usual": preferences.usual.value,
            "programmes": dump_map({str(key): told.value for key, told in of}),
            "digest_hour": preferences.digest_hour,
            "quiet_from": preferences.quiet_from,
            "quiet_until": preferences.quiet_until,
            "schools": dump_texts(preferences.schools),
        }
        await upsert(self._connection, _TABLE, values, by=("guild", "user"))

    async def of_guild(self, guild: GuildId) -> Sequence[Preferences]:
        return [_read(row) for row in await self._some(preferences.c.guild == guild)]

    async def digests(self, *, limit: int, after: int = 0) -> Sequence[tuple[int, Preferences]]:
        """Across guilds on purpose: timed work of the process."""
        wanted = (preferences.c.digest_hour.is_not(None), preferences.c.seq > after)
        return [(row["seq"], _read(row)) for row in await self._some(*wanted, limit=limit)]

    async def claim_digest(self, guild: GuildId, user: UserId, day: str, now: datetime) -> bool:
        values = {"guild": guild, "user": user, "day": day, "claimed": now}
        return await insert_new(self._connection, digest_claims, values)

    async def told_until(self, guild: GuildId, user: UserId, day: str) -> datetime | None:
        theirs = and_(digest_claims.c.guild == guild, digest_claims.c.user == user)
        earlier = select(digest_claims.c.claimed).where(theirs, digest_claims.c.day < day)
        latest = earlier.order_by(digest_claims.c.day.desc()).limit(1)
        return (await self._connection.execute(latest)).scalar_one_or_none()

    async def _some(
        self, *conditions: ColumnElement[bool], limit: int | None = None
    ) -> Sequence[RowMapping]:
        query = select(preferences).where(*conditions).order_by(preferences.c.seq).limit(limit)
        return (await self._connection.execute(query)).mappings().all()


_TABLE = preferences


def _read(row: RowMapping) -> Preferences:
    of = load_map(row["programmes"])
    return Preferences(
        guild=row["guild"],
        user=row["user"],
        timezone=row["timezone"],
        usual=Telling(row["usual"]),
        programmes={ProgrammeKey(key): Telling(told) for key, told in of.items()},
        digest_hour=row["digest_hour"],
        quiet_from=row["quiet_from"],
        quiet_until=row["quiet_until"],
        schools=load_texts(row["schools"]),
    )
