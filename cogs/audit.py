"""`/audit`: who did what to which pitch, and when."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_io.audit_view import WHAT, AuditButton, show_audit
from bot.discord_io.choices import Choices, pitch_choices, suggests
from bot.discord_io.host import Host, Interaction, actor_of
from bot.discord_io.translator import described, named
from bot.domain.ids import UserId
from bot.services.auditing import Asked

Typed = app_commands.Range[str, 1, 40]


class AuditCog(commands.Cog):
    def __init__(self, bot: Host) -> None:
        self._auditing = bot.services.auditing
        self._desk = bot.services.desk
        bot.add_dynamic_items(AuditButton)

    @app_commands.command(
        name=named("audit", "command.audit.name"),
        description=described("command.audit.description"),
    )
    @app_commands.guild_only()
    @app_commands.default_permissions(manage_messages=True)
    @app_commands.rename(
        ref=named("ref", "option.ref.name"),
        coordinator=named("coordinator", "option.coordinator.name"),
        what=named("what", "option.what.name"),
        since=named("since", "option.since.name"),
        until=named("until", "option.until.name"),
    )
    @app_commands.describe(
        ref=described("option.ref.audit"),
        coordinator=described("option.coordinator.audit"),
        what=described("option.what.description"),
        since=described("option.since.description"),
        until=described("option.until.description"),
    )
    @app_commands.choices(
        what=[
            app_commands.Choice(name=described(name), value=value) for value, name in WHAT.items()
        ]
    )
    async def audit(
        self,
        interaction: Interaction,
        ref: Typed | None = None,
        coordinator: discord.User | None = None,
        what: str | None = None,
        since: Typed | None = None,
        until: Typed | None = None,
    ) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        by = UserId(coordinator.id) if coordinator else None
        asked = Asked(ref, by, what, since, until)
        query = await self._auditing.query(actor_of(interaction), asked)
        await show_audit(interaction, query, 0)

    @audit.autocomplete("ref")
    @suggests
    async def references(self, interaction: Interaction, current: str) -> Choices:
        found = await self._desk.suggested(actor_of(interaction), current)
        return await pitch_choices(interaction, found)


async def setup(bot: Host) -> None:
    await bot.add_cog(AuditCog(bot))
