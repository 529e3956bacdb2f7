"""What a person can see now, and waiting until they see something."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Callable, Iterator
from typing import TypeVar

from sandbox.core import Core
from sandbox.people.errors import NotVisible
from sandbox.people.views import Channel, Message
from sandbox.people.words import text_of
from sandbox.permissions import VIEW_CHANNEL, in_channel
from sandbox.state import models

In = str | Channel | Message | None
Found = TypeVar("Found")


class Screen:
    """One person's view of everything."""

    def __init__(self, core: Core, user: models.User) -> None:
        self._core = core
        self._user = user

    # -- places --------------------------------------------------------------------------------

    def place(self, in_: In) -> models.Channel:
        """The channel that a name means to this person; NotVisible if they see none."""
        if isinstance(in_, Channel | Message):
            channel = in_.state if isinstance(in_, Channel) else in_.state.channel
            if not in_channel(channel, self._user.id) & VIEW_CHANNEL:
                raise NotVisible(f"{self._user.display_name} does not see {in_!r}")
            return channel
        if in_ is None:
            return self._first()
        found = self._dm(in_) or self._named(in_)
        if found is None:
            names = ", ".join(f"{one.name!r}" for one in self.channels() if one.name)
            raise NotVisible(f"{self._user.display_name} sees no {in_!r}, only {names}")
        return found

    def channels(self) -> Iterator[models.Channel]:
        """Everything that the person can open."""
        return self._core.state.visible_channels(self._user.id)

    def _first(self) -> models.Channel:
        for channel in self.channels():
            if channel.type in (0, 5):
                return channel
        raise NotVisible(f"{self._user.display_name} sees no channel at all")

    def _dm(self, name: str) -> models.Channel | None:
        word, _, bot = name.partition("/")
        if word != "dm":
            return None
        for application in self._core.state.applications.values():
            if bot in ("", application.name):
                return self._core.state.dm(application, self._user)
        return None

    def _named(self, name: str) -> models.Channel | None:
        key, slash, rest = name.partition("/")
        visible = [one for one in self.channels() if one.guild is not None and one.type != 4]
        if slash and key in self._core.state.guild_keys:
            guild = self._core.state.guild_keys[key]
            visible = [one for one in visible if one.guild is guild]
            name = rest
        name = name.removeprefix("#")
        for one in visible:
            if one.name == name:
                return one
        return next((one for one in visible if one.thread and name in one.name), None)

    # -- messages ------------------------------------------------------------------------------

    def history(self, channel: models.Channel) -> list[models.Message]:
        """What stands in a channel for this person, oldest first."""
        own = [
            one
            for one in self._core.state.ephemeral.get(self._user.id, {}).values()
            if one.channel is channel and not one.deleted
        ]
        if not own:
            return list(channel.messages.values())
        return sorted((*channel.messages.values(), *own), key=lambda one: one.id)

    def interactive(self) -> Iterator[models.Message]:
        """Messages with components that the person sees, the last shown or changed first."""
        state = self._core.state
        shelves = [state.ephemeral.get(self._user.id, {})]
        shelves += [one.interactive for one in self.channels() if one.interactive]
        newest_first = (reversed(one.values()) for one in shelves)
        return heapq.merge(*newest_first, key=lambda one: -one.touched)

    def everything(self, in_: In) -> Iterator[models.Message]:
        """All messages that the person sees, newest first within each channel."""
        if in_ is not None:
            yield from reversed(self.history(self.place(in_)))
            return
        yield from reversed(self._core.state.ephemeral.get(self._user.id, {}).values())
        for channel in self.channels():
            yield from reversed(channel.messages.values())

    def find_text(self, text: str, in_: In) -> models.Message | None:
        """A visible message that contains a text."""
        try:
            return next((one for one in self.everything(in_) if text in text_of(one)), None)
        except NotVisible:
            return None

    def matches(self, message: models.Message, text: str, in_: In) -> bool:
        """Whether one message contains the text, where it is looked for, for this person."""
        if message.deleted or message.ephemeral_for not in (None, self._user.id):
            return False
        if text not in text_of(message) or not self._core.state.can_see(self._user.id, message):
            return False
        if in_ is None:
            return True
        try:
            return self.place(in_) is message.channel
        except NotVisible:
            return False

    async def wait(
        self, look: Callable[[models.Message | None], Found | None], within: float
    ) -> Found | None:
        """Call `look` at each change that may concern the person until it finds something."""
        future: asyncio.Future[Found] = asyncio.get_running_loop().create_future()

        def watcher(message: models.Message | None, only: int | None) -> None:
            if future.done() or only not in (None, self._user.id):
                return
            found = look(message)
            if found is not None:
                future.set_result(found)

        self._core.state.watch(watcher)
        try:
            return await asyncio.wait_for(future, within)
        except TimeoutError:
            return None
        finally:
            self._core.state.unwatch(watcher)

    def describe(self, in_: In) -> str:
        """What the person sees, for the text of an error: the newest twenty messages."""
        try:
            seen = list(self.everything(in_))
        except NotVisible as error:
            return str(error)
        seen.sort(key=lambda one: one.touched)
        lines = []
        for one in seen[-20:]:
            where = one.channel.name or "dm"
            mark = " (only you)" if one.ephemeral_for is not None else ""
            lines.append(f"  [{where}] {one.author.display_name}{mark}: {text_of(one)!r}")
        return "\n".join(lines) or "  nothing"
