"""What coordinators and authors write to one another about pitches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    RowMapping,
    Select,
    and_,
    case,
    delete,
    func,
    null,
    or_,
    select,
    union_all,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.errors import StaleVersion
from bot.domain.ids import ChannelId, FileId, GuildId, MessageId, PitchId, UserId
from bot.domain.pitch import State
from bot.domain.queue import AT_WORK
from bot.domain.talk import Talk, TalkId
from db.codec import dump_texts, load_texts
from db.sql import insert_new
from db.tables import cards, notices, pitches, talk_blocks, talk_places, talks

GOING_ON = (*AT_WORK, State.CONFIRMED)
"""Of these pitches people go on talking."""


class SqlTalks:
    """Fulfils `bot.services.ports_desk.TalkRepository`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, talk: Talk) -> bool:
        fixed = {
            "guild": talk.guild,
            "id": talk.id,
            "pitch": talk.pitch,
            "by_author": talk.by_author,
            "at": talk.at,
            "version": talk.version,
        }
        return await insert_new(self._connection, talks, fixed | _changing(talk))

    async def get(self, guild: GuildId, talk: TalkId) -> Talk | None:
        return await self._one(talks.c.guild == guild, talks.c.id == talk)

    async def by_source(self, message: MessageId) -> Talk | None:
        """Across guilds on purpose: a direct message names none."""
        return await self._one(talks.c.source_message == message)

    async def written_in(self, channel: ChannelId, since: MessageId) -> Sequence[MessageId]:
        """Across guilds on purpose: a direct message names none."""
        query = select(talks.c.source_message).where(
            talks.c.source_channel == channel,
            talks.c.source_message >= since,
            talks.c.deleted.is_(False),
        )
        rows = await self._connection.scalars(query.order_by(talks.c.source_message))
        return [MessageId(each) for each in rows if each is not None]

    async def by_shown(self, message: MessageId) -> Talk | None:
        """Across guilds on purpose: a direct message names none."""
        return await self._one(talks.c.shown_message == message)

    async def save(self, talk: Talk, *, expected: int) -> Talk:
        same = and_(talks.c.guild == talk.guild, talks.c.id == talk.id, talks.c.version == expected)
        values = _changing(talk) | {"version": expected + 1}
        statement = update(talks).where(same).values(values).returning(*talks.c)
        row = (await self._connection.execute(statement)).mappings().one_or_none()
        if row is None:
            raise StaleVersion
        return _read(row)

    async def of(self, guild: GuildId, pitch: PitchId, *, limit: int) -> Sequence[Talk]:
        query = select(talks).where(talks.c.guild == guild, talks.c.pitch == pitch)
        latest = query.order_by(talks.c.seq.desc()).limit(limit)
        rows = (await self._connection.execute(latest)).mappings().all()
        return [_read(row) for row in reversed(rows)]

    async def places(
        self, guild: GuildId, pitch: PitchId, talk: TalkId
    ) -> Mapping[UserId | None, tuple[ChannelId, MessageId]]:
        query = (
            select(notices.c.recipient, notices.c.channel, notices.c.message)
            .where(notices.c.guild == guild, notices.c.pitch == pitch)
            .where(notices.c.detail == talk, notices.c.message.is_not(None))
            .order_by(notices.c.seq)
        )
        rows = await self._connection.execute(query)
        return {row.recipient: (row.channel, row.message) for row in rows}

    async def about(
        self, guild: GuildId, user: UserId, pitches: Sequence[PitchId]
    ) -> Sequence[Talk]:
        to_them = and_(talks.c.pitch.in_(pitches), talks.c.by_author.is_(False))
        query = select(talks).where(talks.c.guild == guild, or_(talks.c.writer == user, to_them))
        rows = (await self._connection.execute(query.order_by(talks.c.seq))).mappings().all()
        return [_read(row) for row in rows]

    async def block(self, guild: GuildId, pitch: PitchId, *, blocked: bool) -> None:
        if blocked:
            await insert_new(self._connection, talk_blocks, {"guild": guild, "pitch": pitch})
        else:
            here = and_(talk_blocks.c.guild == guild, talk_blocks.c.pitch == pitch)
            await self._connection.execute(delete(talk_blocks).where(here))

    async def blocked(self, guild: GuildId, pitch: PitchId) -> bool:
        query = select(talk_blocks.c.pitch).where(
            talk_blocks.c.guild == guild, talk_blocks.c.pitch == pitch
        )
        return (await self._connection.execute(query)).first() is not None

    async def opened(self, channel: int, message: MessageId) -> None:
        place = {"channel": channel, "message": message}
        await insert_new(self._connection, talk_places, place)

    async def moved_on(self, channel: int, message: MessageId) -> None:
        before = and_(talk_places.c.channel == channel, talk_places.c.message < message)
        await self._connection.execute(update(talk_places).where(before).values(message=message))

    async def unread(self, since: MessageId) -> Mapping[int, MessageId]:
        """Across guilds on purpose: work of the process, once at a start. What was relayed or
        shown there later than the mark moves no mark: it may have come before what is still to be
        read."""
        read = {row.channel: row.message for row in await self._connection.execute(_marks())}
        known = {row.channel: row for row in await self._connection.execute(_places())}

        def is_open(place: int) -> bool:
            there = known.get(place)
            latest = max(read[place], (there.message or 0) if there else 0)
            return latest > since or bool(there and there.open)

        return {place: message for place, message in read.items() if is_open(place)}

    async def _one(self, *conditions: ColumnElement[bool]) -> Talk | None:
        query = select(talks).where(*conditions).limit(1)
        row = (await self._connection.execute(query)).mappings().one_or_none()
        return None if row is None else _read(row)


