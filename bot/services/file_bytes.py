"""The bytes of files between Discord and the store: held until they are known to be whole and of
a type that is taken, stored before the row that names them, deleted after the last such row."""

from __future__ import annotations

import asyncio
import hashlib
import re
import tempfile
from collections.abc import AsyncIterator, Collection, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from bot.domain.errors import FileTypeUnknown
from bot.domain.files import shown_types
from bot.domain.filetypes import FileType
from bot.services.ports import Ids, Store
from bot.services.ports_files import Downloads, FileStore, Inspector, Upload

CHUNK = 64 * 1024
SWEPT_AT_ONCE = 500
"""Keys that one query asks about."""

_KEY = re.compile(r"[0-9a-f]{2}/[0-9a-f]{40}")


def new_key(ids: Ids) -> str:
    """A key that nobody can guess: 160 random bits, in 256 folders."""
    token = ids.token() + ids.token()
    return f"{token[:2]}/{token}"


@dataclass(frozen=True, slots=True)
class Held:
    """A file that arrived whole, in a temporary place without a name. ``size`` is in bytes,
    ``sha256`` has 64 hex digits."""

    size: int
    sha256: str
    type: FileType
    _place: BinaryIO

    async def chunks(self) -> AsyncIterator[bytes]:
        await asyncio.to_thread(self._place.seek, 0)
        while chunk := await asyncio.to_thread(self._place.read, CHUNK):
            yield chunk


@asynccontextmanager
async def held(
    upload: Upload, downloads: Downloads, inspector: Inspector, accepts: Collection[FileType]
) -> AsyncIterator[Held]:
    """Fetch a file, chunk by chunk, and see what it is; it is gone when this is left.

    Raises:
        FileRejected: it cannot be fetched, or is none of the types in ``accepts``.
    """
    with tempfile.TemporaryFile() as place:
        digest = hashlib.sha256()
        size = 0
        async with downloads.fetch(upload) as download:
            async for chunk in download.chunks():
                digest.update(chunk)
                size += len(chunk)
                await asyncio.to_thread(place.write, chunk)
        kind = await asyncio.to_thread(_type, inspector, place, upload.name, accepts)
        yield Held(size, digest.hexdigest(), kind, place)


def _type(
    inspector: Inspector, place: BinaryIO, name: str, accepts: Collection[FileType]
) -> FileType:
    try:
        kind = inspector.type_of(place, name)
    except FileTypeUnknown:
        kind = None
    if kind is None or kind not in accepts:
        raise FileTypeUnknown(name=name, accepted=shown_types(accepts))
    return kind


async def delete_unused(store: Store, files: FileStore, keys: Iterable[str]) -> int:
    """Delete the bytes of those ``keys`` that no row names any more; call it after the commit that
    removed the rows. Returns how many there were. What fails is left to `sweep`.

    Raises:
        FilesUnavailable: the store of files does not answer.
    """
    asked = sorted(set(keys))
    if not asked:
        return 0
    async with store.reading() as work:
        used = await work.files.keys_in_use(asked)
    unused = [key for key in asked if key not in used]
    for key in unused:
        await files.delete(key)
    return len(unused)


async def sweep(store: Store, files: FileStore, before: datetime) -> int:
    """Delete what was stored before ``before`` and no row names: bytes come first and rows after,
    so a process that dies between the two leaves some. Names that are none of ours are left
    alone. Returns how many were deleted.

    Raises:
        FilesUnavailable.
    """
    swept = 0
    batch: list[str] = []
    async for key in files.old_keys(before):
        if _KEY.fullmatch(key):
            batch.append(key)
        if len(batch) == SWEPT_AT_ONCE:
            swept += await delete_unused(store, files, batch)
            batch.clear()
    return swept + await delete_unused(store, files, batch)


async def read_all(files: FileStore, key: str) -> bytes:
    """All bytes of one file, which has 10 MiB at most. Raises: FileNotFound, FilesUnavailable."""
    return b"".join([chunk async for chunk in files.read(key)])
