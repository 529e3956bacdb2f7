"""The bank of answers in the hands of coordinators."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.domain.errors import NothingToAsk, ProgrammeNotFound, StaleVersion
from bot.domain.errors_answers import NothingToUndo
from bot.domain.faq import BankEntry, FaqAct, FaqRef, FaqVersion
from bot.domain.ids import ProgrammeKey
from bot.domain.people import Actor
from bot.domain.programme import Programme
from bot.services.bank_drafts import FaqDraft, begun, with_draft
from bot.services.bank_import import ImportReport, take_over
from bot.services.bank_listing import Filter, filtered, meant
from bot.services.bank_room import Room, check_space, existing, new_ref
from bot.services.common import check_coordinator, retrying
from bot.services.ports import Clock, Ids, Page, Store, UnitOfWork
from bot.services.ports_answers import (
    BankFiles,
    Conversion,
    Decision,
    Figures,
    FileFormat,
    Matcher,
)

__all__ = [
    "LISTED", "FaqBank", "FaqDraft", "Filter", "ImportReport", "Kept", "Saved", "Statistics",
]  # fmt: skip

LISTED = 10
"""Entries on one page."""
SUGGESTED = 25
"""Discord: choices of an autocomplete."""
TOP = 10
"""Entries that the figures name."""


@dataclass(frozen=True, slots=True)
class Saved:
    """An entry as it was saved. ``programme`` is None where it is about the server as a whole;
    ``nearest`` is another entry that answers its question already."""

    entry: BankEntry
    programme: Programme | None
    nearest: BankEntry | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """An entry, removed or not, with what was done to it, the latest first."""

    entry: BankEntry
    programme: Programme | None
    history: tuple[FaqVersion, ...]


@dataclass(frozen=True, slots=True)
class Statistics:
    """``titles`` has the entries among the top, also those removed since; ``programmes`` are those
    in use."""

    figures: Figures
    titles: Mapping[FaqRef, BankEntry]
    since: datetime
    programmes: Mapping[ProgrammeKey, Programme]


class FaqBank:
    """All methods raise CoordinatorsOnly before anything else. Changes keep every version."""

    def __init__(
        self,
        store: Store,
        matcher: Matcher,
        clock: Clock,
        ids: Ids,
        conversion: Conversion,
        files: BankFiles,
    ) -> None:
        self._store = store
        self._matcher = matcher
        self._clock = clock
        self._ids = ids
        self._conversion = conversion
        self._files = files

    async def add(self, actor: Actor, draft: FaqDraft) -> Saved:
        """Save a new entry, confirmed today, with an id made of its question.

        Raises:
            CoordinatorsOnly, ProgrammeNotFound.
            EntryTextMissing, EntryTooLong, TooManyPhrasings, UnreadableDate, EndsBeforeItBegins:
                as `bot.services.bank_drafts.with_draft` does.
            BankFull: parameters ``most``.
        """
        room, programme = await self._room(actor), draft.programme
        if programme not in room.known:
            raise ProgrammeNotFound
        unnamed = FaqRef(programme, "")
        entry = await asyncio.to_thread(begun, unnamed, draft, self._conversion, room.today)
        nearest = await self._nearest(room, draft.question)

        async def change() -> BankEntry:
            async with self._store.writing() as work:
                room = await Room.of(work, actor, self._clock.now())
                if programme not in room.known:
                    raise ProgrammeNotFound
                check_space(room.bank, programme)
                ref = await new_ref(work, self._ids, actor.guild, programme, draft.question)
                named = replace(entry, ref=ref)
                return await self._committed(work, actor, named, FaqAct.ADDED)

        saved = await retrying(change)
        return Saved(saved, room.programmes.get(programme), nearest)

    async def edit(self, actor: Actor, ref: FaqRef, draft: FaqDraft, *, version: int) -> Saved:
        """Replace the texts of the draft's language, the source and the validity; ``version`` is
        the one that the writer saw. The entry stays with its programme, whatever the draft's.

        Raises:
            CoordinatorsOnly, EntryNotFound.
            StaleVersion: somebody else changed the entry meanwhile.
            EntryTextMissing, EntryTooLong, TooManyPhrasings, UnreadableDate, EndsBeforeItBegins:
                as `bot.services.bank_drafts.with_draft` does.
        """
        async with self._store.reading() as work:
            room = await Room.of(work, actor, self._clock.now())
            entry = await existing(work, actor.guild, ref)
        if entry.version != version:
            raise StaleVersion
        changed = await asyncio.to_thread(with_draft, entry, draft, self._conversion, room.today)
        nearest = await self._nearest(room, draft.question, ref)
        async with self._store.writing() as work:
            await check_coordinator(work, actor)
            saved = await self._committed(work, actor, changed, FaqAct.EDITED)
        return Saved(saved, room.programmes.get(ref.programme), nearest)

    async def remove(self, actor: Actor, ref: FaqRef) -> BankEntry:
        """Take it out of the bank, to where `undo` finds it. Raises: CoordinatorsOnly,
        EntryNotFound."""
        return await self._changed(
            actor, ref, FaqAct.REMOVED, lambda entry, today: replace(entry, removed=True)
        )

    async def confirm(self, actor: Actor, ref: FaqRef) -> BankEntry:
        """Note that it is right today. Raises: CoordinatorsOnly, EntryNotFound."""
        return await self._changed(
            actor, ref, FaqAct.CONFIRMED, lambda entry, today: replace(entry, confirmed=today)
        )

    async def undo(self, actor: Actor, ref: FaqRef) -> Saved:
        """Bring back, as a new version, what stood before the last change, be that a removal.
        Done twice it undoes itself: what was undone stands again.

        Raises:
            CoordinatorsOnly, EntryNotFound.
            NothingToUndo: the entry has only ever been as it is.
            BankFull: parameters ``most``. It was removed, and its place is taken.
        """

        async def change() -> Saved:
            async with self._store.writing() as work:
                room = await Room.of(work, actor, self._clock.now())
                entry = await existing(work, actor.guild, ref, removed=True)
                history = await work.faqs.history(actor.guild, ref, limit=2)
                if len(history) < 2:
                    raise NothingToUndo
                if entry.removed:
                    check_space(room.bank, ref.programme)
                earlier = replace(history[1].entry, version=entry.version)
                saved = await self._committed(work, actor, earlier, FaqAct.UNDONE)
            return Saved(saved, room.programmes.get(ref.programme))

        return await retrying(change)

    async def view(self, actor: Actor, ref: FaqRef) -> Kept:
        """Raises: CoordinatorsOnly, EntryNotFound: there never was one."""
        async with self._store.reading() as work:
            room = await Room.of(work, actor, self._clock.now())
            entry = await existing(work, actor.guild, ref, removed=True)
            history = await work.faqs.history(actor.guild, ref)
        return Kept(entry, room.programmes.get(ref.programme), tuple(history))

    async def listed(
        self,
        actor: Actor,
        *,
        programme: ProgrammeKey | None = None,
        only: Filter = Filter.ALL,
        page: int = 0,
    ) -> Page[BankEntry]:
        """Page ``page`` (from 0) of the entries of one programme or of all, `LISTED` to a page.
        Raises: CoordinatorsOnly."""
        room = await self._room(actor)
        found = filtered(room.of_programme(programme), only, room.today)
        return Page(found[page * LISTED :][:LISTED], len(found))

    async def suggested(self, actor: Actor, typed: str, limit: int = SUGGESTED) -> list[BankEntry]:
        """Entries that somebody who has typed so much may mean: `bot.services.bank_listing.meant`.
        Raises: CoordinatorsOnly."""
        return meant((await self._room(actor)).entries, typed, limit)

    async def programmes(self, actor: Actor) -> list[Programme]:
        """Those in use, by key. Raises: CoordinatorsOnly."""
        return list((await self._room(actor)).programmes.values())

    async def nearest(self, actor: Actor, question: str) -> BankEntry | None:
        """The entry that answers it already, valid today or not. Raises: CoordinatorsOnly."""
        return await self._nearest(await self._room(actor), question)

    async def exported(
        self, actor: Actor, programme: ProgrammeKey | None, kind: FileFormat
    ) -> bytes:
        """The entries of one programme or of all, as a file. Raises: CoordinatorsOnly."""
        entries = (await self._room(actor)).of_programme(programme)
        return await asyncio.to_thread(self._files.write, entries, kind)

    async def imported(self, actor: Actor, data: bytes, kind: FileFormat) -> ImportReport:
        """Save all entries of a file; entries that it does not have stay as they are.

        Raises:
            CoordinatorsOnly.
            BrokenFile: something in the file is wrong.
            BankFull, EntryTooLong, TooManyPhrasings: as `bot.services.bank_import.take_over` does.
                Whatever is raised, nothing is saved.
        """
        room = await self._room(actor)
        entries = await asyncio.to_thread(self._files.read, data, kind, room.known, room.today)

        async def change() -> ImportReport:
            async with self._store.writing() as work:
                await check_coordinator(work, actor)
                report = await take_over(work, actor, entries, self._conversion, self._clock.now())
                await work.commit()
            return report

        return await retrying(change)

    async def figures(
        self, actor: Actor, days: int, programme: ProgrammeKey | None = None
    ) -> Statistics:
        """What was asked in the last ``days``, of one programme or of all. Raises:
        CoordinatorsOnly."""
        now = self._clock.now()
        since = now - timedelta(days=days)
        async with self._store.reading() as work:
            room = await Room.of(work, actor, now)
            found = await work.questions.figures(actor.guild, since, programme, top=TOP)
            entries = [await work.faqs.get(actor.guild, ref) for ref, _ in found.top]
        titles = {entry.ref: entry for entry in entries if entry is not None}
        return Statistics(found, titles, since, room.programmes)

    async def _room(self, actor: Actor) -> Room:
        async with self._store.reading() as work:
            return await Room.of(work, actor, self._clock.now())

    async def _nearest(
        self, room: Room, question: str, excluding: FaqRef | None = None
    ) -> BankEntry | None:
        try:
            judgement = await self._matcher.judge(question, room.judged_by(excluding))
        except NothingToAsk:
            return None
        if judgement.decision is not Decision.ANSWER:
            return None
        ref = judgement.ranked[0].ref
        return next((entry for entry in room.entries if entry.ref == ref), None)

    async def _changed(
        self, actor: Actor, ref: FaqRef, act: FaqAct, change: Callable[[BankEntry, date], BankEntry]
    ) -> BankEntry:
        async def attempt() -> BankEntry:
            async with self._store.writing() as work:
                room = await Room.of(work, actor, self._clock.now())
                entry = await existing(work, actor.guild, ref)
                return await self._committed(work, actor, change(entry, room.today), act)

        return await retrying(attempt)

    async def _committed(
        self, work: UnitOfWork, actor: Actor, entry: BankEntry, act: FaqAct
    ) -> BankEntry:
        """Save what follows ``entry.version``. Raises: StaleVersion."""
        now, expected = self._clock.now(), entry.version
        by = actor.user
        saved = await work.faqs.save(actor.guild, entry, act, by, now, expected=expected)
        await work.commit()
        return saved
