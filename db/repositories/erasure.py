"""Forgetting a person in one guild: what is deleted, what is blanked, what is left."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    Table,
    and_,
    case,
    delete,
    false,
    or_,
    select,
    union,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain import moves
from bot.domain.errors import StaleVersion
from bot.domain.ids import ChannelId, GuildId, PitchId, UserId
from bot.domain.notice import NoticeKind, Route
from bot.domain.pitch import Pitch, State
from bot.services.ports_intake import Shown
from db.repositories.erasure_desk import TALKED, drop_places, forget_reviewer, forget_writer
from db.repositories.pitch_rows import changing_values, read_pitch
from db.repositories.words import drop_words, tidy_words
from db.sql import literal
from db.tables import (
    cards,
    conflicts,
    faq_versions,
    files,
    members,
    notices,
    people,
    pitch_events,
    pitch_notes,
    pitch_tags,
    pitches,
    reminders,
    revisions,
    scores,
    talk_blocks,
    talks,
)

NOBODY = UserId(0)
"""Stands where an author stood. Discord gives no such id."""

HANGING = (
    reminders,
    files,
    members,
    revisions,
    pitch_tags,
    pitch_notes,
    scores,
    conflicts,
    talks,
    talk_blocks,
)
"""What goes with what a pitch says."""

NAMING = (
    NoticeKind.TEAM_CHANGED,
    NoticeKind.ASSIGNED,
    NoticeKind.QUESTION,
    NoticeKind.AUTHOR_WROTE,
    NoticeKind.REPLY,
    NoticeKind.TALK_CHANGED,
)
"""What names the one who did it, in direct messages or at the desk."""


class SqlErasure:
    """Fulfils `bot.services.ports_intake.ErasureRepository`.

    On SQLite what is deleted is overwritten as well (`db.engine`: ``secure_delete``).
    """

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._untidy = False

    async def pitches_owned(self, guild: GuildId, user: UserId) -> Sequence[Pitch]:
        query = (
            select(pitches)
            .where(pitches.c.guild == guild, pitches.c.owner == user)
            .order_by(pitches.c.seq)
        )
        return [read_pitch(row) for row in (await self._connection.execute(query)).mappings()]

    async def handled(self, guild: GuildId, user: UserId) -> Sequence[Pitch]:
        """Who proposed or asked for something did so in an event, by which it is found."""
        held, acted = _held(guild, user), _acted(guild, user)
        waiting = or_(pitches.c.changes.is_not(None), pitches.c.proposal.is_not(None))
        mine = and_(pitches.c.guild == guild, pitches.c.id.in_(acted), waiting)
        numbers = union(select(pitches.c.seq).where(held), select(pitches.c.seq).where(mine))
        query = select(pitches).where(pitches.c.seq.in_(numbers)).order_by(pitches.c.seq)
        rows = (await self._connection.execute(query)).mappings()
        return [pitch for pitch in map(read_pitch, rows) if moves.forget(pitch, user) != pitch]

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
        self._untidy |= await drop_words(self._connection, guild, pitch)
        for table in (notices, cards, pitch_events, *HANGING):
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
        values |= {"format": None, "score": None, "ranked": 0.0}
        del values["submitted"]  # a date, which stays
        await self._connection.execute(
            update(pitches).where(same).values(values | {"version": expected + 1})
        )
        keys = await self._keys(pitch.guild, pitch.id)
        await self._blank_events(pitch.guild, pitch.id, owner)
        self._untidy |= await drop_words(self._connection, pitch.guild, pitch.id)
        await drop_places(self._connection, TALKED, _of(talks, pitch.guild, pitch.id))
        await drop_places(self._connection, (cards.c.thread,), _of(cards, pitch.guild, pitch.id))
        for table in HANGING:
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
        query = union(*(told.where(one) for one in _telling_of(guild, user, pitches)))
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
        to_them = and_(notices.c.guild == guild, notices.c.recipient == user)
        await drop_places(self._connection, (notices.c.channel,), to_them)
        for mine in _telling_of(guild, user, pitches):
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
        await forget_reviewer(self._connection, guild, user)
        await forget_writer(self._connection, guild, user)
        if self._untidy:
            await tidy_words(self._connection)
            self._untidy = False

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


def _telling_of(
    guild: GuildId, user: UserId, pitches: Sequence[PitchId]
) -> Sequence[ColumnElement[bool]]:
    """Notices to the person, about their pitches, those to others that name them, and digests that
    list their pitches. The desk is told who took up a pitch again, and who held one that nobody
    had touched."""
    naming = and_(notices.c.actor == user, notices.c.kind.in_([kind.value for kind in NAMING]))
    listing = and_(
        notices.c.kind == literal(NoticeKind.DIGEST.value),
        or_(false(), *(notices.c.detail.contains(pitch) for pitch in pitches)),
    )
    taken_up = and_(
        notices.c.actor == user,
        notices.c.kind == NoticeKind.REOPENED.value,
        notices.c.recipient.is_(None),
    )
    raised = and_(
        notices.c.kind == NoticeKind.UNTOUCHED.value,
        notices.c.pitch.in_(_in_hand(guild, user)),
    )
    about_them = (notices.c.recipient == user, notices.c.pitch.in_(pitches))
    return *about_them, naming, listing, taken_up, raised


def _in_hand(guild: GuildId, user: UserId) -> CompoundSelect[tuple[PitchId]]:
    """Pitches that the person holds, or may have held."""
    return union(select(pitches.c.id).where(_held(guild, user)), _acted(guild, user))


def _held(guild: GuildId, user: UserId) -> ColumnElement[bool]:
    not_draft = pitches.c.state != literal(State.DRAFT.value)
    return and_(pitches.c.guild == guild, pitches.c.assignee == user, not_draft)


def _acted(guild: GuildId, user: UserId) -> Select[tuple[PitchId]]:
    """Pitches to which the person ever did something."""
    events = pitch_events.c
    return select(events.pitch).where(events.guild == guild, events.actor == user)


def _is(guild: GuildId, pitch: PitchId) -> ColumnElement[bool]:
    return and_(pitches.c.guild == guild, pitches.c.id == pitch)


def _of(table: Table, guild: GuildId, pitch: PitchId) -> ColumnElement[bool]:
    return and_(table.c.guild == guild, table.c.pitch == pitch)
