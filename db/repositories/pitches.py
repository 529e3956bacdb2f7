"""Pitches: compare-and-set on their version, lists that stay fast with 100,000 of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Subquery, and_, func, or_, select, union, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.errors import PitchNotFound, ProgrammeNotFound, StaleVersion
from bot.domain.ids import CallId, GuildId, PitchId, ProgrammeKey, Reference, UserId
from bot.domain.pitch import Pitch, Revision, State
from bot.domain.team import MemberState
from bot.services.ports import Page
from db.repositories.pitch_rows import (
    changing_values,
    fixed_values,
    read_pitch,
    read_revision,
    revision_values,
)
from db.repositories.queue_find import COLUMNS, open_of
from db.search import fold_format, fold_reference, fold_title
from db.sql import insert_new, literal
from db.tables import members, pitches, programme_versions, revisions


@dataclass(frozen=True, slots=True)
class Order:
    """By these columns, all upwards or all downwards, as an index can be read."""

    columns: tuple[ColumnElement[Any], ...]
    downwards: bool

    def clauses(self) -> list[ColumnElement[Any]]:
        return [each.desc() if self.downwards else each.asc() for each in self.columns]

    def backwards(self) -> Order:
        return replace(self, downwards=not self.downwards)


LONGEST_REFERENCE = 9
"""Letters and digits of a reference: a programme's two to four, and five."""
OLDEST = Order((pitches.c.seq,), downwards=False)
BY_REFERENCE = Order((pitches.c.ref,), downwards=False)
NEWEST = Order((pitches.c.seq,), downwards=True)
LAST_SUBMITTED = Order((pitches.c.submitted, pitches.c.seq), downwards=True)


