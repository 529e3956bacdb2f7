"""What can keep pitches from being written to a file."""

from __future__ import annotations

from bot.domain.errors import Refused
from bot.domain.text import key


class NothingToExport(Refused):
    """No pitch fits."""

    key = key("error.nothing_to_export")


class TooManyToExport(Refused):
    """Parameters: ``most``."""

    key = key("error.too_many_to_export")


class NotPrinted(Refused):
    """A book took too long, or could not be set."""

    key = key("error.not_printed")
