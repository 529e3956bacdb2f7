"""Where the checks of `sandbox.validation` meet the requests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sandbox.state.models import COMPONENTS_V2, LOADING, Message
from sandbox.validation import EmptyMessage, FormError, check_message, is_empty


def check(
    rule: Callable[..., None], payload: Any, *, under: str | None = None, **more: Any
) -> None:
    """Apply a rule; `under`: the key below which the payload lies in the request."""
    try:
        rule(payload, **more)
    except FormError as error:
        raise (error.under(under) if under else error) from None


def check_edit(
    message: Message, body: Mapping[str, Any], *, files: int, under: str | None = None
) -> None:
    """Whether a message may be changed so; an edit that leaves nothing to see is 50006."""
    v2 = bool(message.flags & COMPONENTS_V2)
    check(check_message, body, under=under, files=files, edit=True, components_v2=v2)
    merged = {
        "content": message.content,
        "embeds": message.embeds,
        "components": message.components,
        **body,
    }
    kept = body.get("attachments", message.attachments)
    if not message.flags & LOADING and is_empty(merged, files=files + len(kept or ())):
        raise EmptyMessage
