"""How coordinators look for pitches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import CallId, ProgrammeKey, UserId
from bot.domain.pitch import Pitch, State
from bot.domain.text import Locale


class Sort(StrEnum):
    NEWEST = "newest"
    OLDEST = "oldest"
    DUE = "due"
    """What is due first comes first; what has no date comes last."""
    SCORE = "score"
    """The highest mean first; what nobody scored comes last."""


@dataclass(frozen=True, slots=True)
class PitchQuery:
    """All that is given must hold; drafts are never found. ``assignee`` is somebody's;
    ``unassigned`` nobody's; ``overdue`` what is past its review's or its changes' due date;
    ``score_from`` the least mean of its scores; ``format`` the value of the field that the card
    shows as the format; ``text`` words or parts of words of the title, the logline and the
    answers, in any language, of which all must be there. ``scored_by`` leaves only what somebody
    scored, ``not_by`` leaves out what somebody wrote or was asked to join. ``sent_from`` leaves
    what was handed in then or later, ``untouched_since`` what nobody has touched since;
    ``closed`` leaves out programmes that whoever looks may not see. Without ``states`` all that are
    at work: neither at an end nor erased."""

    states: tuple[State, ...] = ()
    programme: ProgrammeKey | None = None
    call: CallId | None = None
    assignee: UserId | None = None
    unassigned: bool = False
    overdue: bool = False
    tag: str | None = None
    locale: Locale | None = None
    format: str | None = None
    score_from: float | None = None
    scored_by: UserId | None = None
    not_by: UserId | None = None
    sent_from: datetime | None = None
    untouched_since: datetime | None = None
    text: str = ""
    sort: Sort = Sort.NEWEST
    closed: frozenset[ProgrammeKey] = frozenset()


COUNTED = 1_000
"""How far lists are counted: what says so many says that there are so many or more."""
COUNTED_BY_TEXT = 200
"""The same for what is found by a text, which may be in nearly all pitches."""

AT_WORK = (
    State.SUBMITTED,
    State.IN_REVIEW,
    State.CHANGES_REQUESTED,
    State.SHORTLISTED,
    State.ACCEPTED,
)


def due_of(pitch: Pitch) -> datetime | None:
    """What a pitch is waited for first: its review, or the changes that were asked for."""
    dues = []
    if pitch.review_due and pitch.state in AT_WORK:
        dues.append(pitch.review_due)
    if pitch.state is State.CHANGES_REQUESTED and pitch.changes and pitch.changes.due:
        dues.append(pitch.changes.due)
    return min(dues, default=None)
