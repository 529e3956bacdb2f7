"""What Discord's client does not let a person do, and what they look for in vain."""

from __future__ import annotations


class NotVisible(AssertionError):
    """The person looks for something that is not on their screen."""


class NotAllowed(AssertionError):
    """Discord's client does not let the person do this."""


class CommandUnavailable(AssertionError):
    """The client offers no such command here, or does not send it with these options."""


class ModalRejected(AssertionError):
    """The client does not submit the modal; the message names the field."""
