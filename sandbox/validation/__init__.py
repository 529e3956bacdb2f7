"""Discord's rules for what a bot may send: pure functions on parsed JSON.

The numbers are those of Discord's published OpenAPI document and of its reference ("Message
Create", "Component Reference", "Application Commands"); each module names its own. Every check
raises `FormError` with the whole tree of faults, or a subclass with a code of its own.
"""

from __future__ import annotations

from sandbox.validation.commands import check_commands
from sandbox.validation.errors import EmptyMessage, FormError, TooManyCommands
from sandbox.validation.messages import IS_COMPONENTS_V2, check_message, is_empty
from sandbox.validation.modals import check_modal
from sandbox.validation.small import check_autocomplete, check_thread

__all__ = [
    "IS_COMPONENTS_V2",
    "EmptyMessage",
    "FormError",
    "TooManyCommands",
    "check_autocomplete",
    "check_commands",
    "check_message",
    "check_modal",
    "check_thread",
    "is_empty",
]
