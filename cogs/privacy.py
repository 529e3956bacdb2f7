"""`/privacy`: everything that is kept about a person, to take away or to erase."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_io.acts import Act
from bot.discord_io.host import Host, Interaction, actor_of, host, text_of
from bot.discord_io.privacy_view import WORD, before_erasing, confirmation, confirmed
from bot.discord_io.translator import described, named
from bot.discord_io.widgets import PersistentButton, note
from bot.domain.form import Answer
from bot.domain.text import key


class EraseButton(PersistentButton, action=Act.ERASE, ids="ask"):
    """Ask for the word."""

    async def press(self, interaction: Interaction) -> None:
        await interaction.response.send_modal(confirmation(text_of(interaction)))


@app_commands.guild_only()
class PrivacyCog(
    commands.GroupCog,
    group_name=named("privacy", "command.privacy.name"),
    group_description=described("command.privacy.description"),
):
    def __init__(self, bot: Host) -> None:
        self._privacy = bot.services.privacy
        bot.add_dynamic_items(EraseButton)
        bot.modals.on(Act.ERASE, self.word_sent)

    @app_commands.command(
        name=named("export", "command.privacy.export.name"),
        description=described("command.privacy.export.description"),
    )
    async def export(self, interaction: Interaction) -> None:
        """Parts are sent one by one, so that only one is held at a time."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        text = text_of(interaction)
        archive = await self._privacy.gather(actor_of(interaction))
        words = text.n(key("privacy.archive"), archive.count)
        first = True
        async for part in archive.parts():
            file = discord.File(io.BytesIO(part.data), filename=part.name)
            if first:
                await interaction.edit_original_response(content=words, attachments=[file])
            else:
                await interaction.followup.send(file=file, ephemeral=True)
            first = False

    @app_commands.command(
        name=named("erase", "command.privacy.erase.name"),
        description=described("command.privacy.erase.description"),
    )
    async def erase(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        goes = await self._privacy.what_goes(actor_of(interaction))
        await interaction.edit_original_response(view=before_erasing(goes, text_of(interaction)))

    async def word_sent(
        self, interaction: Interaction, _: Sequence[str], filled: Mapping[str, Answer]
    ) -> None:
        """Erase if the word was typed; if not, say so, and nothing happens."""
        await interaction.response.defer()
        text = text_of(interaction)
        if not confirmed(str(filled.get(WORD, "")), text):
            words = text(key("privacy.not_erased"), word=text(key("privacy.word")))
            await interaction.followup.send(view=note(words), ephemeral=True)
            return
        await host(interaction).services.privacy.erase(actor_of(interaction))
        await interaction.edit_original_response(view=note(text(key("privacy.erased"))))


async def setup(bot: Host) -> None:
    await bot.add_cog(PrivacyCog(bot))
