"""YAML as plain values that remember their lines.

Only what a programme file needs is read: mappings, lists and scalars of one document. Aliases and
tags are refused, so no file can grow while it is read or name a type of ours; ``yes``, ``no`` and
``12:30`` stay text, because a label that turns into a truth value or a number of seconds helps
nobody.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from dataclasses import field as field_
from datetime import date
from typing import Any

import yaml

Place = tuple[str | int, ...]
"""Keys and indexes from the top of a file down to a value."""

LONGEST = 500_000
"""Characters of a file. The shipped ones have some 40,000; a file comes from anybody."""
DEEPEST = 20
"""Levels of nesting. A programme has seven; without a limit a file could exhaust the stack."""
TWICE = "is given twice"
"""The message of a fault: a key stands there for the second time."""
REFERENCES = (
    "has a tag; tags are not used in these files",
    "has an anchor or alias; write the text again instead",
)
DOCUMENTS = "is a second document; one file is one programme"
TOO_DEEP = f"is nested deeper than {DEEPEST} levels"
WHOLE = "file"
"""Stands for the place of a fault that belongs to no key."""

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_UNPRINTABLE = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_PLAIN_NAME = re.compile(r"[\w-]{1,60}")
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CONSTANTS = {"": None, "~": None, "null": None, "true": True, "false": False}


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """What is wrong with a programme file, and where: ``line`` is counted from 1, ``field`` is a
    path such as ``form.pages[1].fields[0].label.en``."""

    line: int
    field: str
    message: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.field}: {self.message}"


@dataclass(slots=True)
class Tree:
    """The values of a file. ``faults`` tell of what could not be read; with any of them ``value``
    is only a part."""

    value: object = None
    lines: dict[Place, int] = field_(default_factory=dict)
    faults: list[Fault] = field_(default_factory=list)

    def line(self, place: Place) -> int:
        """The line of ``place``, or of the nearest thing around it that the file has."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def fault(self, place: Place, message: str) -> Fault:
        return Fault(self.line(place), path(place), message)


@dataclass(slots=True)
class _Level:
    """A mapping or list that is being read; ``key`` awaits its value."""

    place: Place
    inside: dict[str, object] | list[object]
    key: str | None = None


class _Unreadable(Exception):
    """Reading stops here."""


def path(place: Place) -> str:
    """``place`` as people write it; a key that is no plain name stands in quotes, shortened."""
    written = ""
    for part in place:
        if isinstance(part, int):
            written += f"[{part}]"
        else:
            name = part if _PLAIN_NAME.fullmatch(part) else repr(part[:40])
            written += f".{name}" if written else name
    return written or WHOLE


def parse(text: str, longest: int = LONGEST) -> Tree:
    """Read ``text``, of ``longest`` characters at most. Never raises: whatever is wrong stands in
    the tree's ``faults``."""
    builder = _Builder()
    text = text.removeprefix("\ufeff")
    if len(text) > longest:
        builder.refuse(0, f"is longer than {longest} characters")
    elif odd := _UNPRINTABLE.search(text):
        what = "is not UTF-8" if 0xDC80 <= ord(odd[0]) <= 0xDCFF else f"U+{ord(odd[0]):04X}"
        line = text.count("\n", 0, odd.start())
        builder.refuse(line, f"holds a character that cannot be read: {what}")
    else:
        builder.read(text)
    return builder.tree


class _Builder:
    def __init__(self) -> None:
        self.tree = Tree()
        self._levels: list[_Level] = []
        self._documents = 0

    def read(self, text: str) -> None:
        try:
            for event in yaml.parse(text, Loader=_LOADER):
                self._take(event)
        except _Unreadable:
            return
        except yaml.YAMLError as error:
            problem = getattr(error, "problem", None) or str(error)
            marks = ["problem_mark", "context_mark"]
            if "end of stream" in problem:  # what was never closed is at fault, not the last line
                marks.reverse()
            mark = next((mark for name in marks if (mark := getattr(error, name, None))), None)
            self.refuse(mark.line if mark else 0, f"is not YAML here: {problem}")

    def refuse(self, line: int, message: str) -> None:
        """Note a fault at ``line``, counted from 0, and at the place that was reached."""
        self.tree.faults.append(Fault(line + 1, path(self._here()), message))

    def _stop(self, event: Any, message: str) -> None:
        self.refuse(event.start_mark.line, message)
        raise _Unreadable

    def _here(self) -> Place:
        if not self._levels:
            return ()
        level = self._levels[-1]
        if isinstance(level.inside, list):
            return (*level.place, len(level.inside))
        return level.place if level.key is None else (*level.place, level.key)

    def _take(self, event: Any) -> None:
        if getattr(event, "tag", None) is not None:
            self._stop(event, REFERENCES[0])
        if getattr(event, "anchor", None) is not None:
            self._stop(event, REFERENCES[1])
        match event:
            case yaml.DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    self._stop(event, DOCUMENTS)
            case yaml.ScalarEvent():
                self._scalar(event)
            case yaml.MappingStartEvent():
                self._open(event, {})
            case yaml.SequenceStartEvent():
                self._open(event, [])
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._levels.pop()

    def _open(self, event: Any, inside: dict[str, object] | list[object]) -> None:
        if len(self._levels) >= DEEPEST:
            self._stop(event, TOO_DEEP)
        place = self._put(inside, event)
        self._levels.append(_Level(place, inside))

    def _scalar(self, event: Any) -> None:
        level = self._levels[-1] if self._levels else None
        if level and isinstance(level.inside, dict) and level.key is None:
            self._key(level, level.inside, event)
        else:
            self._put(_resolved(event.value) if event.implicit[0] else event.value, event)

    def _key(self, level: _Level, inside: dict[str, object], event: Any) -> None:
        level.key = str(event.value)
        if level.key in inside:
            self.refuse(event.start_mark.line, TWICE)
        self.tree.lines[self._here()] = event.start_mark.line + 1

    def _put(self, value: object, event: Any) -> Place:
        """Hang ``value`` where it belongs; the place it has there."""
        place = self._here()
        self.tree.lines.setdefault(place, event.start_mark.line + 1)
        if not self._levels:
            self.tree.value = value
            return place
        level = self._levels[-1]
        if isinstance(level.inside, list):
            level.inside.append(value)
        elif level.key is None:
            self._stop(event, "has a key that is not plain text")
        else:
            level.inside[level.key] = value
            level.key = None
        return place


def _resolved(text: str) -> object:
    """What unquoted text stands for."""
    if text.lower() in _CONSTANTS:
        return _CONSTANTS[text.lower()]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _DATE.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            return text
    return text
