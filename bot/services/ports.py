"""What the services need from outside, as Protocols; `db` and `discord_io` fulfil them.

Every method of a repository takes the guild and sees nothing beyond it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from bot.domain.call import Call
from bot.domain.ids import (
    CallId,
    ChannelId,
    GuildId,
    PitchId,
    ProgrammeKey,
    Reference,
    UserId,
)
from bot.domain.notice import Notice, NoticeKind
from bot.domain.people import GuildSettings, Narrowing
from bot.domain.pitch import Pitch, Revision, State
from bot.domain.programme import Programme
from bot.domain.text import Locale
from bot.services.ports_answers import FaqRepository, QuestionRepository
from bot.services.ports_desk import (
    PreferenceRepository,
    QueueRepository,
    ReviewRepository,
    TalkRepository,
)
from bot.services.ports_events import EventRepository
from bot.services.ports_intake import (
    ErasureRepository,
    FileRepository,
    ReminderRepository,
    TeamRepository,
)

T = TypeVar("T")


class StoreUnavailable(Exception):
    """The database did not answer. Nothing was changed, or the outcome is not known."""


class Clock(Protocol):
    def now(self) -> datetime:
        """The present, aware, in UTC."""


class Ids(Protocol):
    """Where randomness comes from."""

    def token(self) -> str:
        """20 hex digits, unpredictable; never the same twice."""

    def code(self) -> str:
        """Five characters of `bot.domain.ids.ALPHABET`, for a reference."""

    def jitter(self) -> float:
        """A number from 0 up to, not including, 1."""


@dataclass(frozen=True, slots=True)
class InForce:
    """A programme as a guild has it now. ``version`` grows with each change of its definition."""

    programme: Programme
    version: int


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Part of a list. ``total`` counts all of it."""

    items: Sequence[T]
    total: int


class GuildRepository(Protocol):
    async def get(self, guild: GuildId) -> GuildSettings | None: ...

    async def save(self, settings: GuildSettings) -> None:
        """Insert or replace all but ``narrowed``, which stays."""

    async def narrow(self, guild: GuildId, programme: ProgrammeKey, own: Narrowing) -> None:
        """Replace what a programme has of its own; it may be nothing."""


class ProgrammeRepository(Protocol):
    async def active(self, guild: GuildId) -> Sequence[InForce]:
        """The guild's programmes that are not archived, by key."""

    async def get(
        self, guild: GuildId, key: ProgrammeKey, *, archived: bool = False
    ) -> InForce | None:
        """The programme as it is now, or with ``archived`` as it was last; None if not in use."""

    async def version(self, guild: GuildId, key: ProgrammeKey, version: int) -> Programme:
        """The programme as it was in ``version``, archived or not. Raises: ProgrammeNotFound."""

    async def put(self, guild: GuildId, programme: Programme, now: datetime) -> bool:
        """Make it active with this definition; a new version only if the definition differs.

        Returns whether anything changed.
        """

    async def archive(self, guild: GuildId, key: ProgrammeKey) -> bool:
        """Take it out of use, keeping all versions. Returns whether it was in use."""


class CallRepository(Protocol):
    async def get(self, guild: GuildId, call: CallId) -> Call:
        """Raises: NoOpenCall: there is none of that id in this guild."""

    async def latest(self, guild: GuildId, programme: ProgrammeKey) -> Call | None:
        """The call opened last, ended or not."""

    async def latest_of_all(self, guild: GuildId) -> Mapping[ProgrammeKey, Call]:
        """The call opened last of each programme, in one query."""

    async def recent(self, guild: GuildId, *, limit: int) -> Sequence[Call]:
        """Of all programmes, the one opened last first."""

    async def add(self, call: Call) -> None:
        """Raises: StaleVersion: the programme has another call that has not ended."""

    async def end(self, call: Call) -> None:
        """Store ``call.ended``. Raises: StaleVersion: it was ended by somebody else."""


