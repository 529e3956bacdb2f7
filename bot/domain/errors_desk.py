"""What can go wrong by the rules of who reviews a pitch."""

from __future__ import annotations

from bot.domain.errors import NotAllowed, Refused
from bot.domain.text import key


class NotACoordinator(Refused):
    """A pitch is for coordinators to read. Parameters: ``by`` (who was chosen, a mention)."""

    key = key("error.not_a_coordinator")


class TheirOwnPitch(NotAllowed):
    """It was to be given to one of its authors. Parameters: ``by`` (who, a mention)."""

    key = key("error.their_own_pitch")
