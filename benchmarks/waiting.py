"""Waiting for what another process does."""

from __future__ import annotations

import asyncio

from db.database import Database

DELIVERY_SECONDS = 60.0
POLL_SECONDS = 0.02


async def until_delivered(database: Database) -> None:
    """Until no notice waits in the database.

    Raises:
        TimeoutError: some still do after `DELIVERY_SECONDS`.
    """
    async with asyncio.timeout(DELIVERY_SECONDS):
        while (await database.queue.depth()).get("waiting"):  # noqa: ASYNC110 - it cannot tell us
            await asyncio.sleep(POLL_SECONDS)
