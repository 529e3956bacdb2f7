"""Taking pitches away, and the desk in figures."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.discord_io.choices import Choices, programme_choices, suggests
from bot.discord_io.desk_stats import show_counts
from bot.discord_io.export_files import give_export
from bot.discord_io.export_options import (
    KIND_CHOICES,
    SHOW_CHOICES,
    STATE_CHOICES,
    call_choices,
)
from bot.discord_io.host import Interaction, actor_of, host
from bot.discord_io.queue_options import Asked, query_of
from bot.discord_io.translator import described, named
from bot.domain.queue import Sort
from bot.services.exporting import ExportKind

Typing = app_commands.Range[str, 1, 100]
Days = app_commands.Range[int, 1, 366]
DAYS = 30


class ExportCommands(commands.Cog):
    @app_commands.command(
        name=named("export", "command.submissions.export.name"),
        description=described("command.submissions.export.description"),
    )
    @app_commands.rename(
        kind=named("kind", "option.kind.name"),
        program=named("program", "option.program.name"),
        call=named("call", "option.call.name"),
        state=named("state", "option.state.name"),
        tag=named("tag", "option.tag.name"),
        show=named("show", "option.show.name"),
    )
    @app_commands.describe(
        kind=described("option.kind.export"),
        program=described("option.faq.program.only"),
        call=described("option.call.only"),
        state=described("option.state.export"),
        tag=described("option.tag.only"),
        show=described("option.show.export"),
    )
    @app_commands.choices(kind=KIND_CHOICES, state=STATE_CHOICES, show=SHOW_CHOICES)
    async def export(
        self,
        interaction: Interaction,
        kind: str,
        program: Typing | None = None,
        call: Typing | None = None,
        state: str | None = None,
        tag: Typing | None = None,
        show: str | None = None,
    ) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        asked = Asked(state, program, call, show, tag=tag, sort=Sort.OLDEST.value)
        query = await query_of(interaction, asked)
        await give_export(interaction, query, ExportKind(kind))

    @app_commands.command(
        name=named("stats", "command.submissions.stats.name"),
        description=described("command.submissions.stats.description"),
    )
    @app_commands.rename(
        program=named("program", "option.program.name"), days=named("days", "option.days.name")
    )
    @app_commands.describe(
        program=described("option.faq.program.only"), days=described("option.days.description")
    )
    async def stats(
        self, interaction: Interaction, program: Typing | None = None, days: Days = DAYS
    ) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await show_counts(interaction, days, program)

    @export.autocomplete("program")
    @stats.autocomplete("program")
    @suggests
    async def programmes_to_export(self, interaction: Interaction, current: str) -> Choices:
        return await programme_choices(interaction, current)

    @export.autocomplete("call")
    @suggests
    async def calls_to_export(self, interaction: Interaction, current: str) -> Choices:
        return await call_choices(interaction, current)

    @export.autocomplete("tag")
    @suggests
    async def tags_to_export(self, interaction: Interaction, current: str) -> Choices:
        found = await host(interaction).services.marking.tags(actor_of(interaction), current)
        return [app_commands.Choice(name=one, value=one) for one in found]
