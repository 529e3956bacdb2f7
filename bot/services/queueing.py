"""What coordinators find, as far as the one who looks may know it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from bot.domain.ids import PitchId
from bot.domain.people import Actor, GuildSettings
from bot.domain.pitch import Pitch, State
from bot.domain.programme import Programme
from bot.domain.queue import COUNTED, COUNTED_BY_TEXT, PitchQuery, Sort, due_of
from bot.domain.redaction import DECIDED
from bot.domain.review import Conflict, Marks, Score, counted, same_school, tally
from bot.services.conflicts import schools_of
from bot.services.drafts import users
from bot.services.filing import Teams, listed_at_desk, teams_of
from bot.services.marks import sees
from bot.services.ports import UnitOfWork

T = TypeVar("T", Conflict, Score)

LISTED = 10
"""Pitches on one page of a list."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One pitch of a list. Of ``marks`` notes are not counted. ``due`` is what it is waited for
    first, ``overdue`` that this is past."""

    pitch: Pitch
    programme: Programme
    marks: Marks
    due: datetime | None = None
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A page of what was found, which may be an earlier one than was asked for: the last there is.
    ``total`` counts all pages. ``own_scores`` says that only what the person scored was looked
    for, ``more`` that there may be more than were counted, which are on no page."""

    items: Sequence[Listed]
    total: int
    page: int
    own_scores: bool = False
    more: bool = False

    @property
    def pages(self) -> int:
        return -(-self.total // LISTED)


async def permitted(
    work: UnitOfWork, query: PitchQuery, actor: Actor, settings: GuildSettings | None
) -> PitchQuery:
    """The query without what would tell the one who looks more than they may know: programmes that
    have coordinators of their own; means of pitches that they have not scored, unless they are a
    lead, for whom those count that have their quorum; scores and tags of what they wrote.

    A lead who named schools may be kept from pitches by one: of them only their own scores count.
    """
    query = replace(query, closed=actor.closed(settings))
    by_score = query.score_from is not None or query.sort is Sort.SCORE
    if by_score and not await _impartial(work, actor):
        query = replace(query, scored_by=actor.user)
    if by_score or query.tag is not None:
        query = replace(query, not_by=actor.user)
    return query


async def _impartial(work: UnitOfWork, actor: Actor) -> bool:
    if not actor.manages_guild:
        return False
    known = await work.preferences.get(actor.guild, actor.user)
    return known is None or not known.schools


async def page_of(
    work: UnitOfWork, actor: Actor, asked: PitchQuery, page: int, now: datetime
) -> Found:
    """Page ``page`` (from 0), `LISTED` to a page, of what is `permitted`. The number of statements
    does not grow."""
    most = COUNTED_BY_TEXT if asked.text else COUNTED
    page = max(0, min(page, (most - 1) // LISTED))
    pitches, total = await work.queue.find(
        actor.guild, asked, now=now, limit=LISTED, offset=page * LISTED, most=most
    )
    if total and not pitches:
        page = (total - 1) // LISTED
        pitches, total = await work.queue.find(
            actor.guild, asked, now=now, limit=LISTED, offset=page * LISTED, most=most
        )
    items = await _listed(work, actor, pitches, now)
    return Found(items, total, page, asked.scored_by is not None, total >= most)


async def only(work: UnitOfWork, actor: Actor, pitch: Pitch, now: datetime) -> Found:
    """This one, as it stands in a list."""
    return Found(await _listed(work, actor, [pitch], now), 1, 0)


async def _listed(
    work: UnitOfWork, actor: Actor, pitches: Sequence[Pitch], now: datetime
) -> list[Listed]:
    if not pitches:
        return []
    teams = await teams_of(work, pitches)
    shown = await listed_at_desk(work, pitches, teams)
    marks = await marks_of_all(work, actor, pitches, teams)
    made = []
    for pitch, known in zip(pitches, shown, strict=True):
        programme = await work.programmes.version(pitch.guild, pitch.programme, pitch.form_version)
        due = due_of(pitch)
        overdue = due is not None and due < now
        made.append(Listed(known, programme, marks.get(pitch.id, Marks()), due, overdue))
    return made


async def marks_of_all(
    work: UnitOfWork, actor: Actor, pitches: Sequence[Pitch], teams: Teams
) -> Mapping[PitchId, Marks]:
    """Of pitches of one server, those that the person did not write; notes are not counted. Who has
    a conflict of interest sees what scores come to when a pitch is decided. The number of
    statements does not grow."""
    guild, ids = actor.guild, [pitch.id for pitch in pitches]
    conflicts = _by_pitch(await work.reviews.conflicts_of(guild, ids))
    scores = _by_pitch(await work.reviews.scores_of(guild, ids))
    tags = await work.reviews.tags_of(guild, ids)
    known = await work.preferences.get(guild, actor.user)
    schools = known.schools if known else ()
    made = {}
    for pitch in pitches:
        if pitch.state is State.ERASED or actor.user in users(teams[pitch.id]):
            continue
        programme = await work.programmes.version(guild, pitch.programme, pitch.form_version)
        count = counted(scores[pitch.id], conflicts[pitch.id])
        kept_out = any(one.user == actor.user for one in conflicts[pitch.id]) or any(
            same_school(one, schools) for one in schools_of(pitch, programme)
        )
        seen = pitch.state in DECIDED or (not kept_out and sees(count, actor, programme))
        total = tally(count, programme.review) if seen else None
        made[pitch.id] = Marks(tuple(tags.get(pitch.id, ())), len(count), total)
    return made


def _by_pitch(found: Iterable[T]) -> Mapping[PitchId, list[T]]:
    parted: defaultdict[PitchId, list[T]] = defaultdict(list)
    for one in found:
        parted[one.pitch].append(one)
    return parted
