"""A sandbox and a small discord.py bot in the test's own loop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any, Protocol

import discord
import pytest
import yarl
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

from sandbox import Limits, Sandbox, World

WORLD = """
applications:
  - {name: Callboard, token: sandbox-token}
  - {name: Reader, token: reader-token, intents: [message_content, guild_members]}
guilds:
  - key: north
    name: North Light Creators
    owner: olga
    roles:
      - {name: Coordinators, permissions: [manage_messages]}
      - name: Callboard
        applications: [Callboard]
        permissions: [view_channel, send_messages, send_messages_in_threads, embed_links,
          attach_files, create_public_threads, create_private_threads, read_message_history,
          add_reactions, manage_threads]
    channels:
      - {name: general, category: Community}
      - {name: questions}
      - name: desk
        overwrites:
          everyone: {deny: [view_channel]}
          Coordinators: {allow: [view_channel]}
          Callboard: {allow: [view_channel]}
      - name: vault
        overwrites:
          everyone: {deny: [view_channel]}
          Coordinators: {allow: [view_channel]}
    commands:
      secret: {everyone: false, Coordinators: true}
  - key: south
    name: South Stage
    owner: sam
    applications: [Callboard]
    channels:
      - {name: lobby}
people:
  olga: {display_name: Olga}
  sam: {display_name: Sam}
  lin: {display_name: Lin Wei, locale: zh-CN, guilds: {north: []}}
  maya: {display_name: Maya Ortiz, guilds: {north: [Coordinators], south: []}}
  shy: {display_name: Shy, dms: shut, guilds: {north: []}}
"""


class Bot(discord.AutoShardedClient):
    """A client with a command tree, and queues of what the gateway told it."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("intents", discord.Intents(guilds=True, messages=True, reactions=True))
        super().__init__(guild_ready_timeout=0.05, **options)
        self.tree = app_commands.CommandTree(self)
        self.seen: asyncio.Queue[discord.Message] = asyncio.Queue()
        self.disconnects: asyncio.Queue[int] = asyncio.Queue()
        self.resumes: asyncio.Queue[int] = asyncio.Queue()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Do without the five seconds that the library waits before it identifies again."""

    async def on_message(self, message: discord.Message) -> None:
        """Keep what others wrote."""
        if message.author.id != self.application_id:
            self.seen.put_nowait(message)

    async def on_shard_disconnect(self, shard: int) -> None:
        """Keep that a shard lost its connection."""
        self.disconnects.put_nowait(shard)

    async def on_shard_resumed(self, shard: int) -> None:
        """Keep that a shard resumed."""
        self.resumes.put_nowait(shard)

    def at(self, sandbox: Sandbox, path: str) -> discord.TextChannel:
        """The library's own object for a channel of the sandbox."""
        channel = self.get_channel(sandbox.channel(path).id)
        assert isinstance(channel, discord.TextChannel)
        return channel


class Run(Protocol):
    """Starts a bot and waits until it is ready."""

    async def __call__(self, bot: Bot, token: str | None = None) -> None: ...


def point_at(sandbox: Sandbox) -> None:
    """Send discord.py to the sandbox; process-wide, so `restored_addresses` undoes it."""
    Route.BASE = sandbox.api_url
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(sandbox.gateway_url)


@asynccontextmanager
async def running(bot: Bot, token: str) -> AsyncIterator[Bot]:
    """A bot from its login to its end; errors of its connection are raised."""
    await bot.login(token)
    connection = asyncio.create_task(bot.connect())
    ready = asyncio.create_task(bot.wait_until_ready())
    try:
        await asyncio.wait({connection, ready}, return_when=asyncio.FIRST_COMPLETED)
        if connection.done():
            await connection
        yield bot
    finally:
        ready.cancel()
        await bot.close()
        await asyncio.gather(connection, ready, return_exceptions=True)


@pytest.fixture(autouse=True)
def restored_addresses() -> Iterator[None]:
    """Put discord.py's addresses back after the test."""
    base, gateway = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    yield
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = base, gateway


@pytest.fixture
def world() -> World:
    """Two guilds, five people, two applications."""
    return World.parse(WORLD)


@pytest.fixture
def limits() -> Limits:
    """No rate limits; a test that is about them overrides this."""
    return Limits.relaxed()


@pytest.fixture
async def sandbox(world: World, limits: Limits) -> AsyncIterator[Sandbox]:
    """A sandbox that discord.py talks to."""
    async with Sandbox(world, limits=limits) as made:
        point_at(made)
        yield made


@pytest.fixture
async def run(sandbox: Sandbox) -> AsyncIterator[Run]:
    """Start bots; they end before the sandbox does."""
    async with AsyncExitStack() as stack:

        async def start(bot: Bot, token: str | None = None) -> None:
            await stack.enter_async_context(running(bot, token or sandbox.token))

        yield start
