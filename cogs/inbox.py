"""`/inbox`: what the bot wrote to a person, also while their direct messages were shut."""

from __future__ import annotations

from discord import app_commands, ui
from discord.ext import commands

from bot.discord_io.cards import notice_text
from bot.discord_io.host import Host, Interaction, actor_of, text_of
from bot.discord_io.reading import PAGE_CHARACTERS
from bot.discord_io.translator import described, named
from bot.discord_io.widgets import Layout, note
from bot.domain.text import key
from bot.texts import stamp


class InboxCog(commands.Cog):
    def __init__(self, bot: Host) -> None:
        self._inbox = bot.services.inbox

    @app_commands.command(
        name=named("inbox", "command.inbox.name"),
        description=described("command.inbox.description"),
    )
    @app_commands.guild_only()
    async def inbox(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        text = text_of(interaction)
        briefs = await self._inbox.read(actor_of(interaction))
        if not briefs:
            await interaction.edit_original_response(view=note(text(key("inbox.empty"))))
            return
        room = PAGE_CHARACTERS
        parts: list[ui.Item[ui.LayoutView]] = []
        for brief in briefs:
            words = f"{stamp(brief.notice.created, 'f')}\n{notice_text(brief, text)}"
            room -= len(words)
            if room < 0:
                break
            parts += [ui.TextDisplay(words), ui.Separator()]
        await interaction.edit_original_response(view=Layout(ui.Container(*parts[:-1])))


async def setup(bot: Host) -> None:
    await bot.add_cog(InboxCog(bot))
