"""What is kept about a person: before it is erased, and the word by which it is."""

from __future__ import annotations

import unicodedata
from typing import Any

from discord import ui

from bot.discord_io.acts import Act
from bot.discord_io.files_view import size
from bot.discord_io.modals import OpenModal
from bot.discord_io.seen import DANGER, button
from bot.discord_io.widgets import Layout, row
from bot.domain.text import key
from bot.services.privacy import Goes
from bot.texts import Text

WORD = "word"
WORD_CHARACTERS = 20


def before_erasing(goes: Goes, text: Text) -> Layout:
    """Exactly what goes and what stays."""
    words = text(
        key("privacy.goes"),
        drafts=goes.drafts,
        submitted=goes.submitted,
        joined=goes.joined,
        files=goes.files,
        size=size(goes.bytes),
        messages=goes.messages,
        questions=goes.questions,
    )
    if goes.coordinates:
        theirs = text(key("privacy.goes_coordinator"), held=goes.held, scores=goes.scores)
        words = f"{words}\n\n{theirs}"
    erase = button(Act.ERASE, "ask", label=text(key("button.erase")), style=DANGER)
    return Layout(ui.Container(ui.TextDisplay(words), row(erase)))


def confirmation(text: Text) -> OpenModal:
    """A modal in which a word is to be typed, so that nothing is erased by a slip."""
    typed: ui.TextInput[Any] = ui.TextInput(custom_id=WORD, max_length=WORD_CHARACTERS)
    label: ui.Label[Any] = ui.Label(
        text=text(key("privacy.type")),
        description=text(key("privacy.type_help"), word=text(key("privacy.word"))),
        component=typed,
    )
    return OpenModal(Act.ERASE, title=text(key("privacy.title")), items=[label])


def confirmed(typed: str, text: Text) -> bool:
    """Whether that was the word, whatever the case and the width of its letters."""
    return _folded(typed) == _folded(text(key("privacy.word")))


def _folded(word: str) -> str:
    return unicodedata.normalize("NFKC", word).strip().strip("\"'“”「」『』").casefold()
