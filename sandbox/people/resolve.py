"""From the names that a person sees to the ids that the client sends, with resolved data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

from sandbox.core import Core
from sandbox.people.views import Channel as ChannelView
from sandbox.people.widgets import Option
from sandbox.permissions import VIEW_CHANNEL, in_channel
from sandbox.state import models, payloads
from sandbox.state.files import File
from sandbox.state.models import Json


class Somebody(Protocol):
    """A person, wherever one is named."""

    @property
    def id(self) -> int:
        """The snowflake."""


def pinging(channel: models.Channel, text: str) -> str:
    """A text in which `@Name` of users and roles became mentions, as the client makes them."""
    if "@" not in text:
        return text
    guild = channel.guild
    if guild is None:
        names = {user.display_name: f"<@{user.id}>" for user in channel.recipients}
    else:
        names = {role.name: f"<@&{role.id}>" for role in guild.roles.values()}
        names |= {one.user.display_name: f"<@{one.user.id}>" for one in guild.members.values()}
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(f"@{name}", names[name])
    return text


class Resolver:
    """Looks names up for one person in one channel and collects `resolved`.

    Raises LookupError with a sentence where a name means nothing.
    """

    def __init__(self, core: Core, user: models.User, channel: models.Channel) -> None:
        self._core = core
        self._user = user
        self._channel = channel
        self.resolved: dict[str, Json] = {}

    def user(self, wanted: Any) -> str:
        """A user by Person, key, displayed name, nickname or id."""
        state, guild = self._core.state, self._channel.guild
        name = str(wanted).removeprefix("@")
        pool: Iterable[models.User] = (
            [one.user for one in guild.members.values()] if guild else state.users.values()
        )
        number = getattr(wanted, "id", None) or (int(name) if name.isdecimal() else None)
        for user in pool:
            member = guild.members[user.id] if guild else None
            names = (user.username, user.display_name, member.nick if member else None)
            if user.id == number or (number is None and name in names):
                self.add_user(user)
                return str(user.id)
        raise LookupError(f"nobody here is called {wanted!r}")

    def add_user(self, user: models.User) -> None:
        """Put a user, and their membership, into `resolved`."""
        guild = self._channel.guild
        self._put("users", user.id, payloads.user(user))
        if guild is not None and user.id in guild.members:
            member = payloads.member(guild.members[user.id], with_user=False)
            member["permissions"] = str(in_channel(self._channel, user.id))
            self._put("members", user.id, member)

    def role(self, wanted: Any) -> str:
        """A role by name or id."""
        guild = self._channel.guild
        for role in guild.roles.values() if guild else ():
            if str(wanted).removeprefix("@") in (role.name, str(role.id)):
                self._put("roles", role.id, payloads.role(role))
                return str(role.id)
        raise LookupError(f"there is no role {wanted!r}")

    def mentionable(self, wanted: Any) -> str:
        """A user or a role."""
        try:
            return self.user(wanted)
        except LookupError:
            return self.role(wanted)

    def channel(self, wanted: Any, kinds: Iterable[int] = ()) -> str:
        """A channel or thread that the person sees, by view, name or id."""
        guild, kinds = self._channel.guild, tuple(kinds)
        places = (*guild.channels.values(), *guild.threads.values()) if guild else ()
        for one in places:
            named = str(wanted).removeprefix("#") in (one.name, str(one.id))
            same = isinstance(wanted, ChannelView) and wanted.state is one
            if (named or same) and in_channel(one, self._user.id) & VIEW_CHANNEL:
                if kinds and one.type not in kinds:
                    continue
                self._put("channels", one.id, payloads.partial_channel(one, self._user.id))
                return str(one.id)
        raise LookupError(f"there is no channel {wanted!r} to choose")

    def file(self, wanted: Any) -> str:
        """An uploaded file."""
        if not isinstance(wanted, File):
            raise LookupError(f"{wanted!r} is no File")  # noqa: TRY004 - told like a wrong name
        attachment = self._core.files.store(self._channel, wanted, ephemeral=True)
        self._put("attachments", attachment.id, self._core.files.payload(attachment))
        return str(attachment.id)

    def message(self, message: models.Message) -> str:
        """A message, with everything in it."""
        self._put("messages", message.id, self._core.messages.json.full(message))
        return str(message.id)

    def of_select(self, kind: int, wanted: Any, raw: Json) -> str:
        """A choice in a menu of this component type."""
        if kind == 5:
            return self.user(wanted)
        if kind == 6:
            return self.role(wanted)
        if kind == 7:
            return self.mentionable(wanted)
        if kind == 8:
            return self.channel(wanted, raw.get("channel_types") or ())
        options = raw.get("options") or ()
        if isinstance(wanted, Option) and any(one["value"] == wanted.value for one in options):
            return wanted.value
        for key in ("label", "value"):
            for option in options:
                if option[key] == str(wanted):
                    return str(option["value"])
        shown = ", ".join(repr(option["label"]) for option in options)
        raise LookupError(f"there is no option {wanted!r}, only {shown}")

    def _put(self, table: str, key: int, value: Json) -> None:
        self.resolved.setdefault(table, {})[str(key)] = value
