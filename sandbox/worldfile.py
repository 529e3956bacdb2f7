"""Reading a world file: typed access to its nodes, with errors that name the key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

from sandbox import permissions


class WorldError(ValueError):
    """A world file that cannot be used; the message starts with the key that is wrong."""


class Node:
    """One place in the file: a dotted path and the value found there."""

    def __init__(self, path: str, value: Any) -> None:
        self.path = path
        self.value = value

    def fail(self, reason: str) -> NoReturn:
        """Raise WorldError about this place."""
        raise WorldError(f"{self.path or 'the world'}: {reason}")

    def at(self, key: str) -> Node:
        """The child under `key`, None where it is absent."""
        value = self.value.get(key) if isinstance(self.value, Mapping) else None
        return Node(f"{self.path}.{key}".lstrip("."), value)

    def has(self, key: str) -> bool:
        """Whether the key is there at all."""
        return isinstance(self.value, Mapping) and key in self.value

    def only(self, *keys: str) -> None:
        """Refuse what is no mapping, and keys that nobody would read."""
        if not isinstance(self.value, Mapping):
            self.fail("is not a mapping")
        for key in self.value:
            if key not in keys:
                self.at(str(key)).fail(f"unknown key (known: {', '.join(keys)})")

    def items(self, key: str) -> Iterator[Node]:
        """The nodes of a list; none where the key is absent."""
        node = self.at(key)
        if node.value is None:
            return
        if not isinstance(node.value, list | tuple):
            node.fail("is not a list")
        for number, value in enumerate(node.value):
            yield Node(f"{node.path}.{number}", value)

    def named(self, key: str) -> Iterator[tuple[str, Node]]:
        """The entries of a mapping under `key`; none where it is absent."""
        node = self.at(key)
        if node.value is not None:
            yield from node.children()

    def children(self) -> Iterator[tuple[str, Node]]:
        """The entries of this mapping; an empty entry counts as an empty mapping."""
        if not isinstance(self.value, Mapping):
            self.fail("is not a mapping")
        for name, value in self.value.items():
            yield str(name), Node(f"{self.path}.{name}", {} if value is None else value)

    def text(self, key: str, default: str | None = None) -> str:
        """A string; required where there is no default."""
        node = self.at(key)
        if node.value is None:
            if default is None:
                node.fail("is missing")
            return default
        if not isinstance(node.value, str):
            node.fail("is not a text")
        return node.value

    def number(self, key: str, default: int) -> int:
        """A whole number."""
        node = self.at(key)
        if node.value is None:
            return default
        if not isinstance(node.value, int) or isinstance(node.value, bool):
            node.fail("is not a whole number")
        return node.value

    def flag(self, key: str, *, default: bool) -> bool:
        """True or false."""
        node = self.at(key)
        return default if node.value is None else node.truth()

    def truth(self) -> bool:
        """This node itself as true or false."""
        if not isinstance(self.value, bool):
            self.fail("is not true or false")
        return self.value

    def strings(self) -> list[str]:
        """This node itself as a list of texts; an empty mapping is an empty list."""
        if self.value in (None, {}):
            return []
        if not isinstance(self.value, list | tuple):
            self.fail("is not a list")
        for number, value in enumerate(self.value):
            if not isinstance(value, str):
                Node(f"{self.path}.{number}", value).fail("is not a text")
        return list(self.value)

    def texts(self) -> dict[str, str]:
        """This node itself as a mapping of texts; empty where it is absent."""
        if self.value is None:
            return {}
        found = {}
        for name, child in self.children():
            if not isinstance(child.value, str):
                child.fail("is not a text")
            found[name] = child.value
        return found

    def names(self, key: str) -> list[str]:
        """A list of texts under `key`; empty where it is absent."""
        return self.at(key).strings()

    def permissions(self, key: str) -> int:
        """Permission names under `key` as bits."""
        node = self.at(key)
        value = 0
        for name in node.strings():
            if name not in permissions.BITS:
                node.fail(f"no permission {name!r}")
            value |= permissions.BITS[name]
        return value
