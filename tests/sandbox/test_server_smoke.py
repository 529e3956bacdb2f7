"""One walk through everything: a real client connects, answers, and people see it."""

from __future__ import annotations

import discord
from discord import ui

from sandbox import Sandbox
from tests.sandbox.conftest import Bot, Run


class Pitch(ui.Modal, title="Pitch"):
    """A modal of labels, as Discord has them now."""

    name: ui.Label[Pitch] = ui.Label(text="Title", component=ui.TextInput(max_length=20))
    kind: ui.Label[Pitch] = ui.Label(
        text="Format",
        description="What it is",
        component=ui.Select(
            options=[discord.SelectOption(label="Short"), discord.SelectOption(label="Feature")]
        ),
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        """Show what came."""
        name, kind = self.name.component, self.kind.component
        assert isinstance(name, ui.TextInput)
        assert isinstance(kind, ui.Select)
        await interaction.response.edit_message(content=f"{name.value}: {kind.values[0]}")


class Begin(ui.View):
    """One button that opens the modal, one that answers later."""

    @ui.button(label="Begin")
    async def begin(self, interaction: discord.Interaction, _: ui.Button[Begin]) -> None:
        """Open the modal."""
        await interaction.response.send_modal(Pitch())

    @ui.button(label="Later")
    async def later(self, interaction: discord.Interaction, _: ui.Button[Begin]) -> None:
        """Defer, then follow up."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        await interaction.followup.send("here it is")


class Card(ui.LayoutView):
    """A message of new components."""

    def __init__(self) -> None:
        super().__init__()
        self.add_item(ui.Container(ui.TextDisplay("# Moon Harbour"), ui.TextDisplay("a logline")))


def pitching_bot() -> Bot:
    bot = Bot()

    @bot.tree.command(name="pitch", description="Start a pitch")
    async def pitch(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("Ready?", view=Begin(), ephemeral=True)

    return bot


async def test_a_person_types_presses_and_fills(sandbox: Sandbox, run: Run) -> None:
    bot = pitching_bot()
    await run(bot)
    await bot.tree.sync()
    lin, maya = sandbox.people["lin"], sandbox.people["maya"]
    reply = await lin.types("/pitch", in_="north/general")
    assert reply.ephemeral
    assert reply.text == "Ready?\nBegin\nLater"
    assert 0 < reply.acknowledged_after < 3
    opened = await lin.presses("Begin")
    assert opened.modal is not None
    assert opened.modal.title == "Pitch"
    assert [field.label for field in opened.modal.fields] == ["Title", "Format"]
    done = await lin.fills({"Title": "Moon Harbour", "Format": "Feature"})
    assert done.message == reply.message
    assert (await lin.sees("Moon Harbour: Feature")).edited
    later = await lin.presses("Later")
    assert later.text == "here it is"
    assert later.ephemeral
    assert await maya.reads("north/general") == []
    assert sandbox.violations == []


async def test_a_bot_sends_cards_threads_and_dms(sandbox: Sandbox, run: Run) -> None:
    bot = Bot()
    await run(bot)
    desk = bot.at(sandbox, "north/desk")
    card = await desk.send(view=Card())
    thread = await card.create_thread(name="CM-7F3K2")
    await thread.send("talk here")
    user = await bot.fetch_user(sandbox.people["lin"].id)
    await user.send("a receipt", file=discord.File(__file__, "receipt.txt"))
    maya, lin = sandbox.people["maya"], sandbox.people["lin"]
    assert (await maya.sees("a logline", in_="desk")).thread is not None
    assert (await maya.sees("talk here")).channel.name == "CM-7F3K2"
    receipt = await lin.sees("a receipt", in_="dm")
    assert receipt.attachments[0].filename == "receipt.txt"
    assert "desk" not in [channel.name for channel in lin.channels()]
    assert thread.id == card.id
    assert sandbox.violations == []
