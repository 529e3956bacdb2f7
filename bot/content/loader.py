"""Programme files read, checked and made into programmes."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from bot.content.models import ProgrammeFile
from bot.content.rules import findings
from bot.content.tree import Fault, Tree, parse
from bot.domain.programme import Programme

__all__ = ["SHIPPED", "Fault", "ProgrammeFileError", "check", "load", "shipped"]

SHIPPED = ("hina.yaml", "chunm.yaml")
MOST_FAULTS = 50
"""Faults told of one file; a person mends a few and checks again."""

_MESSAGES = {
    "missing": "is missing",
    "extra_forbidden": "is not known here",
    "string_type": "must be text; put it in quotes if it looks like a number or a date",
    "int_type": "must be a whole number",
    "bool_type": "must be true or false",
    "date_type": "must be a date such as 2025-10-30",
    "list_type": "must be a list",
    "model_type": "must be names with values",
    "string_too_short": "must not be empty",
}
_PATTERNS = {
    r"^[A-Z]{2,4}$": "must be 2 to 4 capital letters, A to Z",
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "must be small letters and digits, joined by hyphens",
    r"^[a-z][a-z0-9_]*$": "must be small letters, digits and underscores, a letter first",
    r"^[\w.-]+$": "must be letters, digits, dots, hyphens and underscores",
}


class ProgrammeFileError(Exception):
    """A programme file has ``faults``; there is at least one."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


def load(source: Path | str) -> Programme:
    """The programme of a file, or of the text of one: a ``str`` is always text, never a path.

    Raises:
        ProgrammeFileError: the text has faults; all of them are told, up to `MOST_FAULTS`.
        OSError: the file cannot be read.
    """
    if isinstance(source, Path):
        source = source.read_bytes().decode("utf-8", "surrogateescape")
    file, faults = _read(source)
    if file is None:
        raise ProgrammeFileError(tuple(faults))
    return file.to_domain()


@lru_cache(maxsize=1)
def shipped() -> tuple[Programme, ...]:
    """The programmes that come with Callboard: Hina, ChunM. Read once per process."""
    folder = resources.files(__package__)
    return tuple(load((folder / name).read_text(encoding="utf-8")) for name in SHIPPED)


def check(text: str) -> list[Fault]:
    """What is wrong with a programme file, by line; empty if nothing is. Never raises."""
    return _read(text)[1]


def _read(text: str) -> tuple[ProgrammeFile | None, list[Fault]]:
    """The file, or None and at least one fault."""
    tree = parse(text)
    faults = tree.faults
    file = None
    if not faults:
        try:
            file = ProgrammeFile.model_validate(tree.value)
        except ValidationError as error:
            faults = [_fault(tree, each) for each in error.errors(include_url=False)]
        else:
            faults = [tree.fault(place, message) for place, message in findings(file)]
    told = sorted(set(faults))[:MOST_FAULTS]
    return (None if told else file), told


def _fault(tree: Tree, error: Any) -> Fault:
    return tree.fault(error["loc"], _message(error))


def _message(error: Any) -> str:
    """An error of pydantic's in words for the writer of the file."""
    details = error.get("ctx", {})
    match error["type"]:
        case "string_pattern_mismatch":
            return _PATTERNS[details["pattern"]]
        case "value_error":
            return str(details["error"])
        case name:
            return _MESSAGES.get(name) or _sentence(str(error["msg"]))


def _sentence(message: str) -> str:
    """pydantic's own words, which are plain enough for limits and lists of allowed values."""
    return message[:1].lower() + message[1:]
