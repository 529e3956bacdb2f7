"""The desk's statistics: how many of each kind, and how long things take."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Subquery,
    and_,
    case,
    cast,
    exists,
    extract,
    func,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import JSON
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.history import HIDDEN
from bot.domain.ids import GuildId, ProgrammeKey
from bot.domain.pitch import State
from bot.domain.programme import Programme
from bot.domain.redaction import DECIDED
from bot.domain.text import Locale
from bot.services.ports_desk import Counted, DeskFigures
from db.codec import load_programme
from db.repositories.queue_find import COLUMNS, open_of
from db.sql import literal
from db.tables import members, pitch_events, pitches, programme_versions, programmes

ANSWERED = (State.ACCEPTED, State.DECLINED, State.INELIGIBLE)


class Figures:
    """Of what was submitted since a moment, to one programme or to all. The number of statements is
    the same for any number of pitches."""

    def __init__(
        self,
        connection: AsyncConnection,
        guild: GuildId,
        programme: ProgrammeKey | None,
        since: datetime,
        closed: Collection[ProgrammeKey] = (),
    ) -> None:
        """``closed`` are programmes of which nothing is counted."""
        self._connection = connection
        self._guild = guild
        self._which = and_(
            pitches.c.guild == guild,
            pitches.c.state != literal(State.DRAFT.value),
            pitches.c.submitted >= since,
            *([] if programme is None else [pitches.c.programme == programme]),
            *open_of(COLUMNS, closed),
        )

    async def made(self, most: int) -> DeskFigures:
        now = await self._by(pitches.c.state)
        formats: Counter[str] = Counter()
        for said, count in (await self._by(pitches.c.format)).items():
            for line in said.split("\n"):
                formats[line] += count
        locales = await self._by(pitches.c.locale)
        return DeskFigures(
            submitted=sum(now.values()),
            funnel=_in_order(await self._reached()),
            now=_in_order(now),
            stages=_counted(await self._by(pitches.c.stage)),
            languages=[(one, locales[one.value]) for one in Locale if locales[one.value]],
            formats=_counted(formats),
            schools=_counted(await self._schools())[:most],
            to_first_answer=await self._median(_visible()),
            to_decision=await self._median(
                pitch_events.c.after.in_([state.value for state in ANSWERED])
            ),
        )

    async def _by(self, column: ColumnElement[Any]) -> Counter[str]:
        query = select(column, func.count()).where(self._which, column.is_not(None))
        rows = await self._connection.execute(query.group_by(column))
        return Counter({row[0]: row[1] for row in rows})

    async def _reached(self) -> Counter[str]:
        events = pitch_events.c
        reached = func.count(events.pitch.distinct())
        query = select(events.after, reached).join_from(pitches, pitch_events, _its())
        rows = await self._connection.execute(query.where(self._which).group_by(events.after))
        return Counter({row[0]: row[1] for row in rows})

    async def _schools(self) -> Counter[str]:
        """By the fields that the programmes name. Of blind ones only what is decided: a rare school
        would tell whose a pitch is."""
        asked = [each for each in await self._programmes() if each.rules.school]
        if not asked:
            return Counter()
        school = case(
            *((_open(of), _answer(self._on_sqlite, str(of.rules.school))) for of in asked)
        )
        found = select(school.label("school")).where(self._which).subquery("found")
        query = select(found.c.school, func.count()).where(found.c.school.is_not(None))
        counted: Counter[str] = Counter()
        for said, count in await self._connection.execute(query.group_by(found.c.school)):
            if name := " ".join(said.split()):
                counted[name] += count
        return counted

    async def _programmes(self) -> Sequence[Programme]:
        same = and_(
            programme_versions.c.guild == programmes.c.guild,
            programme_versions.c.key == programmes.c.key,
            programme_versions.c.version == programmes.c.version,
        )
        query = select(programme_versions.c.definition).join_from(
            programmes, programme_versions, same
        )
        found = await self._connection.execute(query.where(programmes.c.guild == self._guild))
        return [load_programme(text) for text in found.scalars()]

    async def _median(self, which: ColumnElement[bool]) -> float | None:
        """Seconds from when a pitch was handed in to the first of such events after it."""
        first = self._firsts(which)
        count = select(func.count()).select_from(first)
        total = (await self._connection.execute(count)).scalar_one()
        middle = select(first.c.seconds).order_by(first.c.seconds)
        page = middle.limit(2 - total % 2).offset(max(0, (total - 1) // 2))
        found = [float(each) for each in (await self._connection.execute(page)).scalars()]
        return sum(found) / len(found) if found else None

    def _firsts(self, which: ColumnElement[bool]) -> Subquery:
        events = pitch_events.c
        handed_in = func.min(events.at)
        begun = (
            select(events.pitch, handed_in.label("at"))
            .join_from(pitches, pitch_events, _its())
            .where(self._which, events.after == State.SUBMITTED.value)
            .group_by(events.pitch)
            .subquery("begun")
        )
        first = func.min(events.at)
        if self._on_sqlite:
            taken: ColumnElement[Any] = (func.julianday(first) - func.julianday(begun.c.at)) * 86400
        else:
            taken = extract("epoch", first - begun.c.at)
        later = and_(
            events.guild == self._guild,
            events.pitch == begun.c.pitch,
            events.at >= begun.c.at,
            events.actor != 0,
        )
        return (
            select(taken.label("seconds"))
            .join_from(begun, pitch_events, later)
            .join(pitches, _its())
            .where(which, events.actor != pitches.c.owner, ~_by_member())
            .group_by(events.pitch, begun.c.at)
            .subquery("firsts")
        )

    @property
    def _on_sqlite(self) -> bool:
        return self._connection.dialect.name == "sqlite"


def _its() -> ColumnElement[bool]:
    events = pitch_events.c
    return and_(events.guild == pitches.c.guild, events.pitch == pitches.c.id)


def _by_member() -> ColumnElement[bool]:
    return exists().where(
        members.c.guild == pitch_events.c.guild,
        members.c.pitch == pitch_events.c.pitch,
        members.c.user == pitch_events.c.actor,
    )


def _visible() -> ColumnElement[bool]:
    """What authors saw: any change of state, and what does not stay among coordinators."""
    reason = pitch_events.c.reason
    among_us = or_(
        *(
            or_(reason == f"#{one}", reason.startswith(f"#{one} ", autoescape=True))
            for one in sorted(HIDDEN)
        )
    )
    return or_(pitch_events.c.before.is_distinct_from(pitch_events.c.after), ~among_us)


def _open(programme: Programme) -> ColumnElement[bool]:
    its = pitches.c.programme == programme.key
    if not programme.rules.blind:
        return its
    return and_(its, pitches.c.state.in_(sorted(state.value for state in DECIDED)))


def _answer(on_sqlite: bool, field: str) -> ColumnElement[Any]:
    if on_sqlite:
        return func.json_extract(pitches.c.answers, f'$."{field}"')
    found: ColumnElement[Any] = cast(pitches.c.answers, JSON())[field].as_string()
    return found


def _in_order(counts: Counter[str]) -> list[tuple[State, int]]:
    return [(state, counts[state.value]) for state in State if counts[state.value]]


def _counted(counts: Counter[str]) -> list[Counted]:
    """The commonest first."""
    by: Iterable[tuple[str, int]] = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return [Counted(label, count) for label, count in by]
