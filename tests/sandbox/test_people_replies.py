"""What a person is shown after each way in which a bot may answer."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import discord
import pytest
from discord import ui

from sandbox import Limits, Sandbox, World
from tests.sandbox.conftest import Bot, Run, point_at, running

Answer = Callable[[discord.Interaction], Awaitable[object]]


async def thinking(interaction: discord.Interaction) -> None:
    await interaction.response.defer(thinking=True, ephemeral=True)
    await interaction.followup.send("thought")


async def thinking_then_edit(interaction: discord.Interaction) -> None:
    await interaction.response.defer(thinking=True)
    await interaction.edit_original_response(content="thought")


async def update(interaction: discord.Interaction) -> None:
    await interaction.response.edit_message(content="thought", view=None)


async def later_update(interaction: discord.Interaction) -> None:
    await interaction.response.defer()
    await interaction.edit_original_response(content="thought")


async def later_update_by_id(interaction: discord.Interaction) -> None:
    await interaction.response.defer()
    assert interaction.message is not None
    await interaction.message.edit(content="thought")


async def later_followup(interaction: discord.Interaction) -> None:
    await interaction.response.defer()
    await interaction.followup.send("thought", ephemeral=True)


async def removed(interaction: discord.Interaction) -> None:
    await interaction.response.defer()
    await interaction.delete_original_response()


async def button(sandbox: Sandbox, bot: Bot, answer: Answer) -> None:
    view = ui.View()
    made: ui.Button[ui.View] = ui.Button(label="Think")

    async def pressed(interaction: discord.Interaction) -> None:
        await answer(interaction)

    made.callback = pressed  # type: ignore[method-assign]
    await bot.at(sandbox, "north/general").send("a question", view=view.add_item(made))


@pytest.mark.parametrize(
    ("answer", "same", "ephemeral"),
    [
        (thinking, False, True),
        (thinking_then_edit, False, False),
        (update, True, False),
        (later_update, True, False),
        (later_update_by_id, True, False),
        (later_followup, False, True),
    ],
)
async def test_a_person_waits_for_what_follows(
    sandbox: Sandbox, run: Run, answer: Answer, same: bool, ephemeral: bool
) -> None:
    bot = Bot()
    await run(bot)
    await button(sandbox, bot, answer)
    lin = sandbox.people["lin"]
    question = await lin.sees("a question")
    reply = await lin.presses("Think")
    assert reply.message is not None
    assert reply.message.content == "thought"
    assert (reply.message == question) is same
    assert reply.ephemeral is ephemeral
    assert not reply.message.loading
    assert sandbox.violations == []


async def test_a_message_that_was_removed_is_no_reply(sandbox: Sandbox, run: Run) -> None:
    bot = Bot()
    await run(bot)
    await button(sandbox, bot, removed)
    reply = await sandbox.people["lin"].presses("Think")
    assert (reply.message, reply.failed, reply.text) == (None, False, "")


async def test_somebody_waiting_sees_that_the_bot_thinks(sandbox: Sandbox, run: Run) -> None:
    bot = Bot()
    await run(bot)
    await button(sandbox, bot, thinking_then_edit)
    hold = sandbox.faults.hold("PATCH", "/webhooks/{webhook_id}/{webhook_token}/messages/@original")
    lin = sandbox.people["lin"]
    pressing = asyncio.create_task(lin.presses("Think"))
    await hold.reached()
    [_, shown] = await lin.reads("north/general")
    assert shown.loading
    assert shown.text == ""
    hold.release()
    assert (await pressing).message == shown
    assert not shown.loading


async def test_a_name_after_an_at_sign_pings(sandbox: Sandbox, run: Run) -> None:
    bot = Bot()
    await run(bot)
    lin, maya = sandbox.people["lin"], sandbox.people["maya"]
    written = await lin.writes("@Callboard @Maya Ortiz hello", in_="questions")
    assert (await bot.seen.get()).content == f"<@{bot.application_id}> {maya.mention} hello"
    assert written.mentions == ["Callboard", "Maya Ortiz"]


async def test_a_crowd_presses_at_once_and_nobody_waits_in_vain() -> None:
    crowd: dict[str, Any] = {f"p{number}": {"guilds": {"n": []}} for number in range(100)}
    world = World.parse(
        {
            "applications": [{"name": "Callboard", "token": "t"}],
            "guilds": [{"key": "n", "channels": [{"name": "general"}, {"name": "desk"}]}],
            "people": crowd,
        }
    )
    async with Sandbox(world, limits=Limits.relaxed()) as sandbox:
        point_at(sandbox)
        bot = Bot()

        @bot.tree.command(name="pitch", description="Start")
        async def pitch(interaction: discord.Interaction) -> None:
            await interaction.response.send_message(f"ready {interaction.user}", ephemeral=True)
            await bot.at(sandbox, "n/desk").send(f"card {interaction.user}")

        async with running(bot, sandbox.token):
            await bot.tree.sync()
            people = sandbox.people.values()
            replies = await asyncio.gather(*(one.types("/pitch") for one in people))
            assert [one.text for one in replies] == [f"ready {one.key}" for one in people]
            await asyncio.gather(*(one.sees(f"card {one.key}", in_="desk") for one in people))
            assert len(await sandbox.people["p0"].reads("desk")) == 100
            assert [one.text for one in await sandbox.people["p0"].reads("general")] == ["ready p0"]
