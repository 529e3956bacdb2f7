"""What a person's client keeps: read marks, what changed, what may be chosen."""

from __future__ import annotations

import asyncio

import discord
import pytest
from discord import app_commands, ui

from sandbox import NotAllowed, NotVisible, Sandbox
from sandbox.people.choosing import Choosable
from sandbox.people.reading import Unread
from sandbox.people.watching import Change
from tests.sandbox.conftest import Bot, Run
from tests.sandbox.test_people_commands import Chinese, add_commands, add_guarded_commands


async def test_nothing_is_unread_when_the_world_begins(sandbox: Sandbox) -> None:
    for person in sandbox.people.values():
        assert not any(person.unread(one).any for one in person.channels())


async def test_what_others_wrote_is_unread_and_pings_count(sandbox: Sandbox) -> None:
    lin, maya = sandbox.people["lin"], sandbox.people["maya"]
    await lin.writes("hello", "north/general")
    assert lin.unread("north/general") == Unread(any=False, mentions=0)
    assert maya.unread("north/general") == Unread(any=True, mentions=0)
    await lin.writes("@Maya Ortiz, @Coordinators!", "north/general")
    first = await lin.writes("@Coordinators again", "north/general")
    assert maya.unread("north/general").mentions == 2
    assert maya.is_mentioned(first)
    maya.marks_read("north/general")
    assert maya.unread("north/general") == Unread(any=False, mentions=0)
    assert sandbox.people["shy"].unread("north/general") == Unread(any=True, mentions=0)


async def test_writing_reads_what_stood_before(sandbox: Sandbox) -> None:
    lin, maya = sandbox.people["lin"], sandbox.people["maya"]
    await lin.writes("hello", "north/general")
    await maya.writes("hi", "north/general")
    assert not maya.unread("north/general").any


async def test_read_marks_are_ones_own_and_need_a_visible_channel(sandbox: Sandbox) -> None:
    lin = sandbox.people["lin"]
    with pytest.raises(NotVisible):
        lin.marks_read("north/desk")
    with pytest.raises(NotVisible):
        lin.unread("north/desk")


async def test_every_message_of_a_dm_counts_as_a_mention(sandbox: Sandbox, run: Run) -> None:
    bot = Bot()
    await run(bot)
    user = await bot.fetch_user(sandbox.people["lin"].id)
    await user.send("one")
    await user.send("two")
    assert sandbox.people["lin"].unread("dm") == Unread(any=True, mentions=2)


async def test_changes_are_told_to_whom_they_concern(sandbox: Sandbox) -> None:
    lin, maya = sandbox.people["lin"], sandbox.people["maya"]
    told: list[Change] = []
    lin.watches(told.append)
    await maya.writes("for coordinators", "north/desk")
    assert told == []
    written = await maya.writes("hello", "north/general")
    await maya.reacts(written, "👍")
    await maya.edits(written, "hello again")
    await maya.deletes(written)
    assert [(one.kind, one.message) for one in told] == [
        ("message", written),
        ("message", written),
        ("message", written),
        ("gone", written),
    ]
    told.clear()
    sandbox.adds_channel("north/new")
    lin.gains("Coordinators")
    lin.locale = "zh-TW"
    lin.shuts_dms()
    assert [one.kind for one in told] == ["places", "places", "me", "places", "me", "places"]
    lin.unwatches(told.append)
    lin.opens_dms()
    assert len(told) == 6


