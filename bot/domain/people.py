"""Who acts, and what a guild has set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.errors import CoordinatorsOnly, ManagersOnly
from bot.domain.ids import ChannelId, GuildId, ProgrammeKey, RoleId, UserId
from bot.domain.text import Locale


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What a programme has of its own: the ``roles`` of which its coordinators hold one, beside
    the guild's; and the ``desk`` to which its cards go. Without roles all coordinators are its own,
    without a desk the guild's is its desk."""

    roles: frozenset[RoleId] = frozenset()
    desk: ChannelId | None = None


@dataclass(frozen=True, slots=True)
class GuildSettings:
    """What `/setup` named. ``timezone`` is an IANA name, such as ``America/Los_Angeles``;
    ``listening`` are more channels and forums, beside ``questions``, in which the bot answers what
    it is sure of without being asked; ``narrowed`` are the programmes that have anything of their
    own."""

    guild: GuildId
    coordinators: RoleId
    desk: ChannelId
    questions: ChannelId | None
    locale: Locale
    timezone: str
    listening: tuple[ChannelId, ...] = ()
    narrowed: Mapping[ProgrammeKey, Narrowing] = field(default_factory=dict, hash=False)

    def listens_in(self, channel: ChannelId) -> bool:
        return channel == self.questions or channel in self.listening

    def desk_of(self, programme: ProgrammeKey) -> ChannelId:
        """Where its cards go."""
        own = self.narrowed.get(programme)
        return own.desk if own and own.desk is not None else self.desk

    @property
    def narrow(self) -> frozenset[ProgrammeKey]:
        """The programmes that have coordinators of their own."""
        return frozenset(key for key, own in self.narrowed.items() if own.roles)

    def closed_to(self, actor: Actor) -> frozenset[ProgrammeKey]:
        """The programmes whose pitches do not exist for a coordinator, as they hold none of the
        roles that these are narrowed to. To managers none is closed."""
        if actor.manages_guild:
            return frozenset()
        return frozenset(key for key in self.narrow if not self.narrowed[key].roles & actor.roles)


@dataclass(frozen=True, slots=True)
class Actor:
    """The person behind an interaction, as Discord vouches for them at that moment. ``name`` is
    what they are called in the guild, ``handle`` their user name, which is the same in all."""

    guild: GuildId
    user: UserId
    name: str
    locale: Locale
    roles: frozenset[RoleId] = frozenset()
    manages_guild: bool = False
    handle: str = ""

    def check_manager(self) -> None:
        """Raises: ManagersOnly: the person lacks Manage Server."""
        if not self.manages_guild:
            raise ManagersOnly

    def check_coordinator(self, settings: GuildSettings | None) -> None:
        """Managers count as coordinators; so does whoever holds the role that the guild named.

        Raises:
            CoordinatorsOnly: the person is neither, also where nothing is set up yet.
        """
        if self.manages_guild:
            return
        if settings is None or settings.coordinators not in self.roles:
            raise CoordinatorsOnly

    def check_coordinator_of(
        self, settings: GuildSettings | None, programme: ProgrammeKey | None
    ) -> None:
        """As `check_coordinator`, of one programme's pitches; None: of all that there is.

        Raises:
            CoordinatorsOnly: also where the programme has coordinators of its own, and the person
                is none of them.
        """
        self.check_coordinator(settings)
        if programme in self.closed(settings):
            raise CoordinatorsOnly

    def closed(self, settings: GuildSettings | None) -> frozenset[ProgrammeKey]:
        """See `GuildSettings.closed_to`. Before the setup nothing is narrowed."""
        return settings.closed_to(self) if settings else frozenset()
