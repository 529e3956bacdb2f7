"""What came of an interaction."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.people.modal import Modal
from sandbox.people.views import Message


@dataclass(frozen=True, slots=True)
class Reply:
    """What a person sees after acting: a message, a modal, a failure, or nothing new."""

    message: Message | None
    modal: Modal | None
    failed: bool
    """The bot did not acknowledge in time: "The application did not respond"."""
    acknowledged_after: float
    """Seconds until the bot acknowledged; 0 if it never did."""

    @property
    def text(self) -> str:
        """All visible text of the message or the modal."""
        if self.modal is not None:
            return self.modal.text
        return self.message.text if self.message is not None else ""

    @property
    def ephemeral(self) -> bool:
        """Whether only this person sees the message."""
        return self.message is not None and self.message.ephemeral
