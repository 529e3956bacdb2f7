"""Ports of the desk: lists, scores, tags, notes, the conversation, preferences."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.ids import ChannelId, GuildId, MessageId, PitchId, ProgrammeKey, UserId
from bot.domain.pitch import Pitch, PitchEvent, State
from bot.domain.preferences import Preferences
from bot.domain.queue import COUNTED, PitchQuery
from bot.domain.review import Conflict, Score
from bot.domain.talk import Talk, TalkId
from bot.domain.text import Locale


@dataclass(frozen=True, slots=True)
class Note:
    """For coordinators only."""

    guild: GuildId
    pitch: PitchId
    by: UserId
    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class Counted:
    """One cell of the statistics: how many pitches of that kind."""

    label: str
    count: int


@dataclass(frozen=True, slots=True)
class DeskFigures:
    """``funnel`` counts pitches that ever reached a state; ``now`` those that are in it. Times are
    in seconds, of what was submitted since; None without any. ``schools`` are as the authors wrote
    them, the commonest first; no more than asked for."""

    submitted: int
    funnel: Sequence[tuple[State, int]]
    now: Sequence[tuple[State, int]]
    stages: Sequence[Counted]
    languages: Sequence[tuple[Locale, int]]
    formats: Sequence[Counted]
    schools: Sequence[Counted]
    to_first_answer: float | None
    to_decision: float | None
    """Medians; the first answer is the first thing that a coordinator did that its authors saw."""


@dataclass(frozen=True, slots=True)
class AuditQuery:
    """``since`` and ``until`` bound the moment; ``what`` is a state or a `Happening`. Of ``actor``
    only what they did to others' pitches is found; ``not_by`` leaves out all that happened to what
    somebody wrote or was ever asked to join, ``closed`` what happened to pitches of these
    programmes. What happened before a pitch was handed in is never found."""

    pitch: PitchId | None = None
    actor: UserId | None = None
    not_by: UserId | None = None
    what: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    closed: frozenset[ProgrammeKey] = frozenset()


class QueueRepository(Protocol):
    """Reads only; each method takes a number of statements that does not grow. ``closed`` are
    programmes of which nothing is found."""

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
        """A page, and how many there are in all: ``most`` where there are so many or more. What
        comes after these is on no page."""

    async def ids(
        self, guild: GuildId, query: PitchQuery, *, now: datetime, limit: int
    ) -> Sequence[PitchId]: ...

    async def index(self, guild: GuildId, pitch: PitchId, words: str) -> None:
        """Make a pitch findable by these words and no others. Part of the change that it follows:
        the one method here that writes."""

    async def proposed(
        self,
        guild: GuildId,
        *,
        not_by: UserId,
        limit: int,
        offset: int = 0,
        closed: Collection[ProgrammeKey] = (),
    ) -> tuple[Sequence[Pitch], int]:
        """Those whose decision waits for a lead, the earliest submission first, without what
        somebody wrote or was asked to join; and how many there are in all."""

    async def formats(
        self, guild: GuildId, typed: str, *, limit: int, closed: Collection[ProgrammeKey] = ()
    ) -> Sequence[str]: ...
    async def tags(
        self, guild: GuildId, typed: str, *, limit: int, closed: Collection[ProgrammeKey] = ()
    ) -> Sequence[str]:
        """Those in use, the commonest first."""

    async def figures(
        self,
        guild: GuildId,
        programme: ProgrammeKey | None,
        since: datetime,
        *,
        most: int,
        closed: Collection[ProgrammeKey] = (),
    ) -> DeskFigures: ...

    async def audit(
        self, guild: GuildId, query: AuditQuery, *, limit: int, offset: int = 0
    ) -> tuple[Sequence[PitchEvent], int]:
        """Newest first."""

    async def untouched(
        self, before: Mapping[tuple[GuildId, ProgrammeKey], datetime], *, limit: int
    ) -> Sequence[tuple[GuildId, PitchId]]:
        """At work, touched last before the programme's moment, and not raised since. Spans
        guilds."""

    async def idle(self, before: datetime) -> Sequence[tuple[GuildId, ProgrammeKey]]:
        """Programmes that have pitches at work which nobody has touched since. Spans guilds."""

    async def review_due(
        self, after: datetime, until: datetime, kind: str, *, limit: int
    ) -> Sequence[tuple[GuildId, PitchId]]:
        """At work, assigned, due between the two, without a reminder of this kind for that due
        date. Spans guilds."""


class ReviewRepository(Protocol):
    async def scores(self, guild: GuildId, pitch: PitchId) -> Sequence[Score]:
        """Of all reviewers, the earliest first."""

    async def put_score(self, score: Score, mean: float | None, *, ranked: bool) -> None:
        """Add it, or replace the same reviewer's; ``mean`` is what all scores of the pitch that
        count come to now, by which those who gave one sort and filter; everybody else only where it
        is ``ranked``, since there is a quorum."""

    async def scores_of(self, guild: GuildId, pitches: Sequence[PitchId]) -> Sequence[Score]:
        """As `scores`, of several pitches, in one statement."""

    async def conflicts(self, guild: GuildId, pitch: PitchId) -> Sequence[Conflict]: ...
    async def conflicts_of(self, guild: GuildId, pitches: Sequence[PitchId]) -> Sequence[Conflict]:
        """Of several pitches, in one statement."""

    async def add_conflict(self, conflict: Conflict) -> None: ...
    async def remove_conflict(self, guild: GuildId, pitch: PitchId, user: UserId) -> bool: ...

    async def tags(self, guild: GuildId, pitch: PitchId) -> Sequence[str]: ...
    async def tags_of(
        self, guild: GuildId, pitches: Sequence[PitchId]
    ) -> Mapping[PitchId, Sequence[str]]: ...
    async def tag(self, guild: GuildId, pitch: PitchId, tag: str) -> bool:
        """Whether it was not there yet."""

    async def untag(self, guild: GuildId, pitch: PitchId, tag: str) -> bool: ...
    async def notes(self, guild: GuildId, pitch: PitchId) -> Sequence[Note]:
        """Oldest first."""

    async def add_note(self, note: Note) -> None: ...
    async def scores_by(self, guild: GuildId, reviewer: UserId) -> Sequence[Score]:
        """Of any pitch, the earliest first; so for the next two."""

    async def notes_by(self, guild: GuildId, reviewer: UserId) -> Sequence[Note]: ...
    async def conflicts_by(self, guild: GuildId, reviewer: UserId) -> Sequence[Conflict]: ...


class TalkRepository(Protocol):
    async def add(self, talk: Talk) -> bool:
        """Whether it was not there yet (by its source, where it has one)."""

    async def get(self, guild: GuildId, talk: TalkId) -> Talk | None: ...
    async def by_source(self, message: MessageId) -> Talk | None:
        """Spans guilds: an edit in a DM names no guild."""

    async def written_in(self, channel: ChannelId, since: MessageId) -> Sequence[MessageId]:
        """Where talks were written, from a message on, but for deleted ones. Spans guilds too."""

    async def by_shown(self, message: MessageId) -> Talk | None:
        """What a reply to a message answers. Spans guilds for the same reason."""

    async def save(self, talk: Talk, *, expected: int) -> Talk:
        """Raises: StaleVersion."""

    async def of(self, guild: GuildId, pitch: PitchId, *, limit: int) -> Sequence[Talk]:
        """The latest, oldest first."""

    async def places(
        self, guild: GuildId, pitch: PitchId, talk: TalkId
    ) -> Mapping[UserId | None, tuple[ChannelId, MessageId]]:
        """Where a message is shown, by who was to read it; None is the desk."""

    async def about(
        self, guild: GuildId, user: UserId, pitches: Sequence[PitchId]
    ) -> Sequence[Talk]:
        """What the person wrote about any pitch, and what coordinators wrote about ``pitches``,
        oldest first."""

    async def block(self, guild: GuildId, pitch: PitchId, *, blocked: bool) -> None: ...
    async def blocked(self, guild: GuildId, pitch: PitchId) -> bool: ...
    async def opened(self, channel: int, message: MessageId) -> None:
        """People may answer at this place from now on. Up to where it was read stays as it was
        where it is known already."""

    async def moved_on(self, channel: int, message: MessageId) -> None:
        """The place was read up to there, if it is known; never back to an earlier message."""

    async def unread(self, since: MessageId) -> Mapping[int, MessageId]:
        """Places of conversations with up to where each was read: those of a pitch that is not at
        an end, and those in which a message later than ``since`` is known."""


class PreferenceRepository(Protocol):
    async def get(self, guild: GuildId, user: UserId) -> Preferences | None: ...
    async def save(self, preferences: Preferences) -> None: ...
    async def of_guild(self, guild: GuildId) -> Sequence[Preferences]: ...
    async def digests(self, *, limit: int, after: int = 0) -> Sequence[tuple[int, Preferences]]:
        """Those who want one, of all guilds, by a running number."""

    async def claim_digest(self, guild: GuildId, user: UserId, day: str, now: datetime) -> bool:
        """Whether this is the first claim of that day's. ``now`` is up to when it tells."""

    async def told_until(self, guild: GuildId, user: UserId, day: str) -> datetime | None:
        """Up to when the latest digest of an earlier day told."""
