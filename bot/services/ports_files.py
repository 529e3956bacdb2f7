"""What the services need for the files of pitches, as Protocols; `bot.files` fulfils them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Protocol

from bot.domain.filetypes import FileType


class FilesUnavailable(Exception):
    """The store of files did not answer. Nothing was stored, or the outcome is not known."""


class FileStore(Protocol):
    """Bytes by key, for all guilds. Keys are random (`bot.services.file_bytes.new_key`), so one
    cannot be guessed, and what is stored under one never changes."""

    async def put(self, key: str, chunks: AsyncIterator[bytes]) -> None:
        """Store all of ``chunks``, or nothing: nobody ever reads half a file.

        Raises:
            FilesUnavailable, and whatever ``chunks`` raises.
        """

    def read(self, key: str) -> AsyncIterator[bytes]:
        """The bytes in chunks of some hundred KiB at most.

        Raises:
            FileNotFound: there are none, before the first chunk.
            FilesUnavailable.
        """

    async def delete(self, key: str) -> None:
        """Also of a key that is not there. Raises: FilesUnavailable."""

    def old_keys(self, before: datetime) -> AsyncIterator[str]:
        """Keys of what was stored before ``before`` (aware), in no order.

        Raises:
            FilesUnavailable.
        """


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as Discord announced it: its name as it was sent, and its size in bytes. The address
    works for a few minutes or hours only."""

    name: str
    url: str
    size: int


class Download(Protocol):
    """A file on its way. ``size`` is what the server announces, if it does."""

    @property
    def size(self) -> int | None: ...

    def chunks(self) -> AsyncIterator[bytes]:
        """The bytes as they come, to be read once.

        Raises:
            FileCutShort: fewer came than announced, or none in time.
            FileTooLarge: more than announced, or more than a file may have; reading stops there.
        """


class Downloads(Protocol):
    def fetch(self, upload: Upload) -> AbstractAsyncContextManager[Download]:
        """Begin to read ``upload``; nothing of it is read before its chunks are asked for.

        Raises:
            FileGone: the address has expired, or is none of Discord's.
            FileTooLarge: it announces more than a file may have.
            FileCutShort: the server did not answer, or not with the file.
        """


class Inspector(Protocol):
    """Tells what a file is by what is in it."""

    def type_of(self, file: BinaryIO, name: str) -> FileType:
        """The type of ``file``, which can be sought in; it blocks, so call it in a thread.

        Raises:
            FileEmpty, FileTypeUnknown, FileMismatch, FileDamaged.
        """
