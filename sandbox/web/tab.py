"""What the verbs of a tab need of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from sandbox.people.modal import Modal
from sandbox.people.person import Person
from sandbox.people.reply import Reply
from sandbox.people.views import Channel, Message
from sandbox.state.models import Json
from sandbox.web.arguments import Args
from sandbox.web.modals import Modals
from sandbox.web.uploads import Uploads

LOCALES = ("en-US", "zh-CN", "zh-TW")
"""The languages that the page and its people's clients have."""


@dataclass(frozen=True, slots=True)
class Tab:
    """One person, the files that they uploaded, and the modal that is open in this tab alone.

    `name` is what the tab calls itself; it keeps it as long as the page is not loaded anew.
    """

    person: Person
    uploads: Uploads
    modals: Modals
    name: str

    @property
    def modal(self) -> Modal | None:
        """What is open here."""
        return self.modals.of(self.person.key, self.name)

    def shows(self, reply: Reply) -> None:
        """An answer came: the modal that it may be opens here."""
        if reply.modal is not None:
            self.closes_modal()
            self.modals.put(self.person.key, self.name, reply.modal)

    def closes_modal(self) -> None:
        """Nothing is open here any more."""
        if self.modal is not None:
            self.person.dismisses_modal(self.modal)
            self.modals.put(self.person.key, self.name, None)

    def channel(self, args: Args) -> Channel:
        """The channel that a request is about. Raises NotVisible."""
        return self.person.channel(args.id("channel"))

    def message(self, args: Args, name: str = "message") -> Message:
        """The message that a request is about. Raises NotVisible."""
        return self.person.message(self.channel(args), args.id(name))


Verb = Callable[[Tab, Args], Awaitable[Json]]
