"""What coordinators look for, as conditions; and how what they find is ordered.

A text is looked for in an index of terms (`db.search`): the same terms on both engines, of which
all must be there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    Table,
    and_,
    exists,
    func,
    literal_column,
    or_,
    select,
    text,
    true,
    type_coerce,
)
from sqlalchemy import literal as parameter
from sqlalchemy.dialects.postgresql import TSQUERY

from bot.domain.ids import GuildId, ProgrammeKey, UserId
from bot.domain.pitch import State
from bot.domain.queue import AT_WORK, PitchQuery, Sort
from bot.domain.team import MemberState
from db.search import fold_format, sought, spelled
from db.sql import literal
from db.tables import conflicts, members, pitch_tags, pitch_words, pitches, scores

Columns = dict[str, ColumnElement[Any]]

COLUMNS: Columns = {column.name: column for column in pitches.c}
HITS: Columns = {
    column.name: literal_column(f'pitches."{column.name}"', column.type) for column in pitches.c
}
"""The same, where the tables are named by `BY_HITS` or `BY_NUMBER`."""
HIT = literal_column("pitch_search.rowid", BigInteger())
BY_HITS = text(
    "pitch_search CROSS JOIN pitches INDEXED BY ix_pitches_found"
    " ON pitches.seq = pitch_search.rowid"
)
"""SQLite: what has the terms first, then each one's filters, out of an index: the rows themselves
are long."""

BY_NUMBER = text("few CROSS JOIN pitches INDEXED BY ix_pitches_found ON pitches.seq = few.seq")
"""SQLite: what is named by few, in the same way."""

_THEIRS = pitches.alias("theirs")
# SQLite would else look up each of the numbers in turn, where it is to read a list in its order.
_PLAIN_NUMBER = literal_column('+pitches."seq"', BigInteger())


@dataclass(frozen=True, slots=True)
class Order:
    """By these columns, all upwards or all downwards, as ``index`` can be read; in the end by
    number, so that pages do not overlap."""

    columns: tuple[str, ...]
    downwards: bool
    index: str = "ix_pitches_submitted"

    def clauses(self, of: Columns = COLUMNS) -> list[ColumnElement[Any]]:
        return [of[one].desc() if self.downwards else of[one].asc() for one in self.columns]


@dataclass(frozen=True, slots=True)
class Source:
    """What names pitches by itself: ``numbers`` are all that it names, ``met`` says of one that was
    found otherwise that it is among them. So does ``met_by_one``, which reads nothing for it but
    what belongs to that one."""

    numbers: Select[Any]
    met: ColumnElement[bool]
    met_by_one: ColumnElement[bool] | None = None


def order_of(query: PitchQuery) -> Order:
    time = ("submitted", "seq")
    match query.sort:
        case Sort.NEWEST:
            return Order(time, downwards=True)
        case Sort.OLDEST:
            return Order(time, downwards=False)
        case Sort.SCORE:
            return Order((_score(query), *time), downwards=True, index="ix_pitches_ranked")
        case Sort.DUE:
            return Order(("due", *time), downwards=False, index="ix_pitches_waiting")


def conditions(
    guild: GuildId, query: PitchQuery, now: datetime, of: Columns = COLUMNS, *, on_sqlite: bool
) -> ColumnElement[bool]:
    """All that ``query`` asks for but its sources."""
    return and_(
        of["guild"] == guild,
        of["state"] != literal(State.DRAFT.value),
        of["state"].in_([state.value for state in query.states or AT_WORK]),
        *open_of(of, query.closed),
        *_filters(of, query, now),
        *_formats(of, query, on_sqlite),
        *_not_theirs(guild, of, query),
    )


def sources(
    guild: GuildId, query: PitchQuery, now: datetime, *, on_sqlite: bool
) -> Iterator[Source]:
    """All that names pitches by itself."""
    number = _PLAIN_NUMBER if on_sqlite else pitches.c.seq
    if query.assignee is not None:
        yield _indexed(guild, "ix_pitches_assignee", _THEIRS.c.assignee == query.assignee)
    if query.overdue:
        yield _indexed(guild, "ix_pitches_waiting", _THEIRS.c.due < now)
    if query.score_from is not None and query.scored_by is None:
        ranked = and_(_THEIRS.c.ranked > 0, _THEIRS.c.ranked >= query.score_from)
        yield _indexed(guild, "ix_pitches_ranked", ranked)
    if query.tag is not None:
        tagged = and_(pitch_tags.c.guild == guild, pitch_tags.c.tag == query.tag)
        numbers = select(pitch_tags.c.seq).where(tagged)
        yield Source(numbers, number.in_(numbers))
    if query.scored_by is not None:
        theirs = and_(scores.c.guild == guild, scores.c.reviewer == query.scored_by)
        numbers = _numbers_of(scores, theirs)
        yield Source(numbers, number.in_(numbers))
    if wanted := sought(query.text):
        yield _said_on_sqlite(wanted) if on_sqlite else _said_on_postgres(guild, wanted)


def _indexed(guild: GuildId, index: str, condition: ColumnElement[bool]) -> Source:
    """By an index of its own; `conditions` have it too."""
    here = and_(_THEIRS.c.guild == guild, _THEIRS.c.state != literal(State.DRAFT.value), condition)
    numbers = select(_THEIRS.c.seq).where(here)
    return Source(numbers.with_hint(_THEIRS, f"INDEXED BY {index}", "sqlite"), true())


def _said_on_sqlite(wanted: Sequence[tuple[str, bool]]) -> Source:
    """A term is in the index if, as people write it, it is in the text that is kept beside."""
    numbers = select(HIT.label("seq")).select_from(text("pitch_search")).where(matching(wanted))
    kept = [func.instr(pitch_words.c.words, spelled(term)) > 0 for term, _ in wanted]
    its_own = select(and_(*kept)).where(pitch_words.c.seq == _PLAIN_NUMBER).scalar_subquery()
    return Source(numbers, _PLAIN_NUMBER.in_(numbers), its_own.is_(True))


def _said_on_postgres(guild: GuildId, wanted: Sequence[tuple[str, bool]]) -> Source:
    """Whether one pitch has the terms is asked of it alone: of all at once takes longer than the
    planner knows."""
    typed = " & ".join(f"'{term}'{':*' if more else ''}" for term, more in wanted)
    query = type_coerce(parameter(typed).cast(TSQUERY()), TSQUERY())
    has = pitch_words.c.words.bool_op("@@")(query)
    numbers = select(pitch_words.c.seq).where(has, pitch_words.c.guild == guild)
    its_own = select(has).where(pitch_words.c.seq == pitches.c.seq).scalar_subquery()
    return Source(numbers, its_own.is_(True))


def matching(wanted: Sequence[tuple[str, bool]]) -> ColumnElement[bool]:
    """SQLite: that the index of terms has all of these."""
    typed = " AND ".join(f'"{term}"{"*" if more else ""}' for term, more in wanted)
    return text("pitch_search MATCH :typed").bindparams(typed=typed)  # type: ignore[return-value]


def among(number: ColumnElement[int], numbers: Select[Any]) -> ColumnElement[bool]:
    """PostgreSQL: that a number is one of few. It looks them up by an index if they are an array,
    whose length it does not try to guess."""
    return number == func.any(func.array(numbers.scalar_subquery()))


def _filters(of: Columns, query: PitchQuery, now: datetime) -> Sequence[ColumnElement[bool]]:
    found = [
        of[name] == value
        for name, value in (
            ("programme", query.programme),
            ("call", query.call),
            ("assignee", query.assignee),
            ("locale", query.locale and query.locale.value),
        )
        if value is not None
    ]
    if query.unassigned:
        found.append(of["assignee"].is_(None))
    if query.overdue:
        found.append(of["due"] < now)
    if query.score_from is not None:
        found += [of[_score(query)] > 0, of[_score(query)] >= query.score_from]
    if query.sent_from is not None:
        found.append(of["submitted"] >= query.sent_from)
    if query.untouched_since is not None:
        found.append(of["touched"] < query.untouched_since)
    return found


def _formats(of: Columns, query: PitchQuery, on_sqlite: bool) -> Iterator[ColumnElement[bool]]:
    """One of the lines. Not by LIKE, which takes several times as long."""
    if query.format is not None:
        line = fold_format(query.format) or ""
        place = func.instr if on_sqlite else func.strpos
        # Most have one line; what has not a trace of it is told before lines are put together.
        among_lines = place("\n" + of["format"] + "\n", f"\n{line}\n") > 0
        yield or_(of["format"] == line, and_(place(of["format"], line) > 0, among_lines))


def _score(query: PitchQuery) -> str:
    """Without a score of one's own only what has its quorum counts."""
    return "ranked" if query.scored_by is None else "score"


