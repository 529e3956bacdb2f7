"""What can go wrong by the rules of calls that are to open later."""

from __future__ import annotations

from bot.domain.errors import CallClosed, ProgrammeClosed, Refused
from bot.domain.text import key


class ProgrammeOpensLater(ProgrammeClosed):
    """Parameters: ``name`` (of the programme), ``opens`` (aware datetime)."""

    key = key("error.programme_opens_later")


class CallOpensAgain(CallClosed):
    """The call closed, and a later one is scheduled. Parameters: ``closed``, ``opens`` (aware
    datetimes)."""

    key = key("error.call_opens_again")


class CallAlreadyScheduled(Refused):
    """Parameters: ``name`` (of the programme), ``opens`` (aware datetime)."""

    key = key("error.call_already_scheduled")


class OpensTooLate(Refused):
    key = key("error.opens_too_late")
