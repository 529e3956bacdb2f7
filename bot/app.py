"""The one place that wires everything, starts it, and lets it leave in good order."""

from __future__ import annotations

import asyncio
import gc
import signal
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import structlog
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from bot.answers.engine import Engine
from bot.answers.matcher import EngineMatcher, entries
from bot.client import Client
from bot.content.loader import shipped
from bot.discord_io.host import Services
from bot.discord_io.sender import DiscordSender
from bot.embedders import embedder_of
from bot.files.download import DiscordDownloads
from bot.files.store import ObjectFiles
from bot.health import HealthServer, Metrics
from bot.pictures.book import TypstPrinter
from bot.pictures.charts import MatplotlibPainter
from bot.randomness import SystemIds
from bot.services.briefs import Briefs
from bot.services.common import SystemClock
from bot.services.dispatch import FIRST_DELAY, Dispatcher
from bot.services.ports import Clock, Ids
from bot.services.timekeeping import Timekeeper
from bot.settings import Settings, SettingsError
from bot.sheets.writing import Sheets
from bot.texts import Texts
from bot.wiring import Parts, services
from db.database import Database
from db.migrate import migrate

_log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a test may put in place of the machine's own."""

    clock: Clock
    ids: Ids
    first_delay: float = FIRST_DELAY
    guild_seconds: float = 2.0

    @classmethod
    def real(cls) -> Surroundings:
        return cls(SystemClock(), SystemIds())


