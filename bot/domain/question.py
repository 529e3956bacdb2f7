"""A question that somebody asked: what it got, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import NewType

from bot.domain.errors_answers import AnsweredAlready, NotYourQuestion, PassedOnAlready
from bot.domain.faq import FaqRef
from bot.domain.ids import ChannelId, GuildId, MessageId, ProgrammeKey, UserId
from bot.domain.text import Locale

QuestionId = NewType("QuestionId", str)
"""20 hex digits."""

ANSWER_CHARACTERS = 3500
"""Of a coordinator's answer: what one message holds beside the question."""
MISSING_CHARACTERS = 1000


class Place(StrEnum):
    """By what way it was asked."""

    COMMAND = "command"
    BUTTON = "button"
    MENTION = "mention"
    DM = "dm"
    CHANNEL = "channel"
    """Overheard in a channel of questions."""
    FORUM = "forum"
    """A post in a forum of questions."""
    MENU = "menu"

    @property
    def public(self) -> bool:
        """Whether others saw it asked, so that the answer belongs there too."""
        return self in (Place.MENTION, Place.CHANNEL, Place.FORUM)


class Outcome(StrEnum):
    ANSWERED = "answered"
    OFFERED = "offered"
    UNKNOWN = "unknown"


class Stage(StrEnum):
    """Where it stands with the coordinators."""

    NONE = "none"
    """Nobody was asked."""
    OPEN = "open"
    ANSWERED = "answered"
    DISMISSED = "dismissed"
    """A coordinator put it aside: it needs no answer."""


@dataclass(frozen=True, slots=True)
class Where:
    """``message`` is what was written, where anything was."""

    place: Place
    channel: ChannelId | None = None
    message: MessageId | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """``only`` is the programme it was asked about, if one was named; ``entry`` what answered it;
    ``desk`` the message at the desk (channel, message) that shows it; ``saved_as`` the entry that
    came of it; ``same_as`` the question it was merged into; ``aside`` says that the bank need not
    hold its answer. ``asker`` is None once they had themselves forgotten: ``text`` is empty then.
    """

    id: QuestionId
    guild: GuildId
    at: datetime
    asker: UserId | None
    locale: Locale
    text: str
    where: Where
    outcome: Outcome
    only: ProgrammeKey | None = None
    entry: FaqRef | None = None
    helpful: bool | None = None
    missing: str = ""
    stage: Stage = Stage.NONE
    desk: tuple[ChannelId, MessageId] | None = None
    answer: str = ""
    answered_by: UserId | None = None
    answered_at: datetime | None = None
    saved_as: FaqRef | None = None
    same_as: QuestionId | None = None
    aside: bool = False
    version: int = 0

    def voted(self, user: UserId, *, helpful: bool, missing: str = "") -> Question:
        """Raises: NotYourQuestion: only who asked can say whether it helped."""
        if user != self.asker:
            raise NotYourQuestion
        said = missing.strip()[:MISSING_CHARACTERS] or self.missing
        return replace(self, helpful=helpful, missing="" if helpful else said)

    def passed_on(self, user: UserId) -> Question:
        """Put before the coordinators.

        Raises:
            NotYourQuestion.
            PassedOnAlready: it lies with them.
            AnsweredAlready: they answered it.
        """
        if user != self.asker:
            raise NotYourQuestion
        if self.stage is Stage.OPEN:
            raise PassedOnAlready
        if self.stage is Stage.ANSWERED:
            raise AnsweredAlready(by=self.answered_by)
        return replace(self, stage=Stage.OPEN)

    def answered(self, by: UserId, words: str, now: datetime) -> Question:
        """Raises: AnsweredAlready: another coordinator was first. Parameters: ``by``."""
        if self.stage is Stage.ANSWERED:
            raise AnsweredAlready(by=self.answered_by)
        return replace(self, stage=Stage.ANSWERED, answer=words, answered_by=by, answered_at=now)

    def dismissed(self, by: UserId, now: datetime) -> Question:
        """Raises: AnsweredAlready."""
        if self.stage is Stage.ANSWERED:
            raise AnsweredAlready(by=self.answered_by)
        return replace(self, stage=Stage.DISMISSED, answered_by=by, answered_at=now)

    def put_aside(self, by: UserId, now: datetime) -> Question:
        """The bank need not answer it: dismissed, unless a coordinator answered it already."""
        if self.stage is Stage.ANSWERED:
            return replace(self, aside=True)
        return self.dismissed(by, now)

    def saved(self, ref: FaqRef) -> Question:
        """An entry answers it from now on."""
        return replace(self, saved_as=ref)

    @property
    def is_gap(self) -> bool:
        """Whether the bank should have answered it and still does not."""
        failed = self.outcome is Outcome.UNKNOWN or self.helpful is False
        asked = self.stage in (Stage.OPEN, Stage.ANSWERED)
        settled = self.saved_as is not None or self.aside or self.stage is Stage.DISMISSED
        return (failed or asked) and not settled
