"""The first run: a small Discord with a page of its own, and the bot in it, until Ctrl+C."""

from __future__ import annotations

import asyncio
import signal
import tempfile
from collections.abc import Callable
from importlib import resources
from pathlib import Path

from bot.app import App, Surroundings
from bot.demo_story import Story
from bot.randomness import SystemIds
from bot.settings import Settings
from sandbox import Sandbox, World

Echo = Callable[[str], None]

PORT = 8700
"""Where the page is unless somebody else is there: the same at every run, so that a tab that was
left open finds it again."""
TOLD = """\
Callboard is running: {address}
It stops with Ctrl+C; nothing is kept, its data lies in a temporary folder.
For a real server, put a token into .env as DISCORD_TOKEN (README.md tells how) and run it again."""


class DemonstrationFailed(Exception):
    """The demonstration could not begin; the message says why."""


async def demonstrate(echo: Echo, port: int = PORT) -> None:
    """Serve the page until SIGINT or SIGTERM, then leave in good order.

    `echo` is given the page's address, once all is prepared.

    Raises:
        DemonstrationFailed: the sandbox, the bot or the story did not come up.
    """
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stopping.set)
    told = asyncio.create_task(stopping.wait(), name="until-told")
    running = asyncio.create_task(_run(echo, port), name="demonstration")
    await asyncio.wait([told, running], return_when=asyncio.FIRST_COMPLETED)
    told.cancel()
    running.cancel()
    outcome = (await asyncio.gather(running, return_exceptions=True))[0]
    if isinstance(outcome, Exception) and not stopping.is_set():
        raise DemonstrationFailed(_reason(outcome)) from outcome


async def _run(echo: Echo, port: int) -> None:
    """Until cancelled, or until a part of the bot ends by itself."""
    world = World.load(Path(str(resources.files("sandbox") / "worlds" / "demonstration.yaml")))
    with tempfile.TemporaryDirectory(prefix="callboard-") as folder:
        sandbox = await _opened(world, port)
        app = _bot(sandbox, folder)
        try:
            await app.start()
            sandbox.clock.on_advance(app.wake)
            await Story(sandbox).play()
            echo(TOLD.format(address=f"http://127.0.0.1:{sandbox.port}/"))
            await app.wait()
        finally:
            await app.stop()
            await sandbox.stop()


async def _opened(world: World, port: int) -> Sandbox:
    """A sandbox on this port, or on any where it is taken."""
    sandbox = Sandbox(world, port=port, web=True)
    try:
        await sandbox.start()
    except OSError:
        await sandbox.stop()
        sandbox = Sandbox(world, web=True)
        await sandbox.start()
    return sandbox


def _bot(sandbox: Sandbox, folder: str) -> App:
    """The bot; it keeps all in `folder`. Its time is the sandbox's, which can be moved."""
    settings = Settings(
        discord_token=sandbox.token,
        discord_api_url=sandbox.api_url,
        discord_gateway_url=sandbox.gateway_url,
        database_url=f"sqlite+aiosqlite:///{folder}/callboard.db",
        files_url=f"{folder}/files",
    )
    return App(settings, Surroundings(sandbox.clock, SystemIds(), guild_seconds=0.1))


def _reason(error: BaseException) -> str:
    told = str(error).strip()
    return told or type(error).__name__
