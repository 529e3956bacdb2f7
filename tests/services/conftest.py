"""Every service over one database: SQLite, unless a test is parametrised over both engines."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, MutableMapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from db.database import Database
from tests.db.samples import seed, stored
from tests.services.house import House
from tests.services.played import Bell, PlainIds, SetClock
from tests.services.post import PITCH, Post
from tests.support.databases import Postgres, fresh_sqlite_url


@pytest.fixture(autouse=True)
def logged() -> Iterator[list[MutableMapping[str, Any]]]:
    """What the operator would read."""
    with capture_logs() as entries:
        yield entries


@pytest.fixture
def engine() -> str:
    return "sqlite"


@pytest.fixture
def url(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    with ExitStack() as stack:
        if engine == "sqlite":
            yield fresh_sqlite_url(tmp_path)
        else:
            server: Postgres = request.getfixturevalue("postgres")
            yield stack.enter_context(server.fresh_url())


@pytest.fixture
def bell() -> Bell:
    return Bell()


@pytest.fixture
async def database(url: str, bell: Bell) -> AsyncIterator[Database]:
    opened = await Database.open(url, bell)
    yield opened
    await opened.close()


@pytest.fixture
def bare(database: Database) -> House:
    """Nobody has run `/setup` yet."""
    return House.over(database, SetClock(), PlainIds())


@pytest.fixture
async def house(bare: House) -> House:
    """Set up, with a programme whose call is open for 30 days."""
    await seed(bare.database)
    return bare


@pytest.fixture
async def post(house: House, bell: Bell) -> Post:
    """A dispatcher that does not run yet; the bell wakes it."""
    await stored(house.database, PITCH)
    made = Post(house)
    bell.answered = made.dispatcher.wake
    return made
