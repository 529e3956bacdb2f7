"""A bot in a process of its own that is killed, and the one that takes its place."""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import Process

from sandbox import Sandbox

BOT = """
import sys, warnings
warnings.simplefilter("ignore")
import discord, yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

Route.BASE, gateway, token, channel = sys.argv[1:5]
DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway)
client = discord.AutoShardedClient(intents=discord.Intents(guilds=True), guild_ready_timeout=0.1)

@client.event
async def on_ready():
    await client.get_channel(int(channel)).send("a notice", nonce="n-1")

client.run(token, log_handler=None)
"""
SEND = ("POST", "/channels/{channel_id}/messages")


async def start(sandbox: Sandbox) -> Process:
    channel = str(sandbox.channel("north/general").id)
    arguments = (sandbox.api_url, sandbox.gateway_url, sandbox.token, channel)
    return await asyncio.create_subprocess_exec(sys.executable, "-c", BOT, *arguments)


async def end(process: Process) -> None:
    process.kill()
    await process.wait()


async def test_a_bot_killed_before_it_had_the_answer_is_followed_by_one_whose_retry_adds_nothing(
    sandbox: Sandbox,
) -> None:
    lin = sandbox.people["lin"]
    hold = sandbox.faults.hold(*SEND, when="after")
    first = await start(sandbox)
    try:
        await hold.reached(30)
        [dead] = await sandbox.gateway.ready()
    finally:
        await end(first)
    await sandbox.gateway.gone()
    hold.release()
    assert [one.text for one in await lin.reads("north/general")] == ["a notice"]
    hold = sandbox.faults.hold(*SEND, when="after")
    second = await start(sandbox)
    try:
        await hold.reached(30)
        [alive] = await sandbox.gateway.ready()
        assert alive is not dead
        hold.release()
        assert len(await lin.reads("north/general")) == 1  # discord.py enforces every nonce
    finally:
        await end(second)
