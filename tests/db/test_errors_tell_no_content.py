"""What people wrote does not get into errors, and with them into the log."""

from __future__ import annotations

import traceback

import pytest
from sqlalchemy.exc import DBAPIError

from db.database import Database
from tests.db.samples import pitch, seed

WRITTEN = "Moon Harbour, by Lin Wei"


async def test_an_error_of_the_database_does_not_tell_the_values(database: Database) -> None:
    await seed(database)
    with pytest.raises(DBAPIError) as failed:
        async with database.store.reading() as work:
            await work.pitches.add(pitch("a" * 20, owner_name=WRITTEN))
    told = "".join(traceback.format_exception(failed.value))
    assert "INSERT INTO pitches" in told
    assert WRITTEN not in told
