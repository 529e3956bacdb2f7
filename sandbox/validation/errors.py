"""What a form that breaks Discord's rules raises, and the tree in which its errors are told.

Discord answers a malformed request with status 400, code 50035 and a tree that mirrors the
payload: each key or list index on the way to the fault is a level, and the list `_errors` at its
end holds `{"code", "message"}`. discord.py and hikari flatten that tree into their exception.

Codes that can be seen in the wild (`BASE_TYPE_MAX_LENGTH`, `COMPONENT_CUSTOM_ID_DUPLICATED`, ...)
are used as they are. Discord publishes no list of them, so for the few rules whose code nobody
has written down the nearest documented-looking one is used: a client should key on status and
numeric code, never on these words.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar


class FormError(Exception):
    """A request body that Discord refuses: status 400.

    `errors` is the nested tree (empty for the refusals that carry none), `code` the JSON error
    code and `message` its text.
    """

    status: ClassVar[int] = 400
    code: ClassVar[int] = 50035
    message: ClassVar[str] = "Invalid Form Body"

    def __init__(self, errors: dict[str, Any] | None = None) -> None:
        self.errors: dict[str, Any] = errors or {}
        super().__init__(f"{self.message} ({self.code}): {'; '.join(self.lines()) or 'no detail'}")

    def under(self, *keys: str) -> FormError:
        """The same refusal with its tree moved below `keys` (interaction callbacks: `data`)."""
        tree = self.errors
        for key in reversed(keys):
            tree = {key: tree} if tree else tree
        return type(self)(tree)

    def body(self) -> dict[str, Any]:
        """The JSON body of the answer: `message`, `code` and, when there is a tree, `errors`."""
        body: dict[str, Any] = {"message": self.message, "code": self.code}
        if self.errors:
            body["errors"] = self.errors
        return body

    def lines(self) -> list[str]:
        """One line a fault: `embeds.0.title BASE_TYPE_MAX_LENGTH Must be 256 or fewer...`."""
        return list(_flatten(self.errors, ()))


class EmptyMessage(FormError):
    """A message without content, embed, file, sticker, poll or component (Discord: 50006)."""

    code = 50006
    message = "Cannot send an empty message"


class TooManyCommands(FormError):
    """More commands than an application may own (Discord: 30032; 100 chat, 15 of each menu)."""

    code = 30032
    message = "Maximum number of application commands reached"


def _flatten(tree: dict[str, Any], path: tuple[str, ...]) -> Iterable[str]:
    for key, value in tree.items():
        if key == "_errors":
            for error in value:
                yield f"{'.'.join(path) or '$'} {error['code']} {error['message']}"
        else:
            yield from _flatten(value, (*path, key))


class Form:
    """A place in a payload that collects what is wrong there and below.

    Every `Form` made by `at` shares one tree, so that a check reports all faults at once, as
    Discord does, and not only the first.
    """

    __slots__ = ("_path", "_tree")

    def __init__(self, tree: dict[str, Any] | None = None, path: tuple[str, ...] = ()) -> None:
        self._tree: dict[str, Any] = {} if tree is None else tree
        self._path = path

    def at(self, *keys: str | int) -> Form:
        """The place below this one that `keys` lead to."""
        return Form(self._tree, (*self._path, *(str(key) for key in keys)))

    def add(self, code: str, message: str) -> None:
        """Record one fault at this place; the same fault twice is told once."""
        node = self._tree
        for key in self._path:
            node = node.setdefault(key, {})
        faults: list[dict[str, str]] = node.setdefault("_errors", [])
        fault = {"code": code, "message": message}
        if fault not in faults:
            faults.append(fault)

    def finish(self) -> None:
        """Raise `FormError` if anything was recorded anywhere in the payload."""
        if self._tree:
            raise FormError(self._tree)