def _not_theirs(guild: GuildId, of: Columns, query: PitchQuery) -> Iterator[ColumnElement[bool]]:
    """By scores nobody finds what they declared a conflict of interest in."""
    if query.not_by is None:
        return
    yield from unwritten(guild, of, query.not_by)
    if query.score_from is not None or query.sort is Sort.SCORE:
        declared = and_(conflicts.c.guild == guild, conflicts.c.user == query.not_by)
        yield of["seq"].not_in(_numbers_of(conflicts, declared))


def open_of(of: Columns, closed: Collection[ProgrammeKey]) -> Iterator[ColumnElement[bool]]:
    """That whoever looks may see the pitch's programme."""
    if closed:
        yield of["programme"].not_in(sorted(closed))


def within(table: Table, programmes: Collection[ProgrammeKey]) -> ColumnElement[bool]:
    """That a row of another table belongs to a pitch of one of these programmes. Looked up by row:
    PostgreSQL would compare each with all pitches of a list that is too long for its memory."""
    return exists().where(
        pitches.c.guild == table.c.guild,
        pitches.c.id == table.c.pitch,
        pitches.c.programme.in_(sorted(programmes)),
    )


def unwritten(guild: GuildId, of: Columns, user: UserId) -> Iterator[ColumnElement[bool]]:
    """What somebody neither wrote nor was asked to join: each has it with a few, whose numbers are
    found first and then compared within an index."""
    asked = and_(
        members.c.guild == guild,
        members.c.user == user,
        members.c.state.in_([MemberState.INVITED.value, MemberState.ACCEPTED.value]),
    )
    own = and_(_THEIRS.c.guild == guild, _THEIRS.c.owner == user)
    yield of["seq"].not_in(select(_THEIRS.c.seq).where(own))
    yield of["seq"].not_in(_numbers_of(members, asked))


def _numbers_of(table: Table, condition: ColumnElement[bool]) -> Select[Any]:
    """Of the pitches that rows of another table belong to."""
    same = and_(_THEIRS.c.guild == table.c.guild, _THEIRS.c.id == table.c.pitch)
    return select(_THEIRS.c.seq).join_from(table, _THEIRS, same).where(condition)
