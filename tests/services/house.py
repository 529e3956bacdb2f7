"""A guild with its people, and every service over one database."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.discord_io.letters_view import Letters
from bot.domain.call import Call
from bot.domain.files import StoredFile
from bot.domain.filetypes import FileType
from bot.domain.form import Answer
from bot.domain.ids import FileId, GuildId, PitchId, ProgrammeKey, UserId
from bot.domain.notice import Notice
from bot.domain.people import Actor
from bot.domain.pitch import Pitch, PitchEvent
from bot.domain.text import Locale
from bot.services.archive import Kept
from bot.services.deciding import Deciding
from bot.services.desk import Desk
from bot.services.drafts import Draft, Recent
from bot.services.file_bytes import new_key, sweep
from bot.services.filing import Filed
from bot.services.inbox import Inbox
from bot.services.intake import Intake
from bot.services.keeping import Bytes
from bot.services.privacy import Privacy
from bot.services.programmes import Programmes
from bot.services.reviewing import Reviewing
from bot.services.setup import Setup
from bot.services.team import Teams
from bot.services.timekeeping import Timekeeper
from bot.texts import Texts
from db.database import Database
from db.tables import notices
from tests.db.samples import HOME, OTHER, programme, settings
from tests.services.filekeeping import MemoryFiles
from tests.services.played import PlainIds, SetClock

ENGINES = ("sqlite", "postgresql")
on_both_engines = pytest.mark.parametrize("engine", ENGINES)

KEY = "chunm"
HINA = ProgrammeKey("hina")
SHIPPED = {each.key: each for each in (programme(), programme(HINA, prefix="HN"))}
FILLED: Mapping[str, Answer] = {
    "title": "月亮港",
    "logline": "A harbour waits for the moon.",
    "format": ("film",),
}

LIN = Actor(HOME, UserId(101), "Lin", Locale.ZH_CN)
SAM = Actor(HOME, UserId(102), "Sam", Locale.EN)
COORDINATORS = frozenset({settings().coordinators})
MAYA = Actor(HOME, UserId(201), "Maya", Locale.EN, COORDINATORS)
WEI = Actor(HOME, UserId(202), "Wei", Locale.ZH_TW, COORDINATORS)
MANAGER = Actor(HOME, UserId(301), "Ana", Locale.EN, manages_guild=True)
KIM = Actor(HOME, UserId(103), "Kim", Locale.ZH_TW)


def plain_page(kept: Kept, locale: Locale) -> str:
    """Stands for the page that people read."""
    return f"{locale} {kept.user}"


def elsewhere(actor: Actor, guild: GuildId = OTHER) -> Actor:
    """The same person in another guild."""
    return replace(actor, guild=guild)


@dataclass(frozen=True)
class House:
    database: Database
    clock: SetClock
    ids: PlainIds
    files: MemoryFiles
    recent: Recent
    intake: Intake
    teams: Teams
    desk: Desk
    reviewing: Reviewing
    deciding: Deciding
    timekeeper: Timekeeper
    privacy: Privacy
    programmes: Programmes
    setup: Setup
    inbox: Inbox

    @classmethod
    def over(cls, database: Database, clock: SetClock, ids: PlainIds) -> House:
        store, files, recent = database.store, MemoryFiles(), Recent()
        letters = Letters(Texts.load())
        reviewing = Reviewing(store, clock, ids, recent, letters)
        return cls(
            database,
            clock,
            ids,
            files,
            recent,
            intake=Intake(store, clock, ids, Bytes(store, files), recent),
            teams=Teams(store, clock, ids, recent),
            desk=Desk(store, reviewing, clock),
            reviewing=reviewing,
            deciding=Deciding(store, clock, ids, recent, letters),
            timekeeper=Timekeeper(
                store, clock, ids, lambda: sweep(store, files, clock.now() - timedelta(hours=1))
            ),
            privacy=Privacy(store, clock, ids, files, recent, plain_page),
            programmes=Programmes(store, clock, ids),
            setup=Setup(store, clock, SHIPPED, Locale.ZH_CN),
            inbox=Inbox(store),
        )

    async def drafted(self, author: Actor = LIN, **answers: Answer) -> Pitch:
        """A draft with everything in it."""
        begun = await self.intake.start(author, KEY)
        filled = await self.intake.save_page(author, begun.pitch.id, 0, {**FILLED, **answers})
        return filled.pitch

    async def handed_in(self, author: Actor = LIN, **answers: Answer) -> Pitch:
        draft = await self.drafted(author, **answers)
        return (await self.intake.submit(author, draft.id)).pitch

    async def joined(self, pitch: PitchId, co_author: Actor = SAM, owner: Actor = LIN) -> Draft:
        """The pitch with a co-author who accepted."""
        await self.teams.invite(owner, pitch, co_author.user, co_author.name)
        return await self.teams.accept(co_author, pitch)

    async def with_file(
        self,
        pitch: PitchId,
        name: str = "deck.pdf",
        data: bytes = b"%PDF-1",
        *,
        field: str = "deck",
    ) -> StoredFile:
        """A file in the pitch's answers, uploaded by its owner."""
        at = await self.stored(pitch)
        file = StoredFile(
            FileId(self.ids.token()), at.guild, at.id, field, at.owner, name, len(data),
            FileType.PDF, hashlib.sha256(data).hexdigest(), new_key(self.ids), self.clock.now(),
        )  # fmt: skip
        self.files.kept[file.key] = data
        async with self.database.store.writing() as work:
            call = await work.calls.get(at.guild, at.call)
            there = at.current.get(field, ())
            answer = (*(there if isinstance(there, tuple) else ()), str(file.id))
            changed = at.with_answer(field, answer, call, self.clock.now())
            await work.files.add(file)
            await work.pitches.save(changed, expected=at.version)
            await work.commit()
        self.recent.drop(at.guild, at.id)
        return file

    async def told(self, *, after: int = 0) -> list[tuple[str, int | None]]:
        """Kind and recipient of each notice but the first ``after``; None is the desk."""
        return [(row["kind"], row["recipient"]) for row in (await self.queue())[after:]]

    async def stored(self, pitch: PitchId, guild: GuildId = HOME) -> Pitch:
        async with self.database.store.reading() as work:
            return await work.pitches.by_id(guild, pitch)

    async def history(self, pitch: PitchId) -> list[PitchEvent]:
        async with self.database.store.reading() as work:
            return list(await work.events.of(HOME, pitch))

    async def latest_call(self, key: str = KEY) -> Call | None:
        async with self.database.store.reading() as work:
            return await work.calls.latest(HOME, ProgrammeKey(key))

    async def queue(self) -> list[dict[str, Any]]:
        """The rows of all notices, in the order in which they came to be."""
        query = select(notices).order_by(notices.c.seq)
        async with self.database.engines.reading() as connection:
            return [dict(row) for row in (await connection.execute(query)).mappings()]

    async def release(self, actor: Actor, ref: str) -> Filed:
        """Preview what was proposed, and make it so. Raises what keeps it from that."""
        pitch = await self.deciding.find(actor, ref)
        (seen,) = await self.deciding.preview(actor, [pitch])
        if seen.refused is not None:
            raise seen.refused
        assert seen.chosen is not None
        released = await self.deciding.release(actor, [seen.chosen])
        for missed in released.missed:
            raise missed.why or AssertionError(missed)
        return released.done[0]

    async def row(self, notice: Notice) -> dict[str, Any]:
        return next(row for row in await self.queue() if row["id"] == notice.id)
