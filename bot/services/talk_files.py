"""Files that come with a message: copied to our store at once, as Discord's links expire."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import structlog

from bot.domain.errors import FileNotKept, PersonFull, Refused, TooManyFiles
from bot.domain.errors_review import TooManyBytes
from bot.domain.files import MEBIBYTE, PERSON_BYTES, StoredFile, check_size, shown_name
from bot.domain.filetypes import FileType
from bot.domain.ids import FileId, PitchId
from bot.domain.people import Actor
from bot.domain.talk import FIELD, FILES, FILES_BYTES
from bot.services.file_bytes import held, new_key
from bot.services.keeping import Bytes
from bot.services.ports import Clock, Ids, Store, StoreUnavailable
from bot.services.ports_files import Downloads, FileStore, FilesUnavailable, Inspector, Upload

TAKEN = tuple(FileType)

_log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Arrived:
    """``files`` have their bytes in the store and no row yet; ``rejected`` says of each of the
    others why it was not taken."""

    files: tuple[StoredFile, ...] = ()
    rejected: tuple[Refused, ...] = ()


class TalkFiles:
    def __init__(
        self,
        store: Store,
        files: FileStore,
        downloads: Downloads,
        inspector: Inspector,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._files = files
        self._bytes = Bytes(store, files)
        self._downloads = downloads
        self._inspector = inspector
        self._clock = clock
        self._ids = ids

    async def take(
        self, actor: Actor, pitch: PitchId, uploads: Sequence[Upload], person_bytes: int
    ) -> Arrived:
        """Fetch the files, one after another; one that is rejected keeps no other out.
        ``person_bytes`` is what is kept of the person already."""
        files: list[StoredFile] = []
        rejected: list[Refused] = []
        for upload in uploads:
            try:
                _check(upload.name, upload.size, files, person_bytes)
                files.append(await self._arrived(actor, pitch, upload, files, person_bytes))
            except Refused as refused:
                rejected.append(refused)
        return Arrived(tuple(files), tuple(rejected))

    async def _arrived(
        self,
        actor: Actor,
        pitch: PitchId,
        upload: Upload,
        beside: Sequence[StoredFile],
        person_bytes: int,
    ) -> StoredFile:
        """Raises: FileRejected, TooManyFiles, PersonFull."""
        async with held(upload, self._downloads, self._inspector, TAKEN) as file:
            # What was announced need not be what came.
            _check(upload.name, file.size, beside, person_bytes)
            key = new_key(self._ids)
            try:
                await self._files.put(key, file.chunks())
            except FilesUnavailable as error:
                _log.warning("file_not_stored", error=str(error))
                raise FileNotKept(name=upload.name) from error
        return StoredFile(
            id=FileId(self._ids.token()),
            guild=actor.guild,
            pitch=pitch,
            field=FIELD,
            uploader=actor.user,
            name=shown_name(upload.name, file.type),
            size=file.size,
            type=file.type,
            sha256=file.sha256,
            key=key,
            uploaded=self._clock.now(),
        )

    async def tidy(self, keys: Iterable[str]) -> None:
        """Delete bytes whose rows went, or never came; what fails is left to the sweep."""
        try:
            await self._bytes.delete(keys)
        except StoreUnavailable as error:
            _log.warning("files_left_to_the_sweep", error=str(error))


def _check(name: str, size: int, beside: Sequence[StoredFile], person_bytes: int) -> None:
    """Raises: FileTooLarge, TooManyFiles, TooManyBytes, PersonFull."""
    check_size(name, size)
    together = size + sum(file.size for file in beside)
    if len(beside) >= FILES:
        raise TooManyFiles(name=name, limit=FILES)
    if together > FILES_BYTES:
        raise TooManyBytes(name=name, limit=FILES_BYTES // MEBIBYTE)
    if person_bytes + together > PERSON_BYTES:
        raise PersonFull(name=name, limit=PERSON_BYTES // MEBIBYTE)
