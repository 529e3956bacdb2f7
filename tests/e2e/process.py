"""The bot as an operator runs it: a process of its own, which a test can kill."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import bot
from sandbox import Sandbox
from sandbox.people.reply import Reply

ROOT = Path(bot.__file__).parents[1]
KEPT = ("PATH", "HOME", "LANG", "TMPDIR")
"""What a process needs of the environment of the tests."""
START_SECONDS = 60.0
"""For a machine that is busy; a start takes two or three."""


class BotProcess:
    """``python -m bot`` against a sandbox: `start`, `kill` or `told_to_leave`, `start` again.

    All that it writes goes to `log`. It runs in ``folder``, so that it reads no ``.env``;
    ``settings`` are environment variables, and win over those set here.
    """

    def __init__(
        self, sandbox: Sandbox, database_url: str, folder: Path, **settings: object
    ) -> None:
        self._sandbox = sandbox
        self._folder = folder
        self._settings = {
            "PYTHONPATH": str(ROOT),
            "DISCORD_TOKEN": sandbox.token,
            "DISCORD_API_URL": sandbox.api_url,
            "DISCORD_GATEWAY_URL": sandbox.gateway_url,
            "DATABASE_URL": database_url,
            "LEASE_SECONDS": "1",
            "SEMANTIC": "off",
            **{name: str(value) for name, value in settings.items()},
        }
        self._process: Process | None = None
        folder.mkdir(exist_ok=True)
        self._log = folder / "bot.log"

    @property
    def log(self) -> str:
        """What it has written so far, over all its starts."""
        return self._log.read_text(encoding="utf-8") if self._log.exists() else ""

    async def start(self, sessions: int = 1) -> None:
        """Start it and wait until the sandbox has ``sessions`` connected gateway sessions.

        Raises:
            AssertionError: it ended instead; the message is its log.
        """
        kept = {name: os.environ[name] for name in KEPT if name in os.environ}
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot",
                cwd=self._folder, env=kept | self._settings, stdout=log, stderr=log,
            )  # fmt: skip
        ended = asyncio.create_task(self._process.wait())
        ready = asyncio.create_task(
            self._sandbox.gateway.ready(shards=sessions, within=START_SECONDS)
        )
        await asyncio.wait([ended, ready], return_when=asyncio.FIRST_COMPLETED)
        ended.cancel()
        if not ready.done():
            ready.cancel()
            raise AssertionError(f"the bot ended at its start:\n{self.log}")
        await ready

    async def kill(self) -> None:
        """SIGKILL: it has no chance to do anything any more."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()

    def told_to_leave(self) -> None:
        """SIGTERM."""
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)

    async def left(self, within: float) -> int:
        """The exit status, once it has left by itself. TimeoutError after ``within`` seconds."""
        assert self._process is not None
        return await asyncio.wait_for(self._process.wait(), within)


@asynccontextmanager
async def at_work(work: Coroutine[Any, Any, Reply]) -> AsyncIterator[None]:
    """What a person does meanwhile, and gives up at the end."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
