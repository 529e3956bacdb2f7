"""What the bot ever wrote to a person, also while their DMs were shut."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.errors import CoordinatorsOnly
from bot.domain.ids import ProgrammeKey
from bot.domain.notice import FOR_COORDINATORS, NoticeKind
from bot.domain.people import Actor
from bot.services.briefs import Briefs
from bot.services.common import check_coordinator
from bot.services.ports import Page, Store, UnitOfWork
from bot.services.ports_delivery import AnyBrief, DigestBrief

SHOWN = 5
"""Notices on one page."""


class Inbox:
    def __init__(self, store: Store) -> None:
        self._store = store
        self._briefs = Briefs(store)

    async def read(self, actor: Actor, *, page: int = 0) -> Page[AnyBrief]:
        """Page ``page`` (from 0) of the person's notices in this guild, `SHOWN` to a page, newest
        first; what went to them as a coordinator only as long as they are one, of the programme
        that it is about."""
        async with self._store.reading() as work:
            without, closed = await _kept_from(work, actor)
            notices = await work.notices.inbox(
                actor.guild,
                actor.user,
                limit=SHOWN,
                offset=page * SHOWN,
                without=without,
                closed=closed,
            )
        briefs = [await self._briefs.of(each, closed) for each in notices.items]
        return Page([_read_by(actor, each) for each in briefs], notices.total)

    async def digest(self, actor: Actor, brief: DigestBrief) -> DigestBrief:
        """A digest as one who is about to read it may: what is closed to them is not in it."""
        closed = actor.closed(brief.settings)
        made = await self._briefs.of(brief.notice, closed) if closed else brief
        return replace(made, lead=actor.manages_guild) if isinstance(made, DigestBrief) else brief


async def _kept_from(
    work: UnitOfWork, actor: Actor
) -> tuple[frozenset[NoticeKind], frozenset[ProgrammeKey]]:
    """Kinds of notices that are not for them, and programmes that are closed to them."""
    try:
        settings = await check_coordinator(work, actor)
    except CoordinatorsOnly:
        return FOR_COORDINATORS, frozenset()
    return frozenset(), actor.closed(settings)


def _read_by(actor: Actor, brief: AnyBrief) -> AnyBrief:
    if isinstance(brief, DigestBrief):
        return replace(brief, lead=actor.manages_guild)
    return brief