class PitchRepository(Protocol):
    async def add(self, pitch: Pitch) -> None:
        """Raises: StaleVersion: the reference is taken, or the owner has a draft in the call."""

    async def get(self, guild: GuildId, ref: Reference) -> Pitch:
        """Raises: PitchNotFound."""

    async def by_id(self, guild: GuildId, pitch: PitchId) -> Pitch:
        """Raises: PitchNotFound."""

    async def states(self, guild: GuildId, pitches: Sequence[PitchId]) -> Mapping[PitchId, State]:
        """Of those that there are, in one statement."""

    async def save(self, pitch: Pitch, *, expected: int) -> Pitch:
        """Store ``pitch`` if its stored version is ``expected``; return it with the next version.

        Where ``pitch.revision`` grew, what was handed in is stored with it, for `revisions`.

        Raises:
            StaleVersion: it changed meanwhile.
        """

    async def draft_of(self, guild: GuildId, owner: UserId, call: CallId) -> Pitch | None:
        """The one that the person owns."""

    async def drafts_of(self, guild: GuildId, user: UserId) -> Sequence[Pitch]:
        """All drafts that a person owns or has joined, oldest first."""

    async def of_author(
        self, guild: GuildId, user: UserId, *, limit: int, offset: int = 0
    ) -> Page[Pitch]:
        """The pitches that a person owns or has joined, newest first."""

    async def earlier(
        self,
        guild: GuildId,
        owner: UserId,
        programme: ProgrammeKey,
        *,
        excluding: CallId,
        limit: int,
    ) -> Sequence[Pitch]:
        """A person's own pitches beyond draft, to other calls of a programme, newest first."""

    async def revisions(self, guild: GuildId, pitch: PitchId) -> Sequence[Revision]:
        """All that was handed in, the first first."""

    async def revisions_of(self, guild: GuildId, pitches: Sequence[PitchId]) -> Sequence[Revision]:
        """All that was handed in of any of these."""

    async def submitted_count(self, guild: GuildId, owner: UserId, call: CallId) -> int:
        """How many pitches beyond draft a person has in a call."""

    async def submitted(
        self, guild: GuildId, *, states: Sequence[State], limit: int, offset: int = 0
    ) -> Page[Pitch]:
        """Pitches in ``states`` (never drafts), newest submission first."""

    async def matching(
        self, guild: GuildId, typed: str, *, owner: UserId | None, limit: int,
        states: Collection[State] = (), closed: Collection[ProgrammeKey] = (),
    ) -> Sequence[Pitch]:  # fmt: skip
        """Pitches whose reference begins with ``typed``, in their order; if there are none, those
        whose title contains it (any case), newest first.

        With an ``owner`` what they own or have joined, drafts included; else all but drafts, none
        of the programmes ``closed``, and in ``states`` if any are named.
        """


class PersonRepository(Protocol):
    async def remember(self, guild: GuildId, user: UserId, locale: Locale, now: datetime) -> None:
        """Note that a person was here, and their language."""

    async def locale(self, guild: GuildId, user: UserId) -> Locale | None: ...
    async def guilds_of(self, user: UserId) -> Sequence[GuildId]:
        """Where the person was seen, latest first. The one question that spans guilds: a DM has
        none, and whoever asks must check that the person is still a member."""


class NoticeRepository(Protocol):
    """The side of the queue that a change writes to, within its transaction."""

    async def add(self, notice: Notice, now: datetime) -> None:
        """Due ``now``, which may be later than the present; what follows it waits as well."""

    async def inbox(
        self, guild: GuildId, user: UserId, *, limit: int, offset: int = 0,
        without: Collection[NoticeKind] = (), closed: Collection[ProgrammeKey] = (),
    ) -> Page[Notice]:  # fmt: skip
        """A person's notices, however they went, newest first; none of the kinds ``without``, nor
        what went to them as a coordinator of the programmes ``closed``."""

    async def revive_desk(self, guild: GuildId, now: datetime) -> int:
        """Put the desk's notices that never reached the desk back in the queue; return how many."""


@dataclass(frozen=True, slots=True)
class Card:
    """A pitch's message at the desk. ``thread`` is None until it was opened."""

    channel: ChannelId
    message: int
    thread: ChannelId | None


class CardRepository(Protocol):
    async def of(self, guild: GuildId, pitch: PitchId) -> Card | None: ...


class UnitOfWork(Protocol):
    """One transaction. Leaving without `commit` rolls back."""

    @property
    def guilds(self) -> GuildRepository: ...
    @property
    def programmes(self) -> ProgrammeRepository: ...
    @property
    def calls(self) -> CallRepository: ...
    @property
    def pitches(self) -> PitchRepository: ...
    @property
    def events(self) -> EventRepository: ...
    @property
    def people(self) -> PersonRepository: ...
    @property
    def notices(self) -> NoticeRepository: ...
    @property
    def cards(self) -> CardRepository: ...
    @property
    def team(self) -> TeamRepository: ...
    @property
    def files(self) -> FileRepository: ...
    @property
    def reminders(self) -> ReminderRepository: ...
    @property
    def erasure(self) -> ErasureRepository: ...
    @property
    def faqs(self) -> FaqRepository: ...
    @property
    def questions(self) -> QuestionRepository: ...
    @property
    def queue(self) -> QueueRepository: ...
    @property
    def reviews(self) -> ReviewRepository: ...
    @property
    def talks(self) -> TalkRepository: ...
    @property
    def preferences(self) -> PreferenceRepository: ...

    async def commit(self) -> None:
        """Make the changes durable; then, if a notice was added, wake the dispatcher."""


class Store(Protocol):
    """Opens units of work. ``reading`` ones never wait for a writer and cannot commit."""

    def reading(self) -> AbstractAsyncContextManager[UnitOfWork]: ...
    def writing(self) -> AbstractAsyncContextManager[UnitOfWork]: ...


Wake = Callable[[], None]
