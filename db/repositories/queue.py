"""The desk's lists: found by any filter and by what pitches say; statistics; who did what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.history import Happening
from bot.domain.ids import GuildId, PitchId, ProgrammeKey, UserId
from bot.domain.moves import DECIDABLE
from bot.domain.pitch import Pitch, PitchEvent, State
from bot.domain.queue import COUNTED, PitchQuery
from bot.services.ports_desk import AuditQuery, DeskFigures
from db.repositories.events import read_event
from db.repositories.pitch_rows import read_pitch
from db.repositories.queue_figures import Figures
from db.repositories.queue_find import COLUMNS, open_of, unwritten, within
from db.repositories.queue_read import Reading
from db.repositories.words import put_words
from db.search import fold_title, fold_words
from db.sql import literal, moments
from db.tables import AT_WORK, members, pitch_events, pitch_tags, pitches, reminders


class SqlQueue:
    """Fulfils `bot.services.ports_desk.QueueRepository`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def find(
        self,
        guild: GuildId,
        query: PitchQuery,
        *,
        now: datetime,
        limit: int,
        offset: int = 0,
        most: int = COUNTED,
    ) -> tuple[Sequence[Pitch], int]:
        """Found within an index; then the page's rows are read, which are long."""
        reading = Reading(self._connection, guild, query, now, most)
        numbers, total = await reading.page(limit, offset)
        if not numbers:
            return [], total
        rows = await self._connection.execute(select(pitches).where(pitches.c.seq.in_(numbers)))
        by_number = {row["seq"]: read_pitch(row) for row in rows.mappings()}
        return [by_number[number] for number in numbers if number in by_number], total

    async def ids(
        self, guild: GuildId, query: PitchQuery, *, now: datetime, limit: int
    ) -> Sequence[PitchId]:
        numbers, _ = await Reading(self._connection, guild, query, now, limit).page(limit, 0)
        if not numbers:
            return []
        named = select(pitches.c.seq, pitches.c.id).where(pitches.c.seq.in_(numbers))
        names = {row.seq: row.id for row in await self._connection.execute(named)}
        return [names[number] for number in numbers if number in names]

    async def index(self, guild: GuildId, pitch: PitchId, words: str) -> None:
        await put_words(self._connection, guild, pitch, fold_words(words))

    async def proposed(
        self,
        guild: GuildId,
        *,
        not_by: UserId,
        limit: int,
        offset: int = 0,
        closed: Collection[ProgrammeKey] = (),
    ) -> tuple[Sequence[Pitch], int]:
        """By an index of those that have a proposal: among a hundred thousand they are few."""
        states = [state.value for state in DECIDABLE]
        which = and_(
            pitches.c.guild == guild,
            pitches.c.proposal.is_not(None),
            pitches.c.state.in_(states),
            *open_of(COLUMNS, closed),
            *unwritten(guild, COLUMNS, not_by),
        )
        indexed = "INDEXED BY ix_pitches_proposed"
        counted = select(func.count()).select_from(pitches).where(which)
        counted = counted.with_hint(pitches, indexed, "sqlite")
        total = (await self._connection.execute(counted)).scalar_one()
        page = select(pitches).where(which).order_by(pitches.c.submitted, pitches.c.seq)
        page = page.with_hint(pitches, indexed, "sqlite").limit(limit).offset(offset)
        rows = await self._connection.execute(page)
        return [read_pitch(row) for row in rows.mappings()], total

    async def formats(
        self, guild: GuildId, typed: str, *, limit: int, closed: Collection[ProgrammeKey] = ()
    ) -> Sequence[str]:
        query = (
            select(pitches.c.format, func.count())
            .where(pitches.c.guild == guild, pitches.c.state != literal(State.DRAFT.value))
            .where(pitches.c.format.is_not(None), *open_of(COLUMNS, closed))
            .group_by(pitches.c.format)
        )
        often: Counter[str] = Counter()
        for said, count in await self._connection.execute(query):
            often.update(dict.fromkeys(said.split("\n"), count))
        return _commonest(often, typed, limit)

    async def tags(
        self, guild: GuildId, typed: str, *, limit: int, closed: Collection[ProgrammeKey] = ()
    ) -> Sequence[str]:
        query = select(pitch_tags.c.tag, func.count()).where(pitch_tags.c.guild == guild)
        if closed:
            query = query.where(~within(pitch_tags, closed))
        rows = await self._connection.execute(query.group_by(pitch_tags.c.tag))
        return _commonest(Counter({row[0]: row[1] for row in rows}), typed, limit)

    async def figures(
        self,
        guild: GuildId,
        programme: ProgrammeKey | None,
        since: datetime,
        *,
        most: int,
        closed: Collection[ProgrammeKey] = (),
    ) -> DeskFigures:
        return await Figures(self._connection, guild, programme, since, closed).made(most)

    async def audit(
        self, guild: GuildId, query: AuditQuery, *, limit: int, offset: int = 0
    ) -> tuple[Sequence[PitchEvent], int]:
        events, which = pitch_events.c, _audited(guild, query)
        counted = select(func.count()).select_from(pitch_events).where(which)
        total = (await self._connection.execute(counted)).scalar_one()
        page = select(pitch_events).where(which).order_by(events.at.desc(), events.seq.desc())
        rows = await self._connection.execute(page.limit(limit).offset(offset))
        return [read_event(row) for row in rows.mappings()], total

    async def untouched(
        self, before: Mapping[tuple[GuildId, ProgrammeKey], datetime], *, limit: int
    ) -> Sequence[tuple[GuildId, PitchId]]:
        """Across guilds on purpose: timed work of the process. What was raised has a claim of the
        kind ``untouched`` among the reminders, for the moment of the last touch."""
        if not before:
            return []
        moment = moments([(*key, at) for key, at in before.items()])
        query = (
            select(pitches.c.guild, pitches.c.id)
            .join_from(
                moment,
                pitches,
                and_(
                    pitches.c.guild == moment.c.guild,
                    pitches.c.programme == moment.c.name,
                    pitches.c.touched < moment.c.at,
                ),
            )
            .where(text(AT_WORK), _unclaimed(Happening.UNTOUCHED.value, pitches.c.touched))
            .order_by(pitches.c.touched, pitches.c.guild, pitches.c.id)
        )
        return await self._some(query, limit)

    async def idle(self, before: datetime) -> Sequence[tuple[GuildId, ProgrammeKey]]:
        """Across guilds on purpose: timed work of the process."""
        columns = (pitches.c.guild, pitches.c.programme)
        query = select(*columns).distinct().where(text(AT_WORK), pitches.c.touched < before)
        rows = await self._connection.execute(query.order_by(*columns))
        return [(row.guild, row.programme) for row in rows]

    async def review_due(
        self, after: datetime, until: datetime, kind: str, *, limit: int
    ) -> Sequence[tuple[GuildId, PitchId]]:
        """Across guilds on purpose: timed work of the process."""
        due = pitches.c.review_due
        query = (
            select(pitches.c.guild, pitches.c.id)
            .where(due > after, due <= until, text(AT_WORK), pitches.c.assignee.is_not(None))
            .where(_unclaimed(kind, due))
            .order_by(due, pitches.c.guild, pitches.c.id)
        )
        return await self._some(query, limit)

    async def _some(self, query: Select[Any], limit: int) -> Sequence[tuple[GuildId, PitchId]]:
        rows = await self._connection.execute(query.limit(limit))
        return [(row.guild, row.id) for row in rows]


