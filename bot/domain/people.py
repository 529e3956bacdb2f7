"""Who acts, and what a guild has set."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.errors import CoordinatorsOnly, ManagersOnly
from bot.domain.ids import ChannelId, GuildId, RoleId, UserId
from bot.domain.text import Locale


@dataclass(frozen=True, slots=True)
class GuildSettings:
    """What `/setup` named. ``timezone`` is an IANA name, such as ``America/Los_Angeles``;
    ``listening`` are more channels and forums, beside ``questions``, in which the bot answers what
    it is sure of without being asked."""

    guild: GuildId
    coordinators: RoleId
    desk: ChannelId
    questions: ChannelId | None
    locale: Locale
    timezone: str
    listening: tuple[ChannelId, ...] = ()

    def listens_in(self, channel: ChannelId) -> bool:
        return channel == self.questions or channel in self.listening


@dataclass(frozen=True, slots=True)
class Actor:
    """The person behind an interaction, as Discord vouches for them at that moment."""

    guild: GuildId
    user: UserId
    name: str
    locale: Locale
    roles: frozenset[RoleId] = frozenset()
    manages_guild: bool = False

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
