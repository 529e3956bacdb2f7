"""Writing to a pitch's authors, and not hearing them any more."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.discord_io import talk_buttons
from bot.discord_io.cards import headline
from bot.discord_io.choices import Choices, pitch_choices, suggests
from bot.discord_io.host import Interaction, actor_of, text_of
from bot.discord_io.translator import described, named
from bot.discord_io.widgets import note
from bot.domain.text import key
from bot.services.desk import Desk
from bot.services.talking import Talking


class TalkCommands(commands.Cog):
    _desk: Desk
    _talking: Talking

    @app_commands.command(
        name=named("reply", "command.submissions.reply.name"),
        description=described("command.submissions.reply.description"),
    )
    @app_commands.rename(ref=named("ref", "option.ref.name"))
    @app_commands.describe(ref=described("option.ref.any"))
    async def reply(self, interaction: Interaction, ref: str) -> None:
        filed = await self._talking.to_reply_to(actor_of(interaction), ref)
        modal = talk_buttons.replying(filed, text_of(interaction))
        await interaction.response.send_modal(modal)

    @app_commands.command(
        name=named("block", "command.submissions.block.name"),
        description=described("command.submissions.block.description"),
    )
    @app_commands.rename(
        ref=named("ref", "option.ref.name"), lift=named("lift", "option.lift.name")
    )
    @app_commands.describe(
        ref=described("option.ref.any"), lift=described("option.lift.description")
    )
    async def block(self, interaction: Interaction, ref: str, lift: bool = False) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        actor, text = actor_of(interaction), text_of(interaction)
        filed = await self._talking.block(actor, ref, blocked=not lift)
        line = headline(filed.pitch, filed.programme, text)
        said = key("talk.unblocked") if lift else key("talk.blocked")
        await interaction.edit_original_response(view=note(text(said, headline=line)))

    @reply.autocomplete("ref")
    @block.autocomplete("ref")
    @suggests
    async def references_to_write_of(self, interaction: Interaction, current: str) -> Choices:
        found = await self._desk.suggested(actor_of(interaction), current)
        return await pitch_choices(interaction, found)
