"""`/pitch`: start, list and view one's own pitches; what the pages of the form send."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from discord import app_commands, ui
from discord.ext import commands

from bot.discord_io import draft_view, form_modal, owner_view
from bot.discord_io.choices import Choices, pitch_choices, programme_choices
from bot.discord_io.draft_view import StartButton, progress
from bot.discord_io.escape import cut
from bot.discord_io.host import Host, Interaction, actor_of, text_of
from bot.discord_io.owner_view import own_pitch, show_list
from bot.discord_io.translator import described, named
from bot.discord_io.widgets import Layout, row
from bot.domain.form import Answer
from bot.domain.ids import PitchId
from bot.domain.text import key
from bot.services.programmes import Offering
from bot.texts import Text


@app_commands.guild_only()
class PitchCog(
    commands.GroupCog,
    group_name=named("pitch", "command.pitch.name"),
    group_description=described("command.pitch.description"),
):
    def __init__(self, bot: Host) -> None:
        self._intake = bot.services.intake
        bot.add_dynamic_items(*draft_view.BUTTONS, *owner_view.BUTTONS)
        bot.modals.on(form_modal.ACTION, self.page_sent)

    @app_commands.command(
        name=named("start", "command.pitch.start.name"),
        description=described("command.pitch.start.description"),
    )
    @app_commands.rename(program=named("program", "option.program.name"))
    @app_commands.describe(program=described("option.program.open"))
    async def start(self, interaction: Interaction, program: str | None = None) -> None:
        if program is not None:
            await draft_view.start(interaction, program)
            return
        opened = await self._intake.open_programmes(actor_of(interaction))
        if len(opened) == 1:
            await draft_view.start(interaction, opened[0].programme.key)
            return
        view = _choice_of_programmes(opened, text_of(interaction))
        await interaction.response.send_message(view=view, ephemeral=True)

    @start.autocomplete("program")
    async def open_programmes(self, interaction: Interaction, current: str) -> Choices:
        return await programme_choices(interaction, current, only_open=True)

    @app_commands.command(
        name=named("list", "command.pitch.list.name"),
        description=described("command.pitch.list.description"),
    )
    async def list(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await show_list(interaction, 0)

    @app_commands.command(
        name=named("view", "command.pitch.view.name"),
        description=described("command.pitch.view.description"),
    )
    @app_commands.rename(ref=named("ref", "option.ref.name"))
    @app_commands.describe(ref=described("option.ref.own"))
    async def view(self, interaction: Interaction, ref: str) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        draft = await self._intake.view(actor_of(interaction), ref)
        await interaction.edit_original_response(view=own_pitch(draft, 0, text_of(interaction)))

    @view.autocomplete("ref")
    async def own_references(self, interaction: Interaction, current: str) -> Choices:
        found = await self._intake.suggested(actor_of(interaction), current)
        return await pitch_choices(interaction, found)

    async def page_sent(
        self, interaction: Interaction, ids: Sequence[str], filled: Mapping[str, Answer]
    ) -> None:
        """A page's modal came in: keep it at once, then show where the draft stands."""
        pitch, index = PitchId(ids[0]), int(ids[1])
        await interaction.response.defer()
        actor, text = actor_of(interaction), text_of(interaction)
        async with form_modal.given_back(interaction, filled):
            draft = await self._intake.save_page(actor, pitch, index, filled)
        await interaction.edit_original_response(view=progress(draft, text, after=index))


def _choice_of_programmes(opened: Sequence[Offering], text: Text) -> Layout:
    buttons = [
        StartButton(o.programme.key, label=cut(o.programme.name.in_(text.locale), 80))
        for o in opened
    ]
    rows = [row(*buttons[i : i + 5]) for i in range(0, len(buttons), 5)]
    return Layout(ui.TextDisplay(text(key("pitch.which"))), *rows[:5])


async def setup(bot: Host) -> None:
    await bot.add_cog(PitchCog(bot))
