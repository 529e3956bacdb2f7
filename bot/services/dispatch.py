"""Dispatch: every notice is sent, in order per destination, until it is seen or known to be stuck.

A notice is leased, rendered and sent, and only then marked. A process that dies in between leaves
the lease to run out; whoever takes the notice next knows of the earlier attempt, and the sender
makes sure that what was shown already is not shown again.
"""

from __future__ import annotations

import asyncio
import contextlib
import heapq
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from bot.domain.errors import CallboardError
from bot.domain.ids import NoticeId
from bot.domain.notice import Delivered, Leased, Notice, NoticeKind
from bot.services.briefs import Briefs, outdated
from bot.services.ports import Clock, Ids, StoreUnavailable
from bot.services.ports_delivery import (
    NoticeQueue,
    NoticeSender,
    Undelivered,
    Unreachable,
)

PARALLEL = 16
"""Destinations served at once. Below aiohttp's 100 connections, above what Discord's global limit
of 50 requests a second needs at usual latencies."""
POLL_SECONDS = 5.0
"""The safety net below the wake-up at each commit."""
FIRST_DELAY = 1.0
LONGEST_DELAY = 900.0
GIVE_UP_AFTER = timedelta(days=1)
SURELY_NEW = timedelta(minutes=1)
"""For so long the nonce alone prevents a copy: Discord compares those of "the past few minutes"."""
FAULTS_BEFORE_STUCK = 8
"""How often an error of our own is tried again before a person must look."""

_log = structlog.stdlib.get_logger(__name__)


class DeliveryMeter(Protocol):
    """What is counted about delivery."""

    def sent(self, notice: Notice, seconds: float) -> None:
        """``seconds`` from the change to its display."""

    def failed(self, notice: Notice, outcome: str) -> None:
        """``outcome`` is ``retried``, ``rerouted`` or ``stuck``."""