async def test_a_modal_is_told_when_it_opens_and_closes(sandbox: Sandbox, run: Run) -> None:
    bot = Bot()

    class Form(ui.Modal, title="Form"):
        name: ui.TextInput[Form] = ui.TextInput(label="Name", custom_id="name")

        async def on_submit(self, interaction: discord.Interaction) -> None:
            await interaction.response.send_message(self.name.value)

    @bot.tree.command(name="form", description="Open a form")
    async def form(interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(Form())

    await run(bot)
    await bot.tree.sync()
    lin, told = sandbox.people["lin"], list[str]()

    def note(change: Change) -> None:
        if change.kind == "modal":
            told.append("open" if lin.modal is not None else "shut")

    lin.watches(note)
    await lin.types("/form")
    assert told == ["open"]
    reply = await lin.fills({"name": "Lin"}, by="custom_id")
    assert reply.text == "Lin"
    assert told == ["open", "shut"]
    await lin.types("/form")
    lin.dismisses_modal()
    assert told == ["open", "shut", "open", "shut"]


async def test_lists_hold_what_can_be_chosen_here(sandbox: Sandbox) -> None:
    lin, maya = sandbox.people["lin"], sandbox.people["maya"]
    assert lin.choices("user", "@maya", "north/general") == [
        Choosable(maya.id, "Maya Ortiz", "maya")
    ]
    assert "Sam" not in [one.label for one in lin.choices("user", "", "north/general")]
    assert [one.label for one in lin.choices("role", "coord")] == ["Coordinators"]
    assert [one.label for one in lin.choices("channel", "#gen")] == ["general"]
    assert "desk" in [one.label for one in maya.choices("channel", "", "north/general")]
    categories = lin.choices("channel", "", "north/general", channel_types=[4])
    assert [one.label for one in categories] == ["Community"]
    dm = lin.opens_dm("Callboard")
    assert {one.label for one in lin.choices("mentionable", "", dm)} == {"Callboard", "Lin Wei"}
    assert lin.choices("channel", "", dm) == []


async def test_offers_and_menus_are_in_the_persons_language(sandbox: Sandbox, run: Run) -> None:
    bot = Bot()
    add_commands(bot)
    add_guarded_commands(bot)
    await run(bot)
    await bot.tree.set_translator(Chinese())
    await bot.tree.sync()
    lin, maya = sandbox.people["lin"], sandbox.people["maya"]
    offers = {one.path: one for one in lin.offers("north/general")}
    assert set(offers) == {"pitch view", "assign"}
    assert offers["pitch view"].name == "投稿 查看"
    assert {one.path: one.name for one in maya.offers("north/general")}["pitch view"] == (
        "pitch view"
    )
    written = await maya.writes("hm", "north/general")
    assert [one.label for one in lin.menus_for(written)] == ["Answer this"]
    assert [one.label for one in lin.menus_for(maya)] == ["Who is this"]
    secret = await maya.writes("hm", "north/desk")
    with pytest.raises(NotVisible):
        lin.menus_for(secret)


async def test_an_option_may_be_called_as_a_parameter_is(sandbox: Sandbox, run: Run) -> None:
    bot = Bot()

    @bot.tree.command(name="say", description="Say it")
    @app_commands.rename(first="command", second="in_")
    async def say(interaction: discord.Interaction, first: str, second: str) -> None:
        await interaction.response.send_message(f"{first} {second}")

    await run(bot)
    await bot.tree.sync()
    reply = await sandbox.people["lin"].runs("/say", {"command": "a", "in_": "b"})
    assert reply.text == "a b"


async def test_a_button_and_a_menu_are_used_as_the_message_holds_them(
    sandbox: Sandbox, run: Run
) -> None:
    bot = Bot()
    await run(bot)
    pressed: asyncio.Queue[str] = asyncio.Queue()

    class View(ui.View):
        @ui.button(label="Same", custom_id="one")
        async def one(self, interaction: discord.Interaction, _: ui.Button[View]) -> None:
            pressed.put_nowait("one")
            await interaction.response.defer()

        @ui.button(label="Same", custom_id="two")
        async def two(self, interaction: discord.Interaction, _: ui.Button[View]) -> None:
            pressed.put_nowait("two")
            await interaction.response.defer()

        @ui.select(custom_id="menu", options=[discord.SelectOption(label="Sea", value="s")])
        async def menu(self, interaction: discord.Interaction, menu: ui.Select[View]) -> None:
            await interaction.response.send_message(f"menu {menu.values[0]}")

    await bot.at(sandbox, "north/general").send("look", view=View(timeout=None))
    lin = sandbox.people["lin"]
    message = await lin.sees("look")
    waiting = asyncio.create_task(lin.presses(message.buttons[1], message))
    assert await pressed.get() == "two"
    waiting.cancel()
    reply = await lin.selects(message.selects[0], message.selects[0].options[0], on=message)
    assert reply.text == "menu s"
    other = await lin.writes("nothing here")
    with pytest.raises(NotVisible, match="no button 'Same'"):
        await lin.presses(message.buttons[0], other)
    await asyncio.gather(waiting, return_exceptions=True)


async def test_one_dismisses_only_what_nobody_else_sees(sandbox: Sandbox, run: Run) -> None:
    bot = Bot()
    sent: asyncio.Queue[discord.Interaction] = asyncio.Queue()

    @bot.tree.command(name="psst", description="Whisper")
    async def psst(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("psst", ephemeral=True)
        sent.put_nowait(interaction)

    await run(bot)
    await bot.tree.sync()
    lin = sandbox.people["lin"]
    reply = await lin.types("/psst", in_="north/general")
    assert reply.message is not None
    with pytest.raises(NotVisible):
        sandbox.people["maya"].dismisses(reply.message)
    lin.dismisses(reply.message)
    assert await lin.reads("north/general") == []
    # The bot does not know: it may go on editing, and nobody sees it.
    await (await sent.get()).edit_original_response(content="psst again")
    assert await lin.reads("north/general") == []
    written = await lin.writes("aloud", "north/general")
    with pytest.raises(NotAllowed):
        lin.dismisses(written)
