"""The queue that the dispatcher takes notices from. Several processes may do so at once."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Update, and_, delete, func, or_, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ids import NoticeId
from bot.domain.notice import Delivered, Leased, Notice, NoticeKind, NoticeState, Route
from bot.services.ports import StoreUnavailable
from db.engine import Engines
from db.notice_rows import known, new_values, read_notice, way
from db.sql import insert_new, literal, upsert
from db.tables import cards, notices, questions, talk_places, talks

CARDS = frozenset({NoticeKind.DESK_CARD, NoticeKind.DESK_UPDATE})
"""The notices that are shown as a pitch's card."""
QUESTIONS = frozenset({NoticeKind.QUESTION, NoticeKind.QUESTION_UPDATE})
"""The notices that are shown as a question at the desk."""
TALKS = frozenset({NoticeKind.REPLY, NoticeKind.AUTHOR_WROTE})
"""The notices by which a message reaches the other side."""
ANSWERED = frozenset({Route.DM, Route.THREAD})
"""The ways on which a person can write back."""
NOT_LEASED: Mapping[str, None] = {"leased_by": None, "leased_until": None}


class SqlNoticeQueue:
    """Fulfils `bot.services.ports_delivery.NoticeQueue`.

    A lease is a waiting notice with a holder and an end; once past, anyone may take it. What a
    holder reports after somebody else has finished its notice, or sent it another way, is
    ignored, except that it was shown after all. A removal is deleted once it is done.
    """

    def __init__(self, engines: Engines) -> None:
        self._engines = engines

    async def lease(
        self, holder: str, *, now: datetime, until: datetime, limit: int
    ) -> Sequence[Leased]:
        async with self._writing() as connection:
            rows = (await connection.execute(_due_heads(now, limit))).mappings().all()
            if not rows:
                return []
            taken = notices.c.seq.in_([row["seq"] for row in rows])
            await connection.execute(
                update(notices)
                .where(taken)
                .values(
                    leased_by=holder,
                    leased_until=until,
                    attempts=notices.c.attempts + 1,
                    first_try=func.coalesce(notices.c.first_try, now),
                )
            )
            await connection.commit()
        return [Leased(read_notice(row), row["attempts"], row["first_try"]) for row in rows]

    async def renew(self, holder: str, ids: Sequence[NoticeId], until: datetime) -> None:
        held = _waiting_update(notices.c.leased_by == holder, notices.c.id.in_(ids))
        await self._do(held.values(leased_until=until))

    async def sent(self, notice: Notice, delivered: Delivered | None, now: datetime) -> None:
        async with self._writing() as connection:
            if notice.kind is NoticeKind.REMOVAL:
                await connection.execute(delete(notices).where(_is(notice)))
            else:
                await _mark_sent(connection, notice, delivered, now)
            await connection.commit()

    async def retry(self, notice: Notice, *, due: datetime, error: str) -> None:
        await self._do(_still(notice).values(due=due, error=error, **NOT_LEASED))

    async def reroute(self, notice: Notice, route: Route, *, now: datetime, error: str) -> None:
        """The inbox is the end of the way: a notice that goes there has arrived."""
        await self._do(
            _still(notice).values(
                due=now, error=error, attempts=0, first_try=None, **way(route), **NOT_LEASED
            )
        )

    async def stuck(self, notice: Notice, *, error: str) -> None:
        state = NoticeState.STUCK.value
        await self._do(_still(notice).values(state=state, error=error, **NOT_LEASED))

    async def release(self, holder: str) -> None:
        await self._do(_waiting_update(notices.c.leased_by == holder).values(NOT_LEASED))

    async def release_all(self) -> None:
        await self._do(_waiting_update(notices.c.leased_by.is_not(None)).values(NOT_LEASED))

    async def depth(self) -> Mapping[str, int]:
        still_open = notices.c.state != literal(NoticeState.SENT.value)
        query = select(notices.c.state, func.count()).where(still_open).group_by(notices.c.state)
        async with self._reading() as connection:
            rows = (await connection.execute(query)).all()
        return {row[0]: row[1] for row in rows}

    @asynccontextmanager
    async def _reading(self) -> AsyncIterator[AsyncConnection]:
        with _answering():
            async with self._engines.reading() as connection:
                yield connection

    @asynccontextmanager
    async def _writing(self) -> AsyncIterator[AsyncConnection]:
        with _answering():
            async with self._engines.writing() as connection:
                yield connection

    async def _do(self, statement: Update) -> None:
        async with self._writing() as connection:
            await connection.execute(statement)
            await connection.commit()


@contextmanager
def _answering() -> Iterator[None]:
    """Raises: StoreUnavailable: the database failed, for whatever reason; the dispatcher goes on
    when it is back."""
    try:
        yield
    except (SQLAlchemyError, OSError) as error:
        raise StoreUnavailable(str(error)) from error


