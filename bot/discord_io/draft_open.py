"""The opening of a draft: who may apply, until when, and what an earlier pitch can bring along."""

from __future__ import annotations

from discord import ui

from bot.discord_io.acts import Act
from bot.discord_io.choices import MOST
from bot.discord_io.escape import cut, escape
from bot.discord_io.reading import title_of
from bot.discord_io.seen import PRIMARY, Item, Seen, button
from bot.discord_io.widgets import Layout, row
from bot.domain.call import Call
from bot.domain.text import key
from bot.texts import Text, stamp

BUTTONS = 5
"""In one row (Discord's limit)."""


def opening(seen: Seen) -> Layout:
    """What to know before beginning, *Begin*, and *Copy* for each earlier pitch."""
    draft, text = seen.draft, seen.text
    programme = draft.programme
    words = text(
        key("draft.opening"),
        name=escape(programme.name.in_(text.locale)),
        eligibility=escape(programme.eligibility.in_(text.locale)),
        deadline=deadline(draft.call, text),
        pages=text.n(key("draft.pages"), len(draft.pages)),
        ref=str(seen.pitch.ref),
    )
    first = seen.index(draft.pages[0])
    begin = seen.button(Act.PAGE, first, label=key("button.begin"), style=PRIMARY)
    later = seen.button(Act.LATER, label=key("button.later"))
    parts: list[Item] = [ui.TextDisplay(words), row(begin, later)]
    return Layout(ui.Container(*parts, *_copying(seen)))


def _copying(seen: Seen) -> list[Item]:
    earlier = seen.draft.earlier
    if not earlier or not seen.owns:
        return []
    parts: list[Item] = [ui.Separator(), ui.TextDisplay(seen.text(key("draft.copy")))]
    if len(earlier) <= BUTTONS:
        text = seen.text
        buttons = [
            button(
                Act.COPY_ONE,
                *seen.place,
                pitch.ref,
                label=text(key("button.copy"), ref=str(pitch.ref)),
            )
            for pitch in earlier
        ]
        return [*parts, row(*buttons)]
    options = [
        (cut(f"{each.ref} · {title_of(each, seen.draft.programme, seen.text)}", 100), str(each.ref))
        for each in earlier[:MOST]
    ]
    return [*parts, row(seen.select(Act.COPY, placeholder=key("select.copy"), options=options))]


def deadline(call: Call, text: Text) -> str:
    """Until when a call takes pitches, in the reader's own time."""
    closes = call.ended or call.closes
    if closes is None:
        return text(key("draft.no_deadline"))
    return text(key("draft.deadline"), at=closes, relative=stamp(closes, "R"))
