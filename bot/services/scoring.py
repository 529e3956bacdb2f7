"""Scores: each reviewer's own first, and what they come to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.errors import MoveNotPossible, OwnPitch
from bot.domain.history import Happening, written
from bot.domain.ids import PitchId, UserId
from bot.domain.notice import NoticeKind
from bot.domain.people import Actor, GuildSettings
from bot.domain.pitch import Pitch
from bot.domain.redaction import DECIDED
from bot.domain.review import (
    FEEDBACK_CHARACTERS,
    NOTE_CHARACTERS,
    SCORABLE,
    Conflict,
    ConflictKind,
    Score,
    Tally,
    counted,
    read_values,
    tally,
)
from bot.services.common import check_coordinator, retrying, storable
from bot.services.conflicts import check_no_conflict, conflict_of
from bot.services.drafts import Recent, users
from bot.services.filing import Filed, at_desk, by_id, by_reference, file_of
from bot.services.marks import scores_of, sees
from bot.services.ports import Clock, Ids, Store, UnitOfWork
from bot.services.telling import Telling


@dataclass(frozen=True, slots=True)
class Scorecard:
    """What one reviewer may see of the scores of a pitch. ``own`` is theirs, if they gave any;
    ``others`` and ``tally`` are empty and None until they may know them (`seen`). ``count`` is how
    many there are."""

    filed: Filed
    own: Score | None
    count: int
    seen: bool
    others: tuple[Score, ...] = ()
    tally: Tally | None = None
    conflict: ConflictKind | None = None

    @property
    def open(self) -> bool:
        """Whether they may score it now."""
        return self.conflict is None and self.filed.pitch.state in SCORABLE


ENDED = "ended"
"""Detail of a conflict of interest that was taken back."""
Find = Callable[[UnitOfWork, GuildSettings | None], Awaitable[Pitch]]
Act = Callable[[Filed, Telling], Awaitable[tuple[Pitch, str] | None]]
"""Gets the pitch with all that belongs to it; gives it as it is to be stored, with what its history
says then, or None where nothing changes."""


class Scoring:
    def __init__(self, store: Store, clock: Clock, ids: Ids, recent: Recent) -> None:
        self._store = store
        self._clock = clock
        self._ids = ids
        self._recent = recent

    async def scorecard(self, actor: Actor, pitch: PitchId) -> Scorecard:
        """Raises: CoordinatorsOnly, SubmissionNotFound, OwnPitch."""
        async with self._store.reading() as work:
            settings = await check_coordinator(work, actor)
            return await _card(work, actor, await by_id(work, actor, settings, pitch))

    async def by_reference(self, actor: Actor, typed: str) -> Scorecard:
        """As `scorecard`, by reference."""
        async with self._store.reading() as work:
            settings = await check_coordinator(work, actor)
            return await _card(work, actor, await by_reference(work, actor, settings, typed))

    async def put(
        self,
        actor: Actor,
        pitch: PitchId,
        typed: Mapping[str, str],
        note: str | None = None,
        feedback: str | None = None,
    ) -> Scorecard:
        """Keep what was chosen or typed by the id of the category; categories that are not there
        stay as they were, and so do ``note`` and ``feedback`` where they are None. Again changes
        it. ``note`` is for coordinators, ``feedback`` for the authors, with the decision.

        Raises:
            CoordinatorsOnly, SubmissionNotFound, OwnPitch, ConflictOfInterest.
            MoveNotPossible: it is decided or withdrawn.
            BadScore.
            NothingScored: nothing is judged, neither now nor before.
        """

        async def act(filed: Filed, telling: Telling) -> tuple[Pitch, str] | None:
            work, of = telling.work, filed.pitch
            await check_no_conflict(
                work, of, filed.programme, filed.team, actor.user, by=actor.user
            )
            if of.state not in SCORABLE:
                raise MoveNotPossible(ref=str(of.ref), state=of.state)
            scores = await work.reviews.scores(of.guild, of.id)
            own = _own(scores, actor.user)
            score = _score(filed, actor.user, own, typed, note, feedback, telling)
            if own is not None and score == replace(own, at=score.at, revision=score.revision):
                return None
            await _keep(telling, filed, [*_without(scores, actor.user), score], score)
            return of, written(Happening.SCORED)

        return await self._do(actor, lambda work, known: by_id(work, actor, known, pitch), act)

    async def declare(self, actor: Actor, typed: str) -> Scorecard:
        """Declare a conflict of interest: they neither hold nor score the pitch any more, and what
        they scored does not count; again changes nothing.

        Raises: CoordinatorsOnly, SubmissionNotFound, OwnPitch.
        """

        async def act(filed: Filed, telling: Telling) -> tuple[Pitch, str] | None:
            work, of = telling.work, filed.pitch
            known = await work.reviews.conflicts(of.guild, of.id)
            if any(one.user == actor.user for one in known):
                return None
            conflict = Conflict(of.guild, of.id, actor.user, ConflictKind.DECLARED, telling.now)
            await work.reviews.add_conflict(conflict)
            await _recount(telling, filed, actor.user)
            held = of.assignee == actor.user and of.state in SCORABLE
            after = replace(of, assignee=None) if held else of
            return after, written(Happening.CONFLICT)

        return await self._do(
            actor, lambda work, known: by_reference(work, actor, known, typed), act
        )

    async def take_back(self, actor: Actor, typed: str) -> Scorecard:
        """Take back what they declared; where they declared nothing, nothing changes.

        Raises: CoordinatorsOnly, SubmissionNotFound, OwnPitch.
        """

        async def act(filed: Filed, telling: Telling) -> tuple[Pitch, str] | None:
            of = filed.pitch
            if not await telling.work.reviews.remove_conflict(of.guild, of.id, actor.user):
                return None
            await _recount(telling, filed, actor.user)
            return of, written(Happening.CONFLICT, ENDED)

        return await self._do(
            actor, lambda work, known: by_reference(work, actor, known, typed), act
        )

    async def _do(self, actor: Actor, find: Find, act: Act) -> Scorecard:
        async def once() -> Scorecard:
            now = self._clock.now()
            async with self._store.writing() as work:
                settings = await check_coordinator(work, actor)
                pitch = await find(work, settings)
                filed = await file_of(work, pitch)
                if actor.user in users(filed.team):
                    raise OwnPitch
                telling = Telling(work, self._ids, actor.guild, pitch.id, now, actor.user)
                changed = await act(filed, telling)
                if changed is None:
                    return await _card(work, actor, pitch)
                stored = await telling.saved(pitch, *changed)
                await telling.desk(NoticeKind.DESK_UPDATE)
                await work.people.remember(actor.guild, actor.user, actor.locale, now)
                card = await _card(work, actor, stored)
                await work.commit()
            self._recent.drop(actor.guild, pitch.id)
            return card

        return await retrying(once)


async def _card(work: UnitOfWork, actor: Actor, pitch: Pitch) -> Scorecard:
    """Raises: OwnPitch: whoever wrote it reads nothing of its review."""
    filed = await file_of(work, pitch)
    conflict = await conflict_of(work, pitch, filed.programme, filed.team, actor.user)
    if conflict is ConflictKind.AUTHOR:
        raise OwnPitch
    own = _own(await work.reviews.scores(pitch.guild, pitch.id), actor.user)
    scores = await scores_of(work, pitch.guild, pitch.id)
    known = pitch.state in DECIDED or sees(scores, actor, filed.programme)
    seen = conflict is None and known
    return Scorecard(
        at_desk(filed),
        own,
        len(scores),
        seen,
        _without(scores, actor.user) if seen else (),
        tally(scores, filed.programme.review) if seen else None,
        conflict,
    )


def _score(
    filed: Filed,
    reviewer: UserId,
    own: Score | None,
    typed: Mapping[str, str],
    note: str | None,
    feedback: str | None,
    telling: Telling,
) -> Score:
    """Raises: BadScore, NothingScored."""
    pitch, categories = filed.pitch, filed.programme.review
    before = own.values if own else {}
    given = {one: str(value) for one, value in before.items()} | dict(typed)
    values = read_values(given, categories)
    return Score(
        pitch.guild,
        pitch.id,
        reviewer,
        values,
        _text(note, own.note if own else "", NOTE_CHARACTERS),
        _text(feedback, own.feedback if own else "", FEEDBACK_CHARACTERS),
        pitch.revision,
        telling.now,
        own.version if own else 0,
    )


def _text(given: str | None, before: str, most: int) -> str:
    return before if given is None else storable(given).strip()[:most]


async def _keep(telling: Telling, filed: Filed, scores: Sequence[Score], changed: Score) -> None:
    """Store one of the scores with what all that count come to; nothing, where none counts."""
    declared = await telling.work.reviews.conflicts(telling.guild, telling.pitch)
    all_ = tally(counted(scores, declared), filed.programme.review)
    ranked = all_ is not None and all_.count >= filed.programme.rules.quorum
    await telling.work.reviews.put_score(changed, all_.mean if all_ else None, ranked=ranked)


async def _recount(telling: Telling, filed: Filed, reviewer: UserId) -> None:
    scores = await telling.work.reviews.scores(telling.guild, telling.pitch)
    own = _own(scores, reviewer)
    if own is not None:
        await _keep(telling, filed, scores, own)


def _own(scores: Sequence[Score], reviewer: UserId) -> Score | None:
    return next((score for score in scores if score.reviewer == reviewer), None)


def _without(scores: Sequence[Score], reviewer: UserId) -> tuple[Score, ...]:
    return tuple(score for score in scores if score.reviewer != reviewer)
