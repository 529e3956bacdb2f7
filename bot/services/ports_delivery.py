"""Ports of delivery: the queue that notices wait in, and what sends them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.domain.call import Call
from bot.domain.faq import BankEntry
from bot.domain.files import StoredFile
from bot.domain.ids import ChannelId, FileId, MessageId, NoticeId, ProgrammeKey
from bot.domain.notice import Delivered, Leased, Notice, Route
from bot.domain.people import GuildSettings
from bot.domain.pitch import Pitch, Revision
from bot.domain.programme import Programme
from bot.domain.question import Question
from bot.domain.review import Marks
from bot.domain.rhythm import Digest
from bot.domain.talk import Talk
from bot.domain.team import Team
from bot.domain.text import Locale
from bot.services.ports import Card


class NoticeQueue(Protocol):
    """The dispatcher's side of the queue. Spans guilds: it acts for the process, not a person."""

    async def lease(
        self, holder: str, *, now: datetime, until: datetime, limit: int
    ) -> Sequence[Leased]:
        """Take notices that are due: of each destination only the first that is not done, and
        none that another holder has leased beyond ``now``. Counts the attempt."""

    async def renew(self, holder: str, ids: Sequence[NoticeId], until: datetime) -> None: ...

    async def sent(self, notice: Notice, delivered: Delivered | None, now: datetime) -> None:
        """Done. The place of a desk card or of a question at the desk is kept for later edits."""

    async def retry(self, notice: Notice, *, due: datetime, error: str) -> None: ...

    async def reroute(self, notice: Notice, route: Route, *, now: datetime, error: str) -> None:
        """Due at once by another way, with its attempts counted from zero; the inbox needs no
        sending, so a notice that goes there is done."""

    async def stuck(self, notice: Notice, *, error: str) -> None: ...

    async def release(self, holder: str) -> None:
        """Give back what this holder has leased, to be taken at once."""

    async def release_all(self) -> None:
        """Give back all leases: only where no other process can be at work (SQLite)."""

    async def depth(self) -> Mapping[str, int]:
        """How many notices are in each state but sent."""


class Unreachable(Exception):
    """The destination is shut for good: try the next route. ``reason`` is for the log."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Undelivered(Exception):
    """It failed this time: try again, not before ``retry_after`` seconds if given."""

    def __init__(self, reason: str, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Talked:
    """A message between coordinators and authors, with what came with it. ``place`` is where the
    recipient of a notice reads it already."""

    talk: Talk
    files: tuple[StoredFile, ...] = ()
    place: tuple[ChannelId, MessageId] | None = None


@dataclass(frozen=True, slots=True)
class Brief:
    """All that is needed to render a notice: nothing is read while it is being sent.

    ``settings`` and ``card`` are None where there are none; ``locale`` is the recipient's, or the
    guild's for the desk; ``revisions`` are the last two, of a notice of a new version only;
    ``marks`` are there for the desk, ``talked`` in notices of the conversation. What goes to
    coordinators hides its authors as long as the review is blind; what goes to authors is whole.
    """

    notice: Notice
    pitch: Pitch
    programme: Programme
    settings: GuildSettings | None
    card: Card | None
    locale: Locale
    team: Team
    call: Call
    files: Mapping[FileId, StoredFile] = field(default_factory=dict)
    revisions: tuple[Revision, ...] = ()
    marks: Marks = field(default_factory=Marks)
    talked: Talked | None = None


@dataclass(frozen=True, slots=True)
class QuestionBrief:
    """All that is needed to render a notice about a question or about the bank.

    ``question`` is None in `NoticeKind.FAQ_UNCONFIRMED`; ``entry`` is what came of the question,
    if anything did, ``nearest`` what the bank had that came near it; ``programmes`` are the
    guild's, by key.
    """

    notice: Notice
    settings: GuildSettings | None
    locale: Locale
    programmes: Mapping[ProgrammeKey, Programme]
    question: Question | None = None
    entry: BankEntry | None = None
    nearest: tuple[BankEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class DigestBrief:
    """All that is needed to render a digest. ``lead`` says whether the one who reads it is one."""

    notice: Notice
    settings: GuildSettings | None
    locale: Locale
    digest: Digest
    lead: bool = False


AnyBrief = Brief | QuestionBrief | DigestBrief


class NoticeSender(Protocol):
    async def send(self, brief: AnyBrief, *, first_try: datetime | None) -> Delivered | None:
        """Show the notice once. With ``first_try`` (of an earlier attempt whose outcome is not
        known) the destination's history since then is searched before sending.

        Returns None where nothing needed to be shown any more.

        Raises:
            Unreachable: this route is shut.
            Undelivered: try again later.
        """

    async def remove(self, notice: Notice) -> None:
        """Take away what a notice of the kind `REMOVAL` names; well if it is gone already. There is
        no brief: what it was about may be gone.

        Raises:
            Unreachable: the bot may not any more.
            Undelivered: try again later.
        """
