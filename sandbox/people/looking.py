"""How a person looks around: messages, channels, commands, buttons and menus."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from sandbox import permissions
from sandbox.people import commands as known
from sandbox.people.errors import NotAllowed, NotVisible
from sandbox.people.membership import Membership
from sandbox.people.screen import In
from sandbox.people.views import Channel, Message
from sandbox.people.widgets import Button, Select
from sandbox.state import models


class Looking(Membership):
    """The part of a person that changes nothing."""

    async def reads(self, in_: In = None) -> list[Message]:
        """What stands there for this person now, oldest first, their ephemerals included."""
        channel = self._screen.place(in_)
        return [Message(self._core, one) for one in self._screen.history(channel)]

    async def sees(self, text: str, in_: In = None, within: float = 5.0) -> Message:
        """Wait until a visible message contains the text. Raises NotVisible with what they see."""
        screen = self._screen

        def look(changed: models.Message | None) -> models.Message | None:
            if changed is None:
                return screen.find_text(text, in_)
            return changed if screen.matches(changed, text, in_) else None

        found = screen.find_text(text, in_) or await screen.wait(look, within)
        if found is None:
            seen = screen.describe(in_)
            raise NotVisible(f"{self.name} does not see {text!r} within {within} s, but:\n{seen}")
        return Message(self._core, found)

    async def sees_no_more(self, text: str, in_: In = None, within: float = 5.0) -> None:
        """Wait until no visible message contains the text. Raises NotVisible if one stays."""

        def look(_: models.Message | None) -> bool | None:
            return True if self._screen.find_text(text, in_) is None else None

        if not (look(None) or await self._screen.wait(look, within)):
            raise NotVisible(f"{self.name} still sees {text!r} after {within} s")

    def channels(self) -> list[Channel]:
        """The channels, threads and DMs that this person can open."""
        return [Channel(self._core, one) for one in self._screen.channels() if one.type != 4]

    def threads(self, in_: In = None) -> list[Channel]:
        """The threads that this person sees, of one channel or of all."""
        parent = None if in_ is None else self._screen.place(in_)
        return [
            one
            for one in self.channels()
            if one.state.thread and (parent is None or one.state.parent_id == parent.id)
        ]

    def commands(self, in_: In = None) -> list[str]:
        """The names of the slash commands offered to this person there."""
        return known.offered(self._core, self.user, self._screen.place(in_))

    def channel(self, channel_id: int) -> Channel:
        """A channel, thread or DM by its id. Raises NotVisible, also where it does not exist."""
        found = self._core.state.channels.get(channel_id)
        if found is None or found.type == 4 or not permissions.sees(found, self.id):
            raise NotVisible(f"{self.name} sees no channel {channel_id}")
        return Channel(self._core, found)

    def message(self, channel: Channel, message_id: int) -> Message:
        """A message there by its id, also an ephemeral one. Raises NotVisible."""
        found = channel.state.messages.get(message_id)
        found = found or self._core.state.ephemeral.get(self.id, {}).get(message_id)
        if (
            found is None
            or found.channel is not channel.state
            or not self._core.state.can_see(self.id, found)
        ):
            raise NotVisible(f"{self.name} sees no message {message_id} there")
        return Message(self._core, found)

    # -- parts ---------------------------------------------------------------------------------

    def _must_see(self, message: Message) -> None:
        if not self._core.state.can_see(self.id, message.state):
            raise NotVisible(f"{self.name} does not see {message!r}")

    def _on_screen(self, on: Message | None) -> Iterator[Message]:
        if on is None:
            return (Message(self._core, one) for one in self._screen.interactive())
        self._must_see(on)
        return iter((on,))

    def _find_button(
        self, wanted: str | Button, on: Message | None
    ) -> tuple[models.Message, Button]:
        disabled = False
        label = wanted if isinstance(wanted, str) else wanted.label
        for matches in (_is_called, _contains) if isinstance(wanted, str) else (_same,):
            for message in self._on_screen(on):
                for button in message.buttons:
                    if matches(button, wanted):
                        if not button.disabled:
                            return message.state, button
                        disabled = True
        if disabled:
            raise NotAllowed(f"the button {label!r} is disabled")
        shown = islice(self._on_screen(on), 20)
        seen = sorted({button.label for message in shown for button in message.buttons})
        raise NotVisible(f"{self.name} sees no button {label!r}, only {seen}")

    def _find_select(self, menu: str | Select, on: Message | None) -> tuple[models.Message, Select]:
        for matches in (_has_line, _says) if isinstance(menu, str) else (_same,):
            for message in self._on_screen(on):
                for select in message.selects:
                    if matches(select, menu):
                        return message.state, select
        called = menu if isinstance(menu, str) else menu.placeholder
        raise NotVisible(f"{self.name} sees no menu {called!r}")


def _same(found: Button | Select, wanted: Any) -> bool:
    return found.custom_id is not None and found.custom_id == wanted.custom_id


def _is_called(button: Button, label: Any) -> bool:
    return label in (button.label, button.emoji)


def _contains(button: Button, label: Any) -> bool:
    return str(label).casefold() in button.label.casefold()


def _has_line(select: Select, menu: Any) -> bool:
    return bool(menu == select.placeholder) or any(menu == one.label for one in select.options)


def _says(select: Select, menu: Any) -> bool:
    return str(menu).casefold() in select.placeholder.casefold()
