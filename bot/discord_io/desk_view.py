"""The desk's card: a pitch as coordinators see it, whatever has become of it."""

from __future__ import annotations

from collections.abc import Mapping

import discord
from discord import ui

from bot.discord_io.cards import headline, marked
from bot.discord_io.desk_facts import (
    CARD_MESSAGE,
    claimable,
    facts,
    handed_in_files,
    pending,
    tombstone,
    within,
)
from bot.discord_io.desk_marks import NoteButton, marks_lines
from bot.discord_io.desk_open import ClaimButton, FilesButton, OpenButton, moving
from bot.discord_io.escape import cut
from bot.discord_io.reading import title_of
from bot.discord_io.score_view import ScoreButton
from bot.discord_io.widgets import Layout, PersistentButton, row
from bot.domain.pitch import OPEN, State
from bot.domain.review import SCORABLE
from bot.domain.text import key
from bot.services.ports_delivery import Brief
from bot.texts import Text

LOGLINE_CHARACTERS = 600
THREAD_NAME = 100
"""Discord's limit for the name of a thread."""
COLOURS: Mapping[State, int] = {
    State.SUBMITTED: 0x5865F2,
    State.IN_REVIEW: 0x57F287,
    State.CHANGES_REQUESTED: 0xFEE75C,
    State.SHORTLISTED: 0xEB459E,
    State.ACCEPTED: 0x1F8B4C,
    State.CONFIRMED: 0x1F8B4C,
    State.DECLINED: 0x99AAB5,
    State.INELIGIBLE: 0x99AAB5,
    State.WITHDRAWN: 0x4F545C,
    State.ERASED: 0x2C2F33,
}


def desk_card(brief: Brief, text: Text) -> Layout:
    """Only ids stand in its buttons."""
    pitch, programme = brief.pitch, brief.programme
    if pitch.state is State.ERASED:
        words = tombstone(pitch, programme, text)
        return marked(brief, ui.TextDisplay(words), colour=COLOURS[State.ERASED])
    lines = [f"## {headline(pitch, programme, text)}"]
    if logline := pitch.text(programme.card.logline):
        lines.append(f"> {within(logline, LOGLINE_CHARACTERS)}")
    lines += ["", *facts(pitch, programme, brief.call, brief.team, brief.files, text)]
    lines += marks_lines(pitch, programme, brief.marks, text)
    lines += pending(pitch, programme, text, CARD_MESSAGE)
    rows = [row(*_reading(brief, text)), row(*moving(pitch, brief.call, text))]
    body: ui.TextDisplay[ui.LayoutView] = ui.TextDisplay("\n".join(lines))
    return marked(brief, body, *rows, colour=COLOURS.get(pitch.state))


def _reading(brief: Brief, text: Text) -> list[PersistentButton]:
    """To take it, read it, and say what one thinks of it among coordinators."""
    pitch = brief.pitch
    made: list[PersistentButton] = []
    if claimable(pitch):
        label, style = text(key("button.claim")), discord.ButtonStyle.primary
        made.append(ClaimButton(pitch.id, label=label, style=style))
    elif pitch.state in OPEN:
        made.append(ClaimButton(pitch.id, label=text(key("button.claimed")), disabled=True))
    made.append(OpenButton(pitch.id, 0, label=text(key("button.open"))))
    if handed_in_files(pitch, brief.files):
        made.append(FilesButton(pitch.id, 0, label=text(key("button.files"))))
    if pitch.state in SCORABLE:
        made.append(ScoreButton(pitch.id, 0, label=text(key("button.score"))))
    made.append(NoteButton(pitch.id, label=text(key("button.note"))))
    return made


def thread_name(brief: Brief, text: Text) -> str:
    """The reference and the title, plain, within Discord's limit."""
    return cut(f"{brief.pitch.ref} · {title_of(brief.pitch, brief.programme, text)}", THREAD_NAME)
