"""A query in words, as it stands above what it found."""

from __future__ import annotations

from collections.abc import Iterator

from bot.discord_io.desk_facts import within
from bot.discord_io.escape import escape
from bot.discord_io.export_options import SHOWN, STATES
from bot.discord_io.queue_options import SORTS, Known, call_name, format_name
from bot.discord_io.reading import LANGUAGE_NAMES, STATE_NAMES
from bot.domain.queue import PitchQuery, Sort
from bot.domain.text import key
from bot.services.exporting import KnownCall
from bot.texts import Text

NAME_CHARACTERS = 60
"""Of a programme, a call or a format."""


def in_words(query: PitchQuery, known: Known, calls: tuple[KnownCall, ...], text: Text) -> str:
    """All that was asked for, in one line; nothing where nothing was."""
    return " · ".join(
        [*_where(query, known, calls, text), *_who(query, text), *_which(query, known, text)]
    )


def _where(
    query: PitchQuery, known: Known, calls: tuple[KnownCall, ...], text: Text
) -> Iterator[str]:
    if query.text:
        yield text(key("queue.text"), text=escape(query.text))
    if query.states == STATES:
        yield text(key("export.state.all"))
    else:
        yield from (text(STATE_NAMES[state]) for state in query.states)
    if query.programme:
        programme = known.get(query.programme)
        name = programme.name.in_(text.locale) if programme else query.programme
        yield within(name, NAME_CHARACTERS)
    if query.call:
        yield within(call_name(query.call, calls, text.locale), NAME_CHARACTERS)


def _who(query: PitchQuery, text: Text) -> Iterator[str]:
    if query.assignee:
        yield f"<@{query.assignee}>"
    if query.unassigned:
        yield text(SHOWN["unassigned"])
    if query.overdue:
        yield text(SHOWN["overdue"])


def _which(query: PitchQuery, known: Known, text: Text) -> Iterator[str]:
    if query.tag:
        yield f"#{escape(query.tag)}"
    if query.locale:
        yield text(LANGUAGE_NAMES[query.locale])
    if query.format:
        yield within(format_name(query.format, known, text.locale), NAME_CHARACTERS)
    if query.score_from is not None:
        yield text(key("queue.score_from"), score=f"{query.score_from:g}")
    if query.sort is not Sort.NEWEST:
        yield text(SORTS[query.sort])
