"""Setting a guild up: who coordinates, where the desk is, which programmes run."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from bot.domain.errors import CoordinatorsOnly, UnknownTimezone
from bot.domain.errors_desk import RoleOfEverybody
from bot.domain.ids import ChannelId, ProgrammeKey, RoleId
from bot.domain.people import Actor, GuildSettings, Narrowing
from bot.domain.programme import Programme
from bot.domain.text import Locale
from bot.services.common import check_coordinator, retrying, settings_of
from bot.services.ports import Clock, Store, UnitOfWork
from bot.services.programmes import in_use
from bot.services.reminding_faqs import month_of
from bot.services.seeding import seed_bank

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


@dataclass(frozen=True, slots=True)
class NarrowRequest:
    """What a programme is to have of its own: its key or name as typed; a role that is to be one of
    its own, or, if it is, no longer; its desk, which may be the guild's again. ``there`` are all
    roles that the guild has, where they are known."""

    typed: str
    role: RoleId | None = None
    desk: ChannelId | None = None
    there: Collection[RoleId] | None = None


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What holds for a programme. ``moved`` says that its desk is another than before: cards that
    are there stay where they are; ``revived`` as in `SetupDone`."""

    settings: GuildSettings
    programme: Programme
    moved: bool
    revived: int

    @property
    def own(self) -> Narrowing:
        return self.settings.narrowed.get(self.programme.key, Narrowing())


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
        return await retrying(lambda: self._applied(actor, request, spoken))

    async def _applied(
        self, actor: Actor, request: SetupRequest, spoken: Locale | None
    ) -> SetupDone:
        async with self._store.writing() as work:
            before = await work.guilds.get(actor.guild)
            settings = GuildSettings(
                guild=actor.guild,
                coordinators=request.coordinators,
                desk=request.desk,
                questions=request.questions or (before.questions if before else None),
                locale=request.locale or (before.locale if before else spoken or self._default),
                timezone=request.timezone or (before.timezone if before else DEFAULT_TIMEZONE),
                listening=before.listening if before else (),
                narrowed=before.narrowed if before else {},
            )
            await work.guilds.save(settings)
            await self._programmes(work, actor, request.programmes, first=before is None)
            in_use = tuple(k.programme for k in await work.programmes.active(actor.guild))
            revived = await work.notices.revive_desk(actor.guild, self._clock.now())
            await work.commit()
        return SetupDone(settings, in_use, revived)

    async def listen(self, actor: Actor, channels: Sequence[ChannelId]) -> GuildSettings:
        """Name the channels and forums, beside that of questions, in which the bot answers what it
        is sure of without being asked; those named before are no longer.

        Raises:
            ManagersOnly: the person lacks Manage Server.
            NotSetUp: nobody ran `/setup` here.
        """
        actor.check_manager()
        async with self._store.writing() as work:
            settings = await settings_of(work, actor.guild)
            settings = replace(settings, listening=tuple(dict.fromkeys(channels)))
            await work.guilds.save(settings)
            await work.commit()
        return settings

    async def narrow(self, actor: Actor, request: NarrowRequest) -> Narrowed:
        """Change what a programme has of its own; safe to repeat. Where nothing is asked for it
        only tells. A desk that is named again gets what could not reach it, as by `apply`. With a
        role that is taken away those go that the guild no longer has, which nobody could choose.

        Raises:
            ManagersOnly: the person lacks Manage Server.
            NotSetUp, ProgrammeNotFound.
            RoleOfEverybody: @everyone is nobody's own.
        """
        actor.check_manager()
        if request.role == RoleId(actor.guild):  # Discord: so is @everyone's id
            raise RoleOfEverybody
        return await retrying(lambda: self._narrow(actor, request))

    async def _narrow(self, actor: Actor, request: NarrowRequest) -> Narrowed:
        async with self._store.writing() as work:
            before = await settings_of(work, actor.guild)
            programme = (await in_use(work, actor.guild, request.typed)).programme
            own = _own(before, programme.key, request)
            narrowed = {**before.narrowed, programme.key: own}
            settings = replace(before, narrowed=narrowed)
            moved = settings.desk_of(programme.key) != before.desk_of(programme.key)
            revived = 0
            if request.desk is not None:
                revived = await work.notices.revive_desk(actor.guild, self._clock.now())
            await work.guilds.narrow(actor.guild, programme.key, own)
            await work.commit()
        return Narrowed(settings, programme, moved, revived)

    async def coordinates(self, actor: Actor) -> bool:
        """Whether the person is a coordinator here."""
        async with self._store.reading() as work:
            try:
                await check_coordinator(work, actor)
            except CoordinatorsOnly:
                return False
        return True

    async def _programmes(
        self,
        work: UnitOfWork,
        actor: Actor,
        wanted: frozenset[ProgrammeKey] | None,
        *,
        first: bool,
    ) -> None:
        """Put the wanted ones in use as they are shipped now, with their entries and with the
        letters that were written here, and take the others out of use."""
        if wanted is None:
            in_use = {k.programme.key for k in await work.programmes.active(actor.guild)}
            wanted = frozenset(self._shipped) if first else frozenset(in_use)
        now = self._clock.now()
        for key, programme in self._shipped.items():
            if key in wanted:
                known = await work.programmes.get(actor.guild, key, archived=True)
                old = known.programme if known else None
                await work.programmes.put(actor.guild, _with_letters(programme, old), now)
                await seed_bank(work, actor.guild, programme, old, now)
            else:
                await work.programmes.archive(actor.guild, key)
        if first:
            # Whoever has just been given the entries need not confirm them in the same hour.
            await work.faqs.claim_reminder(actor.guild, month_of(now), now)


def _own(before: GuildSettings, key: ProgrammeKey, request: NarrowRequest) -> Narrowing:
    own = before.narrowed.get(key, Narrowing())
    if request.role in own.roles:
        gone = own.roles - frozenset(own.roles if request.there is None else request.there)
        own = replace(own, roles=own.roles - {request.role} - gone)
    elif request.role is not None:
        own = replace(own, roles=own.roles | {request.role})
    if request.desk is not None:
        own = replace(own, desk=None if request.desk == before.desk else request.desk)
    return own


def _with_letters(shipped: Programme, old: Programme | None) -> Programme:
    if old is None or not old.rules.letters:
        return shipped
    letters = {**shipped.rules.letters, **old.rules.letters}
    return replace(shipped, rules=replace(shipped.rules, letters=letters))


def check_timezone(name: str) -> ZoneInfo:
    """The zone of an IANA name. Raises: UnknownTimezone."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise UnknownTimezone(typed=name) from None
