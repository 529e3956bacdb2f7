"""The side of the queue that changes write to, within their transaction."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import and_, func, insert, not_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ids import GuildId, ProgrammeKey, UserId
from bot.domain.notice import FOR_COORDINATORS, Notice, NoticeKind, NoticeState, Route
from bot.services.ports import Page
from db.notice_rows import known, new_values, read_notice
from db.repositories.queue_find import within
from db.sql import literal
from db.tables import notices


class SqlNotices:
    """Fulfils `bot.services.ports.NoticeRepository`.

    ``to_deliver`` says whether this unit left anything for the dispatcher.

    Order within a destination is the order of insertion. Of two PostgreSQL transactions at once
    the one that changes a pitch first also adds its notice first, since the other waits for the
    pitch: change, then add.
    """

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self.to_deliver = False

    async def add(self, notice: Notice, now: datetime) -> None:
        await self._connection.execute(insert(notices).values(new_values(notice, now)))
        self.to_deliver = True

    async def inbox(
        self,
        guild: GuildId,
        user: UserId,
        *,
        limit: int,
        offset: int = 0,
        without: Collection[NoticeKind] = (),
        closed: Collection[ProgrammeKey] = (),
    ) -> Page[Notice]:
        # What was edited shows it itself.
        unshown = [kind.value for kind in (NoticeKind.TALK_CHANGED, *without)]
        theirs = and_(
            notices.c.guild == guild,
            notices.c.recipient == user,
            notices.c.kind.not_in(unshown),
            known(),
        )
        if closed:
            as_such = notices.c.kind.in_(sorted(kind.value for kind in FOR_COORDINATORS))
            theirs = and_(theirs, not_(and_(as_such, within(notices, closed))))
        count = select(func.count()).select_from(notices).where(theirs)
        total = (await self._connection.execute(count)).scalar_one()
        query = select(notices).where(theirs).order_by(notices.c.seq.desc())
        rows = (await self._connection.execute(query.limit(limit).offset(offset))).mappings()
        return Page([read_notice(row) for row in rows], total)

    async def revive_desk(self, guild: GuildId, now: datetime) -> int:
        """Stuck ones, and those that went or were to go to the owner instead.

        One that is leased at this moment is on its way, and left alone.
        """
        stuck = notices.c.state == literal(NoticeState.STUCK.value)
        elsewhere = notices.c.route != literal(Route.DESK.value)
        in_hand = and_(
            notices.c.state == literal(NoticeState.WAITING.value),
            notices.c.leased_until.is_not(None),
            notices.c.leased_until > now,
        )
        statement = (
            update(notices)
            .where(notices.c.guild == guild, notices.c.recipient.is_(None))
            .where(or_(stuck, elsewhere), ~in_hand)
            .values(
                route=Route.DESK.value,
                state=NoticeState.WAITING.value,
                attempts=0,
                first_try=None,
                due=now,
                leased_by=None,
                leased_until=None,
                sent=None,
                channel=None,
                message=None,
            )
        )
        revived = (await self._connection.execute(statement)).rowcount
        self.to_deliver = self.to_deliver or revived > 0
        return revived
