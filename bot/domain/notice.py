"""A notice: one thing to tell one destination, stored with the change that caused it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Self

from bot.domain.ids import ChannelId, GuildId, MessageId, NoticeId, PitchId, UserId


class NoticeKind(StrEnum):
    DESK_CARD = "desk_card"
    """A new pitch's card and thread."""
    DESK_UPDATE = "desk_update"
    """The card edited in place, to show the pitch as it is now."""
    RECEIPT = "receipt"
    """To the author: the pitch arrived."""
    CLAIMED = "claimed"
    """To the author: a coordinator is reading the pitch."""
    ASSIGNED = "assigned"
    """To a coordinator: a pitch is theirs to read."""
    NEW_VERSION = "new_version"
    """To the desk, in the pitch's thread: what changed, field by field."""
    REVISED = "revised"
    """To the authors: the new version arrived."""
    INVITED = "invited"
    """To a co-author: an invitation, with its buttons."""
    TEAM_CHANGED = "team_changed"
    """To the owner: a co-author accepted, declined or left."""
    DEADLINE_NEAR = "deadline_near"
    """To the authors of a draft, 72 and 24 hours before the call closes."""
    CHANGES_ASKED = "changes_asked"
    """To the authors: what to change, and until when."""
    CHANGES_DUE = "changes_due"
    """To the authors, 24 hours before requested changes are due."""
    CHANGES_LATE = "changes_late"
    """To the desk: requested changes are past due. Nothing else happens to the pitch."""
    CHANGES_CANCELLED = "changes_cancelled"
    """To the authors: nothing needs changing any more."""
    INELIGIBLE = "ineligible"
    """To the authors, with the reason."""
    SHORTLISTED = "shortlisted"
    """To the authors."""
    ACCEPTED = "accepted"
    """To the authors, with a button that confirms."""
    DECLINED = "declined"
    """To the authors."""
    CONFIRMED = "confirmed"
    """To the desk, in the pitch's thread: the owner takes what was offered."""
    WITHDRAWN = "withdrawn"
    """To the co-authors and, in the thread, to the desk."""
    RESTORED = "restored"
    """To the co-authors and, in the thread, to the desk: a withdrawal was undone."""
    REOPENED = "reopened"
    """To the authors and, in the thread, to the desk."""
    ERASED = "erased"
    """To the co-authors: the pitch is gone because its owner asked to be forgotten."""
    QUESTION = "question"
    """To the desk: somebody asks the coordinators. ``detail`` is the question's id."""
    QUESTION_UPDATE = "question_update"
    """The same message edited in place, to show the question as it is now."""
    ANSWER = "answer"
    """To the asker, where they asked: a coordinator's answer. ``detail`` is the question's id."""
    FAQ_UNCONFIRMED = "faq_unconfirmed"
    """To the desk, once a month: how many entries nobody has confirmed for that long (``detail``).
    """
    STAGED = "staged"
    """To the authors: where the pitch is in the pipeline now. ``detail`` is the stage's id."""
    REPLY = "reply"
    """To an author: what a coordinator wrote. ``detail`` is the id of the `Talk`; so for the next
    three."""
    AUTHOR_WROTE = "author_wrote"
    """To the desk, in the pitch's thread: what an author wrote."""
    TALK_CHANGED = "talk_changed"
    """To where it was shown: it was edited or deleted at its source."""
    NEW_PITCH = "new_pitch"
    """To a coordinator who wants to know at once. So for what an author wrote: ``detail``."""
    DIGEST = "digest"
    """To a coordinator. ``detail`` is the local day, ``2026-11-23``; from when on it tells, in ISO
    8601; and the ids of the pitches that it names, a space between them all."""
    UNTOUCHED = "untouched"
    """To the desk, in the pitch's thread: nobody did anything for as many days as ``detail``."""
    REVIEW_DUE = "review_due"
    """To the assignee: the review is due within a day, or overdue. ``detail``: `DueDetail`."""
    REMOVAL = "removal"
    """Take away a message that the bot wrote: ``channel`` and ``message`` say which; without a
    message the thread ``channel``."""


