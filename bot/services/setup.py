"""Setting a guild up: who coordinates, where the desk is, which programmes run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.domain.errors import UnknownTimezone
from bot.domain.ids import ChannelId, ProgrammeKey, RoleId
from bot.domain.people import Actor, GuildSettings
from bot.domain.programme import Programme
from bot.domain.text import Locale
from bot.services.ports import Clock, Store, UnitOfWork

DEFAULT_TIMEZONE = "UTC"


@dataclass(frozen=True, slots=True)
class SetupRequest:
    """What to set. None keeps what was set before, or takes the default the first time."""

    coordinators: RoleId
    desk: ChannelId
    questions: ChannelId | None = None
    locale: Locale | None = None
    timezone: str | None = None
    programmes: frozenset[ProgrammeKey] | None = None


@dataclass(frozen=True, slots=True)
class SetupDone:
    """``revived`` notices wait for the desk again, which they could not reach before."""

    settings: GuildSettings
    programmes: tuple[Programme, ...]
    revived: int


class Setup:
    def __init__(
        self,
        store: Store,
        clock: Clock,
        shipped: Mapping[ProgrammeKey, Programme],
        default: Locale,
    ) -> None:
        self._store = store
        self._clock = clock
        self._shipped = shipped
        self._default = default

    async def apply(
        self, actor: Actor, request: SetupRequest, spoken: Locale | None = None
    ) -> SetupDone:
        """Set everything in one go; safe to repeat. ``spoken`` is the language that the guild named
        to Discord, if it named one: a new desk begins with it, else with the operator's default.

        Raises:
            ManagersOnly: the person lacks Manage Server.
            UnknownTimezone: the time zone is not in the IANA database.
        """
        actor.check_manager()
        if request.timezone is not None:
            check_timezone(request.timezone)
        async with self._store.writing() as work:
            before = await work.guilds.get(actor.guild)
            settings = GuildSettings(
                guild=actor.guild,
                coordinators=request.coordinators,
                desk=request.desk,
                questions=request.questions or (before.questions if before else None),
                locale=request.locale or (before.locale if before else spoken or self._default),
                timezone=request.timezone or (before.timezone if before else DEFAULT_TIMEZONE),
            )
            await work.guilds.save(settings)
            await self._programmes(work, actor, request.programmes, first=before is None)
            in_use = tuple(k.programme for k in await work.programmes.active(actor.guild))
            revived = await work.notices.revive_desk(actor.guild, self._clock.now())
            await work.commit()
        return SetupDone(settings, in_use, revived)

    async def _programmes(
        self,
        work: UnitOfWork,
        actor: Actor,
        wanted: frozenset[ProgrammeKey] | None,
        *,
        first: bool,
    ) -> None:
        """Put the wanted ones in use as they are shipped now, and take the others out of use."""
        if wanted is None:
            in_use = {k.programme.key for k in await work.programmes.active(actor.guild)}
            wanted = frozenset(self._shipped) if first else frozenset(in_use)
        for key, programme in self._shipped.items():
            if key in wanted:
                await work.programmes.put(actor.guild, programme, self._clock.now())
            else:
                await work.programmes.archive(actor.guild, key)


def check_timezone(name: str) -> ZoneInfo:
    """The zone of an IANA name. Raises: UnknownTimezone."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise UnknownTimezone(typed=name) from None
