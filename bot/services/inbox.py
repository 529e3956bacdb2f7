"""What the bot ever wrote to a person, also while their DMs were shut."""

from __future__ import annotations

from bot.domain.people import Actor
from bot.services.briefs import Briefs
from bot.services.ports import Page, Store
from bot.services.ports_delivery import AnyBrief

SHOWN = 5
"""Notices on one page."""


class Inbox:
    def __init__(self, store: Store) -> None:
        self._store = store
        self._briefs = Briefs(store)

    async def read(self, actor: Actor, *, page: int = 0) -> Page[AnyBrief]:
        """Page ``page`` (from 0) of the person's notices in this guild, `SHOWN` to a page, newest
        first."""
        async with self._store.reading() as work:
            notices = await work.notices.inbox(
                actor.guild, actor.user, limit=SHOWN, offset=page * SHOWN
            )
        return Page([await self._briefs.of(each) for each in notices.items], notices.total)
