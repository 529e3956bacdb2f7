"""JSON as plain values that remember their lines."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from bot.content.tree import DEEPEST, Place, Tree

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|\n|[^\s{}\[\],:"]+')


class BadJson(Exception):
    """``line`` counts from 1; ``field`` is a key that stands twice; ``deep`` is for values that lie
    too deep. With neither it is no JSON at all."""

    def __init__(self, line: int, field: Place | None = None, *, deep: bool = False) -> None:
        super().__init__(f"line {line}")
        self.line = line
        self.field = field
        self.deep = deep


@dataclass(slots=True)
class _Level:
    place: Place
    object_: bool
    keys: set[str]
    key: str | None = None
    count: int = 0

    @property
    def next(self) -> Place:
        return (*self.place, self.key if self.object_ and self.key is not None else self.count)


def parse_json(text: str) -> Tree:
    """Raises: BadJson."""
    try:
        value = json.loads(text, parse_int=float)
    except json.JSONDecodeError as error:
        raise BadJson(error.lineno) from None
    except (RecursionError, ValueError):
        raise BadJson(1, deep=True) from None
    tree = Tree(value)
    _locate(text, tree)
    return tree


def _locate(text: str, tree: Tree) -> None:
    """Note the line of every value of a text that is JSON. Raises: BadJson: a key stands twice, or
    values lie too deep."""
    levels: list[_Level] = []
    line = 1
    for found in _TOKEN.finditer(text):
        part = found[0]
        level = levels[-1] if levels else None
        match part:
            case "\n":
                line += 1
            case ":":
                continue
            case ",":
                if level:
                    level.key, level.count = None, level.count + 1
            case "}" | "]":
                levels.pop()
            case _ if level and level.object_ and level.key is None:
                _key(level, part, line, tree)
            case _:
                place = level.next if level else ()
                tree.lines.setdefault(place, line)
                if part in "{[":
                    if len(levels) >= DEEPEST:
                        raise BadJson(line, deep=True)
                    levels.append(_Level(place, part == "{", set()))


def _key(level: _Level, part: str, line: int, tree: Tree) -> None:
    level.key = str(json.loads(part))
    place = level.next
    if level.key in level.keys:
        raise BadJson(line, place)
    level.keys.add(level.key)
    tree.lines[place] = line
