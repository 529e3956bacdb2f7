"""How a coordinator wants to be told."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.discord_io.host import Interaction
from bot.discord_io.preferences_view import show_preferences
from bot.discord_io.translator import described, named


class RhythmCommands(commands.Cog):
    @app_commands.command(
        name=named("notify", "command.submissions.notify.name"),
        description=described("command.submissions.notify.description"),
    )
    async def notify(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await show_preferences(interaction)
