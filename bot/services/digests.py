"""A digest for each coordinator who wants one, at their hour in their time zone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from bot.domain.history import Happening
from bot.domain.ids import GuildId, PitchId, ProgrammeKey, UserId
from bot.domain.notice import NoticeKind
from bot.domain.pitch import Pitch, State
from bot.domain.preferences import Preferences
from bot.domain.preferences import Telling as Wanted
from bot.domain.queue import AT_WORK, PitchQuery, Sort, due_of
from bot.domain.rhythm import Digest, DigestItem, Part
from bot.services.common import retrying
from bot.services.filing import listed_at_desk
from bot.services.ports import Ids, Store, UnitOfWork
from bot.services.ports_desk import AuditQuery
from bot.services.telling import Telling

SHOWN = 5
"""Pitches of each part that are named."""
SOON = timedelta(days=2)
"""How long before it is due something is told."""
FIRST = timedelta(days=1)
"""What the first digest looks back on."""
BATCH = 500
MESSAGES = 200
"""Messages of authors that are looked through, the latest."""

_log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Span:
    """What a digest tells of."""

    since: datetime
    now: datetime


class Digests:
    """Any number of processes may do it at once: who claims a person's day tells them, in the same
    transaction. A day without news is claimed as well, and nothing is sent."""

    def __init__(self, store: Store, ids: Ids) -> None:
        self._store = store
        self._ids = ids
        self._done: dict[tuple[GuildId, UserId], str] = {}

    async def turn(self, now: datetime) -> None:
        """Tell all whose hour has come and who were not told today."""
        after = 0
        while found := await self._wanted(after):
            after = found[-1][0]
            for _, known in found:
                day = known.digest_day(now)
                who = (known.guild, known.user)
                if day is None or self._done.get(who) == day:
                    continue
                try:
                    await self._tell(known, day, now)
                except Exception:  # noqa: BLE001 - one person must not keep the others waiting
                    _log.exception("digest_failed", done_instead="tried again with the next turn")
                    continue
                self._done[who] = day

    async def _wanted(self, after: int) -> Sequence[tuple[int, Preferences]]:
        async with self._store.reading() as work:
            return await work.preferences.digests(limit=BATCH, after=after)

    async def _tell(self, known: Preferences, day: str, now: datetime) -> None:
        async with self._store.reading() as work:
            settings = await work.guilds.get(known.guild)
            if settings is None:
                return
            before = await work.preferences.told_until(known.guild, known.user, day)
            span = Span(before or now - FIRST, now)
            digest = await digest_of(work, known, span)
            named = await _named(work, known, span, digest, settings.narrow)

        async def claim() -> None:
            async with self._store.writing() as work:
                if not await work.preferences.claim_digest(known.guild, known.user, day, now):
                    return
                if digest.worth_sending(lead=True):
                    telling = Telling.apart(work, self._ids, known.guild, now)
                    detail = " ".join((day, span.since.isoformat(), *named))
                    await telling.person(NoticeKind.DIGEST, known.user, detail)
                await work.commit()

        await retrying(claim)


async def _named(
    work: UnitOfWork,
    known: Preferences,
    span: Span,
    digest: Digest,
    narrow: Collection[ProgrammeKey],
) -> Sequence[PitchId]:
    """The pitches that it may name. What is closed to its reader is known when it is sent: for one
    to whom all narrowed programmes are, others come in the place of theirs."""
    if not narrow:
        return digest.named
    open_ = await digest_of(work, known, span, narrow)
    return tuple(dict.fromkeys((*digest.named, *open_.named)))


async def digest_again(
    work: UnitOfWork,
    guild: GuildId,
    user: UserId,
    detail: str,
    now: datetime,
    closed: Collection[ProgrammeKey] = (),
) -> Digest:
    """The digest that a notice of ``now`` with this detail announced, as things are at present,
    without the programmes ``closed``. Of pitches only those that the detail names are named: so it
    is known in which digests a pitch stands."""
    _, since, *named = detail.split()
    known = await work.preferences.get(guild, user) or Preferences(guild, user, "UTC")
    span = Span(datetime.fromisoformat(since), now)
    digest = await digest_of(work, known, span, closed)
    items = {
        part: tuple(item for item in found if item.pitch.id in named)
        for part, found in digest.items.items()
    }
    return replace(digest, items=items)


async def digest_of(
    work: UnitOfWork, known: Preferences, span: Span, closed: Collection[ProgrammeKey] = ()
) -> Digest:
    """Without the programmes ``closed``. The number of statements does not grow with how many
    pitches there are."""
    made = _Making(work, known, span, frozenset(closed))
    await made.due()
    await made.new()
    await made.wrote()
    await made.mine()
    await made.untouched()
    await made.release()
    return Digest(made.totals, await made.items(), await work.questions.waiting(known.guild))


class _Making:
    """Puts together what there is to tell. Nobody is told of what happens to their own pitches."""

    def __init__(
        self,
        work: UnitOfWork,
        known: Preferences,
        span: Span,
        closed: frozenset[ProgrammeKey],
    ) -> None:
        self._work = work
        self._known = known
        self._guild = known.guild
        self._closed = closed
        self._others = PitchQuery(not_by=known.user, closed=closed)
        self._span = span
        self._found: dict[Part, list[Pitch]] = {}
        self.totals: dict[Part, int] = {}

    async def due(self) -> None:
        query = replace(self._others, overdue=True, sort=Sort.DUE)
        mine = replace(query, assignee=self._known.user)
        await self._find(Part.DUE, mine, at=self._span.now + SOON)
        await self._find(Part.DUE, replace(query, unassigned=True))

    async def new(self) -> None:
        """Of the programmes that they want to hear of at all."""
        for programme in await self._heard_of():
            query = replace(self._others, sent_from=self._span.since, programme=programme)
            await self._find(Part.NEW, query)

    async def wrote(self) -> None:
        query = AuditQuery(
            not_by=self._known.user,
            what=Happening.WROTE,
            since=self._span.since,
            until=self._span.now,
            closed=self._closed,
        )
        events, _ = await self._work.queue.audit(self._guild, query, limit=MESSAGES)
        heard_of = await self._heard_of()
        ids = list(dict.fromkeys(event.pitch for event in events))
        pitches = [
            pitch for pitch in await self._by_id(ids[: SHOWN * 2]) if pitch.programme in heard_of
        ]
        # Of those not looked at it is not known; who has so much to read counts no more closely.
        self._add(Part.WROTE, pitches, len(pitches) + len(ids[SHOWN * 2 :]))

    async def mine(self) -> None:
        """Without those that are named as due already."""
        query = replace(self._others, assignee=self._known.user, sort=Sort.DUE)
        named = {pitch.id for pitch in self._found.get(Part.DUE, ())}
        await self._find(Part.MINE, query, without=named)

    async def untouched(self) -> None:
        for each in await self._work.programmes.active(self._guild):
            if each.programme.key in self._closed:
                continue
            days = each.programme.rules.untouched_days
            if days <= 0:
                continue
            limit = self._span.now - timedelta(days=days)
            query = replace(
                self._others,
                programme=each.programme.key,
                untouched_since=limit,
                sort=Sort.OLDEST,
            )
            await self._find(Part.UNTOUCHED, query)

    async def release(self) -> None:
        found, total = await self._work.queue.proposed(
            self._guild, not_by=self._known.user, limit=SHOWN, closed=self._closed
        )
        self._add(Part.RELEASE, found, total)

    async def items(self) -> dict[Part, tuple[DigestItem, ...]]:
        """What is named of each part, as the desk may know it."""
        made = {}
        for part, pitches in self._found.items():
            shown = await listed_at_desk(self._work, pitches[:SHOWN])
            made[part] = tuple([await self._item(pitch) for pitch in shown])
        return made

    async def _item(self, pitch: Pitch) -> DigestItem:
        programme = await self._work.programmes.version(
            pitch.guild, pitch.programme, pitch.form_version
        )
        card = await self._work.cards.of(pitch.guild, pitch.id)
        place = (card.channel, card.message) if card else None
        return DigestItem(pitch, programme, due_of(pitch), place)

    async def _find(
        self,
        part: Part,
        query: PitchQuery,
        *,
        at: datetime | None = None,
        without: Collection[PitchId] = (),
    ) -> None:
        found, total = await self._work.queue.find(
            self._guild, query, now=at or self._span.now, limit=SHOWN + len(without)
        )
        left = [pitch for pitch in found if pitch.id not in without]
        self._add(part, left, total - (len(found) - len(left)))

    def _add(self, part: Part, pitches: Iterable[Pitch], total: int) -> None:
        self._found.setdefault(part, []).extend(pitches)
        self.totals[part] = self.totals.get(part, 0) + total

    async def _heard_of(self) -> set[ProgrammeKey]:
        active = await self._work.programmes.active(self._guild)
        keys = {each.programme.key for each in active} - self._closed
        return {key for key in keys if self._known.telling(key) is not Wanted.OFF}

    async def _by_id(self, ids: Sequence[PitchId]) -> list[Pitch]:
        found = [await self._work.pitches.by_id(self._guild, one) for one in ids]
        return [pitch for pitch in found if pitch.state in (*AT_WORK, State.CONFIRMED)]
