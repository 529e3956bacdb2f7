"""How the desk fares: what came in, where it stands, how long things take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.ids import ProgrammeKey
from bot.domain.people import Actor
from bot.domain.programme import Programme
from bot.services.common import check_coordinator
from bot.services.ports import Clock, Store
from bot.services.ports_desk import DeskFigures
from bot.services.programmes import in_use

SCHOOLS = 8
"""The commonest that are told."""


@dataclass(frozen=True, slots=True)
class DeskCounts:
    """``programme`` is the one asked for; ``programmes`` those in use, by key. ``zone`` is the
    guild's."""

    figures: DeskFigures
    since: datetime
    until: datetime
    zone: ZoneInfo
    programme: ProgrammeKey | None
    programmes: Mapping[ProgrammeKey, Programme]


class DeskStatistics:
    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def of(self, actor: Actor, days: int, typed: str | None = None) -> DeskCounts:
        """What was submitted in the last ``days``, to one programme (its key, or its name in any
        language) or to all. Of blind programmes nothing that tells whose a pitch is: schools are
        counted of what is decided. Of programmes that are not theirs to coordinate nothing at all.

        Raises:
            CoordinatorsOnly, ProgrammeNotFound.
        """
        now = self._clock.now()
        since = now - timedelta(days=days)
        async with self._store.reading() as work:
            settings = await check_coordinator(work, actor)
            active = await work.programmes.active(actor.guild)
            only = (await in_use(work, actor.guild, typed)).programme.key if typed else None
            closed = actor.closed(settings)
            figures = await work.queue.figures(
                actor.guild, only, since, most=SCHOOLS, closed=closed
            )
        zone = ZoneInfo(settings.timezone if settings else "UTC")
        known = {each.programme.key: each.programme for each in active}
        return DeskCounts(figures, since, now, zone, only, known)
