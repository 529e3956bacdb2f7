"""What a tab sends along with a verb, read with types."""

from __future__ import annotations

import json
import math
from typing import Any, NoReturn

from sandbox.state.models import Json

LONGEST_TEXT = 20_000
"""Characters of any one text; Discord's longest field takes 4000."""
MOST_ITEMS = 100
"""Items of a list or a mapping; Discord's longest list has 25."""


class Bad(ValueError):
    """A request that the page would never send."""


def frame(text: str) -> Json:
    """The request in a frame. Raises Bad where it is no JSON object."""
    try:
        found = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise Bad("the frame is not JSON") from None
    if not isinstance(found, dict):
        raise Bad("the frame is no JSON object")
    return found


def _refuse(name: str) -> NoReturn:
    raise ValueError(name)


class Args:
    """The arguments of one request. Every method raises Bad with the name of what is wrong."""

    def __init__(self, raw: Json) -> None:
        self.raw = raw

    def has(self, name: str) -> bool:
        """Whether it was sent, and is not null."""
        return self.raw.get(name) is not None

    def text(self, name: str, default: str | None = None) -> str:
        """A text; required where there is no default."""
        value = self.raw.get(name)
        if value is None and default is not None:
            return default
        if not isinstance(value, str) or len(value) > LONGEST_TEXT:
            raise Bad(f"{name} is no text")
        return value

    def id(self, name: str) -> int:
        """A snowflake, which travels as a text."""
        return snowflake(name, self.raw.get(name))

    def flag(self, name: str, *, default: bool | None = None) -> bool:
        """True or false; required where there is no default."""
        value = self.raw.get(name)
        if value is None and default is not None:
            return default
        if not isinstance(value, bool):
            raise Bad(f"{name} is neither true nor false")
        return value

    def number(self, name: str, default: int, least: int, most: int) -> int:
        """A whole number within bounds."""
        value = self.raw.get(name, default)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise Bad(f"{name} is no number from {least} to {most}")
        return value

    def numbers(self, name: str) -> list[int]:
        """A list of whole numbers; empty where it is absent."""
        found = self._list(name)
        if any(isinstance(one, bool) or not isinstance(one, int) for one in found):
            raise Bad(f"{name} is no list of numbers")
        return found

    def texts(self, name: str) -> list[str]:
        """A list of different texts; empty where it is absent."""
        return different(name, self._list(name))

    def values(self, name: str) -> Json:
        """A mapping of names to values, of which no number is infinite; empty where absent."""
        found = self.raw.get(name)
        if found is None:
            return {}
        if not isinstance(found, dict) or len(found) > MOST_ITEMS:
            raise Bad(f"{name} is no mapping")
        for key, value in found.items():
            if isinstance(value, float) and not math.isfinite(value):
                raise Bad(f"{name}.{key} is no number")
            if isinstance(value, str) and len(value) > LONGEST_TEXT:
                raise Bad(f"{name}.{key} is too long")
        return found

    def _list(self, name: str) -> list[Any]:
        found = self.raw.get(name)
        if found is None:
            return []
        if not isinstance(found, list) or len(found) > MOST_ITEMS:
            raise Bad(f"{name} is no list")
        return found


def snowflake(name: str, value: object) -> int:
    """A snowflake from its text."""
    if not isinstance(value, str) or not (value.isascii() and value.isdecimal()) or len(value) > 20:
        raise Bad(f"{name} is no id")
    return int(value)


def different(name: str, value: object) -> list[str]:
    """A list of texts, none twice."""
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise Bad(f"{name} is no list of texts")
    if len(set(value)) != len(value) or len(value) > MOST_ITEMS:
        raise Bad(f"{name} has something twice")
    return value
