"""Who was seen where, and in which language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ids import GuildId, UserId
from bot.domain.text import Locale
from db.sql import upsert
from db.tables import people


class SqlPeople:
    """Fulfils `bot.services.ports.PersonRepository`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def remember(self, guild: GuildId, user: UserId, locale: Locale, now: datetime) -> None:
        values = {"guild": guild, "user": user, "locale": locale.value, "seen": now}
        await upsert(self._connection, people, values)

    async def locale(self, guild: GuildId, user: UserId) -> Locale | None:
        query = select(people.c.locale).where(people.c.guild == guild, people.c.user == user)
        found = (await self._connection.execute(query)).scalar_one_or_none()
        return None if found is None else Locale(found)

    async def guilds_of(self, user: UserId) -> Sequence[GuildId]:
        """Across guilds on purpose: a DM has none, and the person asks about themselves."""
        query = select(people.c.guild).where(people.c.user == user).order_by(people.c.seen.desc())
        return [GuildId(guild) for guild in (await self._connection.execute(query)).scalars()]
