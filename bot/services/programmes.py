"""The programmes of a guild, and the calls that open them to pitches."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.call import PER_PERSON, Call
from bot.domain.errors import (
    CallAlreadyOpen,
    ProgrammeClosed,
    ProgrammeNotFound,
    UnreadableTime,
)
from bot.domain.errors_calls import CallAlreadyScheduled
from bot.domain.ids import CallId, GuildId
from bot.domain.people import Actor
from bot.domain.programme import Programme
from bot.services.common import check_coordinator, retrying
from bot.services.ports import Clock, Ids, InForce, Store, UnitOfWork

END_OF_DAY = timedelta(hours=23, minutes=59)
"""A deadline given as a date alone means the last minute of that day."""
EXAMPLE = "2026-12-31 18:00"

_SPACED = re.compile(r"\s*([年月日])\s*")
"""The Chinese signs of a date with the spaces that some put around them."""


@dataclass(frozen=True, slots=True)
class Offering:
    """A programme and its latest call; ``open_`` says whether a pitch may be started now,
    ``scheduled`` that the call is to open later."""

    programme: Programme
    version: int
    call: Call | None
    open_: bool
    scheduled: bool = False


class Programmes:
    def __init__(self, store: Store, clock: Clock, ids: Ids) -> None:
        self._store = store
        self._clock = clock
        self._ids = ids

    async def offered(self, guild: GuildId, typed: str | None = None) -> tuple[Offering, ...]:
        """The guild's programmes in use, by key, or the one that was named.

        Raises:
            ProgrammeNotFound: ``typed`` names none of them.
        """
        async with self._store.reading() as work:
            offered = await offerings(work, guild, self._clock.now())
            if typed is None:
                return offered
            wanted = (await in_use(work, guild, typed)).programme.key
        return tuple(offering for offering in offered if offering.programme.key == wanted)

    async def open_call(
        self,
        actor: Actor,
        typed: str,
        *,
        opens: str | None = None,
        closes: str | None = None,
        per_person: int | None = None,
        holds: bool = False,
    ) -> tuple[Programme, Call]:
        """Open a call, at once unless ``opens`` is later. Both times are read in the guild's time
        zone. Where it ``holds`` decisions, who is shortlisted waits for a lead too.

        Raises:
            CoordinatorsOnly, ProgrammeNotFound, CallAlreadyOpen, CallAlreadyScheduled,
            ClosesInThePast, OpensTooLate.
            UnreadableTime: a time is in none of the forms that `read_time` knows.
        """
        return await retrying(
            lambda: self._open_call(actor, typed, opens, closes, per_person, holds=holds)
        )

    async def _open_call(
        self,
        actor: Actor,
        typed: str,
        opens: str | None,
        closes: str | None,
        per_person: int | None,
        *,
        holds: bool,
    ) -> tuple[Programme, Call]:
        now = self._clock.now()
        async with self._store.writing() as work:
            settings = await check_coordinator(work, actor)
            programme = (await in_use(work, actor.guild, typed)).programme
            actor.check_coordinator_of(settings, programme.key)
            zone = ZoneInfo(settings.timezone) if settings else ZoneInfo("UTC")
            call = Call.opened(
                CallId(self._ids.token()),
                actor.guild,
                programme.key,
                now=now,
                opens=read_time(opens, zone, date_means=timedelta(0)) if opens else None,
                closes=read_time(closes, zone) if closes else None,
                per_person=per_person or PER_PERSON,
                holds=holds,
            )
            await _make_room(work, actor, programme, call, now)
            await work.calls.add(call)
            await work.commit()
        return programme, call

    async def close_call(self, actor: Actor, typed: str) -> tuple[Programme, Call]:
        """End the open call now, or the one that was to open later; drafts stay, to be read and
        copied, but cannot be submitted.

        Raises:
            CoordinatorsOnly, ProgrammeNotFound.
            ProgrammeClosed: no call of it is open or scheduled.
        """
        return await retrying(lambda: self._close_call(actor, typed))

    async def _close_call(self, actor: Actor, typed: str) -> tuple[Programme, Call]:
        now = self._clock.now()
        async with self._store.writing() as work:
            settings = await check_coordinator(work, actor)
            programme = (await in_use(work, actor.guild, typed)).programme
            actor.check_coordinator_of(settings, programme.key)
            latest = await work.calls.latest(actor.guild, programme.key)
            if latest is None or not (latest.is_open(now) or latest.scheduled(now)):
                raise ProgrammeClosed(name=programme.name.in_(actor.locale))
            ended = latest.end(now)
            await work.calls.end(ended)
            await work.commit()
        return programme, ended


async def _make_room(
    work: UnitOfWork, actor: Actor, programme: Programme, call: Call, now: datetime
) -> None:
    """End the call before, which has closed; the grace that it may be in goes on if the new one
    opens later.

    Raises:
        CallAlreadyOpen, CallAlreadyScheduled: it has not.
    """
    latest = await work.calls.latest(actor.guild, programme.key)
    if latest is None:
        return
    name = programme.name.in_(actor.locale)
    if latest.is_open(now):
        raise CallAlreadyOpen(name=name)
    if latest.scheduled(now):
        raise CallAlreadyScheduled(name=name, opens=latest.opens)
    if latest.ended is None:
        await work.calls.end(latest.make_way(now) if call.scheduled(now) else latest.end(now))


async def offerings(work: UnitOfWork, guild: GuildId, now: datetime) -> tuple[Offering, ...]:
    calls = await work.calls.latest_of_all(guild)
    found = []
    for known in await work.programmes.active(guild):
        call = calls.get(known.programme.key)
        is_open = call is not None and call.is_open(now)
        later = call is not None and call.scheduled(now)
        found.append(Offering(known.programme, known.version, call, is_open, later))
    return tuple(found)


def read_time(typed: str, zone: ZoneInfo, *, date_means: timedelta = END_OF_DAY) -> datetime:
    """An aware UTC time from what a person typed, in ``zone`` unless it names an offset.

    Read are ISO 8601 (``2026-12-31``, ``2026-12-31 18:00``, ``2026-12-31T18:00+08:00``), the same
    with slashes or dots, and ``2026年12月31日 18:00``, all of these also in the wide signs of a
    Chinese keyboard. A date alone means its last minute, or ``date_means`` after its
    beginning.

    Raises:
        UnreadableTime: it is none of these, or beyond the years that there are.
    """
    folded = _SPACED.sub(r"\1", unicodedata.normalize("NFKC", typed).strip())
    dashed = folded.replace("年", "-").replace("月", "-").replace("日", " ").replace("T", " ")
    date, _, rest = dashed.partition(" ")
    parts = date.replace("/", "-").replace(".", "-").split("-")
    iso = "-".join(part.zfill(2) for part in parts) + (f"T{_clock(rest)}" if rest.strip() else "")
    try:
        moment = datetime.fromisoformat(iso)
        if not rest.strip():
            moment += date_means
        return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise UnreadableTime(typed=typed, example=EXAMPLE) from None


def _clock(rest: str) -> str:
    hours, colon, minutes = rest.strip().partition(":")
    return f"{hours.zfill(2)}{colon}{minutes}"


async def in_use(work: UnitOfWork, guild: GuildId, typed: str) -> InForce:
    """The programme that ``typed`` means: its key, or its name in any language. People who do not
    take an autocomplete's choice type the name that they see.

    Raises:
        ProgrammeNotFound: the guild has none of that name in use.
    """
    wanted = typed.strip().casefold()
    for known in await work.programmes.active(guild):
        name = known.programme.name
        if wanted in {n.casefold() for n in (known.programme.key, name.en, name.zh_cn, name.zh_tw)}:
            return known
    raise ProgrammeNotFound
