"""The coordinators' list of pitches, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from discord import ui

from bot.discord_io.cards import headline, state_line
from bot.discord_io.choices import known_programmes
from bot.discord_io.desk_open import OpenButton
from bot.discord_io.host import Interaction, actor_of, host, text_of
from bot.discord_io.paging import arrows
from bot.discord_io.widgets import BESIDE, Layout, PersistentButton, note, row
from bot.domain.ids import ProgrammeKey
from bot.domain.pitch import Pitch, State
from bot.domain.programme import Programme
from bot.domain.text import key
from bot.services.desk import LISTED
from bot.services.ports import Page
from bot.texts import Text

ALL = "all"
"""In place of a state: what is still to be decided on."""
LISTABLE = tuple(state for state in State if state is not State.DRAFT)


class SubmissionsListButton(
    PersistentButton, action="desk:list", ids=rf"(?:{'|'.join((ALL, *LISTABLE))}):\d{{1,4}}"
):
    """Show a page of the list."""

    async def press(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True)
        await show_list(interaction, self.ids[0], int(self.ids[1]))


async def show_list(interaction: Interaction, state: str, page: int) -> None:
    """Put page ``page`` (from 0) of the pitches in a state in place of the deferred answer."""
    desk = host(interaction).services.desk
    wanted = None if state == ALL else State(state)
    listed = await desk.listed(actor_of(interaction), state=wanted, page=page)
    known = await known_programmes(interaction)
    view = pitch_list(listed, state, page, known, text_of(interaction))
    await interaction.edit_original_response(view=view)


def pitch_list(
    listed: Page[Pitch],
    state: str,
    page: int,
    known: Mapping[ProgrammeKey, Programme],
    text: Text,
) -> Layout:
    if not listed.total:
        return note(text(key("submissions.none")))
    parts: list[ui.Item[Any]] = [
        ui.TextDisplay(f"## {text.n(key('submissions.count'), listed.total)}"),
        *(_entry(pitch, known.get(pitch.programme), text) for pitch in listed.items),
    ]
    pages = -(-listed.total // LISTED)
    if turn := arrows(SubmissionsListButton, page, pages, text, state):
        parts.append(row(*turn))
    return Layout(ui.Container(*parts))


def _entry(pitch: Pitch, programme: Programme | None, text: Text) -> ui.Section[Any]:
    gone = pitch.state is State.ERASED
    line = headline(pitch, programme, text) if programme and not gone else f"`{pitch.ref}`"
    below = state_line(pitch, text) if gone else f"{state_line(pitch, text)} · <@{pitch.owner}>"
    return ui.Section(
        ui.TextDisplay(f"{line}\n{below}"),
        accessory=OpenButton(pitch.id, 0, BESIDE, label=text(key("button.open"))),
    )
