"""What can go wrong by the rules of who reviews a pitch."""

from __future__ import annotations

from bot.domain.errors import MoveNotPossible, NotAllowed, Refused
from bot.domain.text import key


class NotACoordinator(Refused):
    """A pitch is for coordinators to read. Parameters: ``by`` (who was chosen, a mention)."""

    key = key("error.not_a_coordinator")


class TheirOwnPitch(NotAllowed):
    """It was to be given to one of its authors. Parameters: ``by`` (who, a mention)."""

    key = key("error.their_own_pitch")


class RoleOfEverybody(Refused):
    """A programme was to be narrowed to everybody."""

    key = key("error.role_of_everybody")


class DoneBefore(MoveNotPossible):
    """Somebody brought the pitch where this is not possible. Parameters: ``ref``, ``state`` (a
    `State`), ``by`` (a user), ``at``."""

    key = key("error.done_before")


class NotClaimed(MoveNotPossible):
    """Nobody reviews the pitch yet. Parameters as those of its base."""

    key = key("error.not_claimed")


class NotConfirmed(MoveNotPossible):
    """It is not on the pipeline yet. Parameters as those of its base."""

    key = key("error.not_confirmed")
