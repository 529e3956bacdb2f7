"""Bots that do what they should not: bare REST calls, and a client that only collects.

The tests of Discord's limits use both. `Wire` sends exactly what it is told, where discord.py
would stop a mistake before it leaves; `Catcher` is discord.py's own client, which hands the
interactions and messages it receives to the test instead of answering them.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

import aiohttp
import discord
import pytest
import yarl

from sandbox import Limits, Person, Reply, Sandbox, World
from tests.sandbox.limits_world import COMMANDS, WORLD


@dataclass(frozen=True)
class Answer:
    """What Discord answered: status, JSON body, headers."""

    status: int
    body: Any
    headers: Mapping[str, str]

    @property
    def refusal(self) -> tuple[int, int]:
        """Status and error code, as tests compare them."""
        return self.status, self.body["code"]

    def faults(self) -> list[str]:
        """`path CODE` for each fault of an invalid form."""
        return sorted(_flatten(self.body.get("errors", {}), ""))


def _flatten(tree: Mapping[str, Any], path: str) -> list[str]:
    found: list[str] = []
    for key, value in tree.items():
        if key == "_errors":
            found += [f"{path} {error['code']}" for error in value]
        else:
            found += _flatten(value, f"{path}.{key}".lstrip("."))
    return found


class Wire:
    """Sends requests as they are given."""

    def __init__(self, sandbox: Sandbox, session: aiohttp.ClientSession, token: str | None) -> None:
        self._base = sandbox.api_url
        self._session = session
        self._token = token

    async def __call__(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        raw: bytes | aiohttp.FormData | None = None,
        content_type: str | None = None,
    ) -> Answer:
        """Send `body` as JSON, or `raw` as it is under `content_type`."""
        headers = {} if self._token is None else {"Authorization": f"Bot {self._token}"}
        data: bytes | aiohttp.FormData | None = raw
        if body is not None:
            data, content_type = json.dumps(body).encode(), "application/json"
        if content_type is not None:
            headers["Content-Type"] = content_type
        url = yarl.URL(self._base + path, encoded=True)
        async with self._session.request(method, url, data=data, headers=headers) as response:
            text = await response.text()
            parsed = json.loads(text) if text else None
            return Answer(response.status, parsed, dict(response.headers))

    async def answer(self, interaction: discord.Interaction, body: Mapping[str, Any]) -> Answer:
        """Acknowledge an interaction, whatever discord.py thinks of it."""
        path = f"/interactions/{interaction.id}/{interaction.token}/callback"
        return await self("POST", path, body)

    async def follow_up(self, interaction: discord.Interaction, body: Mapping[str, Any]) -> Answer:
        """Write a further message with the interaction's token."""
        path = f"/webhooks/{interaction.application_id}/{interaction.token}"
        return await self("POST", path, body)

    async def send(self, channel_id: int, body: Mapping[str, Any]) -> Answer:
        """Write into a channel."""
        return await self("POST", f"/channels/{channel_id}/messages", body)


class Catcher(discord.Client):
    """Collects what it receives."""

    def __init__(self, intents: discord.Intents) -> None:
        # By default the library waits two seconds for guilds that are still to come.
        super().__init__(intents=intents, guild_ready_timeout=0.05)
        self.interactions: asyncio.Queue[discord.Interaction] = asyncio.Queue()
        self.messages: asyncio.Queue[discord.Message] = asyncio.Queue()
        self.resumed = asyncio.Event()
        self.readied = asyncio.Event()

    async def on_ready(self) -> None:
        self.readied.set()

    async def on_resumed(self) -> None:
        self.resumed.set()

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        await self.interactions.put(interaction)

    async def on_message(self, message: discord.Message) -> None:
        await self.messages.put(message)

    async def next_interaction(self) -> discord.Interaction:
        """The next interaction; TimeoutError after 5 s."""
        return await asyncio.wait_for(self.interactions.get(), 5)

    async def next_message(self) -> discord.Message:
        """The next message; TimeoutError after 5 s."""
        return await asyncio.wait_for(self.messages.get(), 5)


def point_to(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lead discord.py to the sandbox. Both addresses are one per process."""
    monkeypatch.setattr(discord.http.Route, "BASE", sandbox.api_url)
    gateway = yarl.URL(sandbox.gateway_url)
    monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", gateway)


@asynccontextmanager
async def running(
    sandbox: Sandbox,
    monkeypatch: pytest.MonkeyPatch,
    *,
    application: str = "Callboard",
    intents: discord.Intents | None = None,
) -> AsyncIterator[Catcher]:
    """A connected `Catcher`, closed again at the end."""
    point_to(sandbox, monkeypatch)
    catcher = Catcher(intents or discord.Intents(guilds=True, messages=True, dm_messages=True))
    await catcher.login(sandbox.tokens[application])
    task = asyncio.create_task(catcher.connect())
    try:
        await asyncio.wait_for(catcher.readied.wait(), 10)
        yield catcher
    finally:
        await catcher.close()
        await asyncio.gather(task, return_exceptions=True)


@asynccontextmanager
async def discord_with(**limits: Any) -> AsyncIterator[Sandbox]:
    """A sandbox of the world above; `limits` change Discord's numbers."""
    chosen = replace(Limits.relaxed(), **limits)
    async with Sandbox(World.parse(WORLD), limits=chosen, port=0) as sandbox:
        yield sandbox


@dataclass(frozen=True)
class Stage:
    """A sandbox, a bot that is connected to it, and its bare REST calls."""

    sandbox: Sandbox
    bot: Catcher
    wire: Wire
    limits: Limits

    def channel(self, name: str) -> int:
        """The id of a channel such as `north/desk`."""
        return int(self.sandbox.channel(name).id)

    def guild(self, key: str) -> int:
        """The id of a guild."""
        return int(self.sandbox.guild(key).id)

    def person(self, key: str) -> Person:
        """Somebody of the world."""
        return self.sandbox.people[key]

    async def shown(self, who: str, where: str) -> list[str]:
        """The texts that somebody sees in a channel, oldest first."""
        return [message.text for message in await self.person(who).reads(where)]

    async def register(self) -> None:
        """Make the commands of this module known."""
        path = f"/applications/{self.bot.application_id}/commands"
        answer = await self.wire("PUT", path, COMMANDS)
        assert answer.status == 200, answer.body

    async def typed(
        self, who: str = "lin", command: str = "/go", in_: str = "north/general", **options: str
    ) -> tuple[discord.Interaction, asyncio.Task[Reply]]:
        """Somebody types a command; the bot has the interaction and has not answered yet."""
        task = asyncio.create_task(self.person(who).types(command, in_=in_, **options))
        return await self.bot.next_interaction(), task

    async def opened_dm(self, who: str) -> int:
        """The id of the bot's DM channel with somebody."""
        answer = await self.wire(
            "POST", "/users/@me/channels", {"recipient_id": str(self.person(who).id)}
        )
        assert answer.status == 200, answer.body
        return int(answer.body["id"])


@asynccontextmanager
async def staged(
    monkeypatch: pytest.MonkeyPatch,
    *,
    application: str = "Callboard",
    intents: discord.Intents | None = None,
    **limits: Any,
) -> AsyncIterator[Stage]:
    """A sandbox with a connected bot, its commands registered."""
    async with (
        discord_with(**limits) as sandbox,
        aiohttp.ClientSession() as session,
        running(sandbox, monkeypatch, application=application, intents=intents) as bot,
    ):
        wire = Wire(sandbox, session, sandbox.tokens[application])
        stage = Stage(sandbox, bot, wire, replace(Limits.relaxed(), **limits))
        await stage.register()
        yield stage
