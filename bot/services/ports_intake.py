"""What the intake needs beside pitches, as Protocols: teams, files, reminders and erasure.

`db` fulfils them. Every method that takes a guild sees nothing beyond it; those that span guilds
say why.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.files import StoredFile
from bot.domain.ids import ChannelId, FileId, GuildId, MessageId, PitchId, UserId
from bot.domain.notice import Route
from bot.domain.pitch import Pitch
from bot.domain.team import Member


class TeamRepository(Protocol):
    async def of(self, guild: GuildId, pitch: PitchId) -> Sequence[Member]:
        """All who were ever invited, in the order of (the latest) invitation."""

    async def of_all(self, guild: GuildId, pitches: Sequence[PitchId]) -> Sequence[Member]:
        """As `of`, of several pitches, in one statement."""

    async def put(self, member: Member) -> None:
        """Insert, or replace what is kept of this person in this pitch."""

    async def of_user(self, guild: GuildId, user: UserId) -> Sequence[Member]:
        """What a person was invited to, in any state, in the order of invitation."""

    async def remove_user(self, guild: GuildId, user: UserId) -> None:
        """Take a person out of every team of the guild, without a trace."""


class FileRepository(Protocol):
    """What is known of files; their bytes are in the store of files."""

    async def of(self, guild: GuildId, pitch: PitchId) -> Sequence[StoredFile]:
        """In the order of upload, those that no answer names any more included; not those that came
        with messages about it."""

    async def of_talks(self, guild: GuildId, pitch: PitchId) -> Sequence[StoredFile]:
        """Those that came with messages about the pitch, in the order of upload."""

    async def sent_by(self, guild: GuildId, user: UserId) -> Sequence[StoredFile]:
        """Those that a person sent with messages about any pitch, in the order of upload."""

    async def of_all(self, guild: GuildId, pitches: Sequence[PitchId]) -> Sequence[StoredFile]:
        """As `of`, of several pitches, in one statement."""

    async def get(self, guild: GuildId, file: FileId) -> StoredFile:
        """Raises: FileNotFound."""

    async def add(self, file: StoredFile) -> None: ...

    async def remove(self, guild: GuildId, file: FileId) -> None:
        """Nothing happens where there is none. The bytes stay: see `keys_in_use`."""

    async def bytes_of(self, guild: GuildId, user: UserId) -> int:
        """The size of all that a person has uploaded and that is still kept; a copy counts too."""

    async def keys_in_use(self, keys: Iterable[str]) -> set[str]:
        """Those of ``keys`` that a row still names. Spans guilds: the store of files knows none,
        and bytes must not go while anyone's row names them."""


class ReminderRepository(Protocol):
    """What was reminded of. ``kind`` is a word of ours, such as ``72``; ``moment`` is what it was
    about (a deadline, a due date), so that a moved one is reminded of anew.

    All but `claim` span guilds: they are timed work of the process, not of a person.
    """

    async def claim(
        self, guild: GuildId, pitch: PitchId, kind: str, moment: datetime, now: datetime
    ) -> bool:
        """Whether this is the first: then add the notice within the same unit of work. A second
        process that claims at the same time waits for the outcome of the first."""

    async def drafts_closing(
        self, now: datetime, before: datetime, kind: str, *, limit: int
    ) -> Sequence[tuple[GuildId, PitchId]]:
        """Drafts whose call has not ended and closes after ``now`` and no later than ``before``,
        without a claim of ``kind`` for that deadline; the soonest first.

        When a draft was begun does not matter here: claim those that are not to be told as well,
        or they come again.
        """

    async def changes_due(
        self, now: datetime, before: datetime, kind: str, *, limit: int
    ) -> Sequence[tuple[GuildId, PitchId]]:
        """Pitches whose requested changes are due after ``now`` and no later than ``before``,
        without a claim of ``kind`` for that due date; the soonest first."""

    async def changes_late(
        self, now: datetime, kind: str, *, limit: int
    ) -> Sequence[tuple[GuildId, PitchId]]:
        """Pitches whose requested changes were due at ``now`` or before, without a claim of
        ``kind`` for that due date; the longest due first."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Something of ours that can be seen on Discord. Without a ``message`` it is the thread
    ``channel`` as a whole."""

    route: Route
    channel: ChannelId
    message: MessageId | None
    pitch: PitchId


class ErasureRepository(Protocol):
    """Forgetting a person in one guild, within one unit of work, in this order: read what was
    `shown`; `strip`, `drop_draft`, save what was `handled` without the person, and
    `TeamRepository.remove_user`; `forget`; and only then add the notices that tell of it and take
    messages away."""

    async def pitches_owned(self, guild: GuildId, user: UserId) -> Sequence[Pitch]:
        """All of them, drafts included, oldest first."""

    async def handled(self, guild: GuildId, user: UserId) -> Sequence[Pitch]:
        """What the person holds, and what they proposed to decide or asked to be changed, as long
        as that stands; oldest first."""

    async def drop_draft(self, guild: GuildId, pitch: PitchId) -> Sequence[str]:
        """Delete a draft and all that hangs on it, notices included. Returns the keys of its
        files, some of which other rows may name.

        Raises:
            StaleVersion: it is no draft any more, or gone.
        """

    async def strip(self, pitch: Pitch, *, expected: int) -> Sequence[str]:
        """Store the tombstone (`bot.domain.moves.erase`) if the stored version is ``expected``.
        Revisions, members, files and reminders are deleted; events keep their dates and states,
        without reasons, and with 0 for every author; the desk's card stays on record, and so does
        the date of submission. Returns the keys of its files, some of which other rows may name.

        Raises:
            StaleVersion: it changed meanwhile.
        """

    async def shown(
        self, guild: GuildId, user: UserId, pitches: Sequence[PitchId]
    ) -> Sequence[Shown]:
        """Every message on record that is about ``pitches``, was sent to ``user``, or names them
        to others, and the desk's threads of ``pitches``, each once; private threads as a whole. Not
        the desk's cards, which are edited, and not the messages within those threads, which go
        with them."""

    async def forget(self, guild: GuildId, user: UserId, pitches: Sequence[PitchId]) -> None:
        """Delete all notices to ``user``, about ``pitches``, or that name ``user`` to others, sent
        or not, but those that take messages away; delete what was remembered of ``user``; and
        blank them as the one who did something, or uploaded something to another's pitch, wherever
        it stays on record."""
