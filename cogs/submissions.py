"""`/submissions`: the coordinators' list of pitches, and one in full."""

from __future__ import annotations

from typing import Any

from discord import app_commands, ui
from discord.ext import commands

from bot.discord_io.cards import headline, state_line
from bot.discord_io.choices import Choices, known_programmes, pitch_choices
from bot.discord_io.desk_view import ClaimButton, OpenButton, opened
from bot.discord_io.host import Host, Interaction, actor_of, host, text_of
from bot.discord_io.owner_view import turning
from bot.discord_io.translator import described, named
from bot.discord_io.widgets import BESIDE, Layout, PersistentButton, note, row
from bot.domain.ids import ProgrammeKey
from bot.domain.pitch import Pitch, State
from bot.domain.programme import Programme
from bot.domain.text import key
from bot.services.desk import LISTED
from bot.services.ports import Page
from bot.texts import Text

ALL = "all"


class SubmissionsListButton(
    PersistentButton, action="desk:list", ids=rf"(?:{ALL}|submitted|in_review):\d{{1,4}}"
):
    """Show a page of the list."""

    async def press(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True)
        await _show(interaction, self.ids[0], int(self.ids[1]))


@app_commands.guild_only()
@app_commands.default_permissions(manage_messages=True)
class SubmissionsCog(
    commands.GroupCog,
    group_name=named("submissions", "command.submissions.name"),
    group_description=described("command.submissions.description"),
):
    def __init__(self, bot: Host) -> None:
        self._desk = bot.services.desk
        bot.add_dynamic_items(ClaimButton, OpenButton, SubmissionsListButton)

    @app_commands.command(
        name=named("list", "command.submissions.list.name"),
        description=described("command.submissions.list.description"),
    )
    @app_commands.rename(state=named("state", "option.state.name"))
    @app_commands.describe(state=described("option.state.description"))
    @app_commands.choices(
        state=[
            app_commands.Choice(name=described("state.submitted"), value="submitted"),
            app_commands.Choice(name=described("state.in_review"), value="in_review"),
        ]
    )
    async def list(self, interaction: Interaction, state: str | None = None) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await _show(interaction, state or ALL, 0)

    @app_commands.command(
        name=named("view", "command.submissions.view.name"),
        description=described("command.submissions.view.description"),
    )
    @app_commands.rename(ref=named("ref", "option.ref.name"))
    @app_commands.describe(ref=described("option.ref.any"))
    async def view(self, interaction: Interaction, ref: str) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        filed = await self._desk.view(actor_of(interaction), ref)
        await interaction.edit_original_response(view=opened(filed, 0, text_of(interaction)))

    @view.autocomplete("ref")
    async def references(self, interaction: Interaction, current: str) -> Choices:
        found = await self._desk.suggested(actor_of(interaction), current)
        return await pitch_choices(interaction, found)


async def _show(interaction: Interaction, state: str, page: int) -> None:
    desk = host(interaction).services.desk
    wanted = None if state == ALL else State(state)
    listed = await desk.listed(actor_of(interaction), state=wanted, page=page)
    known = await known_programmes(interaction)
    view = _list(listed, state, page, known, text_of(interaction))
    await interaction.edit_original_response(view=view)


def _list(
    listed: Page[Pitch], state: str, page: int, known: dict[ProgrammeKey, Programme], text: Text
) -> Layout:
    if not listed.total:
        return note(text(key("submissions.none")))
    parts: list[ui.Item[Any]] = [
        ui.TextDisplay(f"## {text.n(key('submissions.count'), listed.total)}"),
        *(_entry(pitch, known.get(pitch.programme), text) for pitch in listed.items),
    ]
    if turn := turning(SubmissionsListButton, page, listed.total, LISTED, text, state):
        parts.append(row(*turn))
    return Layout(ui.Container(*parts))


def _entry(pitch: Pitch, programme: Programme | None, text: Text) -> ui.Section[Any]:
    line = headline(pitch, programme, text) if programme else f"`{pitch.ref}`"
    return ui.Section(
        ui.TextDisplay(f"{line}\n{state_line(pitch, text)} · <@{pitch.owner}>"),
        accessory=OpenButton(pitch.id, 0, BESIDE, label=text(key("button.open"))),
    )


async def setup(bot: Host) -> None:
    await bot.add_cog(SubmissionsCog(bot))