class SqlPitches:
    """Fulfils `bot.services.ports.PitchRepository`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, pitch: Pitch) -> None:
        """Raises: ProgrammeNotFound: there is no such form version; else see the port."""
        values = fixed_values(pitch) | changing_values(pitch)
        values |= await self._named(pitch) | {"version": pitch.version}
        if not await insert_new(self._connection, pitches, values):
            raise StaleVersion
        await self._keep_revision(pitch)

    async def save(self, pitch: Pitch, *, expected: int) -> Pitch:
        """Raises: ProgrammeNotFound: there is no such form version; else see the port."""
        values = changing_values(pitch)
        values |= await self._named(pitch) | {"version": expected + 1}
        same = and_(_in(pitch.guild), pitches.c.id == pitch.id, pitches.c.version == expected)
        statement = update(pitches).where(same).values(values)
        if (await self._connection.execute(statement)).rowcount != 1:
            raise StaleVersion
        await self._keep_revision(pitch)
        return replace(pitch, version=expected + 1)

    async def get(self, guild: GuildId, ref: Reference) -> Pitch:
        return await self._one(_in(guild), pitches.c.ref == ref.prefix + ref.code)

    async def by_id(self, guild: GuildId, pitch: PitchId) -> Pitch:
        return await self._one(_in(guild), pitches.c.id == pitch)

    async def states(self, guild: GuildId, pitches_: Sequence[PitchId]) -> Mapping[PitchId, State]:
        query = select(pitches.c.id, pitches.c.state).where(_in(guild), pitches.c.id.in_(pitches_))
        return {row.id: State(row.state) for row in await self._connection.execute(query)}

    async def draft_of(self, guild: GuildId, owner: UserId, call: CallId) -> Pitch | None:
        owned = and_(_in(guild), pitches.c.owner == owner, pitches.c.call == call, _draft())
        return next(iter(await self._list(owned, OLDEST)), None)

    async def drafts_of(self, guild: GuildId, user: UserId) -> Sequence[Pitch]:
        theirs = _theirs(guild, user, _draft())
        return await self._list(pitches.c.seq.in_(select(theirs.c.seq)), OLDEST)

    async def of_author(
        self, guild: GuildId, user: UserId, *, limit: int, offset: int = 0
    ) -> Page[Pitch]:
        theirs = _theirs(guild, user)
        # Counted and found among numbers alone, for rows are long.
        total = await self._connection.execute(select(func.count()).select_from(theirs))
        found = select(theirs.c.seq).order_by(theirs.c.seq.desc()).limit(limit).offset(offset)
        query = select(pitches).where(pitches.c.seq.in_(found)).order_by(pitches.c.seq.desc())
        rows = (await self._connection.execute(query)).mappings()
        return Page([read_pitch(row) for row in rows], total.scalar_one())

    async def earlier(
        self,
        guild: GuildId,
        owner: UserId,
        programme: ProgrammeKey,
        *,
        excluding: CallId,
        limit: int,
    ) -> Sequence[Pitch]:
        return await self._list(
            and_(
                _in(guild),
                pitches.c.owner == owner,
                pitches.c.programme == programme,
                pitches.c.call != excluding,
                _submitted(),
            ),
            NEWEST,
            limit,
        )

    async def revisions(self, guild: GuildId, pitch: PitchId) -> Sequence[Revision]:
        query = (
            select(revisions)
            .where(revisions.c.guild == guild, revisions.c.pitch == pitch)
            .order_by(revisions.c.number)
        )
        return [read_revision(row) for row in (await self._connection.execute(query)).mappings()]

    async def revisions_of(self, guild: GuildId, pitches: Sequence[PitchId]) -> Sequence[Revision]:
        its = and_(revisions.c.guild == guild, revisions.c.pitch.in_(pitches))
        query = select(revisions).where(its).order_by(revisions.c.pitch, revisions.c.number)
        return [read_revision(row) for row in (await self._connection.execute(query)).mappings()]

    async def submitted_count(self, guild: GuildId, owner: UserId, call: CallId) -> int:
        return await self._count(
            and_(_in(guild), pitches.c.owner == owner, pitches.c.call == call, _submitted())
        )

    async def submitted(
        self, guild: GuildId, *, states: Sequence[State], limit: int, offset: int = 0
    ) -> Page[Pitch]:
        wanted = pitches.c.state.in_([state.value for state in states])
        condition = and_(_in(guild), _submitted(), wanted)
        return await self._page(condition, LAST_SUBMITTED, limit, offset)

    async def matching(
        self,
        guild: GuildId,
        typed: str,
        *,
        owner: UserId | None,
        limit: int,
        states: Collection[State] = (),
        closed: Collection[ProgrammeKey] = (),
    ) -> Sequence[Pitch]:
        if owner is None:
            whose = and_(_in(guild), _submitted(), *open_of(COLUMNS, closed))
            if states:
                whose = and_(whose, pitches.c.state.in_(sorted(states)))
        else:
            whose = pitches.c.seq.in_(select(_theirs(guild, owner).c.seq))
        begins = fold_reference(typed)
        if begins and not typed.isalpha():  # titles are seldom called so, and are many to look at
            exact = await self._list(and_(whose, *_begins(begins)), BY_REFERENCE, limit)
            if exact:
                return exact
        found = pitches.c.title.contains(fold_title(typed), autoescape=True)
        if begins:
            found = or_(found, pitches.c.ref.startswith(begins))
        return await self._list(and_(whose, found), NEWEST, limit)

    async def _named(self, pitch: Pitch) -> dict[str, Any]:
        """The answers that name the pitch and its format, folded; by the form version that it
        answers."""
        of = programme_versions.c
        query = select(of.title_field, of.format_field).where(
            of.guild == pitch.guild, of.key == pitch.programme, of.version == pitch.form_version
        )
        row = (await self._connection.execute(query)).one_or_none()
        if row is None:
            raise ProgrammeNotFound
        return {
            "title": fold_title(pitch.text(row.title_field)),
            "format": row.format_field and fold_format(pitch.answers.get(row.format_field)),
        }

    async def _keep_revision(self, pitch: Pitch) -> None:
        """Keep what was handed in; changes that hand nothing in find it kept."""
        if values := revision_values(pitch):
            await insert_new(self._connection, revisions, values)

    async def _one(self, *conditions: ColumnElement[bool]) -> Pitch:
        result = await self._connection.execute(select(pitches).where(*conditions))
        row = result.mappings().one_or_none()
        if row is None:
            raise PitchNotFound
        return read_pitch(row)

    async def _page(
        self, condition: ColumnElement[bool], order: Order, limit: int, offset: int
    ) -> Page[Pitch]:
        """Found from whichever end of the list is nearer, since all before it must be passed."""
        total = await self._count(condition)
        size = min(limit, total - offset)
        after = total - offset - size
        if size > 0 and after < offset:
            items = await self._list(condition, order.backwards(), size, after)
            return Page(items[::-1], total)
        return Page(await self._list(condition, order, limit, offset), total)

    async def _list(
        self,
        condition: ColumnElement[bool],
        order: Order,
        limit: int | None = None,
        offset: int = 0,
    ) -> list[Pitch]:
        # The page is found within an index alone; only then are its rows, which are long, read.
        by = order.clauses()
        found = select(pitches.c.seq).where(condition).order_by(*by).limit(limit).offset(offset)
        query = select(pitches).where(pitches.c.seq.in_(found)).order_by(*by)
        rows = await self._connection.execute(query)
        return [read_pitch(row) for row in rows.mappings()]

    async def _count(self, condition: ColumnElement[bool]) -> int:
        query = select(func.count()).select_from(pitches).where(condition)
        return (await self._connection.execute(query)).scalar_one()


def _in(guild: GuildId) -> ColumnElement[bool]:
    return pitches.c.guild == guild


def _begins(reference: str) -> Iterator[ColumnElement[bool]]:
    """By a range, which an index has in order; no character of a reference comes after Z."""
    yield pitches.c.ref.between(reference, reference + "Z" * LONGEST_REFERENCE)
    yield pitches.c.ref.startswith(reference)


def _submitted() -> ColumnElement[bool]:
    return pitches.c.state != literal(State.DRAFT.value)


def _draft() -> ColumnElement[bool]:
    return pitches.c.state == literal(State.DRAFT.value)


def _theirs(guild: GuildId, user: UserId, *conditions: ColumnElement[bool]) -> Subquery:
    """The numbers of the pitches that a person owns or has joined. A union, since an OR over two
    tables would find its way by neither index."""
    owned = select(pitches.c.seq).where(_in(guild), pitches.c.owner == user, *conditions)
    joined = (
        select(pitches.c.seq)
        .join_from(
            members,
            pitches,
            and_(pitches.c.guild == members.c.guild, pitches.c.id == members.c.pitch),
        )
        .where(
            members.c.guild == guild,
            members.c.user == user,
            members.c.state == MemberState.ACCEPTED.value,
            *conditions,
        )
    )
    return union(owned, joined).subquery("theirs")
