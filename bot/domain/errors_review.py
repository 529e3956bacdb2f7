"""What can go wrong by the rules of reviewing, of the conversation and of the desk's lists."""

from __future__ import annotations

from bot.domain.errors import FileRejected, NotAllowed, NotFound, Refused
from bot.domain.text import key


class BadScore(Refused):
    """Parameters: ``category``, ``typed``."""

    key = key("error.bad_score")


class NothingScored(Refused):
    key = key("error.nothing_scored")


class ConflictOfInterest(NotAllowed):
    """The person has a conflict of interest with this pitch."""

    key = key("error.conflict_of_interest")


class TheirConflict(NotAllowed):
    """The one who was chosen has one. Parameters: ``by`` (who, a mention)."""

    key = key("error.their_conflict")


class QuorumMissing(Refused):
    """Too few scores for a decision. Parameters: ``count``, ``needed``."""

    key = key("error.quorum_missing")


class NoSuchStage(NotFound):
    """Parameters: ``typed``."""

    key = key("error.no_such_stage")


class BadTag(Refused):
    """Parameters: ``most`` (characters)."""

    key = key("error.bad_tag")


class TooManyTags(Refused):
    """Parameters: ``most``."""

    key = key("error.too_many_tags")


class NothingToSend(Refused):
    """A message without words or files."""

    key = key("error.nothing_to_send")


class Blocked(NotAllowed):
    """The author may not write about this pitch any more: a coordinator blocked it."""

    key = key("error.blocked")


class TooManyMessages(Refused):
    """Parameters: ``limit`` (messages a minute)."""

    key = key("error.too_many_messages")


class TooManyBytes(FileRejected):
    """The files of one message are too large together. Parameters: ``name``, ``limit`` (MiB)."""

    key = key("error.too_many_bytes")


class MessageGone(NotFound):
    """The message was deleted, or is none that this person may read."""

    key = key("error.message_gone")


class NotYourMessage(NotAllowed):
    """Only who wrote a message may have it passed on."""

    key = key("error.not_your_message")


class NothingProposed(Refused):
    """No decision waits to be released here."""

    key = key("error.nothing_proposed")


class UnreadableHour(Refused):
    """Parameters: ``typed``."""

    key = key("error.unreadable_hour")


class NothingChosen(Refused):
    """No pitch was chosen for release."""

    key = key("error.nothing_chosen")


class LetterIncomplete(Refused):
    """It is there in some languages only."""

    key = key("error.letter_incomplete")


class LetterTooLong(Refused):
    """Parameters: ``count``, ``most`` (characters)."""

    key = key("error.letter_too_long")


class LetterChanged(Refused):
    """Somebody else changed the letter while it was being written."""

    key = key("error.letter_changed")


class UnknownPlaceholder(Refused):
    """Parameters: ``typed``."""

    key = key("error.unknown_placeholder")


class PlaceholderRepeated(Refused):
    """Parameters: ``typed``."""

    key = key("error.placeholder_repeated")


class StrayBrace(Refused):
    """A letter has a brace that belongs to no placeholder."""

    key = key("error.stray_brace")
