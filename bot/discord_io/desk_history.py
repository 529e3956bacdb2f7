"""What happened to a pitch, for coordinators: who did what, when and why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.discord_io.desk_facts import within
from bot.discord_io.escape import escape
from bot.discord_io.reading import STATE_NAMES
from bot.discord_io.timeline import BECAME, HAPPENED, talk_change, with_reason
from bot.domain.history import Happening, happening, is_export
from bot.domain.moves import REOPENABLE
from bot.domain.pitch import PitchEvent, State
from bot.domain.programme import Programme
from bot.domain.text import key
from bot.texts import Text, stamp

REASON_CHARACTERS = 1200
AMONG_US: dict[Happening, str] = {
    Happening.RELEASED: key("event.released"),
    Happening.TAGGED: key("event.tagged"),
    Happening.UNTAGGED: key("event.untagged"),
    Happening.NOTED: key("event.noted"),
    Happening.SCORED: key("event.scored"),
    Happening.CONFLICT: key("event.conflict"),
    Happening.REPLIED: key("event.replied_desk"),
    Happening.BLOCKED: key("event.blocked"),
    Happening.UNBLOCKED: key("event.unblocked"),
    Happening.EXPORTED: key("event.exported"),
    Happening.UNTOUCHED: key("event.untouched"),
}
"""What stays among coordinators, or is told to authors in other words."""


def history(events: Sequence[PitchEvent], programme: Programme, text: Text) -> list[str]:
    """A line for each, the latest first, under a heading; nothing where nothing happened. Exports
    are for `/audit`: they say nothing of this pitch."""
    told = [event for event in events if not is_export(event)]
    lines = [event_line(event, programme, text) for event in reversed(told)]
    return [f"**{text(key('desk.history'))}**", *lines] if lines else []


def event_line(event: PitchEvent, programme: Programme, text: Text) -> str:
    """When, who and what."""
    who = f" · <@{event.actor}>" if event.actor else ""
    return f"{stamp(event.at, 'f')}{who} · {event_words(event, programme, text)}"


def event_words(
    event: PitchEvent, programme: Programme, text: Text, most: int = REASON_CHARACTERS
) -> str:
    """What happened, and why, in ``most`` characters of a reason."""
    told = happening(event)
    match told:
        case None:
            back = event.after is State.IN_REVIEW and event.before in REOPENABLE
            words = text(key("event.reopened")) if back else text(BECAME[event.after])
            return with_reason(words, within(event.reason, most), text)
        case (Happening.REVISED, number):
            return text(key("event.revised"), number=escape(number))
        case (Happening.ASSIGNED, _):
            return text(key("desk.assigned_event"))
        case (Happening.PROPOSED, detail):
            decision, _, reason = detail.partition(" ")
            shown = text(STATE_NAMES[State(decision)]) if decision in set(State) else "—"
            words = text(key("desk.proposed_event"), state=shown)
            return with_reason(words, within(reason, most), text)
        case (Happening.TAGGED | Happening.UNTAGGED as what, tag):
            return text(AMONG_US[what], tag=escape(tag))
        case (Happening.DUE, detail):
            return _due(detail, text)
        case (Happening.CONFLICT, detail) if detail:
            return text(key("event.conflict_ended"))
        case (Happening.STAGED, stage):
            return text(key("event.staged"), stage=stage_name(programme, stage, text))
        case (what, detail):
            return text(talk_change(what, detail) or AMONG_US.get(what) or HAPPENED[what])


def stage_name(programme: Programme, stage: str, text: Text) -> str:
    """What a step of the pipeline is called, escaped; its id, where there is none such any more."""
    found = next((one.label.in_(text.locale) for one in programme.pipeline if one.id == stage), "")
    return escape(found or stage)


def _due(detail: str, text: Text) -> str:
    try:
        return text(key("event.due"), at=datetime.fromisoformat(detail))
    except ValueError:
        return text(key("event.due_gone"))
