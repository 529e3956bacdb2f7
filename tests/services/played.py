"""Our own ports, played: a clock that is set, ids that can be foreseen, a sender that obeys."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from bot.domain.errors import NothingToAsk
from bot.domain.faq import FaqRef
from bot.domain.ids import ChannelId, MessageId, NoticeId, ProgrammeKey
from bot.domain.notice import Delivered, Leased, Notice, Route
from bot.services.ports import StoreUnavailable
from bot.services.ports_answers import Bank, Candidate, Decision, Judgement
from bot.services.ports_delivery import AnyBrief, Brief, NoticeQueue
from tests.db.samples import NOW, reference, token

T = TypeVar("T")

SHOWN = Delivered(ChannelId(31), MessageId(32), ChannelId(33))
PATIENCE = 20.0
"""Seconds until a test that waits in vain fails."""


class SetClock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.moment = NOW

    def now(self) -> datetime:
        return self.moment

    def passes(self, **by: float) -> None:
        self.moment += timedelta(**by)


class PlainIds:
    """Numbers in a row; ``share`` is what jitter gives."""

    def __init__(self) -> None:
        self.share = 0.0
        self._codes = 0

    def token(self) -> str:
        return token()

    def code(self) -> str:
        self._codes += 1
        return reference(self._codes).code

    def rewind(self) -> None:
        """Give the same codes once more."""
        self._codes = 0

    def jitter(self) -> float:
        return self.share


class Bell:
    """What the database rings after a commit that left something to deliver."""

    def __init__(self) -> None:
        self.answered: Callable[[], None] | None = None

    def __call__(self) -> None:
        if self.answered:
            self.answered()


class Told:
    """A matcher that judges as it is told, and remembers what it was asked about. Questions end in
    a question mark; ``alike`` are the groups that it finds, by their places, the rest alone."""

    def __init__(self, decision: Decision, *ranked: tuple[str, str]) -> None:
        self.judgement = Judgement(
            decision,
            [Candidate(FaqRef(ProgrammeKey(key), entry), 0.9) for key, entry in ranked],
            semantic=True,
        )
        self.bank: Bank | None = None
        self.strict: bool | None = None
        self.asked: list[str] = []
        self.likely: Sequence[FaqRef] = ()
        self.alike: Sequence[Sequence[int]] = ()
        self.trouble: Exception | None = None

    async def judge(self, question: str, bank: Bank, *, strict: bool = False) -> Judgement:
        self.asked.append(question)
        self.bank, self.strict = bank, strict
        if self.trouble is not None:
            raise self.trouble
        return self.judgement

    async def suggest(self, typed: str, bank: Bank, *, limit: int) -> Sequence[FaqRef]:
        self.asked.append(typed)
        self.bank = bank
        return self.likely[:limit]

    async def groups(self, texts: Sequence[str]) -> Sequence[Sequence[int]]:
        places = range(len(texts))
        found = [[place for place in group if place in places] for group in self.alike]
        known = {place for group in found for place in group}
        return sorted([*filter(None, found), *([place] for place in places if place not in known)])

    def is_question(self, text: str) -> bool:
        return text.rstrip().endswith(("?", "？"))

    def cleaned(self, question: str) -> str:
        if not any(letter.isalnum() for letter in question):
            raise NothingToAsk
        return " ".join(question.casefold().split())


class Noted:
    """Counts what happens, so that a test can wait for it."""

    def __init__(self) -> None:
        self.count: Counter[str] = Counter()
        self._changed = asyncio.Event()

    def note(self, what: str) -> None:
        self.count[what] += 1
        self._changed.set()

    async def until(self, what: str, times: int = 1) -> None:
        async with asyncio.timeout(PATIENCE):
            while self.count[what] < times:
                self._changed.clear()
                await self._changed.wait()


class Hold:
    """A place in a send where it waits until the test lets it go on."""

    def __init__(self) -> None:
        self._reached = asyncio.Event()
        self._released = asyncio.Event()
        self.cancelled = False

    async def reached(self) -> None:
        async with asyncio.timeout(PATIENCE):
            await self._reached.wait()

    def release(self) -> None:
        self._released.set()

    async def wait(self) -> None:
        self._reached.set()
        try:
            await self._released.wait()
        except asyncio.CancelledError:
            self.cancelled = True
            raise


Outcome = Exception | Hold | Delivered | None


class Sender:
    """Shows every notice, unless another outcome is planned for one; keeps what it was given."""

    def __init__(self) -> None:
        self.tried: list[AnyBrief] = []
        self.removed: list[Notice] = []
        self.searched_since: list[datetime | None] = []
        self.always: Mapping[Route, Exception] = {}
        self._planned: dict[NoticeId, deque[Outcome]] = {}

    def plan(self, notice: Notice, *outcomes: Outcome) -> None:
        """What comes of the next tries of ``notice``; after these it is shown."""
        self._planned[notice.id] = deque(outcomes)

    async def send(self, brief: AnyBrief, *, first_try: datetime | None) -> Delivered | None:
        self.tried.append(brief)
        self.searched_since.append(first_try)
        if shut := self.always.get(brief.notice.route):
            raise shut
        planned = self._planned.get(brief.notice.id)
        outcome = planned.popleft() if planned else SHOWN
        if isinstance(outcome, Exception):
            raise outcome
        if isinstance(outcome, Hold):
            await outcome.wait()
            return SHOWN
        return outcome

    async def remove(self, notice: Notice) -> None:
        self.removed.append(notice)

    @property
    def about_pitches(self) -> list[Brief]:
        """What was tried of what is about pitches, in order."""
        return [brief for brief in self.tried if isinstance(brief, Brief)]

    @property
    def routes(self) -> list[Route]:
        """By what ways it was tried, in order."""
        return [brief.notice.route for brief in self.tried]

    @property
    def ids(self) -> list[NoticeId]:
        """What was tried, in order."""
        return [brief.notice.id for brief in self.tried]


class Meter:
    def __init__(self) -> None:
        self.seconds: dict[NoticeId, float] = {}
        self.outcomes: list[str] = []

    def sent(self, notice: Notice, seconds: float) -> None:
        self.seconds[notice.id] = seconds

    def failed(self, notice: Notice, outcome: str) -> None:
        self.outcomes.append(outcome)


class WatchedQueue(Noted):
    """The real queue. Notes each call once it is done; where told, one fails or lingers."""

    def __init__(self, real: NoticeQueue) -> None:
        super().__init__()
        self._real = real
        self.away: Counter[str] = Counter()
        """How many of the next calls by that name find the database away."""
        self.lingering: dict[str, Hold] = {}
        """Where the next call by that name waits when it is done, before it comes back."""

    async def lease(
        self, holder: str, *, now: datetime, until: datetime, limit: int
    ) -> Sequence[Leased]:
        return await self._do(
            "lease", lambda: self._real.lease(holder, now=now, until=until, limit=limit)
        )

    async def renew(self, holder: str, ids: Sequence[NoticeId], until: datetime) -> None:
        await self._do("renew", lambda: self._real.renew(holder, ids, until))

    async def sent(self, notice: Notice, delivered: Delivered | None, now: datetime) -> None:
        await self._do("sent", lambda: self._real.sent(notice, delivered, now))

    async def retry(self, notice: Notice, *, due: datetime, error: str) -> None:
        await self._do("retry", lambda: self._real.retry(notice, due=due, error=error))

    async def reroute(self, notice: Notice, route: Route, *, now: datetime, error: str) -> None:
        await self._do("reroute", lambda: self._real.reroute(notice, route, now=now, error=error))

    async def stuck(self, notice: Notice, *, error: str) -> None:
        await self._do("stuck", lambda: self._real.stuck(notice, error=error))

    async def release(self, holder: str) -> None:
        await self._do("release", lambda: self._real.release(holder))

    async def release_all(self) -> None:
        await self._do("release_all", self._real.release_all)

    async def depth(self) -> Mapping[str, int]:
        return await self._real.depth()

    async def _do(self, name: str, work: Callable[[], Awaitable[T]]) -> T:
        if self.away[name]:
            self.away[name] -= 1
            self.note(f"{name} failed")
            raise StoreUnavailable(name)
        done = await work()
        self.note(name)
        if hold := self.lingering.pop(name, None):
            await hold.wait()
        return done
