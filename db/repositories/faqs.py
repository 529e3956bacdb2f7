"""The bank of answers: each entry as it is now, and all its versions."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, exists, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.errors import StaleVersion
from bot.domain.faq import BankEntry, FaqAct, FaqRef, FaqVersion
from bot.domain.ids import GuildId, UserId
from db.codec import dump_entry, load_entry
from db.sql import counted_up, insert_new
from db.tables import faq_banks, faq_reminders, faq_versions, faqs, guilds

BANKS_KEPT = 256
"""Banks kept in memory, those used last; at some 5 KB an entry."""
SLICE = 25
"""Entries decoded at a time, in about a millisecond; then others have their turn."""


@dataclass(frozen=True, slots=True)
class KeptBank:
    """A guild's bank as it was at ``revision``, or newer where entries were read later."""

    revision: int
    entries: Mapping[FaqRef, BankEntry]
    listed: tuple[BankEntry, ...]


Banks = MutableMapping[GuildId, KeptBank]
"""Banks as they were committed, those used last at the end."""

NONE = KeptBank(0, {}, ())


class SqlFaqs:
    """Fulfils `bot.services.ports_answers.FaqRepository`.

    Every change gives the guild's bank a new revision and notes it on the entry, so that only what
    changed since the revision in memory is read and decoded. What this unit itself has changed may
    yet be rolled back: from then on it keeps that guild's bank to itself.
    """

    def __init__(self, connection: AsyncConnection, banks: Banks) -> None:
        self._connection = connection
        self._banks = banks
        self._own: dict[GuildId, KeptBank] = {}
        self._changed: dict[GuildId, int] = {}

    async def bank(self, guild: GuildId) -> Sequence[BankEntry]:
        """Where another unit meanwhile read a later state than this one sees, the later one."""
        kept = self._own.get(guild) or self._banks.get(guild, NONE)
        revision = await self._revision(guild)
        if kept.revision < revision:
            kept = await self._caught_up(guild, kept, revision)
        if guild in self._changed:
            self._own[guild] = kept
        elif kept.revision >= self._banks.get(guild, NONE).revision:
            self._keep(guild, kept)
        return kept.listed

    async def get(self, guild: GuildId, ref: FaqRef) -> BankEntry | None:
        query = select(faqs.c.document).where(_is(faqs, guild, ref))
        document = (await self._connection.execute(query)).scalar_one_or_none()
        return None if document is None else load_entry(document)

    async def save(
        self,
        guild: GuildId,
        entry: BankEntry,
        act: FaqAct,
        by: UserId | None,
        now: datetime,
        *,
        expected: int,
    ) -> BankEntry:
        """Changes of one guild's bank are made one after the other: those of other units wait for
        the end of this one."""
        changed = await self._next_revision(guild)
        stored = replace(entry, version=expected + 1)
        document = dump_entry(stored)
        key = {"guild": guild, "programme": entry.ref.programme, "id": entry.ref.id}
        values = {
            "version": stored.version,
            "changed": changed,
            "confirmed": None if stored.removed else stored.confirmed,
            "document": document,
        }
        if expected == 0:
            done = await insert_new(self._connection, faqs, key | values)
        else:
            same = and_(_is(faqs, guild, entry.ref), faqs.c.version == expected)
            result = await self._connection.execute(update(faqs).where(same).values(values))
            done = result.rowcount == 1
        if not done:
            raise StaleVersion
        version: dict[str, Any] = {"version": stored.version, "act": act.value, "at": now}
        version |= {"actor": by, "document": document}
        await self._connection.execute(insert(faq_versions).values(key | version))
        return stored

    async def history(
        self, guild: GuildId, ref: FaqRef, *, limit: int = 25
    ) -> Sequence[FaqVersion]:
        query = (
            select(faq_versions)
            .where(_is(faq_versions, guild, ref))
            .order_by(faq_versions.c.version.desc())
            .limit(limit)
        )
        return [
            FaqVersion(load_entry(row["document"]), FaqAct(row["act"]), row["at"], row["actor"])
            for row in (await self._connection.execute(query)).mappings()
        ]

    async def unconfirmed(self, guild: GuildId, before: date) -> int:
        old = and_(faqs.c.guild == guild, faqs.c.confirmed < before)
        query = select(func.count()).select_from(faqs).where(old)
        return (await self._connection.execute(query)).scalar_one()

    async def to_remind(self, before: date, month: str, *, limit: int) -> Sequence[GuildId]:
        """Across guilds on purpose: timed work of the process. Guilds that are set up only, since
        no others have a desk."""
        old = exists().where(faqs.c.guild == guilds.c.guild, faqs.c.confirmed < before)
        reminded = exists().where(
            faq_reminders.c.guild == guilds.c.guild, faq_reminders.c.month == month
        )
        query = select(guilds.c.guild).where(old, ~reminded).order_by(guilds.c.guild).limit(limit)
        return list((await self._connection.execute(query)).scalars())

    async def claim_reminder(self, guild: GuildId, month: str, now: datetime) -> bool:
        values = {"guild": guild, "month": month, "claimed": now}
        return await insert_new(self._connection, faq_reminders, values)

    def settled(self) -> None:
        """The transaction was committed: what it changed is everybody's."""
        self._own.clear()
        self._changed.clear()

    async def _revision(self, guild: GuildId) -> int:
        query = select(faq_banks.c.revision).where(faq_banks.c.guild == guild)
        return (await self._connection.execute(query)).scalar_one_or_none() or 0

    async def _next_revision(self, guild: GuildId) -> int:
        """One for all that this unit changes."""
        self._own.pop(guild, None)
        if guild not in self._changed:
            keys = {"guild": guild}
            self._changed[guild] = await counted_up(self._connection, faq_banks, keys, "revision")
        return self._changed[guild]

    async def _caught_up(self, guild: GuildId, kept: KeptBank, revision: int) -> KeptBank:
        later = and_(faqs.c.guild == guild, faqs.c.changed > kept.revision)
        query = select(faqs.c.document).where(later)
        documents = (await self._connection.execute(query)).scalars().all()
        if not documents:
            return replace(kept, revision=revision)
        entries = dict(kept.entries)
        for number, document in enumerate(documents, start=1):
            entry = load_entry(document)
            if entry.removed:
                entries.pop(entry.ref, None)
            else:
                entries[entry.ref] = entry
            if number % SLICE == 0:
                await asyncio.sleep(0)
        return KeptBank(revision, entries, tuple(entries[ref] for ref in sorted(entries)))

    def _keep(self, guild: GuildId, kept: KeptBank) -> None:
        self._banks.pop(guild, None)
        if kept.revision:
            self._banks[guild] = kept
        if len(self._banks) > BANKS_KEPT:
            del self._banks[next(iter(self._banks))]


def _is(table: Table, guild: GuildId, ref: FaqRef) -> ColumnElement[bool]:
    return and_(table.c.guild == guild, table.c.programme == ref.programme, table.c.id == ref.id)
