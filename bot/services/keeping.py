"""Which files of a pitch are kept, and the bytes of those that are not."""

from __future__ import annotations

from collections.abc import Iterable

import structlog

from bot.domain.ids import FileId
from bot.domain.pitch import Pitch
from bot.services.drafts import named_files
from bot.services.file_bytes import delete_unused
from bot.services.ports import Store, UnitOfWork
from bot.services.ports_files import FileStore, FilesUnavailable

_log = structlog.stdlib.get_logger(__name__)


class Bytes:
    """The bytes of files, over the store of files and the rows that name them."""

    def __init__(self, store: Store, files: FileStore) -> None:
        self._store = store
        self._files = files

    async def delete(self, keys: Iterable[str]) -> None:
        """Delete those of ``keys`` that no row names any more; after the commit. What fails now is
        swept later."""
        try:
            await delete_unused(self._store, self._files, keys)
        except FilesUnavailable:
            _log.exception("files_not_deleted", done_instead="they are swept later")


async def unnamed(work: UnitOfWork, pitch: Pitch) -> tuple[str, ...]:
    """Remove the rows of files that neither the pitch nor anything that was handed in names;
    return their keys, for `Bytes.delete`."""
    named = named_files(pitch, tuple(await work.pitches.revisions(pitch.guild, pitch.id)))
    gone = [each for each in await work.files.of(pitch.guild, pitch.id) if each.id not in named]
    for file in gone:
        await work.files.remove(pitch.guild, FileId(file.id))
    return tuple(file.key for file in gone)
