"""What each guild has set."""

from __future__ import annotations

import json

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ids import GuildId
from bot.domain.people import GuildSettings
from bot.domain.text import Locale
from db.sql import upsert
from db.tables import guilds


class SqlGuilds:
    """Fulfils `bot.services.ports.GuildRepository`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, guild: GuildId) -> GuildSettings | None:
        query = select(guilds).where(guilds.c.guild == guild)
        row = (await self._connection.execute(query)).mappings().one_or_none()
        if row is None:
            return None
        return GuildSettings(
            guild=row["guild"],
            coordinators=row["coordinators"],
            desk=row["desk"],
            questions=row["questions"],
            locale=Locale(row["locale"]),
            timezone=row["timezone"],
            listening=tuple(json.loads(row["listening"])),
        )

    async def save(self, settings: GuildSettings) -> None:
        values = {
            "guild": settings.guild,
            "coordinators": settings.coordinators,
            "desk": settings.desk,
            "questions": settings.questions,
            "locale": settings.locale.value,
            "timezone": settings.timezone,
            "listening": json.dumps(settings.listening),
        }
        await upsert(self._connection, guilds, values)
