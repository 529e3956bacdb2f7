"""Finding pitches, and reading one in full."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_io import desk_open
from bot.discord_io.choices import Choices, pitch_choices, programme_choices, suggests
from bot.discord_io.desk_list import show_list
from bot.discord_io.export_options import call_choices
from bot.discord_io.host import Interaction, actor_of, text_of
from bot.discord_io.queue_options import Asked, filtered, format_choices, query_of
from bot.discord_io.translator import described, named
from bot.services.desk import Desk
from bot.services.marking import Marking

Typing = app_commands.Range[str, 1, 100]
Score = app_commands.Range[float, 1, 5]


class QueueCommands(commands.Cog):
    _desk: Desk
    _marking: Marking

    @app_commands.command(
        name=named("list", "command.submissions.list.name"),
        description=described("command.submissions.list.description"),
    )
    @filtered
    async def list_pitches(
        self,
        interaction: Interaction,
        state: str | None = None,
        program: Typing | None = None,
        call: Typing | None = None,
        show: str | None = None,
        coordinator: discord.User | None = None,
        tag: Typing | None = None,
        language: str | None = None,
        form: Typing | None = None,
        score: Score | None = None,
        sort: str | None = None,
    ) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        asked = Asked(state, program, call, show, coordinator, tag, language, form, score, sort)
        await show_list(interaction, await query_of(interaction, asked))

    @app_commands.command(
        name=named("search", "command.submissions.search.name"),
        description=described("command.submissions.search.description"),
    )
    @app_commands.rename(text=named("text", "option.text.name"))
    @app_commands.describe(text=described("option.submissions.text"))
    @filtered
    async def search(
        self,
        interaction: Interaction,
        text: Typing,
        state: str | None = None,
        program: Typing | None = None,
        call: Typing | None = None,
        show: str | None = None,
        coordinator: discord.User | None = None,
        tag: Typing | None = None,
        language: str | None = None,
        form: Typing | None = None,
        score: Score | None = None,
        sort: str | None = None,
    ) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        asked = Asked(state, program, call, show, coordinator, tag, language, form, score, sort)
        await show_list(interaction, await query_of(interaction, asked, text))

    @app_commands.command(
        name=named("view", "command.submissions.view.name"),
        description=described("command.submissions.view.description"),
    )
    @app_commands.rename(ref=named("ref", "option.ref.name"))
    @app_commands.describe(ref=described("option.ref.any"))
    async def view(self, interaction: Interaction, ref: str) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        filed = await self._desk.view(actor_of(interaction), ref)
        shown = desk_open.opened(filed, 0, text_of(interaction))
        await interaction.edit_original_response(view=shown)

    @list_pitches.autocomplete("program")
    @search.autocomplete("program")
    @suggests
    async def programmes_to_list(self, interaction: Interaction, current: str) -> Choices:
        return await programme_choices(interaction, current)

    @list_pitches.autocomplete("call")
    @search.autocomplete("call")
    @suggests
    async def calls_to_list(self, interaction: Interaction, current: str) -> Choices:
        return await call_choices(interaction, current)

    @list_pitches.autocomplete("tag")
    @search.autocomplete("tag")
    @suggests
    async def tags_to_list(self, interaction: Interaction, current: str) -> Choices:
        found = await self._marking.tags(actor_of(interaction), current)
        return [app_commands.Choice(name=tag, value=tag) for tag in found]

    @list_pitches.autocomplete("form")
    @search.autocomplete("form")
    @suggests
    async def formats_to_list(self, interaction: Interaction, current: str) -> Choices:
        return await format_choices(interaction, current)

    @view.autocomplete("ref")
    @suggests
    async def references_to_view(self, interaction: Interaction, current: str) -> Choices:
        found = await self._desk.suggested(actor_of(interaction), current)
        return await pitch_choices(interaction, found)
