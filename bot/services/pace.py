"""How often one person may ask, and what was asked a moment ago. Kept in memory, of one process."""

from __future__ import annotations

from collections import OrderedDict, deque
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.domain.errors_answers import TooManyQuestions
from bot.domain.ids import ChannelId, GuildId, ProgrammeKey, UserId
from bot.domain.question import QuestionId
from bot.services.ports import Clock

A_MINUTE = 6
"""Questions of one person in one guild within `WINDOW`."""
WINDOW = timedelta(minutes=1)
AGAIN = timedelta(minutes=2)
"""Within which the same words of the same person in the same channel are the same question."""


class Said(NamedTuple):
    """What makes a question the same as another. ``words`` are clean."""

    guild: GuildId
    user: UserId
    channel: ChannelId | None
    only: ProgrammeKey | None
    words: str


class Pace:
    """What is past its time is forgotten as the next question comes, so that little is ever kept:
    some hundred bytes for each question of the last two minutes."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._asked: OrderedDict[tuple[GuildId, UserId], deque[datetime]] = OrderedDict()
        self._said: OrderedDict[Said, tuple[datetime, QuestionId]] = OrderedDict()

    def take(self, guild: GuildId, user: UserId) -> None:
        """Count a question.

        Raises:
            TooManyQuestions: it would be one too many; it is not counted. Parameters: ``until``.
        """
        if (until := self.full_until(guild, user)) is not None:
            raise TooManyQuestions(until=until)
        self._asked.setdefault((guild, user), deque()).append(self._clock.now())
        self._asked.move_to_end((guild, user))

    def full_until(self, guild: GuildId, user: UserId) -> datetime | None:
        """When the next question may be asked, unless it may now."""
        now = self._clock.now()
        while self._asked:
            who, times = next(iter(self._asked.items()))
            if now - times[-1] < WINDOW:
                break
            del self._asked[who]
        times = self._asked.get((guild, user), deque())
        while times and now - times[0] >= WINDOW:
            times.popleft()
        return times[0] + WINDOW if len(times) >= A_MINUTE else None

    def said(self, what: Said, question: QuestionId) -> QuestionId | None:
        """The question that asked the same a moment ago; else None, and from now on it is
        ``question``, until `unsaid`."""
        now = self._clock.now()
        while self._said:
            first, (since, _) = next(iter(self._said.items()))
            if now - since < AGAIN:
                break
            del self._said[first]
        if (earlier := self._said.get(what)) is not None:
            return earlier[1]
        self._said[what] = (now, question)
        return None

    def unsaid(self, what: Said) -> None:
        """Nothing came of it: the same words are a new question."""
        self._said.pop(what, None)
