"""A tour of all that the bot shows: every command typed, and of every kind of button and menu on
any message one pressed, until nothing new comes up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.client import Client
from sandbox.people.errors import ModalRejected, NotAllowed
from sandbox.people.modal import Field
from sandbox.people.offering import offers
from sandbox.people.reply import Reply
from sandbox.people.views import Message
from sandbox.people.widgets import Button, Select
from tests.e2e.walk_people import Walker, names
from tests.e2e.walk_route import filled, fillings, registered_items, registered_modals

TYPED = "Walked over."
MOST = 300
"""Presses after which a tour must be at its end."""


@dataclass(slots=True)
class Tour:
    """One person's. ``unknown`` are custom ids that nothing registered serves, ``shown`` the
    actions that were seen."""

    walker: Walker
    client: Client
    shown: set[str] = field(default_factory=set)
    unknown: set[str] = field(default_factory=set)
    _actions: dict[str, str | None] = field(default_factory=dict)
    """By custom id."""

    async def commands(self) -> None:
        """Each once with all it takes and once with what it needs, about the first pitch."""
        person = self.walker.person
        place = person._screen.place(self.walker.channel)
        for offer in offers(person._core, person.user, place):
            first = {tuple(one): one for one in reversed(list(fillings(offer)))}
            for template in first.values():
                given = filled(template, names(self.walker, 0))
                await self._modal(await person.runs(offer.path, given, self.walker.channel))

    async def presses(self) -> None:
        """Each action that is on the screen, once."""
        pressed: set[str] = set()
        for _ in range(MOST):
            following = next((one for one in self._screen() if one[2] not in pressed), None)
            if following is None:
                return
            message, part, action = following
            pressed.add(action)
            try:
                await self._modal(await self._use(message, part))
            except NotAllowed:
                continue  # a menu with nothing to choose
        raise AssertionError(f"the tour does not end: {sorted(pressed)}")

    def _screen(self) -> Iterator[tuple[Message, Button | Select, str]]:
        """What can be pressed, the newest first. What nothing serves is noted."""
        person = self.walker.person
        for state in list(person._screen.interactive()):
            message = Message(person._core, state)
            for part in (*message.buttons, *message.selects):
                if part.custom_id is None:
                    continue
                if part.custom_id not in self._actions:
                    self._actions[part.custom_id] = self._served(part.custom_id)
                action = self._actions[part.custom_id]
                if action is None:
                    self.unknown.add(part.custom_id)
                elif not part.disabled:
                    self.shown.add(action)
                    yield message, part, action

    def _served(self, custom_id: str) -> str | None:
        for action, (pattern, _) in registered_items(self.client).items():
            if pattern.fullmatch(custom_id):
                return action
        return None

    async def _use(self, message: Message, part: Button | Select) -> Reply:
        person = self.walker.person
        if isinstance(part, Button):
            return await person.presses(part, on=message)
        chosen: Mapping[str, Any] = {"user": self.walker.colleague, "channel": "general"}
        return await person.selects(part, chosen.get(part.kind) or part.options[0], on=message)

    async def _modal(self, reply: Reply) -> None:
        """Fill one that opened with whatever fits, and send it."""
        if reply.modal is None:
            return
        custom_id = str(reply.modal.raw["custom_id"])
        served = registered_modals(self.client)
        if not any(custom_id == one or custom_id.startswith(f"{one}:") for one in served):
            self.unknown.add(f"modal {custom_id}")
        given = {one.custom_id: _fitting(one) for one in reply.modal.fields}
        try:
            await self.walker.person.fills(given, by="custom_id", modal=reply.modal)
        except ModalRejected:
            self.walker.person.dismisses_modal(reply.modal)


def _fitting(asked: Field) -> Any:
    match asked.kind:
        case "text":
            return asked.value or TYPED
        case "file":
            return []
        case "checkbox":
            return True
    return asked.value or [asked.options[0].value]
