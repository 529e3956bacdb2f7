"""What happened to a pitch, in words, for its authors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bot.discord_io.escape import cut, escape
from bot.discord_io.seen import fitted
from bot.domain.history import Happening, happening
from bot.domain.moves import REOPENABLE
from bot.domain.pitch import PitchEvent, Revision, State
from bot.domain.text import key
from bot.texts import Text, stamp

REASON_CHARACTERS = 200

HAPPENED: Mapping[Happening, str] = {
    Happening.CANCELLED: key("event.changes_cancelled"),
    Happening.RESTORED: key("event.restored"),
    Happening.INVITED: key("event.invited"),
    Happening.JOINED: key("event.joined"),
    Happening.DECLINED: key("event.invitation_declined"),
    Happening.LEFT: key("event.left"),
    Happening.REMOVED: key("event.removed"),
    Happening.STAGED: key("event.moved_on"),
    Happening.REPLIED: key("event.replied"),
    Happening.WROTE: key("event.wrote"),
}
_CHANGED: Mapping[str, str] = {
    "edited": key("event.talk_edited"),
    "deleted": key("event.talk_deleted"),
}
BECAME: Mapping[State, str] = {
    State.DRAFT: key("event.begun"),
    State.SUBMITTED: key("event.submitted"),
    State.IN_REVIEW: key("event.in_review"),
    State.CHANGES_REQUESTED: key("event.changes_requested"),
    State.SHORTLISTED: key("event.shortlisted"),
    State.ACCEPTED: key("event.accepted"),
    State.DECLINED: key("event.declined"),
    State.INELIGIBLE: key("event.ineligible"),
    State.CONFIRMED: key("event.confirmed"),
    State.WITHDRAWN: key("event.withdrawn"),
    State.ERASED: key("event.erased"),
}


def timeline(events: Sequence[PitchEvent], text: Text, most: int) -> list[str]:
    """Lines of ``most`` characters together, the latest first."""
    return fitted((_line(event, text) for event in reversed(events)), most)


def _line(event: PitchEvent, text: Text) -> str:
    return f"{stamp(event.at, 'f')} · {_words(event, text)}"


def talk_change(what: Happening, how: str) -> str | None:
    """The key of what to say where a message that was written before was changed."""
    return _CHANGED.get(how) if what in (Happening.WROTE, Happening.REPLIED) else None


def _words(event: PitchEvent, text: Text) -> str:
    told = happening(event)
    if told and told[0] is Happening.REVISED:
        return text(key("event.revised"), number=escape(told[1]))
    if told and told[0] in HAPPENED:
        return text(talk_change(*told) or HAPPENED[told[0]])
    if event.after is State.IN_REVIEW and event.before in REOPENABLE:
        words = text(key("event.reopened"))
    else:
        words = text(BECAME[event.after])
    reason = "" if told else cut(event.reason, REASON_CHARACTERS)
    return with_reason(words, escape(reason), text)


def with_reason(what: str, reason: str, text: Text) -> str:
    """What happened, and why, if a reason was given; both as they are to be shown."""
    return text(key("event.reason"), what=what, reason=reason) if reason else what


def receipts(revisions: Sequence[Revision], text: Text) -> Iterator[str]:
    """A line for each version that was handed in, the latest first."""
    for each in reversed(revisions):
        submission = each.submission
        yield text(
            key("receipt.line"),
            number=each.number,
            at=stamp(submission.at, "f"),
            hash=submission.content_hash,
        )
