"""Files of a pitch: taken from Discord, taken out again, and opened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import structlog

from bot.domain.errors import (
    FileNotFound,
    FileNotKept,
    NotEditable,
    Refused,
)
from bot.domain.files import StoredFile, check_size, shown_name
from bot.domain.form import Kind
from bot.domain.ids import FileId, PitchId
from bot.domain.people import Actor
from bot.services.common import check_coordinator, retrying
from bot.services.drafts import Draft, Recent, authored, named_files
from bot.services.file_bytes import held, new_key, read_all, sweep
from bot.services.file_room import Room, naming
from bot.services.filing import at_desk, by_id, file_of
from bot.services.keeping import Bytes, unnamed
from bot.services.ports import Clock, Ids, Store, StoreUnavailable, UnitOfWork
from bot.services.ports_files import (
    Downloads,
    FileStore,
    FilesUnavailable,
    Inspector,
    Upload,
)

ORPHANS = timedelta(hours=1)
"""After this, bytes that no row names belong to no file that is still on its way."""

_log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of files that were sent: the pitch with those that were taken, and for each of
    the others what is to be said of it, in the order in which they came."""

    draft: Draft
    rejected: tuple[Refused, ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """A file with all its bytes, 10 MiB at most."""

    file: StoredFile
    data: bytes


class PitchFiles:
    def __init__(
        self,
        store: Store,
        files: FileStore,
        downloads: Downloads,
        inspector: Inspector,
        clock: Clock,
        ids: Ids,
        recent: Recent | None = None,
    ) -> None:
        self._store = store
        self._files = files
        self._bytes = Bytes(store, files)
        self._downloads = downloads
        self._inspector = inspector
        self._clock = clock
        self._ids = ids
        self._recent = recent or Recent()

    async def take(
        self, actor: Actor, pitch: PitchId, field_id: str, uploads: Sequence[Upload]
    ) -> Taken:
        """Fetch the files, one after another, and add them to the field's answer. One that was
        rejected keeps no other out; one that the field holds already is not taken twice.

        Raises:
            PitchNotFound.
            NotEditable: the pitch cannot be changed now, or has no such field any more.
        """
        async with self._store.reading() as work:
            room = await self._room(work, actor, pitch, field_id)
        arrived: list[StoredFile] = []
        rejected: list[Refused] = []
        for upload in uploads:
            try:
                file = await self._arrived(actor, room, upload)
            except Refused as refused:
                rejected.append(refused)
            else:
                arrived += [file] if file else []
        try:
            taken = await retrying(lambda: self._add(actor, pitch, field_id, arrived))
        except Exception:
            await self._tidy(file.key for file in arrived)
            raise
        added = taken.draft.files
        await self._tidy(file.key for file in arrived if file.id not in added)
        self._recent.seen(taken.draft)
        return replace(taken, rejected=(*rejected, *taken.rejected))

    async def _arrived(self, actor: Actor, room: Room, upload: Upload) -> StoredFile | None:
        """The file with its bytes in the store and no row yet; None if the field has it already.

        Raises:
            FileRejected, TooManyFiles, PitchFull, PersonFull.
        """
        check_size(upload.name, upload.size)
        room.check(upload.name, upload.size)
        async with held(upload, self._downloads, self._inspector, room.field.accepts) as file:
            if room.has(file.sha256):
                return None
            key = new_key(self._ids)
            try:
                await self._files.put(key, file.chunks())
            except FilesUnavailable as error:
                _log.warning("file not stored", error=str(error))
                raise FileNotKept(name=upload.name) from error
        stored = StoredFile(
            id=FileId(self._ids.token()),
            guild=actor.guild,
            pitch=room.draft.pitch.id,
            field=room.field.id,
            uploader=actor.user,
            name=shown_name(upload.name, file.type),
            size=file.size,
            type=file.type,
            sha256=file.sha256,
            key=key,
            uploaded=self._clock.now(),
        )
        room.add(stored)
        return stored

    async def _add(
        self, actor: Actor, pitch: PitchId, field_id: str, arrived: Sequence[StoredFile]
    ) -> Taken:
        """Rows for what arrived, as far as there still is room for it."""
        refused: list[Refused] = []
        async with self._store.writing() as work:
            room = await self._room(work, actor, pitch, field_id)
            draft, added = room.draft, list[StoredFile]()
            for file in arrived:
                if room.has(file.sha256):
                    continue
                try:
                    room.check(file.name, file.size)
                except Refused as refusal:
                    refused.append(refusal)
                    continue
                await work.files.add(file)
                room.add(file)
                added.append(file)
            if not added:
                return Taken(draft, tuple(refused))
            changed = draft.pitch.with_answer(field_id, room.names, draft.call, self._clock.now())
            saved = await work.pitches.save(changed, expected=draft.pitch.version)
            await work.commit()
        files = {**draft.files, **{file.id: file for file in added}}
        return Taken(replace(draft, pitch=saved, files=files), tuple(refused))

    async def _room(self, work: UnitOfWork, actor: Actor, pitch: PitchId, field_id: str) -> Room:
        draft = await authored(work, actor, pitch, self._clock.now())
        field = next((each for each in draft.programme.form.fields() if each.id == field_id), None)
        if field is None or field.kind is not Kind.FILES or not draft.now_editable:
            raise NotEditable(ref=str(draft.pitch.ref))
        return Room(draft, field, await work.files.bytes_of(actor.guild, actor.user))

    async def remove(self, actor: Actor, pitch: PitchId, file: FileId) -> Draft:
        """Take a file out of the pitch. One that was handed in with it once stays on record.

        Raises:
            PitchNotFound, NotEditable.
            FileNotFound: the pitch has none of that id now.
        """
        draft, keys = await retrying(lambda: self._remove(actor, pitch, file))
        await self._tidy(keys)
        return self._recent.seen(draft)

    async def _remove(
        self, actor: Actor, pitch_id: PitchId, file: FileId
    ) -> tuple[Draft, tuple[str, ...]]:
        """Returns the pitch without it, and the key of its bytes if its row went too."""
        now = self._clock.now()
        async with self._store.writing() as work:
            draft = await authored(work, actor, pitch_id, now)
            stored, named = draft.files.get(file), naming(draft, file)
            if stored is None or named is None:
                raise FileNotFound
            left = tuple(name for name in named[1] if name != file)
            changed = draft.pitch.with_answer(named[0], left, draft.call, now)
            saved = await work.pitches.save(changed, expected=draft.pitch.version)
            keys = await unnamed(work, saved)
            await work.commit()
        files = {each.id: each for each in draft.files.values() if each.key not in keys}
        return replace(draft, pitch=saved, files=files), keys

    async def open(self, actor: Actor, pitch: PitchId, file: FileId) -> Opened:
        """A file of the person's own pitch, also one of an earlier version.

        Raises:
            PitchNotFound, FileNotFound, FilesUnavailable.
        """
        async with self._store.reading() as work:
            draft = await authored(work, actor, pitch, self._clock.now())
        stored = draft.files.get(file)
        if stored is None:
            raise FileNotFound
        return await self._opened(stored)

    async def open_for_desk(self, actor: Actor, pitch: PitchId, file: FileId) -> Opened:
        """A file that was handed in.

        Raises:
            CoordinatorsOnly.
            SubmissionNotFound: there is no such pitch here, or it was not handed in.
            FileNotFound: the pitch was handed in without it.
            FilesUnavailable.
        """
        async with self._store.reading() as work:
            settings = await check_coordinator(work, actor)
            found = await by_id(work, actor, settings, pitch)
            revisions = tuple(await work.pitches.revisions(actor.guild, pitch))
            shown = at_desk(await file_of(work, found)).files.get(file)
        if shown is None or file not in named_files(replace(found, working=None), revisions):
            raise FileNotFound
        return await self._opened(shown)

    async def sweep(self, older_than: timedelta = ORPHANS) -> int:
        """Delete bytes that no row names and that were stored longer ago than ``older_than``.
        Returns how many files they were.

        Raises:
            FilesUnavailable.
        """
        return await sweep(self._store, self._files, self._clock.now() - older_than)

    async def _opened(self, stored: StoredFile) -> Opened:
        return Opened(stored, await read_all(self._files, stored.key))

    async def _tidy(self, keys: Iterable[str]) -> None:
        """Delete bytes whose row went, or never came; what fails is left to `sweep`. Where the
        outcome of a change is not known, the rows tell."""
        try:
            await self._bytes.delete(keys)
        except StoreUnavailable as error:
            _log.warning("files left to the sweep", error=str(error))
