"""`/program`: who coordinates one of the programmes."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_io.choices import Choices, programme_choices, suggests
from bot.discord_io.host import Host, Interaction, actor_of, text_of
from bot.discord_io.narrowing_view import narrowed, refused
from bot.discord_io.setup_check import narrowed_findings, unusable
from bot.discord_io.translator import described, named
from bot.domain.ids import ChannelId, RoleId
from bot.services.setup import NarrowRequest


@app_commands.guild_only()
@app_commands.default_permissions(manage_guild=True)
class ProgramCog(
    commands.GroupCog,
    group_name=named("program", "command.program.name"),
    group_description=described("command.program.description"),
):
    def __init__(self, bot: Host) -> None:
        self._setup = bot.services.setup

    @app_commands.command(
        name=named("coordinators", "command.program.coordinators.name"),
        description=described("command.program.coordinators.description"),
    )
    @app_commands.rename(
        program=named("program", "option.program.name"),
        role=named("role", "option.role.name"),
        desk=named("desk", "option.desk.name"),
    )
    @app_commands.describe(
        program=described("option.program.to_narrow"),
        role=described("option.role.to_narrow"),
        desk=described("option.desk.to_narrow"),
    )
    async def coordinators(
        self,
        interaction: Interaction,
        program: str,
        role: discord.Role | None = None,
        desk: discord.TextChannel | None = None,
    ) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        actor, text, guild = actor_of(interaction), text_of(interaction), interaction.guild
        actor.check_manager()
        if desk and (to_mend := unusable(guild, ChannelId(desk.id), text)):
            await interaction.edit_original_response(view=refused(to_mend, text))
            return
        request = NarrowRequest(
            program,
            RoleId(role.id) if role else None,
            ChannelId(desk.id) if desk else None,
            [RoleId(each.id) for each in guild.roles] if guild else None,
        )
        done = await self._setup.narrow(actor, request)
        to_mend = narrowed_findings(guild, done.settings, done.programme.key, text)
        await interaction.edit_original_response(view=narrowed(done, to_mend, text))

    @coordinators.autocomplete("program")
    @suggests
    async def programmes(self, interaction: Interaction, current: str) -> Choices:
        return await programme_choices(interaction, current)


async def setup(bot: Host) -> None:
    await bot.add_cog(ProgramCog(bot))
