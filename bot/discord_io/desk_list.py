"""What coordinators found, a page at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from discord import ui

from bot.discord_io.cards import headline, state_line
from bot.discord_io.choices import known_programmes
from bot.discord_io.desk_facts import person
from bot.discord_io.desk_open import OpenButton
from bot.discord_io.escape import escape
from bot.discord_io.host import Interaction, actor_of, host, text_of
from bot.discord_io.pressed import defer
from bot.discord_io.queue_code import CODE, packed, unpacked
from bot.discord_io.queue_words import in_words
from bot.discord_io.reading import STATE_NAMES
from bot.discord_io.widgets import BESIDE, Layout, PersistentButton, row
from bot.domain.pitch import State
from bot.domain.queue import PitchQuery
from bot.domain.review import Marks
from bot.domain.text import key
from bot.services.queueing import Found, Listed
from bot.texts import Text, stamp

TITLE_CHARACTERS = 60
TAGS_CHARACTERS = 60
"""Ten pitches share the text of one message, and escaped titles may be twice as long."""
CUSTOM_ID = 100
"""Discord's limit, in characters."""


class SubmissionsListButton(PersistentButton, action="desk:list", ids=CODE):
    """Show another page. What was looked for stands in the button itself."""

    async def press(self, interaction: Interaction) -> None:
        await defer(interaction)
        await show_list(interaction, *unpacked(":".join(self.ids)))


async def show_list(interaction: Interaction, query: PitchQuery, page: int = 0) -> None:
    """Put page ``page`` (from 0) of what fits in place of the deferred answer."""
    services, actor, text = host(interaction).services, actor_of(interaction), text_of(interaction)
    found = await services.desk.find(actor, query, page)
    known = await known_programmes(interaction)
    calls = await services.exporting.calls(actor) if query.call else ()
    view = pitch_list(found, query, in_words(query, known, calls, text), text)
    await interaction.edit_original_response(view=view)


def pitch_list(found: Found, query: PitchQuery, words: str, text: Text) -> Layout:
    """``words`` say what was looked for.

    Raises:
        TooManyFilters: there are more pages than one, and no button can hold the query.
    """
    narrowed = "" if query.states else text(key("queue.at_work"))
    asked = "\n".join(f"-# {line}" for line in (words, narrowed) if line)
    own = text(key("queue.own_scores")) if found.own_scores else ""
    if not found.total:
        nothing = text(key("queue.none") if words else key("submissions.none"))
        return Layout(ui.TextDisplay("\n".join(filter(None, (nothing, asked, own)))))
    counted = text.n(key("submissions.count"), found.total)
    if found.more:
        counted = text(key("submissions.many"), count=found.total)
    count = f"## {counted}"
    parts: list[ui.Item[Any]] = [
        ui.TextDisplay("\n".join(filter(None, (count, asked, own)))),
        *(_entry(one, text) for one in found.items),
    ]
    if found.pages > 1:
        said = text(key("page.of"), page=found.page + 1, pages=found.pages)
        parts += [ui.TextDisplay(said), row(*_turn(found, query, text))]
    return Layout(ui.Container(*parts))


def _turn(found: Found, query: PitchQuery, text: Text) -> Iterator[SubmissionsListButton]:
    room = CUSTOM_ID - len(f"{SubmissionsListButton.action}:")
    if found.page:
        code = packed(query, found.page - 1, room)
        yield SubmissionsListButton(code, label=text(key("button.earlier")))
    if found.page + 1 < found.pages:
        code = packed(query, found.page + 1, room)
        yield SubmissionsListButton(code, label=text(key("button.further")))


def _entry(one: Listed, text: Text) -> ui.Section[Any]:
    pitch = one.pitch
    if pitch.state is State.ERASED:
        lines = [f"`{pitch.ref}`", state_line(pitch, text)]
    else:
        lines = [
            headline(pitch, one.programme, text, TITLE_CHARACTERS),
            f"{state_line(pitch, text)} · {person(pitch.owner, text)}",
        ]
        if marks := " · ".join(_marks(one, text)):
            lines.append(f"-# {marks}")
    return ui.Section(
        ui.TextDisplay("\n".join(lines)),
        accessory=OpenButton(pitch.id, 0, BESIDE, label=text(key("button.open"))),
    )


def _marks(one: Listed, text: Text) -> Iterator[str]:
    if one.pitch.proposal:
        state = text(STATE_NAMES[one.pitch.proposal.decision])
        yield text(key("queue.proposed"), state=state)
    if one.due:
        said = key("queue.overdue") if one.overdue else key("queue.due")
        yield text(said, due=stamp(one.due, "R"))
    if one.marks.tally:
        yield text(key("queue.score"), mean=f"{one.marks.tally.mean:.2f}")
    if one.marks.tags:
        yield _tags(one.marks)


def _tags(marks: Marks) -> str:
    """As many as there is room for."""
    line = ""
    for tag in marks.tags:
        longer = f"{line} #{escape(tag)}".lstrip()
        if len(longer) > TAGS_CHARACTERS:
            return f"{line} …".lstrip()
        line = longer
    return line