class Dispatcher:
    def __init__(
        self,
        queue: NoticeQueue,
        briefs: Briefs,
        sender: NoticeSender,
        clock: Clock,
        ids: Ids,
        meter: DeliveryMeter,
        *,
        lease_seconds: float,
        first_delay: float = FIRST_DELAY,
    ) -> None:
        self._queue = queue
        self._briefs = briefs
        self._sender = sender
        self._clock = clock
        self._ids = ids
        self._meter = meter
        self._lease = timedelta(seconds=lease_seconds)
        self._first_delay = first_delay
        self._holder = ids.token()
        self._woken = asyncio.Event()
        self._stopping = False
        self._taking = asyncio.Lock()
        self._in_hand: dict[asyncio.Task[None], Notice] = {}
        self._sending: set[NoticeId] = set()
        self._retries: list[float] = []

    def wake(self) -> None:
        """There may be something to send. Called after each commit that added a notice."""
        self._woken.set()

    async def run(self) -> None:
        """Serve the queue until `stop`."""
        keeper = asyncio.create_task(self._keep_leases(), name="notice-leases")
        try:
            while not self._stopping:
                self._woken.clear()
                async with self._taking:
                    await self._take()
                await self._wait()
        finally:
            keeper.cancel()
            await asyncio.gather(keeper, return_exceptions=True)

    async def stop(self, seconds: float) -> None:
        """Take nothing more; let what is in hand finish, for ``seconds`` at most; give back the
        rest."""
        self._stopping = True
        self._woken.set()
        async with self._taking:
            in_hand = tuple(self._in_hand)
        if in_hand:
            _, late = await asyncio.wait(in_hand, timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        try:
            await self._queue.release(self._holder)
        except StoreUnavailable:
            _log.exception("leases_not_released", done_instead="they run out by themselves")

    async def _wait(self) -> None:
        """Until woken, the next retry falls due, or the poll."""
        loop = asyncio.get_running_loop()
        soonest = min([loop.time() + POLL_SECONDS, *self._retries[:1]])
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout_at(soonest):
                await self._woken.wait()
        while self._retries and self._retries[0] <= loop.time():
            heapq.heappop(self._retries)

    async def _take(self) -> None:
        room = PARALLEL - len(self._in_hand)
        if room <= 0 or self._stopping:
            return
        now = self._clock.now()
        try:
            leased = await self._queue.lease(
                self._holder, now=now, until=now + self._lease, limit=room
            )
        except StoreUnavailable:
            _log.exception("queue_unreachable", done_instead="trying again shortly")
            self._wake_in(FIRST_DELAY)
            return
        for one in leased:
            if one.notice.id in self._sending:
                continue  # its lease ran out in our own hands, and is ours again
            self._sending.add(one.notice.id)
            task = asyncio.create_task(self._deliver(one), name=f"notice-{one.notice.id}")
            self._in_hand[task] = one.notice
            task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[None]) -> None:
        notice = self._in_hand.pop(task)
        if not task.cancelled() and (error := task.exception()):
            _log.error(
                "notice_not_recorded",
                notice=notice.id,
                exc_info=error,
                done_instead="the lease runs out and it is taken up again",
            )
        self.wake()

    async def _deliver(self, leased: Leased) -> None:
        notice = leased.notice
        try:
            delivered = await self._send(leased)
        except Unreachable as shut:
            await self._reroute(notice, shut.reason)
        except Undelivered as failed:
            await self._retry(leased, failed.reason, failed.retry_after)
        except CallboardError as gone:
            _log.info("notice_obsolete", notice=notice.id, reason=gone.key)
            await self._queue.sent(notice, None, self._clock.now())
        except Exception as fault:  # noqa: BLE001 - one bad notice must not stop the others
            _log.exception("notice_faulty", notice=notice.id, done_instead="tried again later")
            await self._fault(leased, repr(fault))
        else:
            now = self._clock.now()
            await self._queue.sent(notice, delivered, now)
            self._meter.sent(notice, (now - notice.created).total_seconds())

    async def _send(self, leased: Leased) -> Delivered | None:
        try:
            if leased.notice.kind is NoticeKind.REMOVAL:
                await self._sender.remove(leased.notice)
                return None
            brief = await self._briefs.of(leased.notice)
            if outdated(brief):
                return None
            return await self._sender.send(brief, first_try=self._perhaps_shown_since(leased))
        finally:
            # Before the outcome is recorded: from then on it may be due again.
            self._sending.discard(leased.notice.id)

    def _perhaps_shown_since(self, leased: Leased) -> datetime | None:
        """When it was tried first; of one that is no longer new, when it came to be: before it was
        revived it may have been tried already."""
        if leased.attempts:
            return leased.first_try
        created = leased.notice.created
        return created if self._clock.now() - created > SURELY_NEW else None

    async def _fault(self, leased: Leased, error: str) -> None:
        if leased.attempts >= FAULTS_BEFORE_STUCK:
            await self._stuck(leased.notice, error)
        else:
            await self._retry(leased, error, None)

    async def _retry(self, leased: Leased, error: str, retry_after: float | None) -> None:
        now = self._clock.now()
        if leased.first_try and now - leased.first_try >= GIVE_UP_AFTER:
            await self._stuck(leased.notice, error)
            return
        doubled: float = min(LONGEST_DELAY, self._first_delay * 2.0 ** min(leased.attempts, 20))
        delay = max(doubled * (0.5 + self._ids.jitter() / 2), retry_after or 0.0)
        _log.warning("notice_delayed", notice=leased.notice.id, error=error, seconds=delay)
        await self._queue.retry(leased.notice, due=now + timedelta(seconds=delay), error=error)
        self._meter.failed(leased.notice, "retried")
        self._wake_in(delay)

    async def _reroute(self, notice: Notice, reason: str) -> None:
        following = notice.route.next()
        if following is None:
            await self._stuck(notice, reason)
            return
        _log.warning("notice_rerouted", notice=notice.id, to=following, reason=reason)
        await self._queue.reroute(notice, following, now=self._clock.now(), error=reason)
        self._meter.failed(notice, "rerouted")

    async def _stuck(self, notice: Notice, reason: str) -> None:
        _log.error("notice_stuck", notice=notice.id, route=notice.route, reason=reason)
        await self._queue.stuck(notice, error=reason)
        self._meter.failed(notice, "stuck")

    def _wake_in(self, seconds: float) -> None:
        heapq.heappush(self._retries, asyncio.get_running_loop().time() + seconds)

    async def _keep_leases(self) -> None:
        """Hold on to what is in hand, however long Discord makes it wait."""
        while True:
            await asyncio.sleep(self._lease.total_seconds() / 3)
            if self._in_hand:
                ids = [notice.id for notice in self._in_hand.values()]
                until = self._clock.now() + self._lease
                await self._renew(ids, until)

    async def _renew(self, ids: list[NoticeId], until: datetime) -> None:
        try:
            await self._queue.renew(self._holder, ids, until)
        except StoreUnavailable:
            _log.exception("leases_not_renewed", done_instead="trying again with the next round")
