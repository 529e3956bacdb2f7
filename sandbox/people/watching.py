"""Being told of what changes on one person's screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from sandbox import permissions
from sandbox.core import Core
from sandbox.people.views import Message
from sandbox.state import models


@dataclass(frozen=True, slots=True)
class Change:
    """What changed. `message`: one appeared or is different now. `gone`: one disappeared.
    `places`: channels, threads, roles, names, read marks or what may be done there. `modal`: it
    opened or closed. `me`: the person's own language, or whether their DMs are open.
    """

    kind: Literal["message", "gone", "places", "modal", "me"]
    message: Message | None = None


Told = Callable[[Change], None]


class Watch:
    """Calls back, at once, at every change that concerns a person, until `stop`."""

    def __init__(self, core: Core, user: models.User, told: Told) -> None:
        self._core = core
        self._user = user
        self._told = told
        self._modal = core.interactions.modals.get(user.id)
        self._self = (user.locale, user.dms_open)
        core.state.watch(self._on)

    def stop(self) -> None:
        """Call back no more."""
        self._core.state.unwatch(self._on)

    def _on(self, message: models.Message | None, only: int | None) -> None:
        if only not in (None, self._user.id):
            return
        if message is not None:
            self._on_message(message)
            return
        modal = self._core.interactions.modals.get(self._user.id)
        if modal is not self._modal:
            self._modal = modal
            self._told(Change("modal"))
        own = (self._user.locale, self._user.dms_open)
        if own != self._self:
            self._self = own
            self._told(Change("me"))
        self._told(Change("places"))

    def _on_message(self, message: models.Message) -> None:
        if message.ephemeral_for not in (None, self._user.id):
            return
        view = Message(self._core, message)
        if self._core.state.can_see(self._user.id, message):
            self._told(Change("message", view))
        elif message.dismissed or permissions.sees(message.channel, self._user.id):
            self._told(Change("gone", view))
