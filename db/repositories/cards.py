"""Where each pitch stands at the desk. Written by the queue, when a card has been sent."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ids import GuildId, PitchId
from bot.services.ports import Card
from db.tables import cards


class SqlCards:
    """Fulfils `bot.services.ports.CardRepository`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of(self, guild: GuildId, pitch: PitchId) -> Card | None:
        query = select(cards).where(cards.c.guild == guild, cards.c.pitch == pitch)
        row = (await self._connection.execute(query)).mappings().one_or_none()
        return None if row is None else Card(row["channel"], row["message"], row["thread"])
