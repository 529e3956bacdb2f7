"""Every service over one database: SQLite, unless a test is parametrised over both engines."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from db.database import Database
from tests.db.samples import seed
from tests.services.house import House
from tests.services.played import PlainIds, SetClock
from tests.support.databases import Postgres, fresh_sqlite_url


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
async def database(url: str) -> AsyncIterator[Database]:
    opened = await Database.open(url, lambda: None)
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
