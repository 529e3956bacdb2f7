"""A stage for each test: sandbox, database, bot."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from discord.gateway import DiscordWebSocket
from discord.http import Route

from sandbox import Sandbox
from tests.e2e.prepared import as_set_up
from tests.e2e.stage import WORLD, Stage, quiet_logs, sandbox_of
from tests.support.databases import Postgres, fresh_sqlite_url


@pytest.fixture(autouse=True)
def restored_addresses() -> Iterator[None]:
    """discord.py keeps its addresses for the process; put them back after the test."""
    base, gateway = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    quiet_logs()
    yield
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = base, gateway


@pytest.fixture
def engine() -> str:
    """Which database a test runs on; tests that care are parametrised over both."""
    return "sqlite"


@pytest.fixture
def database_url(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    with ExitStack() as stack:
        if engine == "sqlite":
            yield fresh_sqlite_url(tmp_path)
        else:
            server: Postgres = request.getfixturevalue("postgres")
            yield stack.enter_context(server.fresh_url())


@pytest.fixture
def world() -> str:
    """The guilds and people; a test that needs others is parametrised with its own."""
    return WORLD


@pytest.fixture
async def sandbox(world: str) -> AsyncIterator[Sandbox]:
    """Ends with a check that nothing broke Discord's OpenAPI document."""
    async with sandbox_of(world) as made:
        yield made
        assert made.violations == []


@pytest.fixture
async def bare_stage(sandbox: Sandbox, database_url: str, tmp_path: Path) -> AsyncIterator[Stage]:
    """The bot is there, but nobody has set it up."""
    async with Stage(sandbox, database_url, files_url=str(tmp_path / "files")) as made:
        yield made


@pytest.fixture
async def timed_stage(
    sandbox: Sandbox, world: str, database_url: str, tmp_path: Path
) -> AsyncIterator[Stage]:
    """Set up for ChunM; the bot's clock is the sandbox's, so that a test moves both."""
    made = Stage(sandbox, database_url, files_url=str(tmp_path / "files"))
    made.clock = sandbox.clock
    async with as_set_up(made, world, "chunm"):
        yield made


@pytest.fixture
async def stage(
    sandbox: Sandbox, world: str, database_url: str, tmp_path: Path
) -> AsyncIterator[Stage]:
    """The north is set up and both calls are open."""
    made = Stage(sandbox, database_url, files_url=str(tmp_path / "files"))
    async with as_set_up(made, world, questions="questions"):
        yield made
