"""A call: the window of a programme in which pitches are taken."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.errors import CallClosed, ClosesInThePast
from bot.domain.errors_calls import OpensTooLate
from bot.domain.ids import CallId, GuildId, ProgrammeKey

GRACE_MINUTES = 15
"""How long after the deadline a pitch that was being finished is still taken, unless set."""
PER_PERSON = 3
"""How many pitches one person may submit to a call, unless set."""


@dataclass(frozen=True, slots=True)
class Call:
    """Times are aware and in UTC. Without ``closes`` the call stays open until it is ended. A call
    that ``holds`` decisions has those to shortlist released by a lead too; else they are told at
    once."""

    id: CallId
    guild: GuildId
    programme: ProgrammeKey
    opens: datetime
    closes: datetime | None
    grace_minutes: int = GRACE_MINUTES
    per_person: int = PER_PERSON
    ended: datetime | None = None
    holds: bool = False

    @classmethod
    def opened(
        cls,
        id_: CallId,
        guild: GuildId,
        programme: ProgrammeKey,
        *,
        now: datetime,
        closes: datetime | None,
        per_person: int,
        opens: datetime | None = None,
        holds: bool = False,
    ) -> Call:
        """A call that opens at ``opens``, or at once if that is not ahead.

        Raises:
            ClosesInThePast: the deadline is not after ``now``.
            OpensTooLate: it would open at its deadline or after it.
        """
        begins = max(now, opens) if opens else now
        if closes is not None and closes <= now:
            raise ClosesInThePast
        if closes is not None and closes <= begins:
            raise OpensTooLate
        return cls(id_, guild, programme, begins, closes, per_person=per_person, holds=holds)

    def scheduled(self, now: datetime) -> bool:
        """Whether it is to open later."""
        return self.ended is None and now < self.opens

    def is_open(self, now: datetime) -> bool:
        """Whether it is open to new drafts: opened, before the deadline, and not ended."""
        return self.takes(now) and (self.closes is None or now < self.closes)

    def takes(self, now: datetime) -> bool:
        """Whether a pitch that was begun may be submitted at ``now``, grace included."""
        grace = timedelta(minutes=self.grace_minutes)
        runs = self.opens <= now and (self.ended is None or now < self.ended)
        return runs and (self.closes is None or now - grace < self.closes)

    def check_takes(self, now: datetime) -> None:
        """Check that a pitch may be submitted at ``now``, grace included.

        Raises:
            CallClosed: it may not.
        """
        if not self.takes(now):
            raise CallClosed(closed=self.ended or self.closes)

    def end(self, now: datetime) -> Call:
        """The call ended at ``now``, or at its deadline if that was earlier. No grace follows."""
        moment = min(now, self.closes) if self.closes else now
        return replace(self, ended=moment)

    def make_way(self, now: datetime) -> Call:
        """As `end`, for a call that is to open later: a grace that is running goes on."""
        if self.closes is None or not self.takes(now):
            return self.end(now)
        return replace(self, ended=self.closes + timedelta(minutes=self.grace_minutes))
