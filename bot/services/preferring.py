"""How a coordinator wants to be told, as they set it themselves."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.errors import ProgrammeNotFound
from bot.domain.errors_review import UnreadableHour
from bot.domain.ids import ProgrammeKey
from bot.domain.notice import NoticeKind
from bot.domain.people import Actor, GuildSettings
from bot.domain.pitch import Pitch
from bot.domain.preferences import Preferences
from bot.domain.preferences import Telling as Wanted
from bot.domain.programme import Programme
from bot.domain.team import Team
from bot.services.common import check_coordinator, storable
from bot.services.drafts import users
from bot.services.ports import Clock, Store, UnitOfWork
from bot.services.setup import DEFAULT_TIMEZONE, check_timezone
from bot.services.telling import Telling

SCHOOLS = 10
SCHOOL_CHARACTERS = 100

_HOUR = re.compile(r"([01]?\d|2[0-4])(?::00|[时時点點])?")


@dataclass(frozen=True, slots=True)
class Prefers:
    """What one prefers, and the programmes that it can be set for, by key."""

    preferences: Preferences
    programmes: tuple[Programme, ...]


@dataclass(frozen=True, slots=True)
class Times:
    """As typed: an IANA time zone, hours of the day or nothing, a school a line."""

    timezone: str
    quiet_from: str
    quiet_until: str
    schools: str


class Preferring:
    """Everybody sets their own, as a coordinator. All methods raise CoordinatorsOnly."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def get(self, actor: Actor) -> Prefers:
        """What was set; before anything was, a digest is preferred, at no hour yet."""
        async with self._store.reading() as work:
            settings = await check_coordinator(work, actor)
            return await _prefers(work, actor, settings)

    async def tell(
        self, actor: Actor, telling: Wanted | None, programme: ProgrammeKey | None = None
    ) -> Prefers:
        """How to be told of new pitches and of what authors write; of one programme, where it is
        named: there None takes it back.

        Raises:
            ProgrammeNotFound.
        """

        def change(before: Prefers) -> Preferences:
            known = before.preferences
            if programme is None:
                return replace(known, usual=telling or known.usual)
            if programme not in {each.key for each in before.programmes}:
                raise ProgrammeNotFound
            others = {key: told for key, told in known.programmes.items() if key != programme}
            return replace(known, programmes={**others, programme: telling} if telling else others)

        return await self._saved(actor, change)

    async def digest(self, actor: Actor, hour: int | None) -> Prefers:
        """At which hour (0 to 23); None: never. One that has passed today is tomorrow's.

        Raises:
            UnreadableHour: there is no such hour.
        """
        if hour is not None and not 0 <= hour <= 23:
            raise UnreadableHour(typed=hour)
        return await self._saved(
            actor, lambda before: replace(before.preferences, digest_hour=hour)
        )

    async def times(self, actor: Actor, typed: Times) -> Prefers:
        """The time zone, the quiet hours (both or neither) and the schools.

        Raises:
            UnknownTimezone, UnreadableHour.
        """
        timezone = storable(typed.timezone).strip()
        check_timezone(timezone)
        begin, end = read_hour(typed.quiet_from), read_hour(typed.quiet_until)
        if (begin is None) is not (end is None):
            raise UnreadableHour(typed="")
        lines = (" ".join(line.split()) for line in storable(typed.schools).splitlines())
        schools = tuple(dict.fromkeys(line[:SCHOOL_CHARACTERS] for line in lines if line))
        return await self._saved(
            actor,
            lambda before: replace(
                before.preferences,
                timezone=timezone,
                quiet_from=begin,
                quiet_until=end,
                schools=schools[:SCHOOLS],
            ),
        )

    async def _saved(self, actor: Actor, change: Callable[[Prefers], Preferences]) -> Prefers:
        now = self._clock.now()
        async with self._store.writing() as work:
            settings = await check_coordinator(work, actor)
            before = await _prefers(work, actor, settings)
            after = change(before)
            await work.preferences.save(after)
            if after.digest_day(now) != before.preferences.digest_day(now):
                await _not_today(work, after, now)
            await work.people.remember(actor.guild, actor.user, actor.locale, now)
            await work.commit()
        return replace(before, preferences=after)


async def tell_wanting(telling: Telling, pitch: Pitch, team: Team, detail: str = "") -> None:
    """A direct message to each coordinator who wants to know at once; not to who wrote it."""
    own = users(team)
    for known in await telling.work.preferences.of_guild(telling.guild):
        if known.telling(pitch.programme) is Wanted.INSTANT and known.user not in own:
            await telling.person(NoticeKind.NEW_PITCH, known.user, detail)


def read_hour(typed: str) -> int | None:
    """An hour of the day: ``22``, ``22:00``, ``22点``; 24 is midnight. None: nothing was typed.

    Raises:
        UnreadableHour.
    """
    folded = unicodedata.normalize("NFKC", typed).strip()
    if not folded:
        return None
    match = _HOUR.fullmatch(folded)
    if match is None:
        raise UnreadableHour(typed=folded)
    return int(match[1]) % 24


async def _prefers(work: UnitOfWork, actor: Actor, settings: GuildSettings | None) -> Prefers:
    active = await work.programmes.active(actor.guild)
    closed = actor.closed(settings)
    known = await work.preferences.get(actor.guild, actor.user)
    timezone = settings.timezone if settings else DEFAULT_TIMEZONE
    standard = Preferences(actor.guild, actor.user, timezone, usual=Wanted.DIGEST)
    programmes = tuple(one.programme for one in active if one.programme.key not in closed)
    return Prefers(known or standard, programmes)


async def _not_today(work: UnitOfWork, known: Preferences, now: datetime) -> None:
    """An hour that had passed when it was chosen is tomorrow's; that digest then tells of all since
    the one before."""
    day = known.digest_day(now)
    if day is None:
        return
    told = await work.preferences.told_until(known.guild, known.user, day)
    until = told or now - timedelta(days=1)
    await work.preferences.claim_digest(known.guild, known.user, day, until)
