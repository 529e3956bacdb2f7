"""Who a person is: names, language, guilds, roles, whether their DMs are open."""

from __future__ import annotations

from collections.abc import Mapping

from sandbox.core import Core
from sandbox.people.errors import NotAllowed
from sandbox.people.screen import Screen
from sandbox.state import models


class Membership:
    """The part of a person that changes without a message."""

    def __init__(self, core: Core, user: models.User) -> None:
        self._core = core
        self._screen = Screen(core, user)
        self.user = user

    def __repr__(self) -> str:
        return f"<Person {self.key}>"

    @property
    def id(self) -> int:
        """The snowflake."""
        return self.user.id

    @property
    def key(self) -> str:
        """The key in the world file, which is also the username."""
        return self.user.username

    @property
    def name(self) -> str:
        """The displayed name."""
        return self.user.display_name

    @property
    def mention(self) -> str:
        """What pings this person when it stands in a text."""
        return f"<@{self.user.id}>"

    @property
    def locale(self) -> str:
        """The language of this person's client, such as zh-CN."""
        return self.user.locale

    @locale.setter
    def locale(self, value: str) -> None:
        self.user.locale = value
        self._core.state.changed(only=self.id)

    @property
    def about(self) -> Mapping[str, str]:
        """Who this is, in a line per locale, as the world file tells it."""
        return self.user.about

    @property
    def dms_open(self) -> bool:
        """Whether bots can send this person DMs."""
        return self.user.dms_open

    def joins(self, guild: str, *roles: str) -> None:
        """Join a guild (by key), with roles (by name)."""
        server = self._guild(guild)
        held = {self._role(server, one).id for one in roles}
        self._core.guilds.join(server, self.user, held)

    def leaves(self, guild: str) -> None:
        """Leave a guild."""
        self._core.guilds.leave(self._guild(guild), self.user)

    def gains(self, role: str, guild: str | None = None) -> None:
        """Be given a role; without a guild, in the first one that has such a role."""
        server, member = self._membership(role, guild)
        member.roles.add(self._role(server, role).id)
        self._core.guilds.update_member(server, member)

    def loses(self, role: str, guild: str | None = None) -> None:
        """Lose a role."""
        server, member = self._membership(role, guild)
        member.roles.discard(self._role(server, role).id)
        self._core.guilds.update_member(server, member)

    def shuts_dms(self) -> None:
        """Take no DMs from bots any more: 50007."""
        self.user.dms_open = False
        self._core.state.changed(only=self.id)

    def opens_dms(self) -> None:
        """Take DMs again."""
        self.user.dms_open = True
        self._core.state.changed(only=self.id)

    def _guild(self, key: str) -> models.Guild:
        found = self._core.state.guild_keys.get(key)
        if found is None:
            raise NotAllowed(f"there is no guild {key!r}")
        return found

    def _role(self, guild: models.Guild, name: str) -> models.Role:
        for role in guild.roles.values():
            if role.name == name:
                return role
        raise NotAllowed(f"{guild.name} has no role {name!r}")

    def _membership(self, role: str, key: str | None) -> tuple[models.Guild, models.Member]:
        mine = self._core.state.guilds_of(self.id)
        for guild in [self._guild(key)] if key is not None else mine:
            named = any(one.name == role for one in guild.roles.values())
            if self.id in guild.members and (key is not None or named):
                return guild, guild.members[self.id]
        raise NotAllowed(f"{self.name} is in no guild with a role {role!r}")