class App:
    """A bot over one database: `start`, `wait`, `stop`, in that order, once."""

    def __init__(self, settings: Settings, surroundings: Surroundings | None = None) -> None:
        self.settings = settings
        self._around = surroundings or Surroundings.real()
        self._metrics = Metrics()
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Migrate, connect to the database and to Discord, begin to deliver.

        Raises:
            SettingsError: there is no token, or no database or port where a setting says.
            discord.LoginFailure: Discord does not know the token.
            DatabaseTooNew: a later version of Callboard was here before.
        """
        settings = self.settings
        token = settings.token()
        redirect(settings)
        await self._open_stores()
        self._texts = Texts.load()
        self.client = Client(
            self._texts,
            gateway=settings.discord_gateway_url,
            shard_count=settings.shard_count,
            shard_ids=settings.shard_ids,
            guild_seconds=self._around.guild_seconds,
        )
        await self.client.__aenter__()  # by `login` too, but `close` fails where neither was
        await self._start_answers()
        self.client.serve(self._services(), MatplotlibPainter(), TypstPrinter(), Sheets())
        self.dispatcher = self._dispatcher()
        self.timekeeper = self._timekeeper()
        self.health = self._health()
        if settings.metrics_port is not None:
            with _naming("METRICS_PORT"):
                await self.health.start(settings.metrics_host, settings.metrics_port)
        if not self.database.shared:
            await self.database.queue.release_all()
        await self.client.login(token)
        # What a crash left to be told goes over REST, and need not wait for the gateway.
        self._run(self.dispatcher.run(), "dispatcher")
        self._run(self.timekeeper.run(), "timekeeper")
        self._run(self.client.connect(), "gateway")
        await self._until_ready()
        _log.info("ready", guilds=len(self.client.guilds))

    async def wait(self) -> None:
        """Until a part of the bot ends by itself. Raises what it failed with."""
        done, _ = await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()

    def wake(self) -> None:
        """Look at once for what is due: the clock was moved."""
        self.dispatcher.wake()
        self.timekeeper.wake()

    async def stop(self) -> None:
        """Take nothing more, finish what is in hand, leave. Safe after a `start` that failed."""
        loop = asyncio.get_running_loop()
        ends = loop.time() + self.settings.drain_seconds
        if hasattr(self, "client"):
            await self.client.drain(self.settings.drain_seconds)
        if hasattr(self, "dispatcher"):
            await self.dispatcher.stop(max(0.0, ends - loop.time()))
        if hasattr(self, "health"):
            await self.health.close()
        if hasattr(self, "client"):
            await self.client.close()
        if hasattr(self, "engine"):
            await self.engine.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if hasattr(self, "downloads"):
            await self.downloads.close()
        if hasattr(self, "database"):
            await self.database.close()
        _log.info("stopped")

    async def _open_stores(self) -> None:
        """The database, migrated; the store of files; and what fetches files from Discord."""
        settings = self.settings
        with _naming("DATABASE_URL"):
            await migrate(settings.database_url)
        self.database = await Database.open(settings.database_url, lambda: self.dispatcher.wake())
        with _naming("FILES_URL"):
            self._files = ObjectFiles.open(settings.files_url, settings.files_options)
            await self._files.check()
        origin = settings.discord_api_url
        self.downloads = DiscordDownloads([origin] if origin else [])

    def _health(self) -> HealthServer:
        return HealthServer(
            self._metrics,
            connected=lambda: self.client.connected,
            depth=self.database.queue.depth,
        )

    async def _start_answers(self) -> None:
        with _naming("SEMANTIC"):
            self.engine = Engine(embedder_of(self.settings))
        self.engine.warm(text for entry in entries(shipped()) for text in entry.phrasings)
        self._matcher = EngineMatcher(self.engine)
        await self.engine.start()

    def _services(self) -> Services:
        return services(
            Parts(
                self.database.store,
                self._around.clock,
                self._around.ids,
                self._files,
                self.downloads,
                self._matcher,
                self._texts,
                self.settings.default_locale,
            )
        )

    def _dispatcher(self) -> Dispatcher:
        return Dispatcher(
            self.database.queue,
            Briefs(self.database.store, self._matcher),
            DiscordSender(self.client),
            self._around.clock,
            self._around.ids,
            self._metrics,
            lease_seconds=self.settings.lease_seconds,
            first_delay=self._around.first_delay,
        )

    def _timekeeper(self) -> Timekeeper:
        sweep = self.client.services.files.sweep
        return Timekeeper(self.database.store, self._around.clock, self._around.ids, sweep)

    def _run(self, work: Coroutine[Any, Any, None], name: str) -> None:
        self._tasks.append(asyncio.create_task(work, name=name))

    async def _until_ready(self) -> None:
        """Raises what the gateway failed with, if it fails first."""
        ready = asyncio.create_task(self.client.wait_until_ready(), name="until-ready")
        await asyncio.wait([ready, *self._tasks], return_when=asyncio.FIRST_COMPLETED)
        if not ready.done():
            ready.cancel()
            await self.wait()


@contextmanager
def _naming(setting: str) -> Iterator[None]:
    """Raises: SettingsError: what the setting names is not there, or not ours to use."""
    try:
        yield
    except (OSError, ValueError) as error:
        raise SettingsError(f"{setting}: {error}") from error


def redirect(settings: Settings) -> None:
    """Send the client to another REST root and gateway. discord.py keeps both for the process."""
    if settings.discord_api_url:
        Route.BASE = settings.discord_api_url
    if settings.discord_gateway_url:
        DiscordWebSocket.DEFAULT_GATEWAY = URL(settings.discord_gateway_url)


async def serve(settings: Settings) -> None:
    """Run until SIGTERM or SIGINT, or until something fails."""
    app = App(settings)
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stopping.set)
    told = asyncio.create_task(stopping.wait(), name="until-told")
    running = asyncio.create_task(_start_and_wait(app), name="app")
    try:
        await asyncio.wait([told, running], return_when=asyncio.FIRST_COMPLETED)
    finally:
        await app.stop()
        told.cancel()
        running.cancel()
        outcome = (await asyncio.gather(running, return_exceptions=True))[0]
    if isinstance(outcome, Exception) and not stopping.is_set():
        raise outcome


async def _start_and_wait(app: App) -> None:
    await app.start()
    settle_memory()
    await app.wait()


def settle_memory() -> None:
    """Leave what the start made, which stays, out of later garbage collections: looking through
    all of it holds everything up for a tenth of a second. For a process that is a bot and no more.
    """
    gc.collect()
    gc.freeze()
