"""What happens beside a file that is on its way, and what is left to the sweep."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterable
from datetime import UTC, datetime, timedelta

import pytest
from structlog.testing import capture_logs

from bot.domain.pitch import Pitch
from bot.files.store import ObjectFiles
from bot.services import file_bytes
from bot.services.ports import StoreUnavailable
from tests.files.shelf import LIN, Shelf
from tests.support.filemaking import PDF

SCRIPT = "script"


async def test_the_same_file_sent_from_two_devices_is_kept_once(shelf: Shelf, draft: Pitch) -> None:
    class Rival(ObjectFiles):
        async def put(self, key: str, chunks: AsyncIterator[bytes]) -> None:
            await super().put(key, chunks)
            await shelf.files.take(LIN, draft.id, SCRIPT, [shelf.upload("first.pdf", PDF)])

    second = shelf.made(Rival.open(str(shelf.folder)))
    taken = await second.take(LIN, draft.id, SCRIPT, [shelf.upload("second.pdf", PDF)])
    assert [file.name for file in taken.draft.files.values()] == ["first.pdf"]
    assert taken.rejected == ()
    assert await shelf.keys() == set(await shelf.rows(draft.id))


async def test_a_file_that_was_taken_is_no_failure_where_tidying_up_fails(
    shelf: Shelf, draft: Pitch, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def delete(keys: Iterable[str]) -> None:
        raise StoreUnavailable("away")

    monkeypatch.setattr(shelf.files._bytes, "delete", delete)
    with capture_logs() as logged:
        taken = await shelf.files.take(LIN, draft.id, SCRIPT, [shelf.upload("a.pdf", PDF)])
    assert len(taken.draft.files) == 1
    assert [entry["event"] for entry in logged] == ["files left to the sweep"]


async def test_more_is_swept_than_one_query_asks_about(
    shelf: Shelf, draft: Pitch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_bytes, "SWEPT_AT_ONCE", 2)

    async def bytes_() -> AsyncIterator[bytes]:
        yield b"x"

    shelf.hours.moment = datetime.now(UTC)
    past = (shelf.hours.moment - timedelta(hours=2)).timestamp()
    for number in range(5):
        key = f"ab/{number:040x}"
        await shelf.store.put(key, bytes_())
        os.utime(shelf.folder / key, (past, past))
    assert await shelf.files.sweep() == 5
    assert await shelf.keys() == set()
