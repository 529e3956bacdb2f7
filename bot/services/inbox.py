"""What the bot ever wrote to a person, also while their DMs were shut."""

from __future__ import annotations

from bot.domain.people import Actor
from bot.services.dispatch import Briefs
from bot.services.ports import Store
from bot.services.ports_delivery import Brief

SHOWN = 10
"""Notices shown, newest first."""


class Inbox:
    def __init__(self, store: Store) -> None:
        self._store = store
        self._briefs = Briefs(store)

    async def read(self, actor: Actor) -> list[Brief]:
        """The person's latest notices in this guild, newest first."""
        async with self._store.reading() as work:
            notices = await work.notices.inbox(actor.guild, actor.user, limit=SHOWN)
        return [await self._briefs.of(notice) for notice in notices]
