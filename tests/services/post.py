"""A dispatcher over the real queue, with a sender, a clock and a meter that are played."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from bot.domain.ids import UserId
from bot.domain.notice import Notice, NoticeState
from bot.services.briefs import Briefs
from bot.services.dispatch import FIRST_DELAY, Dispatcher
from bot.services.ports_answers import Matcher
from bot.services.ports_delivery import AnyBrief, Brief
from tests.db.samples import notice, pitch, queued, submitted
from tests.services.house import House
from tests.services.played import Meter, Sender, WatchedQueue

PITCH = submitted(pitch())
LEASE = 30.0
"""Seconds; a third of it is longer than any test runs, so nothing is renewed meanwhile."""


def about_pitch(brief: AnyBrief) -> Brief:
    assert isinstance(brief, Brief)
    return brief


class Post:
    def __init__(
        self,
        house: House,
        *,
        lease_seconds: float = LEASE,
        first_delay: float = FIRST_DELAY,
        matcher: Matcher | None = None,
    ) -> None:
        self.house = house
        self.clock = house.clock
        self.ids = house.ids
        self.sender = Sender()
        self.meter = Meter()
        self.queue = WatchedQueue(house.database.queue)
        self.dispatcher = Dispatcher(
            self.queue,
            Briefs(house.database.store, matcher),
            self.sender,
            house.clock,
            house.ids,
            self.meter,
            lease_seconds=lease_seconds,
            first_delay=first_delay,
        )

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Serves the queue meanwhile, and stops in the end."""
        task = asyncio.create_task(self.dispatcher.run())
        try:
            yield
        finally:
            await self.dispatcher.stop(1.0)
            await task

    async def given(self, *recipients: UserId | None) -> list[Notice]:
        """A new notice to each, due now, in this order; None is the desk."""
        made = [notice(PITCH, recipient) for recipient in recipients]
        await queued(self.house.database, *made, now=self.clock.now())
        return made

    async def again(self) -> None:
        """Look at the queue once more, and come back when that is done."""
        before = self.queue.count["lease"]
        self.dispatcher.wake()
        await self.queue.until("lease", before + 1)

    async def row(self, of: Notice) -> dict[str, Any]:
        return await self.house.row(of)

    async def states(self) -> list[NoticeState]:
        """Of all notices, oldest first."""
        return [NoticeState(row["state"]) for row in await self.house.queue()]
