"""What is known of the files of pitches."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from sqlalchemy import RowMapping, delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.errors import FileNotFound
from bot.domain.files import StoredFile
from bot.domain.filetypes import FileType
from bot.domain.ids import FileId, GuildId, PitchId, UserId
from bot.domain.talk import FIELD
from db.tables import files

KEYS_AT_ONCE = 1_000
"""Keys asked for in one query. SQLite takes 32,766 parameters, PostgreSQL's driver 32,767."""


class SqlFiles:
    """Fulfils `bot.services.ports_intake.FileRepository`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of(self, guild: GuildId, pitch: PitchId) -> Sequence[StoredFile]:
        query = (
            select(files)
            .where(files.c.guild == guild, files.c.pitch == pitch, files.c.field != FIELD)
            .order_by(files.c.seq)
        )
        return [_read(row) for row in (await self._connection.execute(query)).mappings()]

    async def of_talks(self, guild: GuildId, pitch: PitchId) -> Sequence[StoredFile]:
        query = (
            select(files)
            .where(files.c.guild == guild, files.c.pitch == pitch, files.c.field == FIELD)
            .order_by(files.c.seq)
        )
        return [_read(row) for row in (await self._connection.execute(query)).mappings()]

    async def sent_by(self, guild: GuildId, user: UserId) -> Sequence[StoredFile]:
        query = (
            select(files)
            .where(files.c.guild == guild, files.c.uploader == user, files.c.field == FIELD)
            .order_by(files.c.seq)
        )
        return [_read(row) for row in (await self._connection.execute(query)).mappings()]

    async def of_all(self, guild: GuildId, pitches: Sequence[PitchId]) -> Sequence[StoredFile]:
        query = (
            select(files)
            .where(files.c.guild == guild, files.c.pitch.in_(pitches), files.c.field != FIELD)
            .order_by(files.c.seq)
        )
        return [_read(row) for row in (await self._connection.execute(query)).mappings()]

    async def get(self, guild: GuildId, file: FileId) -> StoredFile:
        query = select(files).where(files.c.guild == guild, files.c.id == file)
        row = (await self._connection.execute(query)).mappings().one_or_none()
        if row is None:
            raise FileNotFound
        return _read(row)

    async def add(self, file: StoredFile) -> None:
        values = {
            "guild": file.guild,
            "id": file.id,
            "pitch": file.pitch,
            "field": file.field,
            "uploader": file.uploader,
            "name": file.name,
            "size": file.size,
            "type": file.type.value,
            "sha256": file.sha256,
            "key": file.key,
            "uploaded": file.uploaded,
        }
        await self._connection.execute(insert(files).values(values))

    async def remove(self, guild: GuildId, file: FileId) -> None:
        gone = delete(files).where(files.c.guild == guild, files.c.id == file)
        await self._connection.execute(gone)

    async def bytes_of(self, guild: GuildId, user: UserId) -> int:
        query = select(func.coalesce(func.sum(files.c.size), 0)).where(
            files.c.guild == guild, files.c.uploader == user
        )
        return int((await self._connection.execute(query)).scalar_one())

    async def keys_in_use(self, keys: Iterable[str]) -> set[str]:
        """Across guilds on purpose: bytes are stored once for all who name them."""
        asked, found = iter(keys), set[str]()
        while some := list(islice(asked, KEYS_AT_ONCE)):
            query = select(files.c.key).where(files.c.key.in_(some)).distinct()
            found.update((await self._connection.execute(query)).scalars())
        return found


def _read(row: RowMapping) -> StoredFile:
    return StoredFile(
        id=row["id"],
        guild=row["guild"],
        pitch=row["pitch"],
        field=row["field"],
        uploader=row["uploader"],
        name=row["name"],
        size=row["size"],
        type=FileType(row["type"]),
        sha256=row["sha256"],
        key=row["key"],
        uploaded=row["uploaded"],
    )
