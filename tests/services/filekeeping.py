"""The store of files, played: bytes in memory, which a test may make unavailable or lose."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime

from bot.domain.errors import FileNotFound
from bot.services.ports_files import FilesUnavailable

CHUNK = 64 * 1024


class MemoryFiles:
    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        self.away = False

    async def put(self, key: str, chunks: AsyncIterator[bytes]) -> None:
        self._answers()
        self.kept[key] = b"".join([chunk async for chunk in chunks])

    async def read(self, key: str) -> AsyncIterator[bytes]:
        self._answers()
        if key not in self.kept:
            raise FileNotFound
        data = self.kept[key]
        for at in range(0, len(data), CHUNK):
            yield data[at : at + CHUNK]

    async def delete(self, key: str) -> None:
        self._answers()
        self.kept.pop(key, None)

    async def old_keys(self, before: datetime) -> AsyncIterator[str]:
        self._answers()
        for key in list(self.kept):
            yield key

    def _answers(self) -> None:
        if self.away:
            raise FilesUnavailable("away")
