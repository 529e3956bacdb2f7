"""A person's own pitches: the list, and one with its history and what can be done with it now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from discord import ui

from bot.discord_io.acts import Act
from bot.discord_io.cards import headline, state_line
from bot.discord_io.draft_view import beside_lines, has_files
from bot.discord_io.escape import escape
from bot.discord_io.notices_view import quoted
from bot.discord_io.reading import blocks, paged, titled
from bot.discord_io.seen import (
    DANGER,
    PRIMARY,
    SUCCESS,
    Button,
    Item,
    Seen,
    button,
    fitted,
    how_far,
)
from bot.discord_io.timeline import receipts, timeline
from bot.discord_io.widgets import BESIDE, Layout, note, row
from bot.domain.ids import ProgrammeKey
from bot.domain.moves import UNDO_HOURS
from bot.domain.pitch import OPEN, Pitch, State
from bot.domain.text import key
from bot.services.drafts import Draft
from bot.services.intake import LISTED
from bot.services.ports import Page
from bot.services.programmes import Offering
from bot.texts import Text, stamp

REQUEST_CHARACTERS = 700
TITLE_IN_LIST = 80
"""Ten of them stand in one message of 4000 characters (Discord's limit)."""
RECEIPTS_CHARACTERS = 700
TIMELINE_CHARACTERS = 1300
Offerings = Mapping[ProgrammeKey, Offering]


def own_pitch(seen: Seen, page: int) -> Layout:
    """Page ``page`` of a pitch: the first is its state, history and what is possible now; those
    that follow are its answers as they were handed in."""
    text, answers = seen.text, _pages(seen)
    page = min(page, len(answers))
    shown = overview(seen) if page == 0 else f"## {_handed_in(seen)}\n{answers[page - 1]}"
    parts: list[Item] = [
        ui.TextDisplay(shown),
        ui.TextDisplay(text(key("page.of"), page=page + 1, pages=len(answers) + 1)),
    ]
    turns = []
    if page:
        turns.append(seen.button(Act.READ, page - 1, label=key("button.earlier")))
    if page < len(answers):
        label = key("button.further") if page else key("button.read")
        turns.append(seen.button(Act.READ, page + 1, label=label))
    parts.append(row(*turns))
    if now := [one for one in _possible(seen) if one]:
        parts.append(row(*now))
    return Layout(ui.Container(*parts))


def _pages(seen: Seen) -> list[str]:
    """What the coordinators asked for in full, then the answers as they were handed in."""
    asked = seen.pitch.changes
    request = (
        titled(seen.text(key("event.changes_requested")), asked.message, seen.text) if asked else ()
    )
    form = seen.draft.programme.form
    return paged([*request, *blocks(seen.pitch.answers, form, seen.text, seen.names)])


def _handed_in(seen: Seen) -> str:
    return headline(seen.pitch, seen.draft.programme, seen.text)


def overview(seen: Seen) -> str:
    """State, what is asked of the authors, receipts and history, within 3300 characters."""
    draft, text = seen.draft, seen.text
    lines = [
        f"## {_handed_in(seen)}",
        escape(draft.programme.name.in_(text.locale)),
        f"**{text(key('card.state'))}** {state_line(seen.pitch, text)}",
        *_standing(seen),
        *beside_lines(seen),
    ]
    if draft.revisions:
        lines += ["", f"**{text(key('pitch.receipts'))}**"]
        lines += fitted(receipts(draft.revisions, text), RECEIPTS_CHARACTERS)
    if draft.events:
        lines += ["", f"**{text(key('pitch.timeline'))}**"]
        lines += timeline(draft.events, text, TIMELINE_CHARACTERS)
    return "\n".join(lines)


def _standing(seen: Seen) -> Iterator[str]:
    """What its authors should know now."""
    draft, text, pitch = seen.draft, seen.text, seen.pitch
    if pitch.state is State.CHANGES_REQUESTED and pitch.changes:
        due = pitch.changes.due
        if due:
            yield text(key("revision.asked_until"), at=due, relative=stamp(due, "R"))
        else:
            yield text(key("revision.asked"))
        yield quoted(pitch.changes.message, REQUEST_CHARACTERS)
    if draft.undoable and pitch.withdrawal:
        until = pitch.withdrawal.at + timedelta(hours=UNDO_HOURS)
        yield text(key("pitch.undo_until"), relative=stamp(until, "R"))
    if pitch.working is not None:
        told = key("pitch.unsent") if draft.now_editable else key("pitch.unsent_late")
        yield text(told)
    if pitch.state is State.ACCEPTED:
        yield text(key("pitch.to_confirm"), owner=f"<@{pitch.owner}>")


def _possible(seen: Seen) -> Sequence[Button | None]:
    """What can be done now; five at most."""
    draft, state, owns = seen.draft, seen.pitch.state, seen.owns
    edit = None
    if draft.now_editable:
        answering = state is State.CHANGES_REQUESTED
        label = key("button.answer_changes") if answering else key("button.edit")
        edit = seen.button(Act.EDIT, label=label, style=PRIMARY)
    elif owns and seen.pitch.working is not None:
        edit = seen.button(Act.DISCARD, label=key("button.discard"))
    decided = None
    if owns and state is State.ACCEPTED:
        decided = seen.button(Act.CONFIRM, label=key("button.confirm"), style=SUCCESS)
    back = None
    if owns and state in OPEN:
        back = seen.button(Act.WITHDRAW, label=key("button.withdraw"), style=DANGER)
    elif owns and state is State.WITHDRAWN and draft.undoable:
        back = seen.button(Act.UNDO, label=key("button.undo"), style=PRIMARY)
    files = seen.button(Act.FILES, label=key("button.files")) if has_files(seen) else None
    team = seen.button(Act.TEAM, label=key("button.team"))
    return [edit, decided, files, team, back]


def own_list(listed: Page[Pitch], page: int, known: Offerings, text: Text) -> Layout:
    """Ten pitches with a button each: *Continue* a draft, *Open* what was handed in."""
    if not listed.total:
        return note(text(key("pitch.none")))
    parts: list[ui.Item[Any]] = [
        ui.TextDisplay(f"## {text.n(key('pitch.yours'), listed.total)}"),
        *(_entry(pitch, known.get(pitch.programme), text) for pitch in listed.items),
    ]
    arrows = []
    if page:
        arrows.append(button(Act.LIST, page - 1, label=text(key("button.earlier"))))
    if (page + 1) * LISTED < listed.total:
        arrows.append(button(Act.LIST, page + 1, label=text(key("button.further"))))
    if arrows:
        parts.append(row(*arrows))
    return Layout(ui.Container(*parts))


def _entry(pitch: Pitch, known: Offering | None, text: Text) -> ui.Section[Any]:
    line = headline(pitch, known.programme, text, TITLE_IN_LIST) if known else f"`{pitch.ref}`"
    shown = (
        button(Act.STAND, pitch.guild, pitch.id, BESIDE, label=text(key("button.continue")))
        if pitch.state is State.DRAFT
        else button(Act.READ, pitch.guild, pitch.id, 0, BESIDE, label=text(key("button.open")))
    )
    words = f"{line}\n{state_line(pitch, text)}{_how_far(pitch, known, text)}"
    return ui.Section(ui.TextDisplay(words), accessory=shown)


def _how_far(pitch: Pitch, known: Offering | None, text: Text) -> str:
    """Of a draft how many pages are done, and until when it may be handed in."""
    if pitch.state is not State.DRAFT or known is None:
        return ""
    words = ""
    if known.call is not None:
        draft = Draft(pitch, known.programme, known.call)
        done, count = how_far(draft)
        words = f" · {text(key('list.progress'), done=done, pages=count)}"
        closes = known.call.ended or known.call.closes
        if known.call.id != pitch.call:
            words += f" · {text(key('list.call_over'))}"
        elif closes:
            words += f" · {text(key('list.deadline'), at=stamp(closes, 'f'))}"
    return words
