"""What changed on a person's screen, gathered into as few events as will do."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable

from sandbox.people.errors import NotVisible
from sandbox.people.modal import Modal
from sandbox.people.views import Message
from sandbox.people.watching import Change
from sandbox.state.models import Json
from sandbox.web import rendering
from sandbox.web.tab import Tab

PAUSE = 0.1
"""Seconds between two tellings of all places, unless something depends on them."""


class News:
    """Takes changes, and sends each message once per turn of the loop however often it changed."""

    def __init__(self, tab: Tab, send: Callable[[Json], None]) -> None:
        self._tab = tab
        self._person = tab.person
        self._modal: Modal | None = None
        self._send = send
        self._messages: dict[int, Message] = {}
        self._other: set[str] = set()
        self._stale = False
        self._places = ""
        self._known: set[str] = set()
        self._next = 0.0
        self._soon: asyncio.Handle | None = None
        self._later: asyncio.TimerHandle | None = None

    def begin(self) -> None:
        """Tell all that a new tab needs."""
        self._stale = True
        self.flush(at_once=True)

    def end(self) -> None:
        """Send nothing more."""
        for handle in (self._soon, self._later):
            if handle is not None:
                handle.cancel()

    def add(self, change: Change) -> None:
        """Something changed: it is told soon, with what else changes until then."""
        if change.kind == "modal":
            # It is one tab's alone, and that tab knows of it by what it asked for.
            return
        if change.kind == "me":
            self._other.add(change.kind)
        else:
            self._stale = True
        for message in self._concerned(change):
            self._messages.pop(message.id, None)
            self._messages[message.id] = message
        if self._soon is None:
            self._soon = asyncio.get_running_loop().call_soon(self.flush)

    def flush(self, *, at_once: bool = False) -> None:
        """Send what waits; `at_once` the places too, else they keep their `PAUSE`."""
        if self._soon is not None:
            self._soon.cancel()
            self._soon = None
        waiting, self._messages = self._messages, {}
        new = any(str(one.channel.id) not in self._known for one in waiting.values())
        if self._stale:
            self._tell_places(at_once=at_once or new)
        if "me" in self._other:
            self._send({"event": "me", "me": rendering.me(self._person)})
        for message in waiting.values():
            self._tell_message(message)
        if self._tab.modal is not self._modal:
            self._modal = modal = self._tab.modal
            self._send({"event": "modal", "modal": None if modal is None else modal.raw})
        self._other.clear()

    @staticmethod
    def _concerned(change: Change) -> list[Message]:
        """The message, and the one that its thread was started from: it counts the thread's."""
        message = change.message
        if message is None:
            return []
        starter = message.channel.starter
        return [message] if starter is None else [starter, message]

    def _tell_message(self, message: Message) -> None:
        channel = str(message.channel.id)
        try:
            self._person.message(message.channel, message.id)
        except NotVisible:
            self._send({"event": "gone", "channel": channel, "id": str(message.id)})
            return
        shown = rendering.message(self._person, message)
        self._send({"event": "message", "channel": channel, "message": shown})

    def _tell_places(self, *, at_once: bool) -> None:
        loop = asyncio.get_running_loop()
        if not at_once and loop.time() < self._next:
            if self._later is None:
                self._later = loop.call_at(self._next, self._tell_later)
            return
        self._stale = False
        self._next = loop.time() + PAUSE
        places = rendering.places(self._person)
        text = json.dumps(places)
        if text != self._places:
            self._places = text
            channels = (one for guild in places["guilds"] for one in guild["channels"])
            self._known = {one["id"] for one in (*channels, *places["dms"])}
            self._send({"event": "places", **places})

    def _tell_later(self) -> None:
        self._later = None
        self.flush()
