"""Timed work: reminders before deadlines and due dates, of what is past due, of what nobody touches
and of entries of the bank that nobody confirms; and digests.

Any number of processes may do it at once. Who claims a reminder adds its notices in the same
transaction, so each is told once; what was due while nobody ran is told when somebody does.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

import structlog

from bot.domain.notice import NoticeKind
from bot.domain.pitch import PitchEvent, State
from bot.services.digests import Digests
from bot.services.drafts import team_of
from bot.services.ports import Clock, Ids, Store
from bot.services.reminding_faqs import RemindingFaqs
from bot.services.rounds import Place, each
from bot.services.telling import Telling
from bot.services.watching import Watching

TURN_SECONDS = 60.0
DEADLINE_HOURS = (24, 72)
"""How long before a deadline the authors of a draft are reminded; the nearest first."""
DUE_HOURS = 24
"""How long before requested changes are due their authors are reminded."""
BATCH = 100
"""Pitches that one query finds."""
SWEEP_EVERY = timedelta(hours=1)
DUE = "due"
LATE = "late"

_log = structlog.stdlib.get_logger(__name__)


class Timekeeper:
    """``sweep`` deletes the bytes that no row names; it is called once an hour at most."""

    def __init__(
        self, store: Store, clock: Clock, ids: Ids, sweep: Callable[[], Awaitable[object]]
    ) -> None:
        self._store = store
        self._clock = clock
        self._ids = ids
        self._sweep = sweep
        self._swept: datetime | None = None
        self._faqs = RemindingFaqs(store, ids)
        self._watching = Watching(store, ids)
        self._digests = Digests(store, ids)
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Look at the clock now: it was moved."""
        self._woken.set()

    async def run(self) -> None:
        """A turn every `TURN_SECONDS`, and when woken, until cancelled."""
        while True:
            self._woken.clear()
            try:
                await self.turn()
            except Exception:  # noqa: BLE001 - the database may be away; the next turn does it all
                _log.exception("turn_failed", done_instead="trying again with the next turn")
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(TURN_SECONDS):
                    await self._woken.wait()

    async def turn(self) -> None:
        """Tell all that is due to be told now."""
        now = self._clock.now()
        nearer = timedelta(0)
        for hours in DEADLINE_HOURS:
            ahead = timedelta(hours=hours)
            await self._deadlines(now, now + nearer, now + ahead, hours)
            nearer = ahead
        await self._due(now)
        await self._late(now)
        await self._faqs.turn(now)
        await self._watching.turn(now)
        await self._digests.turn(now)
        if self._swept is None or now - self._swept >= SWEEP_EVERY:
            self._swept = now
            await self._sweep()

    async def _deadlines(self, now: datetime, after: datetime, until: datetime, hours: int) -> None:
        async def find() -> Sequence[Place]:
            async with self._store.reading() as work:
                return await work.reminders.drafts_closing(after, until, str(hours), limit=BATCH)

        async def remind(place: Place, now: datetime) -> bool:
            async with self._store.writing() as work:
                pitch = await work.pitches.by_id(*place)
                call = await work.calls.get(pitch.guild, pitch.call)
                if pitch.state is not State.DRAFT or call.closes is None:
                    return False
                if call.ended is not None:  # since it was found
                    return False
                if not await work.reminders.claim(*place, str(hours), call.closes, now):
                    return False
                if pitch.created <= call.closes - timedelta(hours=hours):
                    telling = Telling(work, self._ids, *place, now)
                    team = await team_of(work, pitch)
                    await telling.authors(team, NoticeKind.DEADLINE_NEAR, str(hours))
                await work.commit()
            return True

        await each(find, remind, now)

    async def _due(self, now: datetime) -> None:
        ahead = timedelta(hours=DUE_HOURS)

        async def find() -> Sequence[Place]:
            async with self._store.reading() as work:
                return await work.reminders.changes_due(now, now + ahead, DUE, limit=BATCH)

        async def remind(place: Place, now: datetime) -> bool:
            async with self._store.writing() as work:
                pitch = await work.pitches.by_id(*place)
                due = pitch.changes.due if pitch.changes else None
                if pitch.state is not State.CHANGES_REQUESTED or due is None:
                    return False
                if not now < due <= now + ahead:  # it was moved since it was found
                    return False
                if not await work.reminders.claim(*place, DUE, due, now):
                    return False
                if _asked(await work.events.of(*place)) <= due - ahead:
                    telling = Telling(work, self._ids, *place, now)
                    await telling.authors(await team_of(work, pitch), NoticeKind.CHANGES_DUE)
                await work.commit()
            return True

        await each(find, remind, now)

    async def _late(self, now: datetime) -> None:
        async def find() -> Sequence[Place]:
            async with self._store.reading() as work:
                return await work.reminders.changes_late(now, LATE, limit=BATCH)

        async def remind(place: Place, now: datetime) -> bool:
            async with self._store.writing() as work:
                pitch = await work.pitches.by_id(*place)
                due = pitch.changes.due if pitch.changes else None
                if pitch.state is not State.CHANGES_REQUESTED or due is None or due > now:
                    return False
                if not await work.reminders.claim(*place, LATE, due, now):
                    return False
                await Telling(work, self._ids, *place, now).desk(NoticeKind.CHANGES_LATE)
                await work.commit()
            return True

        await each(find, remind, now)


def _asked(events: Sequence[PitchEvent]) -> datetime:
    """When changes were asked for last."""
    return max(
        event.at
        for event in events
        if event.after is State.CHANGES_REQUESTED and event.before is not event.after
    )
