"""When and how a coordinator wants to be told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.ids import GuildId, ProgrammeKey, UserId


class Telling(StrEnum):
    """Of new pitches and of what authors write, by DM. The desk has its cards in any case."""

    INSTANT = "instant"
    DIGEST = "digest"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Preferences:
    """``programmes`` overrides ``usual`` for single programmes. ``digest_hour`` is an hour of the
    day, 0 to 23, in ``timezone`` (IANA); None: no digest. Between ``quiet_from`` and
    ``quiet_until`` (hours, may pass midnight; equal or None: never) nothing is sent at once: it
    waits for the end of the quiet hours. ``schools`` are where they studied or teach, for conflicts
    of interest."""

    guild: GuildId
    user: UserId
    timezone: str
    usual: Telling = Telling.OFF
    programmes: Mapping[ProgrammeKey, Telling] = field(default_factory=dict)
    digest_hour: int | None = None
    quiet_from: int | None = None
    quiet_until: int | None = None
    schools: tuple[str, ...] = ()

    def telling(self, programme: ProgrammeKey) -> Telling:
        return self.programmes.get(programme, self.usual)

    def quiet_at(self, now: datetime) -> bool:
        begin, end = self.quiet_from, self.quiet_until
        if begin is None or end is None or begin == end:
            return False
        hour = now.astimezone(ZoneInfo(self.timezone)).hour
        return begin <= hour < end if begin < end else hour >= begin or hour < end

    def loud_from(self, now: datetime) -> datetime:
        """The moment from which something may be sent: ``now``, or the end of the quiet hours."""
        if not self.quiet_at(now):
            return now
        zone = ZoneInfo(self.timezone)
        local = now.astimezone(zone)
        end = datetime.combine(local.date(), time(self.quiet_until or 0), zone)
        if end <= local:
            end = datetime.combine(local.date() + timedelta(days=1), time(end.hour), zone)
        return end.astimezone(now.tzinfo)

    def digest_day(self, now: datetime) -> str | None:
        """The local day (``2026-11-23``) whose digest is due: its hour has come; else None."""
        if self.digest_hour is None:
            return None
        local = now.astimezone(ZoneInfo(self.timezone))
        return local.date().isoformat() if local.hour >= self.digest_hour else None
