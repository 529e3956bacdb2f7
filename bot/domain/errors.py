"""What can go wrong by the rules. Each error carries the key of a text, and its parameters."""

from __future__ import annotations

from typing import ClassVar

from bot.domain.text import key


class CallboardError(Exception):
    """Base of every refusal that a person is told about.

    ``key`` names a text in the catalogues; ``params`` fills its placeholders. Text values are
    taken for user text and escaped when shown; datetimes become Discord time stamps.
    """

    key: ClassVar[str]

    def __init__(self, **params: object) -> None:
        super().__init__(self.key, params)
        self.params = params


class NotFound(CallboardError):
    """No such thing here, or none that this person may know of: the two look alike."""


class PitchNotFound(NotFound):
    """Also for a pitch that exists but is not for this person: nothing tells the two apart."""

    key = key("error.pitch_not_found")


class SubmissionNotFound(PitchNotFound):
    """The same, said to a coordinator."""

    key = key("error.submission_not_found")


class ProgrammeNotFound(NotFound):
    key = key("error.programme_not_found")


class NotAllowed(CallboardError):
    """The person may not do this, whatever the state."""


class CoordinatorsOnly(NotAllowed):
    key = key("error.coordinators_only")


class ManagersOnly(NotAllowed):
    key = key("error.managers_only")


class OwnPitch(NotAllowed):
    key = key("error.own_pitch")


class Refused(CallboardError):
    """The state does not allow it now."""


class NotSetUp(Refused):
    key = key("error.not_set_up")


class NoOpenCall(Refused):
    key = key("error.no_open_call")


class ProgrammeClosed(NoOpenCall):
    """Others may be open. Parameters: ``name`` (of the programme)."""

    key = key("error.programme_closed")


class CallClosed(Refused):
    """Parameters: ``closed`` (aware datetime)."""

    key = key("error.call_closed")


class CallAlreadyOpen(Refused):
    key = key("error.call_already_open")


class ClosesInThePast(Refused):
    key = key("error.closes_in_the_past")


class UnreadableTime(Refused):
    """Parameters: ``typed``, ``example``."""

    key = key("error.unreadable_time")


class UnknownTimezone(Refused):
    """Parameters: ``typed``."""

    key = key("error.unknown_timezone")


class TooManyPitches(Refused):
    """Parameters: ``limit`` (pitches per person and call)."""

    key = key("error.too_many_pitches")


class AlreadyClaimed(Refused):
    """Parameters: ``by`` (who holds it, as a mention)."""

    key = key("error.already_claimed")


class NotADraft(Refused):
    """Parameters: ``ref``."""

    key = key("error.not_a_draft")


class PitchIncomplete(Refused):
    """Parameters: ``count`` (fields missing or over a limit)."""

    key = key("error.pitch_incomplete")


class ConsentMissing(Refused):
    key = key("error.consent_missing")


class PitchStillADraft(Refused):
    key = key("error.still_a_draft")


class NothingToAsk(Refused):
    key = key("error.nothing_to_ask")


class StaleVersion(CallboardError):
    """Somebody else changed the thing since it was read; services read again and retry."""

    key = key("error.changed_meanwhile")
