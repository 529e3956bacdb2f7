"""Members, roles and channels of guilds: changed, with the events that follow."""

from __future__ import annotations

from sandbox.gateway.guilds import guild_create
from sandbox.gateway.hub import Hub
from sandbox.state import payloads
from sandbox.state.models import Application, Channel, Guild, Json, Member, Overwrite, Role, User
from sandbox.state.store import State


class Guilds:
    """The one place in which guilds change."""

    def __init__(self, state: State, hub: Hub) -> None:
        self._state = state
        self._hub = hub

    # -- members -------------------------------------------------------------------------------

    def join(self, guild: Guild, user: User, roles: set[int]) -> None:
        """Make a user a member."""
        member = Member(user, self._state.clock.now(), roles)
        guild.members[user.id] = member
        data = {**payloads.member(member), "guild_id": str(guild.id)}
        self._hub.to_guild(guild, "GUILD_MEMBER_ADD", data, "guild_members")
        self._state.changed()

    def leave(self, guild: Guild, user: User) -> None:
        """End a membership, also in the guild's threads."""
        guild.members.pop(user.id, None)
        for thread in guild.threads.values():
            if thread.thread is not None:
                thread.thread.members.pop(user.id, None)
        data = {"guild_id": str(guild.id), "user": payloads.user(user)}
        self._hub.to_guild(guild, "GUILD_MEMBER_REMOVE", data, "guild_members")
        self._state.changed()

    def update_member(self, guild: Guild, member: Member) -> None:
        """Tell that a member's roles or nickname changed.

        Discord tells a bot about itself without the members intent too.
        """
        data = {**payloads.member(member), "guild_id": str(guild.id)}
        own = member.user.id
        self._hub.to_guild(
            guild,
            "GUILD_MEMBER_UPDATE",
            lambda session: (
                data if session.wants("guild_members") or session.application.id == own else None
            ),
        )
        self._state.changed()

    def install(self, guild: Guild, application: Application, held: int) -> None:
        """Add a bot to a guild, with a managed role that holds these permissions."""
        role = Role(
            self._state.ids.make(),
            application.name,
            held,
            len(guild.roles),
            managed=True,
            bot_id=application.id,
        )
        self.put_role(guild, role)
        self.join(guild, application.user, {role.id})
        for session in self._hub.of(application):
            if session.holds(guild.id):
                session.dispatch("GUILD_CREATE", guild_create(guild, session, joined=True))

    def uninstall(self, guild: Guild, application: Application) -> None:
        """Remove a bot, its managed role and its commands from a guild."""
        self._hub.to_application(application, "GUILD_DELETE", {"id": str(guild.id)}, guild.id)
        self.leave(guild, application.user)
        application.guild_commands.pop(guild.id, None)
        for role in [one for one in guild.roles.values() if one.bot_id == application.id]:
            self.delete_role(guild, role)

    # -- roles ---------------------------------------------------------------------------------

    def put_role(self, guild: Guild, role: Role) -> None:
        """Add or change a role."""
        name = "GUILD_ROLE_UPDATE" if role.id in guild.roles else "GUILD_ROLE_CREATE"
        guild.roles[role.id] = role
        self._hub.to_guild(guild, name, {"guild_id": str(guild.id), "role": payloads.role(role)})
        self._state.changed()

    def delete_role(self, guild: Guild, role: Role) -> None:
        """Remove a role from the guild and from its members."""
        guild.roles.pop(role.id, None)
        for member in guild.members.values():
            member.roles.discard(role.id)
        for channel in guild.channels.values():
            channel.overwrites.pop(role.id, None)
        data = {"guild_id": str(guild.id), "role_id": str(role.id)}
        self._hub.to_guild(guild, "GUILD_ROLE_DELETE", data)
        self._state.changed()

    # -- channels ------------------------------------------------------------------------------

    def create_channel(self, guild: Guild, payload: Json) -> Channel:
        """A new channel; without overwrites of its own it takes those of its category."""
        parent_id = payload.get("parent_id")
        channel = Channel(
            self._state.ids.make(),
            int(payload.get("type") or 0),
            str(payload["name"]),
            guild,
            parent_id=int(parent_id) if parent_id else None,
            position=len(guild.channels),
        )
        parent = guild.channels.get(channel.parent_id or 0)
        if parent is not None and "permission_overwrites" not in payload:
            channel.overwrites = dict(parent.overwrites)
        guild.channels[channel.id] = channel
        self._state.channels[channel.id] = channel
        self._apply(channel, payload)
        self._tell_channel("CHANNEL_CREATE", channel)
        return channel

    def edit_channel(self, channel: Channel, payload: Json) -> None:
        """Change what the payload names."""
        self._apply(channel, payload)
        self._tell_channel("CHANNEL_UPDATE", channel)

    def delete_channel(self, channel: Channel) -> None:
        """Remove a channel with its threads and messages."""
        guild = channel.guild
        if guild is None:
            raise TypeError("a DM cannot be deleted")
        self._tell_channel("CHANNEL_DELETE", channel)
        gone = [one for one in guild.threads.values() if one.parent_id == channel.id]
        for one in (channel, *gone):
            one.deleted = True
            self._state.channels.pop(one.id, None)
            guild.threads.pop(one.id, None)
            for message in one.messages.values():
                message.deleted = True
        guild.channels.pop(channel.id, None)
        self._state.changed()

    def overwrite(self, channel: Channel, target: int, rule: Overwrite | None) -> None:
        """Set or (None) take away one overwrite."""
        if rule is None:
            channel.overwrites.pop(target, None)
        else:
            channel.overwrites[target] = rule
        self._tell_channel("CHANNEL_UPDATE", channel)

    def _tell_channel(self, name: str, channel: Channel) -> None:
        guild = channel.guild
        if guild is None:
            return
        self._hub.to_guild(guild, name, payloads.channel(channel))
        self._state.changed()

    @staticmethod
    def _apply(channel: Channel, payload: Json) -> None:
        channel.name = str(payload.get("name") or channel.name)
        for key in ("topic", "nsfw", "position", "type"):
            if payload.get(key) is not None:
                setattr(channel, key, payload[key])
        if "rate_limit_per_user" in payload:
            channel.slowmode = int(payload["rate_limit_per_user"] or 0)
        if "parent_id" in payload:
            parent = payload["parent_id"]
            channel.parent_id = int(parent) if parent else None
        if payload.get("permission_overwrites") is not None:
            rules = [_overwrite(one) for one in payload["permission_overwrites"]]
            channel.overwrites = {one.id: one for one in rules}


def _overwrite(data: Json) -> Overwrite:
    return Overwrite(
        int(data["id"]), int(data["type"]), int(data.get("allow") or 0), int(data.get("deny") or 0)
    )