def _commonest(often: Counter[str], typed: str, limit: int) -> list[str]:
    folded = fold_title(typed)
    found = [(-count, name) for name, count in often.items() if folded in fold_title(name)]
    return [name for _, name in sorted(found)[:limit]]


def _audited(guild: GuildId, query: AuditQuery) -> ColumnElement[bool]:
    events = pitch_events.c
    which = and_(events.guild == guild, events.after != literal(State.DRAFT.value))
    for column, value in ((events.pitch, query.pitch), (events.actor, query.actor)):
        if value is not None:
            which = and_(which, column == value)
    for user in (query.actor, query.not_by):
        if user is not None:
            which = and_(which, *_by_others(guild, user))
    if query.closed:
        which = and_(which, ~within(pitch_events, query.closed))
    if query.since is not None:
        which = and_(which, events.at >= query.since)
    if query.until is not None:
        which = and_(which, events.at <= query.until)
    if query.what is not None:
        told = f"#{query.what}"
        moved = and_(events.after == query.what, events.before.is_distinct_from(events.after))
        # What tells of a happening tells of no change of state, though there may be one.
        plain = ~events.reason.startswith("#")
        tells = or_(events.reason == told, events.reason.startswith(f"{told} ", autoescape=True))
        which = and_(which, or_(and_(moved, plain), tells))
    return which


def _by_others(guild: GuildId, user: UserId) -> Sequence[ColumnElement[bool]]:
    """That the user did not write the pitch, nor was asked to: else an actor would tell who did,
    in a blind review too."""
    own = select(pitches.c.id).where(pitches.c.guild == guild, pitches.c.owner == user)
    asked = select(members.c.pitch).where(members.c.guild == guild, members.c.user == user)
    return pitch_events.c.pitch.not_in(own), pitch_events.c.pitch.not_in(asked)


def _unclaimed(kind: str, moment: ColumnElement[Any]) -> ColumnElement[bool]:
    return ~exists().where(
        reminders.c.guild == pitches.c.guild,
        reminders.c.pitch == pitches.c.id,
        reminders.c.kind == kind,
        reminders.c.moment == moment,
    )
