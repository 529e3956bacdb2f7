"""Where the bytes of files are kept: a folder, or a bucket of S3, Google Cloud or Azure."""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, from_url

from bot.domain.errors import FileNotFound
from bot.services.ports_files import FilesUnavailable

CHUNK = 256 * 1024
"""Bytes read at a time."""
PART = 5 * 1024 * 1024
"""Bytes sent at a time, and the most of a file that is in memory: S3 takes no smaller parts."""
PROBE = "probe"
"""What `ObjectFiles.check` writes and deletes; no key of a file, which have a folder."""

_RETRIES: Any = {"max_retries": 3, "retry_timeout": timedelta(seconds=20)}
_CLIENT: Any = {"connect_timeout": timedelta(seconds=5), "timeout": timedelta(seconds=60)}
_CUT_OFF = re.compile(r"#\d+$")
"""How obstore ends the name of a file in a folder while it is being written."""


class ObjectFiles:
    """A `bot.services.ports_files.FileStore` over obstore. Several processes may share one."""

    def __init__(self, store: Any, folder: Path | None = None) -> None:
        self._store = store
        self._folder = folder

    @classmethod
    def open(cls, url: str, options: Mapping[str, str] | None = None) -> ObjectFiles:
        """The store at ``url``: ``s3://``, ``gs://`` or ``az://`` and a bucket, with a path or
        without, or a folder, which is made. ``options`` are credentials and the like by the names
        that obstore knows, such as ``aws_region``; the environment's count where they are not set.

        Raises:
            ValueError: a part of the address or an option is wrong, in one line.
            OSError: the folder cannot be made.
        """
        if "://" not in url:
            folder = Path(url).absolute()
            folder.mkdir(parents=True, exist_ok=True)
            return cls(LocalStore(folder), folder)
        config: Any = {name.lower(): value for name, value in (options or {}).items()}
        client = {**_CLIENT, "allow_http": config.pop("aws_allow_http", "") == "true"}
        try:
            store = from_url(url, config=config, client_options=client, retry_config=_RETRIES)  # type: ignore[call-overload]
        except BaseError as error:
            raise ValueError(_line(error)) from None
        return cls(store)

    async def check(self) -> None:
        """Write something, list and delete it again, so that a store that does not work stops the
        start and not the first pitch.

        Raises:
            OSError: it does not work; one line says why.
        """
        try:
            with _translated():
                await obstore.put_async(self._store, PROBE, b"")
                await anext(obstore.list(self._store, prefix=None, chunk_size=1).__aiter__(), None)
            await self.delete(PROBE)
        except FilesUnavailable as error:
            raise OSError(str(error)) from None

    async def put(self, key: str, chunks: AsyncIterator[bytes]) -> None:
        with _translated():
            await obstore.put_async(self._store, key, chunks, chunk_size=PART, max_concurrency=1)

    async def read(self, key: str) -> AsyncIterator[bytes]:
        with _translated():
            try:
                found = await obstore.get_async(self._store, key)
            except FileNotFoundError:
                raise FileNotFound from None
            async for chunk in found.stream(CHUNK):
                yield chunk

    async def delete(self, key: str) -> None:
        with _translated():
            try:
                await obstore.delete_async(self._store, key)
            except FileNotFoundError:
                return  # a folder tells; a bucket does not

    async def old_keys(self, before: datetime) -> AsyncIterator[str]:
        with _translated():
            if self._folder is not None:
                await asyncio.to_thread(_drop_cut_off, self._folder, before)
            async for batch in obstore.list(self._store):
                for item in batch:
                    if item["last_modified"] < before:
                        yield item["path"]


@contextmanager
def _translated() -> Iterator[None]:
    """Raises: FilesUnavailable: for whatever the store fails with."""
    try:
        yield
    except (BaseError, OSError) as error:
        raise FilesUnavailable(_line(error)) from error


def _line(error: Exception) -> str:
    """The first line of what obstore says; the others are its own innards."""
    return (str(error).strip() or type(error).__name__).splitlines()[0]


def _drop_cut_off(folder: Path, before: datetime) -> None:
    """Delete what a process that was killed left half written; obstore lists none of it."""
    for place, _, names in os.walk(folder):
        for name in names:
            path = Path(place, name)
            if _CUT_OFF.search(name) and path.stat().st_mtime < before.timestamp():
                path.unlink(missing_ok=True)
