"""What each guild has set."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ids import ChannelId, GuildId, ProgrammeKey, RoleId
from bot.domain.people import GuildSettings, Narrowing
from bot.domain.text import Locale
from db.sql import upsert
from db.tables import guilds, narrowings

_OWN = {
    "programme": narrowings.c.programme,
    "own_roles": narrowings.c.roles,
    "own_desk": narrowings.c.desk,
}


class SqlGuilds:
    """Fulfils `bot.services.ports.GuildRepository`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, guild: GuildId) -> GuildSettings | None:
        """With what its programmes have of their own, in one statement."""
        query = (
            select(guilds, *(column.label(name) for name, column in _OWN.items()))
            .outerjoin_from(guilds, narrowings, narrowings.c.guild == guilds.c.guild)
            .where(guilds.c.guild == guild)
        )
        rows = (await self._connection.execute(query)).mappings().all()
        if not rows:
            return None
        row = rows[0]
        return GuildSettings(
            guild=row["guild"],
            coordinators=row["coordinators"],
            desk=row["desk"],
            questions=row["questions"],
            locale=Locale(row["locale"]),
            timezone=row["timezone"],
            listening=tuple(json.loads(row["listening"])),
            narrowed=_narrowed(rows),
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

    async def narrow(self, guild: GuildId, programme: ProgrammeKey, own: Narrowing) -> None:
        if own == Narrowing():
            of = (narrowings.c.guild == guild, narrowings.c.programme == programme)
            await self._connection.execute(delete(narrowings).where(*of))
            return
        values = {
            "guild": guild,
            "programme": programme,
            "roles": json.dumps(sorted(own.roles)),
            "desk": own.desk,
        }
        await upsert(self._connection, narrowings, values)


def _narrowed(rows: Iterable[Mapping[Any, Any]]) -> dict[ProgrammeKey, Narrowing]:
    found: dict[ProgrammeKey, Narrowing] = {}
    for row in rows:
        if row["programme"] is not None:
            roles = frozenset(RoleId(role) for role in json.loads(row["own_roles"]))
            desk = row["own_desk"]
            own = Narrowing(roles, None if desk is None else ChannelId(desk))
            found[ProgrammeKey(row["programme"])] = own
    return found
