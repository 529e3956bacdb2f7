"""What the events of a pitch say beyond the change of its state."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from bot.domain.moves import REOPENABLE
from bot.domain.pitch import PitchEvent, State


class Happening(StrEnum):
    """Kept at the beginning of an event's reason, where nobody gave a reason of their own."""

    REVISED = "revised"
    """A new version came in. Detail: its number."""
    CANCELLED = "cancelled"
    """Requested changes are not needed any more."""
    RESTORED = "restored"
    """A withdrawal was undone."""
    PROPOSED = "proposed"
    """A decision waits for a lead. Detail: the state, then the reason after a space."""
    ASSIGNED = "assigned"
    """Somebody else gave it to a coordinator."""
    INVITED = "invited"
    """The owner asked a person to join; nothing in a history names whom, since who leaves may ask
    to be forgotten."""
    JOINED = "joined"
    """The one who acted joined; so for the next two."""
    DECLINED = "declined"
    LEFT = "left"
    REMOVED = "removed"
    """The owner took a person out."""

    RELEASED = "released"
    """A coordinator gave it back: nobody holds it."""
    DUE = "due"
    """Until when it is to be reviewed. Detail: an ISO date and time, or nothing."""
    TAGGED = "tagged"
    """Detail: the tag. So for the next."""
    UNTAGGED = "untagged"
    NOTED = "noted"
    """A note among coordinators; its words stand with the note."""
    SCORED = "scored"
    CONFLICT = "conflict"
    """The one who acted declared a conflict of interest. Detail: ``ended`` where they took it
    back."""
    STAGED = "staged"
    """Moved along the pipeline. Detail: the stage's id."""
    REPLIED = "replied"
    """A coordinator wrote to the authors. Detail: ``edited`` or ``deleted`` where it was that, of
    what was written before; so for the next."""
    WROTE = "wrote"
    """An author wrote to the coordinators."""
    BLOCKED = "blocked"
    """The authors' messages are not relayed any more. So for its end."""
    UNBLOCKED = "unblocked"
    EXPORTED = "exported"
    """It was part of an export. Detail: its kind."""
    UNTOUCHED = "untouched"
    """It was raised because nobody had done anything for long."""


HIDDEN = frozenset(
    {
        Happening.PROPOSED,
        Happening.ASSIGNED,
        Happening.RELEASED,
        Happening.DUE,
        Happening.TAGGED,
        Happening.UNTAGGED,
        Happening.NOTED,
        Happening.SCORED,
        Happening.CONFLICT,
        Happening.BLOCKED,
        Happening.UNBLOCKED,
        Happening.EXPORTED,
        Happening.UNTOUCHED,
    }
)
"""What stays among coordinators."""

_WRITTEN = re.compile(rf"#({'|'.join(Happening)})(?: (.*))?", re.DOTALL)


def written(what: Happening, detail: object = "") -> str:
    """The reason of an event that tells of ``what``."""
    return f"#{what} {detail}".rstrip()


def spoken(reason: str) -> str:
    """A reason in a person's own words, trimmed, and never taken for one that tells of a
    happening."""
    words = reason.strip()
    return f" {words}" if words.startswith("#") else words


def happening(event: PitchEvent) -> tuple[Happening, str] | None:
    """What the event tells of, and its detail; None where it is a change of state and no more,
    whose reason is then in a person's own words."""
    match = _WRITTEN.fullmatch(event.reason)
    return (Happening(match[1]), match[2] or "") if match else None


def is_export(event: PitchEvent) -> bool:
    """Whether it tells of an export, which did nothing to the pitch."""
    told = happening(event)
    return told is not None and told[0] is Happening.EXPORTED


def for_authors(events: Sequence[PitchEvent]) -> tuple[PitchEvent, ...]:
    """What the authors may know: not what coordinators settle among themselves, nor the reasons
    that are not told with the news."""
    shown = []
    for event in events:
        told = happening(event)
        if told:
            among_us = told[0] in HIDDEN
            if among_us and event.before is event.after:
                continue
        else:
            ended = event.after in (State.ACCEPTED, State.DECLINED, State.SHORTLISTED)
            among_us = ended or event.before in REOPENABLE
        shown.append(replace(event, reason="") if among_us else event)
    return tuple(shown)
