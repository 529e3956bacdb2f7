"""What the verbs of a tab need of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from sandbox.people.person import Person
from sandbox.people.views import Channel, Message
from sandbox.state.models import Json
from sandbox.web.arguments import Args
from sandbox.web.uploads import Uploads

LOCALES = ("en-US", "zh-CN", "zh-TW")
"""The languages that the page and its people's clients have."""


@dataclass(frozen=True, slots=True)
class Tab:
    """One person, and the files that they uploaded."""

    person: Person
    uploads: Uploads

    def channel(self, args: Args) -> Channel:
        """The channel that a request is about. Raises NotVisible."""
        return self.person.channel(args.id("channel"))

    def message(self, args: Args, name: str = "message") -> Message:
        """The message that a request is about. Raises NotVisible."""
        return self.person.message(self.channel(args), args.id(name))


Verb = Callable[[Tab, Args], Awaitable[Json]]
