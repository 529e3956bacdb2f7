"""A stage on which the set-up is behind everybody, without each test waiting for it.

Setting up saves every entry that the programmes bring along. Equal worlds have equal ids, and all
that it leaves behind is in the database: so it is done once per world, and its database copied.
"""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy import make_url

from tests.e2e.stage import Stage, sandbox_of
from tests.support.databases import fresh_sqlite_url

_PREPARED: dict[tuple[str, ...], bytes] = {}


@asynccontextmanager
async def as_set_up(
    stage: Stage, world: str, programmes: str = "both", **options: str
) -> AsyncIterator[None]:
    """From the bot's start to its end, in a sandbox of this ``world``. With SQLite the bot finds
    the database of an earlier `Stage.set_up`, else Olga sets up now.
    """
    url = make_url(stage.settings.database_url)
    if url.get_backend_name() != "sqlite":
        async with stage:
            await stage.set_up(programmes, **options)
            yield
        return
    key = (world, programmes, *(word for option in sorted(options.items()) for word in option))
    if key not in _PREPARED:
        _PREPARED[key] = await _prepared(world, programmes, options)
    Path(str(url.database)).write_bytes(_PREPARED[key])
    async with stage:
        yield


async def _prepared(world: str, programmes: str, options: dict[str, str]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        url = fresh_sqlite_url(Path(folder))
        async with (
            sandbox_of(world) as sandbox,
            Stage(sandbox, url, files_url=str(Path(folder) / "files")) as stage,
        ):
            await stage.set_up(programmes, **options)
        return Path(str(make_url(url).database)).read_bytes()
