"""What happened to a pitch, for coordinators: who did what, when and why."""

from __future__ import annotations

from collections.abc import Sequence

from bot.discord_io.desk_facts import within
from bot.discord_io.escape import escape
from bot.discord_io.reading import STATE_NAMES
from bot.discord_io.timeline import BECAME, HAPPENED
from bot.domain.history import Happening, happening
from bot.domain.moves import REOPENABLE
from bot.domain.pitch import PitchEvent, State
from bot.domain.text import key
from bot.texts import Text, stamp

REASON_CHARACTERS = 1200


def history(events: Sequence[PitchEvent], text: Text) -> list[str]:
    """A line for each, the latest first, under a heading; nothing where nothing happened."""
    lines = [_line(event, text) for event in reversed(events)]
    return [f"**{text(key('desk.history'))}**", *lines] if lines else []


def _line(event: PitchEvent, text: Text) -> str:
    who = f" · <@{event.actor}>" if event.actor else ""
    return f"{stamp(event.at, 'f')}{who} · {_words(event, text)}"


def _words(event: PitchEvent, text: Text) -> str:
    told = happening(event)
    match told:
        case None:
            back = event.after is State.IN_REVIEW and event.before in REOPENABLE
            words = text(key("event.reopened")) if back else text(BECAME[event.after])
            return f"{words} {_reason(event.reason)}" if event.reason else words
        case (Happening.REVISED, number):
            return text(key("event.revised"), number=escape(number))
        case (Happening.ASSIGNED, _):
            return text(key("desk.assigned_event"))
        case (Happening.PROPOSED, detail):
            decision, _, reason = detail.partition(" ")
            shown = text(STATE_NAMES[State(decision)]) if decision in set(State) else "—"
            words = text(key("desk.proposed_event"), state=shown)
            return f"{words} {_reason(reason)}" if reason else words
        case (what, _):
            return text(HAPPENED[what])


def _reason(reason: str) -> str:
    return f"({within(reason, REASON_CHARACTERS)})"
