"""The Discord client: least intents, our commands, and nothing kept that need not be."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import discord
import structlog
import yarl
from discord import app_commands
from discord.ext import commands

from bot.discord_io.errors import Reporter
from bot.discord_io.host import Host, Interaction, Services
from bot.discord_io.modals import Modals
from bot.discord_io.registration import register_commands
from bot.discord_io.talk_hearing import TalkHearing
from bot.discord_io.translator import Translator
from bot.services.ports_pictures import Painter, Printer
from bot.services.ports_sheets import SheetWriter
from bot.texts import Texts

COGS = (
    "cogs.ask", "cogs.audit", "cogs.call", "cogs.faq", "cogs.inbox", "cogs.pitch", "cogs.privacy",
    "cogs.program", "cogs.programs", "cogs.question", "cogs.setup", "cogs.submissions",
    "cogs.talk",
)  # fmt: skip
_HANDLERS = ("CommandTree-invoker", "discord-ui-", "discord.py: on_")
"""How discord.py 2.7 names the tasks in which commands, components and events are handled."""

_log = structlog.stdlib.get_logger(__name__)


class Tree(app_commands.CommandTree[Host]):
    """Hands every error to the reporter, and refuses kindly while the bot is leaving."""

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        return await self.client.accepts(interaction)

    async def on_error(
        self, interaction: Interaction, error: app_commands.AppCommandError, /
    ) -> None:
        await self.client.reporter.report(interaction, error)


class Client(Host):
    """discord.py's client with our services on it.

    Intents: guilds, for channels and roles; messages of guilds and DMs, to hear mentions and
    direct messages, whose content Discord gives without the privileged intent. That intent is
    asked for where the application has it: then questions that nobody put to the bot are heard too.
    """

    def __init__(
        self,
        texts: Texts,
        *,
        gateway: str | None = None,
        shard_count: int | None = None,
        shard_ids: Sequence[int] | None = None,
        guild_seconds: float = 2.0,
    ) -> None:
        """``guild_seconds`` is how long to wait for one more guild before being ready."""
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # nobody speaks here
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            intents=discord.Intents(guilds=True, guild_messages=True, dm_messages=True),
            tree_cls=Tree,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            allowed_mentions=discord.AllowedMentions.none(),
            shard_count=shard_count,
            shard_ids=shard_ids,  # type: ignore[arg-type]  # None is its default
            guild_ready_timeout=guild_seconds,
        )
        self.texts = texts
        self.reporter = Reporter(texts)
        self.modals = Modals()
        self.draining = False
        self._gateway = yarl.URL(gateway) if gateway else None

    def serve(
        self, services: Services, painter: Painter, printer: Printer, sheets: SheetWriter
    ) -> None:
        """Give the cogs what they work with; before `start`."""
        self.services = services
        self.talks = TalkHearing(self)
        self.painter = painter
        self.printer = printer
        self.sheets = sheets

    @property
    def connected(self) -> bool:
        """Whether every shard has its connection now; `is_ready` says that they had it once."""
        return self.is_ready() and not any(shard.is_closed() for shard in self.shards.values())

    async def setup_hook(self) -> None:
        self._hear_if_granted()
        await self.tree.set_translator(Translator(self.texts))
        for cog in COGS:
            await self.load_extension(cog)
        await register_commands(self)

    def _hear_if_granted(self) -> None:
        """Ask for the content of messages if the application's settings allow it.

        Discord closes a connection that asks for an intent it did not grant, so an operator would
        have to keep a setting of ours in step with the portal. But the login, which comes before
        any connection, tells what is granted (large bots by review, others limited).
        """
        granted = self.application_flags
        if granted.gateway_message_content or granted.gateway_message_content_limited:
            # `intents` is a copy; the connection sends what it holds itself.
            self._connection._intents.message_content = True  # noqa: SLF001
        else:
            _log.info("content_not_granted", effect="only mentions and direct messages are heard")

    async def launch_shard(
        self, gateway: yarl.URL, shard_id: int, *, initial: bool = False
    ) -> None:
        """Connect one shard, through the configured gateway where there is one."""
        await super().launch_shard(self._gateway or gateway, shard_id, initial=initial)

    async def on_message(self, message: discord.Message, /) -> None:
        """Text is answered by the cog of questions; there are no prefix commands."""

    async def on_interaction(self, interaction: Interaction) -> None:
        await self.modals.dispatch(interaction)

    async def on_error(self, event_method: str, /, *_args: object, **_kwargs: object) -> None:
        _log.exception("event_failed", event_name=event_method)

    async def drain(self, seconds: float) -> None:
        """Begin nothing new; wait for the handlers at work, for ``seconds`` at most, and for those
        of modals that still come in meanwhile."""
        self.draining = True
        try:
            async with asyncio.timeout(seconds):
                while at_work := _handlers():
                    await asyncio.wait(at_work)
        except TimeoutError:
            late = _handlers()
            _log.warning("drained_late", handlers=len(late), done_instead="they are cut off")
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)


def _handlers() -> set[asyncio.Task[Any]]:
    """The tasks that handle what people did."""
    return {
        task
        for task in asyncio.all_tasks()
        if task.get_name().startswith(_HANDLERS) and task is not asyncio.current_task()
    }
