"""`/pitch`: start, list, view, edit and withdraw one's own pitches, and see to their files."""

from __future__ import annotations

from collections.abc import Sequence

from discord import app_commands, ui
from discord.ext import commands

from bot.discord_io import draft_acts, files_acts, owner_acts, team_acts
from bot.discord_io.acts import Act
from bot.discord_io.choices import Choices, pitch_choices, programme_choices, suggests
from bot.discord_io.draft_acts import ask_to_delete, editing
from bot.discord_io.escape import cut
from bot.discord_io.files_view import files
from bot.discord_io.host import Host, Interaction, actor_of, text_of
from bot.discord_io.owner_acts import ask_to_withdraw, read, show_list
from bot.discord_io.pressed import seen
from bot.discord_io.seen import Seen, button
from bot.discord_io.translator import described, named
from bot.discord_io.widgets import Layout, row
from bot.domain.pitch import State
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
        bot.add_dynamic_items(
            *draft_acts.BUTTONS, *owner_acts.BUTTONS, *files_acts.BUTTONS, *team_acts.BUTTONS
        )
        bot.modals.on(Act.PAGE, draft_acts.page_sent)
        bot.modals.on(Act.FILE_ADD, files_acts.files_sent)

    @app_commands.command(
        name=named("start", "command.pitch.start.name"),
        description=described("command.pitch.start.description"),
    )
    @app_commands.rename(program=named("program", "option.program.name"))
    @app_commands.describe(program=described("option.program.open"))
    async def start(self, interaction: Interaction, program: str | None = None) -> None:
        if program is not None:
            await draft_acts.start(interaction, program)
            return
        opened = await self._intake.open_programmes(actor_of(interaction))
        if len(opened) == 1:
            await draft_acts.start(interaction, opened[0].programme.key)
            return
        view = _choice_of_programmes(opened, text_of(interaction))
        await interaction.response.send_message(view=view, ephemeral=True)

    @start.autocomplete("program")
    @suggests
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
        await interaction.edit_original_response(view=read(await self._seen(interaction, ref), 0))

    @app_commands.command(
        name=named("edit", "command.pitch.edit.name"),
        description=described("command.pitch.edit.description"),
    )
    @app_commands.rename(ref=named("ref", "option.ref.name"))
    @app_commands.describe(ref=described("option.ref.own"))
    async def edit(self, interaction: Interaction, ref: str) -> None:
        await interaction.edit_original_response(view=editing(await self._seen(interaction, ref)))

    @app_commands.command(
        name=named("files", "command.pitch.files.name"),
        description=described("command.pitch.files.description"),
    )
    @app_commands.rename(ref=named("ref", "option.ref.name"))
    @app_commands.describe(ref=described("option.ref.own"))
    async def files(self, interaction: Interaction, ref: str) -> None:
        await interaction.edit_original_response(view=files(await self._seen(interaction, ref)))

    @app_commands.command(
        name=named("withdraw", "command.pitch.withdraw.name"),
        description=described("command.pitch.withdraw.description"),
    )
    @app_commands.rename(ref=named("ref", "option.ref.name"))
    @app_commands.describe(ref=described("option.ref.own"))
    async def withdraw(self, interaction: Interaction, ref: str) -> None:
        found = await self._seen(interaction, ref)
        draft = found.pitch.state is State.DRAFT
        view = ask_to_delete(found) if draft else ask_to_withdraw(found)
        await interaction.edit_original_response(view=view)

    @view.autocomplete("ref")
    @edit.autocomplete("ref")
    @files.autocomplete("ref")
    @withdraw.autocomplete("ref")
    @suggests
    async def own_references(self, interaction: Interaction, current: str) -> Choices:
        found = await self._intake.suggested(actor_of(interaction), current)
        return await pitch_choices(interaction, found)

    async def _seen(self, interaction: Interaction, ref: str) -> Seen:
        """The pitch that was named, for the private answer that is on its way.

        Raises:
            PitchNotFound.
        """
        await interaction.response.defer(ephemeral=True, thinking=True)
        actor = actor_of(interaction)
        return seen(interaction, actor, await self._intake.view(actor, ref))


def _choice_of_programmes(opened: Sequence[Offering], text: Text) -> Layout:
    buttons = [
        button(Act.START, o.programme.key, label=cut(o.programme.name.in_(text.locale), 80))
        for o in opened
    ]
    rows = [row(*buttons[i : i + 5]) for i in range(0, len(buttons), 5)]
    return Layout(ui.TextDisplay(text(key("pitch.which"))), *rows[:5])


async def setup(bot: Host) -> None:
    await bot.add_cog(PitchCog(bot))
