"""Everything that exists, with the indexes that make each look-up direct."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sandbox.clock import Clock
from sandbox.errors import ApiError
from sandbox.permissions import VIEW_CHANNEL, in_channel
from sandbox.snowflakes import Snowflakes
from sandbox.state.models import (
    Application,
    Attachment,
    Channel,
    Guild,
    Member,
    Message,
    Role,
    User,
)

Watcher = Callable[[Message | None, int | None], None]


class State:
    """The tables. Nothing here speaks to a bot: see `Events` for that.

    A watcher is called with each message that appeared, changed or went, and with None when
    something else changed what people can see (a role, an overwrite, a thread's members, a modal);
    then the second argument is the only user concerned, None for all.
    """

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.ids = Snowflakes(clock)
        self.users: dict[int, User] = {}
        self.people: dict[str, User] = {}
        self.applications: dict[int, Application] = {}
        self.tokens: dict[str, Application] = {}
        self.guilds: dict[int, Guild] = {}
        self.guild_keys: dict[str, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.attachments: dict[int, Attachment] = {}
        self.ephemeral: dict[int, dict[int, Message]] = {}
        self._watchers: dict[Watcher, None] = {}
        self._touches = 0

    # -- look-ups ------------------------------------------------------------------------------

    def guild(self, guild_id: int) -> Guild:
        """A guild, or ApiError 10004."""
        found = self.guilds.get(guild_id)
        if found is None:
            raise ApiError(10004)
        return found

    def channel(self, channel_id: int) -> Channel:
        """A channel, thread or DM, or ApiError 10003."""
        found = self.channels.get(channel_id)
        if found is None:
            raise ApiError(10003)
        return found

    def message(self, channel: Channel, message_id: int) -> Message:
        """A message of the channel's history, or ApiError 10008."""
        found = channel.messages.get(message_id)
        if found is None:
            raise ApiError(10008)
        return found

    def user(self, user_id: int) -> User:
        """A user, or ApiError 10013."""
        found = self.users.get(user_id)
        if found is None:
            raise ApiError(10013)
        return found

    def member(self, guild: Guild, user_id: int) -> Member:
        """A member, or ApiError 10007."""
        found = guild.members.get(user_id)
        if found is None:
            raise ApiError(10007)
        return found

    def role(self, guild: Guild, role_id: int) -> Role:
        """A role, or ApiError 10011."""
        found = guild.roles.get(role_id)
        if found is None:
            raise ApiError(10011)
        return found

    def application_of(self, user_id: int) -> Application | None:
        """The application whose bot this user is. A bot's user has its application's id."""
        return self.applications.get(user_id)

    def share_guild(self, one: int, other: int) -> bool:
        """Whether two users have a guild in common."""
        return any({one, other} <= guild.members.keys() for guild in self.guilds.values())

    def guilds_of(self, user_id: int) -> Iterator[Guild]:
        """The guilds a user is in, in the order of the world."""
        return (guild for guild in self.guilds.values() if user_id in guild.members)

    def dm(self, application: Application, user: User) -> Channel:
        """The DM between a bot and a person, made when it is first needed."""
        found = application.dm_channels.get(user.id)
        if found is None:
            found = Channel(
                id=self.ids.make(), type=1, name="", recipients=(application.user, user)
            )
            application.dm_channels[user.id] = found
            self.channels[found.id] = found
            self.changed(only=user.id)
        return found

    # -- what a person sees --------------------------------------------------------------------

    def can_see(self, user_id: int, message: Message) -> bool:
        """Whether a message is on this person's screen when they open its channel."""
        if message.deleted or message.dismissed:
            return False
        if message.ephemeral_for is not None:
            return message.ephemeral_for == user_id
        return bool(in_channel(message.channel, user_id) & VIEW_CHANNEL)

    def visible_channels(self, user_id: int) -> Iterator[Channel]:
        """Every channel, thread and DM that a person can open, DMs last."""
        for guild in self.guilds_of(user_id):
            for channel in (*guild.channels.values(), *guild.threads.values()):
                if in_channel(channel, user_id) & VIEW_CHANNEL:
                    yield channel
        for application in self.applications.values():
            dm = application.dm_channels.get(user_id)
            if dm is not None:
                yield dm

    # -- change --------------------------------------------------------------------------------

    def touch(self, message: Message) -> None:
        """Note that a message appeared or changed, and tell the watchers."""
        self._touches += 1
        message.touched = self._touches
        if message.ephemeral_for is not None:
            shelf = self.ephemeral.setdefault(message.ephemeral_for, {})
        else:
            shelf = message.channel.interactive
        shelf.pop(message.id, None)
        gone = message.deleted or message.dismissed
        if not gone and (message.components or message.ephemeral_for is not None):
            shelf[message.id] = message
        self.changed(message)

    def dismiss(self, message: Message) -> None:
        """Take an ephemeral message off its person's screen; the bot is not told."""
        message.dismissed = True
        self.touch(message)

    def changed(self, message: Message | None = None, only: int | None = None) -> None:
        """Tell the watchers that what people see may have changed."""
        for watcher in tuple(self._watchers):
            watcher(message, only)

    def watch(self, watcher: Watcher) -> None:
        """Call `watcher` at every change."""
        self._watchers[watcher] = None

    def unwatch(self, watcher: Watcher) -> None:
        """Stop calling it."""
        self._watchers.pop(watcher, None)
