"""What the tests of files share."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.pitch import Pitch
from bot.files.download import DiscordDownloads
from db.database import Database
from tests.files.server import Server
from tests.files.shelf import Shelf
from tests.support.databases import fresh_sqlite_url


@pytest.fixture
async def shelf(tmp_path: Path) -> AsyncIterator[Shelf]:
    database = await Database.open(fresh_sqlite_url(tmp_path), lambda: None)
    async with Server() as server:
        downloads = DiscordDownloads([server.url("/")])
        yield Shelf(database, server, tmp_path / "files", downloads)
        await downloads.close()
    await database.close()


@pytest.fixture
async def draft(shelf: Shelf) -> Pitch:
    """Of Lin's, with nothing in its fields of files."""
    return await shelf.seed()