def _marks() -> Select[Any]:
    return select(talk_places.c.channel, talk_places.c.message)


def _places() -> Select[Any]:
    """Where messages, notices and cards' threads stand, up to which message, and whether any is of
    a pitch that is not at an end."""
    written = select(
        talks.c.guild,
        talks.c.pitch,
        talks.c.source_channel.label("channel"),
        talks.c.source_message.label("message"),
    )
    shown = select(talks.c.guild, talks.c.pitch, talks.c.shown_channel, talks.c.shown_message)
    told = select(notices.c.guild, notices.c.pitch, notices.c.channel, notices.c.message)
    threads = select(cards.c.guild, cards.c.pitch, cards.c.thread, null())
    every = union_all(
        written.where(talks.c.source_channel.is_not(None)),
        shown.where(talks.c.shown_channel.is_not(None)),
        told.where(notices.c.channel.is_not(None), notices.c.recipient.is_not(None)),
        threads.where(cards.c.thread.is_not(None)),
    ).subquery("places")
    same = and_(pitches.c.guild == every.c.guild, pitches.c.id == every.c.pitch)
    going_on = pitches.c.state.in_([state.value for state in GOING_ON])
    return (
        select(
            every.c.channel,
            func.max(every.c.message).label("message"),
            func.max(case((going_on, 1), else_=0)).label("open"),
        )
        .join_from(every, pitches, same)
        .join(talk_places, talk_places.c.channel == every.c.channel)
        .group_by(every.c.channel)
    )


def _changing(talk: Talk) -> dict[str, Any]:
    source, shown = talk.source or (None, None), talk.shown or (None, None)
    return {
        "writer": talk.writer,
        "writer_name": talk.writer_name,
        "source_channel": source[0],
        "source_message": source[1],
        "shown_channel": shown[0],
        "shown_message": shown[1],
        "edited": talk.edited,
        "deleted": talk.deleted,
        "files": dump_texts(talk.files),
        "words": talk.words,
    }


def _read(row: RowMapping) -> Talk:
    return Talk(
        id=row["id"],
        guild=row["guild"],
        pitch=row["pitch"],
        by_author=row["by_author"],
        writer=row["writer"],
        writer_name=row["writer_name"],
        words=row["words"],
        at=row["at"],
        files=tuple(map(FileId, load_texts(row["files"]))),
        source=_place(row["source_channel"], row["source_message"]),
        shown=_place(row["shown_channel"], row["shown_message"]),
        edited=row["edited"],
        deleted=row["deleted"],
        version=row["version"],
    )


def _place(channel: int | None, message: int | None) -> tuple[ChannelId, MessageId] | None:
    if channel is None or message is None:
        return None
    return ChannelId(channel), MessageId(message)
