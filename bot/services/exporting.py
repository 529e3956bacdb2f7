"""Pitches to take away: as many as a filter finds, as the desk may know them now."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from itertools import pairwise
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.domain.call import Call
from bot.domain.errors import StaleVersion
from bot.domain.errors_export import NothingToExport, TooManyToExport
from bot.domain.files import StoredFile
from bot.domain.history import Happening, written
from bot.domain.ids import CallId, FileId, GuildId, PitchId, ProgrammeKey
from bot.domain.people import Actor
from bot.domain.pitch import Pitch, PitchEvent, State
from bot.domain.programme import Programme
from bot.domain.queue import PitchQuery
from bot.domain.redaction import DECIDED, is_blind, people
from bot.domain.review import Marks
from bot.domain.team import Team
from bot.services.common import check_coordinator, retrying
from bot.services.filing import Filed, at_desk, teams_of
from bot.services.ports import Clock, Store, UnitOfWork
from bot.services.queueing import marks_of_all, permitted

MOST = 2000
"""Pitches of one export: a few minutes' work for the slowest kind of file."""
CALLS = 100
"""Calls to choose from."""
BATCH = 100
"""Pitches read at once."""

T = TypeVar("T")


class ExportKind(StrEnum):
    """By the ending of the file's name; a book is a PDF."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"
    BOOK = "pdf"


@dataclass(frozen=True, slots=True)
class Exported:
    """One pitch as the desk may know it. ``marks`` (without notes) and ``proposed`` are what the
    one who exports may know of them: nothing where they wrote it. ``decided`` is when the decision
    that stands was made."""

    filed: Filed
    marks: Marks = field(default_factory=Marks)
    proposed: State | None = None
    decided: datetime | None = None


@dataclass(frozen=True, slots=True)
class Export:
    """``programmes`` are those of the pitches as they are now, or as the latest form among these
    pitches was. ``blind`` counts pitches whose authors are hidden; ``zone`` is the guild's."""

    pitches: tuple[Exported, ...]
    programmes: Mapping[ProgrammeKey, Programme]
    at: datetime
    zone: ZoneInfo
    blind: int = 0

    def split(self, count: int) -> tuple[Export, ...]:
        """In so many parts, as even as they can be, for what is too large for one file."""
        whole = len(self.pitches)
        cuts = [whole * at // count for at in range(count + 1)]
        return tuple(replace(self, pitches=self.pitches[a:b]) for a, b in pairwise(cuts) if b > a)


@dataclass(frozen=True, slots=True)
class KnownCall:
    """``opened`` is the day on which it opened, in the guild's time zone."""

    id: CallId
    programme: Programme
    opened: date


class Exporting:
    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def export(self, actor: Actor, query: PitchQuery, kind: ExportKind) -> Export:
        """All pitches that ``query`` finds, but for what `bot.services.queueing.permitted` leaves
        out. That they were exported stands in the history of each before anything is given away.

        Raises:
            CoordinatorsOnly.
            NothingToExport: none fits.
            TooManyToExport: more than `MOST` do.
            StaleVersion: some of them move on again and again while they are read.
        """
        found = await retrying(lambda: self._recorded(actor, query, kind))
        # Blacking out names takes a while; nobody else is to wait for it.
        shown = await asyncio.to_thread(_at_desk, found.pitches)
        return replace(found, pitches=shown)

    async def _recorded(self, actor: Actor, query: PitchQuery, kind: ExportKind) -> Export:
        """As stored. It is read before the transaction that notes it: others write meanwhile.

        Raises:
            StaleVersion: a pitch moved on between the two.
        """
        now = self._clock.now()
        async with self._store.reading() as work:
            settings = await check_coordinator(work, actor)
            reading = _Reading(work, actor)
            found = await reading.all(await permitted(work, query, actor, settings), now)
            programmes = await reading.latest(found)
        async with self._store.writing() as work:
            await check_coordinator(work, actor)
            await _record(work, actor, [each.filed.pitch for each in found], kind, now)
            await work.commit()
        zone = ZoneInfo(settings.timezone if settings else "UTC")
        blind = sum(is_blind(each.filed.pitch, each.filed.programme) for each in found)
        return Export(found, programmes, now, zone, blind)

    async def calls(self, actor: Actor) -> tuple[KnownCall, ...]:
        """The latest of all programmes in use that are theirs to coordinate, `CALLS` at most.

        Raises:
            CoordinatorsOnly.
        """
        async with self._store.reading() as work:
            settings = await check_coordinator(work, actor)
            active = await work.programmes.active(actor.guild)
            calls = await work.calls.recent(actor.guild, limit=CALLS)
        zone = ZoneInfo(settings.timezone if settings else "UTC")
        closed = actor.closed(settings)
        programmes = (each.programme for each in active)
        known = {each.key: each for each in programmes if each.key not in closed}
        return tuple(
            KnownCall(call.id, known[call.programme], call.opens.astimezone(zone).date())
            for call in calls
            if call.programme in known
        )


class _Reading:
    """What belongs to many pitches, read in few statements."""

    def __init__(self, work: UnitOfWork, actor: Actor) -> None:
        self._work = work
        self._actor = actor
        self._guild: GuildId = actor.guild
        self._programmes: dict[tuple[ProgrammeKey, int], Programme] = {}
        self._calls: dict[CallId, Call] = {}

    async def all(self, query: PitchQuery, now: datetime) -> tuple[Exported, ...]:
        """Raises: NothingToExport, TooManyToExport."""
        read: list[Exported] = []
        for offset in range(0, MOST, BATCH):
            found, total = await self._work.queue.find(
                self._guild, query, now=now, limit=BATCH, offset=offset, most=MOST + 1
            )
            if total > MOST:
                raise TooManyToExport(most=MOST)
            read += await self._batch(found)
            if len(found) < BATCH:
                break
        if not read:
            raise NothingToExport
        return tuple(read)

    async def latest(self, read: Sequence[Exported]) -> dict[ProgrammeKey, Programme]:
        """Each programme as it is now; of an archived one the latest that was read."""
        known: dict[ProgrammeKey, Programme] = {}
        for (key, _), programme in sorted(self._programmes.items(), key=lambda one: one[0]):
            known[key] = programme
        for each in await self._work.programmes.active(self._guild):
            if each.programme.key in known:
                known[each.programme.key] = each.programme
        return {each.filed.pitch.programme: known[each.filed.pitch.programme] for each in read}

    async def _batch(self, pitches: Sequence[Pitch]) -> list[Exported]:
        ids = [pitch.id for pitch in pitches]
        teams = await teams_of(self._work, pitches)
        files = _by_pitch(
            (one.pitch, one) for one in await self._work.files.of_all(self._guild, ids)
        )
        marks = await marks_of_all(self._work, self._actor, pitches, teams)
        decided = await self._work.events.decided(self._guild, ids)
        revised = [one.id for one in pitches if one.revision > 1 and await self._is_blind(one)]
        revisions = _by_pitch(
            (one.pitch, one) for one in await self._work.pitches.revisions_of(self._guild, revised)
        )
        made = []
        for pitch in pitches:
            filed = await self._filed(pitch, teams[pitch.id], files[pitch.id])
            filed = replace(filed, revisions=tuple(revisions[pitch.id]))
            at = decided.get(pitch.id) if pitch.state in DECIDED else None
            if self._actor.user in people(filed.team):
                made.append(Exported(filed, decided=at))
                continue
            proposed = pitch.proposal.decision if pitch.proposal else None
            made.append(Exported(filed, marks.get(pitch.id, Marks()), proposed, at))
        return made

    async def _filed(self, pitch: Pitch, team: Team, files: Sequence[StoredFile]) -> Filed:
        return Filed(
            pitch,
            await self._programme(pitch),
            await self._call(pitch.call),
            team,
            {FileId(file.id): file for file in files},
        )

    async def _is_blind(self, pitch: Pitch) -> bool:
        return is_blind(pitch, await self._programme(pitch))

    async def _programme(self, pitch: Pitch) -> Programme:
        key = (pitch.programme, pitch.form_version)
        if key not in self._programmes:
            self._programmes[key] = await self._work.programmes.version(self._guild, *key)
        return self._programmes[key]

    async def _call(self, call: CallId) -> Call:
        if call not in self._calls:
            self._calls[call] = await self._work.calls.get(self._guild, call)
        return self._calls[call]


async def _record(
    work: UnitOfWork, actor: Actor, pitches: Sequence[Pitch], kind: ExportKind, now: datetime
) -> None:
    """Raises: StaleVersion."""
    states = await work.pitches.states(actor.guild, [pitch.id for pitch in pitches])
    if any(states.get(pitch.id) is not pitch.state for pitch in pitches):
        raise StaleVersion
    reason = written(Happening.EXPORTED, kind.value)
    await work.events.add_all(
        [
            PitchEvent(pitch.id, pitch.guild, now, actor.user, pitch.state, pitch.state, reason)
            for pitch in pitches
        ]
    )


def _at_desk(read: Sequence[Exported]) -> tuple[Exported, ...]:
    return tuple(replace(each, filed=replace(at_desk(each.filed), revisions=())) for each in read)


def _by_pitch(pairs: Iterator[tuple[PitchId, T]]) -> Mapping[PitchId, list[T]]:
    found: dict[PitchId, list[T]] = defaultdict(list)
    for pitch, one in pairs:
        found[pitch].append(one)
    return found
