"""Programmes and all their versions."""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, and_, insert, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.errors import ProgrammeNotFound
from bot.domain.ids import GuildId, ProgrammeKey
from bot.domain.programme import Programme
from bot.services.ports import InForce
from db.codec import dump_programme, load_programme
from db.sql import insert_new
from db.tables import programme_versions, programmes

Versions = MutableMapping[tuple[GuildId, ProgrammeKey, int], Programme]
"""Versions that were read once. A version never changes, so what is here cannot go stale."""

VERSIONS_KEPT = 256


class SqlProgrammes:
    """Fulfils `bot.services.ports.ProgrammeRepository`.

    A definition is some 100 KB of text, and every command needs one: ``versions`` is looked up
    first. What a transaction that may yet be rolled back has read is not kept: it has ``keeps``
    false.
    """

    def __init__(self, connection: AsyncConnection, versions: Versions, *, keeps: bool) -> None:
        self._connection = connection
        self._versions = versions
        self._keeps = keeps

    async def active(self, guild: GuildId) -> Sequence[InForce]:
        return await self._current(guild, programmes.c.archived.is_(False))

    async def get(
        self, guild: GuildId, key: ProgrammeKey, *, archived: bool = False
    ) -> InForce | None:
        used = true() if archived else programmes.c.archived.is_(False)
        return next(iter(await self._current(guild, and_(programmes.c.key == key, used))), None)

    async def version(self, guild: GuildId, key: ProgrammeKey, version: int) -> Programme:
        known = self._versions.get((guild, key, version))
        if known is not None:
            return known
        query = select(programme_versions.c.definition).where(
            programme_versions.c.guild == guild,
            programme_versions.c.key == key,
            programme_versions.c.version == version,
        )
        definition = (await self._connection.execute(query)).scalar_one_or_none()
        if definition is None:
            raise ProgrammeNotFound
        programme = load_programme(definition)
        if self._keeps:
            if len(self._versions) >= VERSIONS_KEPT:
                self._versions.pop(next(iter(self._versions)))
            self._versions[guild, key, version] = programme
        return programme

    async def put(self, guild: GuildId, programme: Programme, now: datetime) -> bool:
        first = {"guild": guild, "key": programme.key, "version": 1, "archived": False}
        if await insert_new(self._connection, programmes, first):
            await self._add_version(guild, programme, 1, now)
            return True
        # Locked by a statement of its own, before the version is read: two changes at once get
        # two versions.
        here = _is(guild, programme.key)
        await self._connection.execute(select(programmes.c.key).where(here).with_for_update())
        row = (await self._connection.execute(_in_force(guild).where(here))).mappings().one()
        current = _read(row)
        changed = current.programme != programme
        if not changed and not row["archived"]:
            return False
        version = current.version + changed
        if changed:
            await self._add_version(guild, programme, version, now)
        statement = update(programmes).where(here).values(version=version, archived=False)
        await self._connection.execute(statement)
        return True

    async def archive(self, guild: GuildId, key: ProgrammeKey) -> bool:
        in_use = and_(_is(guild, key), programmes.c.archived.is_(False))
        statement = update(programmes).where(in_use).values(archived=True)
        return (await self._connection.execute(statement)).rowcount == 1

    async def _current(self, guild: GuildId, which: ColumnElement[bool]) -> list[InForce]:
        query = select(programmes.c.key, programmes.c.version).order_by(programmes.c.key)
        rows = await self._connection.execute(query.where(programmes.c.guild == guild, which))
        return [InForce(await self.version(guild, *row), row.version) for row in rows.all()]

    async def _add_version(
        self, guild: GuildId, programme: Programme, version: int, now: datetime
    ) -> None:
        values = {
            "guild": guild,
            "key": programme.key,
            "version": version,
            "created": now,
            "title_field": programme.card.title,
            "format_field": programme.card.format,
            "definition": dump_programme(programme),
        }
        await self._connection.execute(insert(programme_versions).values(values))


def _is(guild: GuildId, key: ProgrammeKey) -> ColumnElement[bool]:
    return and_(programmes.c.guild == guild, programmes.c.key == key)


def _in_force(guild: GuildId) -> Select[Any]:
    same = and_(
        programme_versions.c.guild == programmes.c.guild,
        programme_versions.c.key == programmes.c.key,
        programme_versions.c.version == programmes.c.version,
    )
    return (
        select(programmes.c.version, programmes.c.archived, programme_versions.c.definition)
        .join_from(programmes, programme_versions, same)
        .where(programmes.c.guild == guild)
    )


def _read(row: RowMapping) -> InForce:
    return InForce(load_programme(row["definition"]), row["version"])
