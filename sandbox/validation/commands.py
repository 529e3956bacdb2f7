"""Definitions of application commands.

Discord, "Application Commands": a chat command's and an option's name is 1 to 32 characters of
letters, digits, `-`, `_`, `'` and Thai or Devanagari signs, in lower case where the script has
one; a menu command's name may be mixed and hold spaces. Descriptions 1 to 100. 25 options, 25
choices, required options first, 8000 characters over name, description and values of a whole
command (of each piece only its longest translation counts). An application owns at most 100
chat commands and 15 each of user and message commands (its document takes 130 in one list).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sandbox.validation import command_options, values
from sandbox.validation.errors import Form, TooManyCommands

CHAT, USER, MESSAGE, ENTRY_POINT = 1, 2, 3, 4
MAX_BY_TYPE = {CHAT: 100, USER: 15, MESSAGE: 15, ENTRY_POINT: 1}
MAX_SIZE = 8000


def check_commands(payload: Sequence[Mapping[str, Any]]) -> None:
    """Check the whole list of one scope (a bulk overwrite), or one command in a list of its own.

    Raises `FormError` with a tree that starts at the index of the command, or `TooManyCommands`.
    """
    form = Form()
    for place, command in values.objects_in(form, payload, most=130):
        check_command(place, command)
    _unique(form, payload)
    form.finish()
    kinds = Counter(_kind(command) for command in payload)
    if any(count > MAX_BY_TYPE.get(kind, 0) for kind, count in kinds.items()):
        raise TooManyCommands


def check_command(form: Form, command: Mapping[str, Any]) -> None:
    """Record below `form` what is wrong with one command."""
    kind = values.choice(form, command, "type", MAX_BY_TYPE, required=False) or CHAT
    if kind == CHAT:
        command_options.name(form, command)
        command_options.description(form, command)
        command_options.check(form, command, level=0)
        size = size_of(command)
        if size > MAX_SIZE:
            form.add("APPLICATION_COMMAND_TOO_LARGE", f"Command exceeds maximum size ({MAX_SIZE})")
    else:
        _menu(form, command, kind)
    values.integer(form, command, "default_member_permissions", low=0)
    for key, highest in (("contexts", 2), ("integration_types", 1)):
        listed = command.get(key)
        if isinstance(listed, list) and any(item not in range(highest + 1) for item in listed):
            form.at(key).add("BASE_TYPE_CHOICES", f"Value must be one of 0 to {highest}.")


def size_of(command: Mapping[str, Any]) -> int:
    """The characters of a command that count towards 8000.

    Name, description and choice values of the command and of everything in it. Of a name and
    its translations, and of a description and its own, the longest counts.
    """
    return sum(_pieces(command))


def _pieces(node: Mapping[str, Any]) -> Iterator[int]:
    for key in ("name", "description"):
        translations = node.get(f"{key}_localizations")
        texts = list(translations.values()) if isinstance(translations, Mapping) else []
        yield max((len(str(text)) for text in (*texts, node.get(key) or "")), default=0)
    if "value" in node:
        yield len(str(node["value"]))
    for key in ("options", "choices"):
        for child in node.get(key) or ():
            if isinstance(child, Mapping):
                yield from _pieces(child)


def _menu(form: Form, command: Mapping[str, Any], kind: int) -> None:
    """A command of a user's or a message's menu has a name only."""
    values.text(form, command, "name", longest=32, shortest=1, required=True)
    translations = values.mapping(form, command, "name_localizations")
    for locale in translations or {}:
        values.text(
            form.at("name_localizations"), translations or {}, locale, longest=32, shortest=1
        )
    if kind == ENTRY_POINT:
        return
    if command.get("description"):
        form.at("description").add(
            "APPLICATION_COMMAND_DESCRIPTION_NOT_ALLOWED",
            "Context menu commands cannot have description",
        )
    if command.get("options"):
        form.at("options").add(
            "APPLICATION_COMMAND_OPTIONS_NOT_ALLOWED", "Context menu commands cannot have options"
        )


def _unique(form: Form, payload: Sequence[Mapping[str, Any]]) -> None:
    seen: set[tuple[int, str]] = set()
    for index, command in enumerate(payload):
        if not isinstance(command, Mapping):
            continue
        for name in _names(command):
            if (_kind(command), name) in seen:
                form.at(index).add(
                    "APPLICATION_COMMANDS_DUPLICATE_NAME",
                    "Application command names must be unique",
                )
        seen.update((_kind(command), name) for name in _names(command))


def _names(command: Mapping[str, Any]) -> set[str]:
    # Only the names themselves: translations may repeat, Discord does not compare them.
    return {re.sub(r"\s+", " ", str(command.get("name", "")).strip())}


def _kind(command: Mapping[str, Any]) -> int:
    kind = command.get("type") if isinstance(command, Mapping) else None
    return kind if isinstance(kind, int) else CHAT
