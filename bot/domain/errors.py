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


class TooManyDrafts(Refused):
    """Parameters: ``limit`` (open drafts per person and server)."""

    key = key("error.too_many_drafts")


class NotEditable(Refused):
    """It was handed in and nothing allows a new version now. Parameters: ``ref``."""

    key = key("error.not_editable")


class NothingChanged(Refused):
    """A new version must differ from the one before. Parameters: ``ref``."""

    key = key("error.nothing_changed")


class MoveNotPossible(Refused):
    """The pitch's state does not allow it. Parameters: ``ref``, ``state`` (a `State`)."""

    key = key("error.move_not_possible")


class LeadsOnly(NotAllowed):
    key = key("error.leads_only")


class OwnerOnly(NotAllowed):
    """A co-author may read and fill in, but not submit, withdraw or invite."""

    key = key("error.owner_only")


class UndoTooLate(Refused):
    """Parameters: ``hours`` (how long a withdrawal can be undone)."""

    key = key("error.undo_too_late")


class ReasonMissing(Refused):
    key = key("error.reason_missing")


class DueInThePast(Refused):
    key = key("error.due_in_the_past")


class NoFieldsNamed(Refused):
    key = key("error.no_fields_named")


class InvitesOwner(Refused):
    key = key("error.invites_owner")


class InvitesBot(Refused):
    key = key("error.invites_bot")


class AlreadyInvited(Refused):
    key = key("error.already_invited")


class NotInvited(Refused):
    key = key("error.not_invited")


class TeamFull(Refused):
    """Parameters: ``limit``."""

    key = key("error.team_full")


class TeamIncomplete(Refused):
    """Parameters: ``count`` (whose consent is missing), ``by`` (the first of them, a mention)."""

    key = key("error.team_incomplete")


class FileRejected(Refused):
    """A file was not taken; nothing else was lost. Parameters: ``name`` as it was sent."""


class FileTooLarge(FileRejected):
    """Parameters: ``name``, ``limit`` (MiB)."""

    key = key("error.file_too_large")


class FileEmpty(FileRejected):
    key = key("error.file_empty")


class FileTypeUnknown(FileRejected):
    """Of a type that is not taken, or of none that its content shows. Parameters: ``name``,
    ``accepted`` (the types that are taken, as they are shown)."""

    key = key("error.file_type_unknown")


class FileMismatch(FileRejected):
    """Its name says one type and its content another. Parameters: ``name``, ``found``."""

    key = key("error.file_mismatch")


class FileDamaged(FileRejected):
    """It begins as its type does and does not go on so, such as a document that was cut off."""

    key = key("error.file_damaged")


class FileGone(FileRejected):
    """Discord's link to it has expired, or the file was removed."""

    key = key("error.file_gone")


class FileCutShort(FileRejected):
    """Fewer bytes came than Discord had announced, or none in time."""

    key = key("error.file_cut_short")


class FileNotKept(FileRejected):
    """It arrived, and our store of files did not take it."""

    key = key("error.file_not_kept")


class TooManyFiles(Refused):
    """Parameters: ``name``, ``limit`` (files per pitch, or per field)."""

    key = key("error.too_many_files")


class PitchFull(Refused):
    """Parameters: ``name``, ``limit`` (MiB per pitch)."""

    key = key("error.pitch_full")


class PersonFull(Refused):
    """Parameters: ``name``, ``limit`` (MiB per person)."""

    key = key("error.person_full")


class FileNotFound(NotFound):
    key = key("error.file_not_found")


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
