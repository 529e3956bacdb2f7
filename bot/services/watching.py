"""Reviews that are due, and pitches that nobody touches."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from bot.domain.history import Happening, written
from bot.domain.ids import GuildId, ProgrammeKey
from bot.domain.notice import DueDetail, NoticeKind
from bot.domain.pitch import State
from bot.domain.queue import AT_WORK
from bot.services.ports import Ids, Store
from bot.services.rounds import Place, each
from bot.services.telling import Telling

BATCH = 100
"""Pitches that one query finds."""
LOOKS_EVERY = timedelta(hours=1)
"""For what nobody touched, which is a matter of days."""
A_DAY = timedelta(days=1)
"""How long before it is due the assignee is reminded; and the least that a programme may set for
pitches that nobody touches."""
EVER = datetime.fromtimestamp(0, UTC)
SOON, LATE = "review-due", "review-late"
"""Kinds of reminders."""


class Watching:
    """Any number of processes may do it at once: who claims a reminder adds its notices, in the
    same transaction."""

    def __init__(self, store: Store, ids: Ids) -> None:
        self._store = store
        self._ids = ids
        self._looked: datetime | None = None

    async def turn(self, now: datetime) -> None:
        await self._reviews(now, EVER, now, LATE)
        await self._reviews(now, now, now + A_DAY, SOON)
        if self._looked is None or now - self._looked >= LOOKS_EVERY:
            self._looked = now
            await self._untouched(now)

    async def _reviews(self, now: datetime, after: datetime, until: datetime, kind: str) -> None:
        async def find() -> Sequence[Place]:
            async with self._store.reading() as work:
                return await work.queue.review_due(after, until, kind, limit=BATCH)

        async def remind(place: Place, now: datetime) -> bool:
            async with self._store.writing() as work:
                pitch = await work.pitches.by_id(*place)
                due = pitch.review_due
                if due is None or pitch.assignee is None or pitch.state not in AT_WORK:
                    return False
                if not after < due <= until:  # it was moved since it was found
                    return False
                if not await work.reminders.claim(*place, kind, due, now):
                    return False
                # What is proposed, or accepted, has been reviewed.
                if pitch.proposal is None and pitch.state is not State.ACCEPTED:
                    telling = Telling(work, self._ids, *place, now)
                    detail = DueDetail.of(due, late=kind == LATE).written()
                    await telling.person(NoticeKind.REVIEW_DUE, pitch.assignee, detail)
                await work.commit()
            return True

        await each(find, remind, now)

    async def _untouched(self, now: datetime) -> None:
        limits = await self._limits(now)

        async def find() -> Sequence[Place]:
            async with self._store.reading() as work:
                return await work.queue.untouched(limits, limit=BATCH)

        async def remind(place: Place, now: datetime) -> bool:
            async with self._store.writing() as work:
                pitch = await work.pitches.by_id(*place)
                limit = limits[pitch.guild, pitch.programme]
                touched = pitch.touched
                if touched is None or touched >= limit or pitch.state not in AT_WORK:
                    return False
                if not await work.reminders.claim(*place, Happening.UNTOUCHED, touched, now):
                    return False
                telling = Telling(work, self._ids, *place, now)
                days = (now - touched).days
                # The event alone: that it was raised does not count as touching it.
                await telling.event(pitch.state, pitch.state, written(Happening.UNTOUCHED, days))
                await telling.desk(NoticeKind.UNTOUCHED, detail=str(days))
                await work.commit()
            return True

        if limits:
            await each(find, remind, now)

    async def _limits(self, now: datetime) -> dict[tuple[GuildId, ProgrammeKey], datetime]:
        """Up to when a pitch must have been touched, by programme, where any may not have been."""
        limits = {}
        async with self._store.reading() as work:
            for guild, key in await work.queue.idle(now - A_DAY):
                known = await work.programmes.get(guild, key)
                days = known.programme.rules.untouched_days if known else 0
                if days > 0 and await work.guilds.get(guild):
                    limits[guild, key] = now - timedelta(days=days)
        return limits
