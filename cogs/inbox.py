"""`/inbox`: what the bot wrote to a person, also while their direct messages were shut."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.discord_io.acts import Act
from bot.discord_io.host import Host, Interaction, actor_of, host, text_of
from bot.discord_io.inbox_view import inbox, one
from bot.discord_io.translator import described, named
from bot.discord_io.widgets import BESIDE, ID, PersistentButton

PUSHED = 3
"""How many pages are searched for a notice, which later ones may have pushed on since."""


class InboxButton(PersistentButton, action=Act.INBOX, ids=r"\d{1,4}"):
    """Show a page."""

    async def press(self, interaction: Interaction) -> None:
        await interaction.response.defer()
        await _show(interaction, int(self.ids[0]))


class NoticeButton(PersistentButton, action=Act.INBOX_ONE, ids=rf"\d{{1,4}}:{ID}:{BESIDE}"):
    """Show a notice in full, beside the list; the list as it is now where it is gone."""

    async def press(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        service, actor = host(interaction).services.inbox, actor_of(interaction)
        first, wanted = int(self.ids[0]), self.ids[1]
        for page in range(first, first + PUSHED):
            found = await service.read(actor, page=page)
            for brief in found.items:
                if brief.notice.id == wanted:
                    view = one(brief, text_of(interaction))
                    await interaction.edit_original_response(view=view)
                    return
        await _show(interaction, first)


class InboxCog(commands.Cog):
    def __init__(self, bot: Host) -> None:
        bot.add_dynamic_items(InboxButton, NoticeButton)

    @app_commands.command(
        name=named("inbox", "command.inbox.name"),
        description=described("command.inbox.description"),
    )
    @app_commands.guild_only()
    async def inbox(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await _show(interaction, 0)


async def _show(interaction: Interaction, page: int) -> None:
    found = await host(interaction).services.inbox.read(actor_of(interaction), page=page)
    await interaction.edit_original_response(view=inbox(found, page, text_of(interaction)))


async def setup(bot: Host) -> None:
    await bot.add_cog(InboxCog(bot))
