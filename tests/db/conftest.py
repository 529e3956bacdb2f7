"""Every test that takes ``url`` or ``database`` runs on both engines."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlalchemy import event

from db.database import Database
from tests.support.databases import fresh_sqlite_url, sqlite_url

ENGINES = ("sqlite", "postgresql")


class Wakes:
    """Counts how often the dispatcher would have been woken."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self) -> None:
        self.count += 1


@pytest.fixture(params=ENGINES)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A migrated database."""
    with ExitStack() as stack:
        if request.param == "sqlite":
            yield fresh_sqlite_url(tmp_path)
        else:
            yield stack.enter_context(request.getfixturevalue("postgres").fresh_url())


@pytest.fixture(params=ENGINES)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without tables."""
    with ExitStack() as stack:
        if request.param == "sqlite":
            yield sqlite_url(tmp_path)
        else:
            yield stack.enter_context(request.getfixturevalue("postgres").empty_url())


@pytest.fixture
def wakes() -> Wakes:
    return Wakes()


@pytest.fixture
async def database(url: str, wakes: Wakes) -> AsyncIterator[Database]:
    opened = await Database.open(url, wakes)
    yield opened
    await opened.close()


@pytest.fixture
def statements(database: Database) -> Iterator[list[str]]:
    """The SQL that is run, as it is run."""
    run: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        run.append(statement)

    engines = {database.engines.reader.sync_engine, database.engines.writer.sync_engine}
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    yield run
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)
