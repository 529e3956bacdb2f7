"""What notices and pitches look like, for every place that shows them."""

from __future__ import annotations

from typing import Any

from discord import ui

from bot.discord_io.escape import cut, escape
from bot.discord_io.reading import STATE_NAMES, title_of
from bot.discord_io.widgets import Layout
from bot.domain.pitch import Pitch
from bot.domain.programme import Programme
from bot.domain.text import key
from bot.services.ports_delivery import Brief
from bot.texts import Text, stamp

TITLE_CHARACTERS = 150


def headline(
    pitch: Pitch, programme: Programme, text: Text, characters: int = TITLE_CHARACTERS
) -> str:
    """The reference and the title, escaped, in one line. The title is cut at ``characters``."""
    title = cut(title_of(pitch, programme, text), characters)
    return f"`{pitch.ref}` **{escape(title)}**"


def state_line(pitch: Pitch, text: Text) -> str:
    state = text(STATE_NAMES[pitch.state])
    if pitch.assignee is None:
        return state
    return text(key("card.held_by"), state=state, coordinator=f"<@{pitch.assignee}>")


def receipt_text(pitch: Pitch, programme: Programme, text: Text) -> str:
    """What proves that a pitch arrived: reference, time in UTC and the reader's own, hash."""
    submission = pitch.submission
    assert submission is not None, "only a pitch that was handed in has a receipt"
    return text(
        key("receipt.text"),
        headline=headline(pitch, programme, text),
        programme=escape(programme.name.in_(text.locale)),
        utc=submission.at.strftime("%Y-%m-%d %H:%M:%S"),
        local=stamp(submission.at),
        hash=submission.content_hash,
        ref=str(pitch.ref),
    )


def revised_text(pitch: Pitch, programme: Programme, text: Text) -> str:
    """What proves that a new version arrived."""
    submission = pitch.submission
    assert submission is not None, "only a pitch that was handed in has a receipt"
    return text(
        key("receipt.revised"),
        headline=headline(pitch, programme, text),
        number=pitch.revision,
        utc=submission.at.strftime("%Y-%m-%d %H:%M:%S"),
        local=stamp(submission.at),
        hash=submission.content_hash,
        ref=str(pitch.ref),
    )


def marked(brief: Brief, *items: ui.Item[Any], colour: int | None = None) -> Layout:
    """A container whose id is the notice's marker, so that history can be searched for it."""
    return Layout(ui.Container(*items, id=brief.notice.marker, accent_colour=colour))
