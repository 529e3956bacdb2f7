"""What a guild's administrators do by hand: channels, overwrites, roles, bots."""

from __future__ import annotations

from collections.abc import Iterable

from sandbox import permissions
from sandbox.core import Core
from sandbox.people.guildview import Guild
from sandbox.people.views import Channel
from sandbox.state.models import Application, Overwrite


class Admin:
    """Acts without permissions of its own; bots are told by events as usual.

    Guilds are named by key, channels by `guild/channel`, roles, people and bots by name. KeyError
    where there is no such thing.
    """

    _core: Core

    def guild(self, key: str) -> Guild:
        """A guild by its key."""
        return Guild(self._core, self._core.state.guild_keys[key])

    def channel(self, path: str) -> Channel:
        """A channel or thread, whoever sees it."""
        key, _, name = path.partition("/")
        guild = self._core.state.guild_keys[key]
        for one in (*guild.channels.values(), *guild.threads.values()):
            if one.name == name:
                return Channel(self._core, one)
        raise KeyError(path)

    def adds_channel(self, path: str) -> Channel:
        """Make a text channel."""
        key, _, name = path.partition("/")
        guild = self._core.state.guild_keys[key]
        return Channel(self._core, self._core.guilds.create_channel(guild, {"name": name}))

    def removes_channel(self, path: str) -> None:
        """Delete a channel or a thread with all that was written in it."""
        channel = self.channel(path).state
        if channel.thread is not None:
            self._core.threads.delete(channel)
        else:
            self._core.guilds.delete_channel(channel)

    def archives(self, path: str, *, locked: bool = False) -> None:
        """Archive a thread, as Discord does to those in which nobody writes; or lock it too."""
        self._core.threads.edit(self.channel(path).state, {"archived": True, "locked": locked})

    def locks(self, path: str) -> None:
        """Lock a thread without archiving it."""
        self._core.threads.edit(self.channel(path).state, {"locked": True})

    def overwrites(
        self, path: str, name: str, *, allow: Iterable[str] = (), deny: Iterable[str] = ()
    ) -> None:
        """Set a channel's overwrite for a role, person, bot or "everyone"; empty removes it."""
        channel = self.channel(path).state
        target, kind = self._target(path.partition("/")[0], name)
        rule = Overwrite(target, kind, permissions.bits(allow), permissions.bits(deny))
        empty = not rule.allow and not rule.deny
        self._core.guilds.overwrite(channel, target, None if empty else rule)

    def permits(self, key: str, role: str, names: Iterable[str]) -> None:
        """Set the permissions of a role."""
        guild = self._core.state.guild_keys[key]
        found = guild.roles[self._target(key, role)[0]]
        found.permissions = permissions.bits(names)
        self._core.guilds.put_role(guild, found)

    def removes_role(self, key: str, role: str) -> None:
        """Delete a role."""
        guild = self._core.state.guild_keys[key]
        self._core.guilds.delete_role(guild, guild.roles[self._target(key, role)[0]])

    def installs(self, application: str, key: str, names: Iterable[str] | None = None) -> None:
        """Add a bot to a guild, with these permissions or a usual set."""
        held = permissions.APPLICATION_DEFAULT if names is None else permissions.bits(names)
        guild = self._core.state.guild_keys[key]
        self._core.guilds.install(guild, self._application(application), held)

    def uninstalls(self, application: str, key: str) -> None:
        """Kick a bot from a guild."""
        guild = self._core.state.guild_keys[key]
        self._core.guilds.uninstall(guild, self._application(application))

    def _application(self, name: str) -> Application:
        for application in self._core.state.applications.values():
            if application.name == name:
                return application
        raise KeyError(name)

    def _target(self, key: str, name: str) -> tuple[int, int]:
        guild = self._core.state.guild_keys[key]
        for role in guild.roles.values():
            if name in (role.name, role.name.removeprefix("@")):
                return role.id, 0
        if name in self._core.state.people:
            return self._core.state.people[name].id, 1
        return self._application(name).id, 1
