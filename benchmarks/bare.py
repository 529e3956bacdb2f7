"""The least bot that discord.py can make: what Callboard's answers are compared with.

One command that answers with text, one whose button opens a modal, and the modal's answer; no
database, no checks, no languages. `python -m benchmarks.bare` runs it on the Discord that
DISCORD_API_URL and DISCORD_GATEWAY_URL name, with DISCORD_TOKEN.
"""

from __future__ import annotations

import os
from typing import Any

import discord
from discord import app_commands, ui
from discord.ext import commands
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

Interaction = discord.Interaction[commands.AutoShardedBot]


class Form(ui.Modal, title="A form"):
    """As many fields and choices as the first page of ChunM's form: how large a form is says
    nothing of the bot."""

    def __init__(self) -> None:
        super().__init__(timeout=None)
        short = ui.TextInput[ui.LayoutView](custom_id="short")
        long = ui.TextInput[ui.LayoutView](custom_id="long", style=discord.TextStyle.long)
        inputs = (short, long, _select("six", 6), _select("fifteen", 15), _select("five", 5))
        for number, each in enumerate(inputs):
            self.add_item(ui.Label(text=f"Field {number}", component=each))

    async def on_submit(self, interaction: discord.Interaction[Any], /) -> None:
        await interaction.response.send_message("Thank you.", ephemeral=True)


def _select(name: str, size: int) -> ui.Select[ui.LayoutView]:
    options = [discord.SelectOption(label=f"Choice {n}", value=str(n)) for n in range(size)]
    return ui.Select(custom_id=name, options=options)


class Opener(ui.View):
    def __init__(self) -> None:
        super().__init__(timeout=None)

    @ui.button(label="Open", custom_id="open")
    async def open(self, interaction: Interaction, _button: ui.Button[Opener]) -> None:
        form = Form()
        # discord.py listens for the modal once Discord's answer to sending it is there; people
        # here may have filled it by then.
        interaction.client.add_view(form)
        await interaction.response.send_modal(form)


@app_commands.command(description="Answer with text")
async def hello(interaction: Interaction) -> None:
    await interaction.response.send_message("Hello.", ephemeral=True)


@app_commands.command(name="form", description="Answer with a button that opens a form")
async def form_(interaction: Interaction) -> None:
    await interaction.response.send_message("A form.", view=Opener(), ephemeral=True)


class Bare(commands.AutoShardedBot):
    async def setup_hook(self) -> None:
        self.add_view(Opener())
        self.tree.add_command(hello)
        self.tree.add_command(form_)
        await self.tree.sync()


def main() -> None:
    """Run until killed."""
    Route.BASE = os.environ["DISCORD_API_URL"]
    DiscordWebSocket.DEFAULT_GATEWAY = URL(os.environ["DISCORD_GATEWAY_URL"])
    bot = Bare(
        command_prefix=commands.when_mentioned,
        help_command=None,
        intents=discord.Intents(guilds=True, guild_messages=True, dm_messages=True),
        member_cache_flags=discord.MemberCacheFlags.none(),
        chunk_guilds_at_startup=False,
        max_messages=None,
    )
    bot.run(os.environ["DISCORD_TOKEN"], log_handler=None)


if __name__ == "__main__":
    main()
