"""A notice: one thing to tell one destination, stored with the change that caused it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

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
    REMOVAL = "removal"
    """Take away a message that the bot wrote: ``channel`` and ``message`` say which; without a
    message the thread ``channel``."""


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
    ``detail`` is what the kind needs beyond the pitch, such as a reason or ``72``: at most 2000
    characters. ``pitch`` is empty where it is about none; a removal outlives its pitch."""

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
