"""A bot for tabs to use: commands, menus of messages and users, components, modals."""

from __future__ import annotations

import discord
from discord import ui

from tests.sandbox.conftest import Bot, Run
from tests.sandbox.tabs import Json, Tab
from tests.sandbox.test_people_commands import Chinese, add_commands, add_guarded_commands
from tests.sandbox.test_people_modals import Consent, Everything


class Panel(ui.View):
    """A button, one that is off, and two menus."""

    @ui.button(label="Claim", custom_id="claim")
    async def claim(self, interaction: discord.Interaction, _: ui.Button[Panel]) -> None:
        await interaction.response.send_message("only for you", ephemeral=True)

    @ui.button(label="Off", custom_id="off", disabled=True)
    async def off(self, interaction: discord.Interaction, _: ui.Button[Panel]) -> None:
        await interaction.response.send_message("never")

    @ui.select(
        custom_id="topic",
        options=[
            # Each is called as the other is sent: only the value may decide.
            discord.SelectOption(label="sea", value="moon"),
            discord.SelectOption(label="moon", value="sea"),
        ],
    )
    async def topic(self, interaction: discord.Interaction, select: ui.Select[Panel]) -> None:
        await interaction.response.edit_message(content=f"chosen: {select.values[0]}")

    @ui.select(cls=ui.UserSelect, custom_id="who")
    async def who(self, interaction: discord.Interaction, select: ui.UserSelect[Panel]) -> None:
        await interaction.response.send_message(f"to {select.values[0].display_name}")


def add_forms(bot: Bot) -> None:
    @bot.tree.command(name="panel", description="Buttons and menus")
    async def panel(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("a panel", view=Panel(timeout=None))

    @bot.tree.command(name="open", description="Open a modal")
    async def opens(interaction: discord.Interaction, which: str) -> None:
        modals = {"everything": Everything, "consent": Consent}
        await interaction.response.send_modal(modals[which]())

    @bot.tree.command(name="silent", description="Answers nothing")
    async def silent(_: discord.Interaction) -> None:
        return


async def start_bot(run: Run) -> Bot:
    """The bot, ready, with its commands registered."""
    made = Bot()
    add_commands(made)
    add_guarded_commands(made)
    add_forms(made)
    await run(made)
    await made.tree.set_translator(Chinese())
    await made.tree.sync()
    return made


async def said(tab: Tab, outcome: Json) -> str:
    """The content of the message that an outcome names."""
    found = await tab.event("message", lambda one: one["message"]["id"] == outcome["message"])
    return str(found["message"]["content"])