def _is(notice: Notice) -> ColumnElement[bool]:
    return and_(notices.c.guild == notice.guild, notices.c.id == notice.id)


def _waiting() -> ColumnElement[bool]:
    return notices.c.state == literal(NoticeState.WAITING.value)


def _waiting_update(*conditions: ColumnElement[bool]) -> Update:
    return update(notices).where(_waiting(), *conditions)


def _still(notice: Notice) -> Update:
    """An update of the notice if it is still to go the way that was tried."""
    return _waiting_update(_is(notice), notices.c.route == notice.route.value)


def _heads(*columns: ColumnElement[Any]) -> Select[Any]:
    """``columns`` of the first waiting notice of each destination, leased or not.

    The firsts are read off one index, whose length is that of the queue.
    """
    firsts = (
        select(func.min(notices.c.seq).label("seq"))
        .where(_waiting())
        .group_by(notices.c.destination)
        .subquery("firsts")
    )
    return select(*columns).join_from(firsts, notices, notices.c.seq == firsts.c.seq)


def _due_heads(now: datetime, limit: int) -> Select[Any]:
    """The heads to lease now, locked on PostgreSQL; those that another process locks are left,
    and so are those that only a newer version knows.

    The condition on the state looks redundant but is what PostgreSQL checks again, once it has
    the lock, on a row that was changed meanwhile.
    """
    free = or_(notices.c.leased_until.is_(None), notices.c.leased_until <= now)
    return (
        _heads(*notices.c)
        .where(_waiting(), notices.c.due <= now, free, known())
        .order_by(notices.c.due, notices.c.seq)
        .limit(limit)
        .with_for_update(of=notices, skip_locked=True)
    )


async def _mark_sent(
    connection: AsyncConnection, notice: Notice, delivered: Delivered | None, now: datetime
) -> None:
    statement = (
        update(notices)
        .where(_is(notice), notices.c.state != NoticeState.SENT.value)
        .values(
            state=NoticeState.SENT.value,
            route=notice.route.value,
            sent=now,
            channel=delivered and delivered.channel,
            message=delivered and delivered.message,
            error=None,
            **NOT_LEASED,
        )
    )
    done = (await connection.execute(statement)).rowcount == 1
    if done and delivered:
        await _keep_place(connection, notice, delivered)
    elif delivered and not await _is_known(connection, notice):
        await _take_back(connection, notice, delivered, now)


async def _is_known(connection: AsyncConnection, notice: Notice) -> bool:
    return (await connection.execute(select(notices.c.seq).where(_is(notice)))).first() is not None


async def _take_back(
    connection: AsyncConnection, notice: Notice, delivered: Delivered, now: datetime
) -> None:
    """The notice was erased while it was on its way: what it showed is to go as well."""
    places = {notice.id: f"{delivered.channel}:{delivered.message}"}
    if delivered.thread:
        places[NoticeId(notice.id[::-1])] = f"{delivered.thread}:"
    for id_, detail in places.items():
        removal = Notice(
            id=id_,
            guild=notice.guild,
            kind=NoticeKind.REMOVAL,
            pitch=notice.pitch,
            route=Route.DESK,
            recipient=None,
            created=now,
            detail=detail,
        )
        await insert_new(connection, notices, new_values(removal, now))


async def _keep_place(connection: AsyncConnection, notice: Notice, delivered: Delivered) -> None:
    """Keep where a card, a question or a message stands, and where authors may answer; what was
    shown to the owner in its place stands nowhere."""
    if notice.kind in TALKS and notice.route is not Route.OWNER:
        of = and_(talks.c.guild == notice.guild, talks.c.id == notice.detail)
        where = {"shown_channel": delivered.channel, "shown_message": delivered.message}
        await connection.execute(update(talks).where(of).values(where))
    if notice.recipient is not None and notice.pitch and notice.route in ANSWERED:
        open_ = {"channel": delivered.channel, "message": delivered.message}
        await insert_new(connection, talk_places, open_)
    if notice.route is not Route.DESK:
        return
    if notice.kind in CARDS:
        await _keep_card(connection, notice, delivered)
    elif notice.kind in QUESTIONS:
        of = and_(questions.c.guild == notice.guild, questions.c.id == notice.detail)
        place = {"desk_channel": delivered.channel, "desk_message": delivered.message}
        await connection.execute(update(questions).where(of).values(place))


async def _keep_card(connection: AsyncConnection, notice: Notice, delivered: Delivered) -> None:
    place = {
        "guild": notice.guild,
        "pitch": notice.pitch,
        "channel": delivered.channel,
        "message": delivered.message,
        "thread": delivered.thread,
    }
    if delivered.thread is not None:
        # Coordinators may write to the bot there: from its first message on, which is the card.
        opened = {"channel": delivered.thread, "message": delivered.message}
        await insert_new(connection, talk_places, opened)
    await upsert(connection, cards, place)
