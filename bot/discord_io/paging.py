"""Arrows between the pages of what does not fit one message."""

from __future__ import annotations

from collections.abc import Sequence

from bot.discord_io.widgets import PersistentButton
from bot.domain.text import key
from bot.texts import Text


def arrows(
    button: type[PersistentButton], page: int, pages: int, text: Text, *ids: object
) -> Sequence[PersistentButton]:
    """To the pages before and after ``page`` (from 0), where there are any; the number of the page
    is the last id of the button."""
    made = []
    if page:
        made.append(button(*ids, page - 1, label=text(key("button.earlier"))))
    if page + 1 < pages:
        made.append(button(*ids, page + 1, label=text(key("button.further"))))
    return made
