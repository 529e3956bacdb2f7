"""What a person's client keeps and offers: read marks, commands, menus, lists, changes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection
from dataclasses import dataclass

from sandbox.core import Core
from sandbox.people import choosing, offering
from sandbox.people.choosing import Choosable, Kind, Someone
from sandbox.people.guildview import Guild
from sandbox.people.looking import Looking
from sandbox.people.offering import MenuEntry, Offer
from sandbox.people.resolve import Somebody
from sandbox.people.screen import In
from sandbox.people.views import Message
from sandbox.people.watching import Told, Watch
from sandbox.state import models


@dataclass(frozen=True, slots=True)
class Unread:
    """Whether others wrote since the person looked, and how often that was to the person.

    In a DM every message is.
    """

    any: bool
    mentions: int


class Reading(Looking):
    """The part of a person that Discord's client remembers and looks up for them."""

    def __init__(self, core: Core, user: models.User) -> None:
        super().__init__(core, user)
        self._watches: dict[Told, Watch] = {}
        known = (one.last_message_id or 0 for one in core.state.channels.values())
        self._start = max(known, default=0)
        self._read: dict[int, int] = {}

    # -- read marks ----------------------------------------------------------------------------

    def marks_read(self, in_: In = None) -> None:
        """Have read what stands there."""
        channel = self._screen.place(in_)
        if self._mark(channel):
            self._core.state.changed(only=self.id)

    def unread(self, in_: In = None) -> Unread:
        """What others wrote there since. What existed when the world began counts as read."""
        channel = self._screen.place(in_)
        mark = self.last_read(in_)
        if (channel.last_message_id or 0) <= mark:
            return Unread(any=False, mentions=0)
        later = channel.order[bisect_right(channel.order, mark) :]
        new = [channel.messages[one] for one in later]
        new = [one for one in new if one.author.id != self.id]
        return Unread(bool(new), sum(self._pings(one) for one in new))

    def last_read(self, in_: In = None) -> int:
        """The id up to which this person has read there; what existed at the start counts."""
        return self._read.get(self._screen.place(in_).id, self._start)

    def is_mentioned(self, message: Message) -> bool:
        """Whether a message pings this person: by name, by a role, as everyone, or as a reply."""
        return self._pings(message.state, dms=False)

    def name_of_author(self, message: Message) -> str:
        """What the author is called where the message stands: a nickname goes before the name."""
        guild = message.state.channel.guild
        member = guild.members.get(message.author_id) if guild is not None else None
        return (member.nick if member is not None else None) or message.author

    def reactions_on(self, message: Message) -> list[str]:
        """The emoji with which this person reacted."""
        return [emoji for emoji, who in message.state.reactions.items() if self.id in who]

    def _mark(self, channel: models.Channel) -> bool:
        last = channel.last_message_id or 0
        if last <= self._read.get(channel.id, self._start):
            return False
        self._read[channel.id] = last
        return True

    def _pings(self, message: models.Message, *, dms: bool = True) -> bool:
        guild = message.channel.guild
        if guild is None and dms:
            return True
        if message.mention_everyone or any(one.id == self.id for one in message.mentions):
            return True
        member = guild.members.get(self.id) if guild is not None else None
        return member is not None and not member.roles.isdisjoint(message.mention_roles)

    # -- offers --------------------------------------------------------------------------------

    def offers(self, in_: In = None) -> list[Offer]:
        """Every command and subcommand that can be run there, in this person's language."""
        return offering.offers(self._core, self.user, self._screen.place(in_))

    def menus_for(self, target: Message | Somebody, in_: In = None) -> list[MenuEntry]:
        """The entries of the context menu of a message, or of a user met in `in_`."""
        if isinstance(target, Message):
            self._must_see(target)
            return offering.menu(self._core, self.user, target.state.channel, 3)
        return offering.menu(self._core, self.user, self._screen.place(in_), 2)

    def choices(
        self, kind: Kind, query: str = "", in_: In = None, channel_types: Collection[int] = ()
    ) -> list[Choosable]:
        """What a menu of users, roles, mentionables or channels lists there, at most 25 lines."""
        channel = self._screen.place(in_)
        return choosing.choices(self.user, channel, kind, query, channel_types, channel.recipients)

    def guilds(self) -> list[Guild]:
        """The guilds that this person is in."""
        return [Guild(self._core, one) for one in self._core.state.guilds_of(self.id)]

    def knows(self) -> list[Someone]:
        """Everybody whom this person can meet in a guild or a DM, and themselves."""
        return choosing.acquaintances(self._core.state, self.user)

    # -- changes -------------------------------------------------------------------------------

    def watches(self, told: Told) -> None:
        """Call `told` at every change that concerns this person, at once and within the change."""
        self._watches[told] = Watch(self._core, self.user, told)

    def unwatches(self, told: Told) -> None:
        """Stop calling it."""
        watch = self._watches.pop(told, None)
        if watch is not None:
            watch.stop()
