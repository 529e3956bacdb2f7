"""A guild with its people, and every service over one database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pytest
from sqlalchemy import select

from bot.domain.call import Call
from bot.domain.form import Answer
from bot.domain.ids import GuildId, PitchId, ProgrammeKey, UserId
from bot.domain.notice import Notice
from bot.domain.people import Actor
from bot.domain.pitch import Pitch, PitchEvent
from bot.domain.text import Locale
from bot.services.desk import Desk
from bot.services.inbox import Inbox
from bot.services.intake import Intake
from bot.services.programmes import Programmes
from bot.services.setup import Setup
from db.database import Database
from db.tables import notices
from tests.db.samples import HOME, OTHER, programme, settings
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


def elsewhere(actor: Actor, guild: GuildId = OTHER) -> Actor:
    """The same person in another guild."""
    return replace(actor, guild=guild)


@dataclass(frozen=True)
class House:
    database: Database
    clock: SetClock
    ids: PlainIds
    intake: Intake
    desk: Desk
    programmes: Programmes
    setup: Setup
    inbox: Inbox

    @classmethod
    def over(cls, database: Database, clock: SetClock, ids: PlainIds) -> House:
        store = database.store
        return cls(
            database,
            clock,
            ids,
            intake=Intake(store, clock, ids),
            desk=Desk(store, clock, ids),
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

    async def row(self, notice: Notice) -> dict[str, Any]:
        return next(row for row in await self.queue() if row["id"] == notice.id)
