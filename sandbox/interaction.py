"""One interaction, as the sandbox remembers it, and the modal that it opened."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from sandbox.state.models import Application, Channel, Json, Message, User

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL_SUBMIT = 2, 3, 4, 5
SEND, DEFER, DEFER_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9


@dataclass(slots=True, eq=False)
class Interaction:
    """One interaction and what became of it."""

    id: int
    token: str
    application: Application
    type: int
    user: User
    channel: Channel
    data: Json
    started: float
    message: Message | None = None
    source: Interaction | None = None
    submits: OpenModal | None = None
    answer: int | None = None
    original: Message | None = None
    written: dict[int, Message] = field(default_factory=dict)
    shown: Message | None = None
    modal: OpenModal | None = None
    choices: list[Json] = field(default_factory=list)
    failed: bool = False
    acknowledged_after: float = 0.0
    acknowledged: asyncio.Event = field(default_factory=asyncio.Event)
    settled: asyncio.Event = field(default_factory=asyncio.Event)

    def settle(self, shown: Message | None) -> None:
        """Nothing more is needed before the person can look."""
        if not self.settled.is_set():
            self.shown = shown
            self.settled.set()

    def accepts(self) -> tuple[int, ...]:
        """The callback types that Discord takes for this interaction."""
        if self.type == AUTOCOMPLETE:
            return (CHOICES,)
        accepted: tuple[int, ...] = (SEND, DEFER)
        if self.message is not None:
            accepted += (DEFER_UPDATE, UPDATE)
        return accepted if self.type == MODAL_SUBMIT else (*accepted, MODAL)


@dataclass(slots=True, eq=False)
class OpenModal:
    """A modal on somebody's screen, and the interaction that opened it."""

    interaction: Interaction
    payload: Json
    sent: bool = False
    """Submitted, and the bot has neither acknowledged nor failed to."""
