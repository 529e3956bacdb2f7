"""Forgetting a person in one guild: what is deleted, what is blanked, what is left."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Table, and_, case, delete, or_, select, union, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.errors import StaleVersion
from bot.domain.ids import ChannelId, GuildId, PitchId, UserId
from bot.domain.notice import NoticeKind, Route
from bot.domain.pitch import Pitch, State
from bot.services.ports_intake import Shown
from db.repositories.pitch_rows import changing_values, read_pitch
from db.sql import literal
from db.tables import (
    cards,
    faq_versions,
    files,
    members,
    notices,
    people,
    pitch_events,
    pitches,
    reminders,
    revisions,
)

NOBODY = UserId(0)
"""Stands where an author stood. Discord gives no such id."""

NAMING = (NoticeKind.TEAM_CHANGED, NoticeKind.ASSIGNED, NoticeKind.QUESTION)
"""What names the one who did it, in direct messages or at the desk."""


class SqlErasure:
    """Fulfils `bot.services.ports_intake.ErasureRepository`.

    On SQLite what is deleted is overwritten as well (`db.engine`: ``secure_delete``).
    """

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def pitches_owned(self, guild: GuildId, user: UserId) -> Sequence[Pitch]:
        query = (
            select(pitches)
            .where(pitches.c.guild == guild, pitches.c.owner == user)
            .order_by(pitches.c.seq)
        )
        return [read_pitch(row) for row in (await self._connection.execute(query)).mappings()]

    async def drop_draft(self, guild: GuildId, pitch: PitchId) -> Sequence[str]:
        draft = and_(
            _is(guild, pitch),
            pitches.c.state == literal(State.DRAFT.value),
        )
        # Locked, so that it is not handed in meanwhile.
        found = await self._connection.execute(select(pitches.c.seq).where(draft).with_for_update())
        if found.first() is None:
            raise StaleVersion
        keys = await self._keys(guild, pitch)
        for table in (notices, cards, pitch_events, reminders, files, members, revisions):
            await self._connection.execute(delete(table).where(_of(table, guild, pitch)))
        await self._connection.execute(delete(pitches).where(draft))
        return keys

    async def strip(self, pitch: Pitch, *, expected: int) -> Sequence[str]:
        same = and_(_is(pitch.guild, pitch.id), pitches.c.version == expected)
        query = select(pitches.c.owner).where(same).with_for_update()
        owner = (await self._connection.execute(query)).scalar_one_or_none()
        if owner is None:
            raise StaleVersion
        values = changing_values(pitch) | {"owner": pitch.owner, "title": ""}
        del values["submitted"]  # a date, which stays
        await self._connection.execute(
            update(pitches).where(same).values(values | {"version": expected + 1})
        )
        keys = await self._keys(pitch.guild, pitch.id)
        await self._blank_events(pitch.guild, pitch.id, owner)
        for table in (reminders, files, members, revisions):
            await self._connection.execute(delete(table).where(_of(table, pitch.guild, pitch.id)))
        return keys

    async def shown(
        self, guild: GuildId, user: UserId, pitches: Sequence[PitchId]
    ) -> Sequence[Shown]:
        places = await self._cards(guild, pitches)
        columns = (notices.c.route, notices.c.channel, notices.c.message, notices.c.pitch)
        told = select(*columns, notices.c.recipient).where(
            notices.c.guild == guild, notices.c.channel.is_not(None)
        )
        query = union(*(told.where(one) for one in _telling_of(user, pitches)))
        found: dict[Shown, None] = {}
        for row in await self._connection.execute(query.order_by("channel", "message")):
            card, thread = places.get(row.pitch, (None, None))
            if row.message == card or row.channel == thread:
                continue
            # A private thread is that of one pitch and person: with either it goes as a whole.
            own = row.pitch in pitches or row.recipient == user
            whole = own and row.route == Route.THREAD.value
            message = None if whole else row.message
            about = row.pitch or PitchId("")
            found[Shown(Route(row.route), row.channel, message, about)] = None
        threads = ((pitch, thread) for pitch, (_, thread) in places.items() if thread)
        return [*found, *(Shown(Route.DESK, thread, None, pitch) for pitch, thread in threads)]

    async def forget(self, guild: GuildId, user: UserId, pitches: Sequence[PitchId]) -> None:
        for mine in _telling_of(user, pitches):
            await self._connection.execute(delete(notices).where(notices.c.guild == guild, mine))
        person = and_(people.c.guild == guild, people.c.user == user)
        await self._connection.execute(delete(people).where(person))
        for column, blank in (
            (notices.c.actor, None),
            (pitch_events.c.actor, NOBODY),
            (files.c.uploader, NOBODY),
            (faq_versions.c.actor, None),
        ):
            mine = and_(column.table.c.guild == guild, column == user)
            await self._connection.execute(
                update(column.table).where(mine).values({column.name: blank})
            )

    async def _blank_events(self, guild: GuildId, pitch: PitchId, owner: UserId) -> None:
        joined = select(members.c.user).where(_of(members, guild, pitch))
        author = or_(pitch_events.c.actor == owner, pitch_events.c.actor.in_(joined))
        blank = {
            "actor": case((author, NOBODY), else_=pitch_events.c.actor),
            "reason": "",
        }
        here = _of(pitch_events, guild, pitch)
        await self._connection.execute(update(pitch_events).where(here).values(blank))

    async def _keys(self, guild: GuildId, pitch: PitchId) -> list[str]:
        query = select(files.c.key).where(_of(files, guild, pitch)).order_by(files.c.seq)
        return list(dict.fromkeys((await self._connection.execute(query)).scalars()))

    async def _cards(
        self, guild: GuildId, about: Sequence[PitchId]
    ) -> dict[PitchId, tuple[int, ChannelId | None]]:
        query = select(cards).where(cards.c.guild == guild, cards.c.pitch.in_(about))
        rows = (await self._connection.execute(query.order_by(cards.c.pitch))).mappings()
        return {row["pitch"]: (row["message"], row["thread"]) for row in rows}


def _telling_of(user: UserId, pitches: Sequence[PitchId]) -> Sequence[ColumnElement[bool]]:
    """Notices to the person, about their pitches, and those to others that name them."""
    naming = and_(notices.c.actor == user, notices.c.kind.in_([kind.value for kind in NAMING]))
    return notices.c.recipient == user, notices.c.pitch.in_(pitches), naming


def _is(guild: GuildId, pitch: PitchId) -> ColumnElement[bool]:
    return and_(pitches.c.guild == guild, pitches.c.id == pitch)


def _of(table: Table, guild: GuildId, pitch: PitchId) -> ColumnElement[bool]:
    return and_(table.c.guild == guild, table.c.pitch == pitch)