FOR_COORDINATORS = frozenset(
    {NoticeKind.ASSIGNED, NoticeKind.NEW_PITCH, NoticeKind.DIGEST, NoticeKind.REVIEW_DUE}
)
"""To coordinators as such: not in their quiet hours, and not to who is none any more when it is
sent. They are a destination of their own, so that nothing else waits for the end of those hours."""


class Route(StrEnum):
    """By what way a notice goes. Each has a next one, for when it is shut."""

    DESK = "desk"
    CHANNEL = "channel"
    """As a reply where a question was asked in public."""
    OWNER = "owner"
    DM = "dm"
    THREAD = "thread"
    INBOX = "inbox"

    def next(self) -> Route | None:
        """DM, then a private thread, then `/inbox`; the desk, then the guild's owner; the channel
        of a question, then a DM."""
        return {
            Route.CHANNEL: Route.DM,
            Route.DESK: Route.OWNER,
            Route.DM: Route.THREAD,
            Route.THREAD: Route.INBOX,
        }.get(self)


class NoticeState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    IN_INBOX = "in_inbox"
    """Nothing else was open; the person reads it with `/inbox`."""
    STUCK = "stuck"
    """Every way was shut or the retries ran out; a coordinator or operator must act."""


@dataclass(frozen=True, slots=True)
class Notice:
    """``recipient`` is None for the desk; ``id`` is 20 hex digits; ``actor`` did what it tells;
    ``detail`` is what the kind needs beyond the pitch, such as a reason, ``72`` or the words of a
    letter (`bot.domain.letters`): at most 4000 characters. ``pitch`` is empty where it is about
    none; a removal outlives its pitch."""

    id: NoticeId
    guild: GuildId
    kind: NoticeKind
    pitch: PitchId
    route: Route
    recipient: UserId | None
    created: datetime
    actor: UserId | None = None
    detail: str = ""

    @property
    def destination(self) -> str:
        """Order is kept among notices of the same destination."""
        if self.kind is NoticeKind.REMOVAL:
            return f"{self.guild}:removal"
        if self.kind in FOR_COORDINATORS:
            return f"{self.guild}:{self.recipient}:coordinator"
        return f"{self.guild}:{self.recipient or 'desk'}"

    @property
    def nonce(self) -> str:
        """At most 25 characters (Discord's limit). It differs by route, because Discord answers
        a nonce that it knows with the earlier message, in whatever channel that was."""
        return f"{self.id}-{self.route[:4]}"

    @property
    def marker(self) -> int:
        """The id of the message's container, by which the notice is found again in history.

        31 bits, never 0: Discord's component ids are positive 32-bit integers.
        """
        return int(self.id[:8], 16) >> 1 or 1


@dataclass(frozen=True, slots=True)
class Leased:
    """A notice in hand: ``attempts`` counts earlier tries, ``first_try`` is when they began."""

    notice: Notice
    attempts: int
    first_try: datetime | None


@dataclass(frozen=True, slots=True)
class Delivered:
    """Where a notice can be seen."""

    channel: ChannelId
    message: MessageId
    thread: ChannelId | None = None


_LATE = "late"


@dataclass(frozen=True, slots=True)
class DueDetail:
    """What a notice of the kind `REVIEW_DUE` carries: which date it is about, so that it is not
    sent once that has moved, and whether that had passed."""

    due: str
    """ISO 8601, in UTC; empty in a notice that was written without."""
    late: bool

    @classmethod
    def of(cls, due: datetime, *, late: bool) -> Self:
        return cls(due.astimezone(UTC).isoformat(), late)

    @classmethod
    def read(cls, detail: str) -> Self:
        words = detail.split()
        return cls("".join(word for word in words if word != _LATE), _LATE in words)

    def written(self) -> str:
        return f"{_LATE} {self.due}" if self.late else self.due

    def about(self, due: datetime | None) -> bool:
        """Whether a review that is due then is what it tells of."""
        return due is not None and self.due in ("", due.astimezone(UTC).isoformat())
