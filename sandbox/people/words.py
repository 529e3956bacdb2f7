"""The words on the screen."""

from __future__ import annotations

from sandbox.state import components as parts
from sandbox.state import models


def text_of(message: models.Message) -> str:
    """All text of a message, kept until it changes."""
    if message.text is None or message.text[0] != message.touched:
        shown = [
            message.content,
            *parts.embed_texts(message.embeds),
            *parts.texts(message.components),
        ]
        names = [one.filename for one in message.attachments]
        shown += [name for name in names if name not in shown]
        message.text = (message.touched, "\n".join(one for one in shown if one))
    return message.text[1]
