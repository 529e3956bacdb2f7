"""The commands and menu entries that a client offers, in the language of its person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sandbox.core import Core
from sandbox.people.commands import GROUPS, Choice, known, shown_choice, usable
from sandbox.state.models import Application, Channel, Json, User


@dataclass(frozen=True, slots=True)
class OptionOffer:
    """An option: `name` is sent, `label` is shown. `type` is Discord's number, 3 to 11."""

    name: str
    label: str
    description: str
    type: int
    required: bool
    autocomplete: bool
    choices: tuple[Choice, ...]
    raw: Json

    @property
    def bounds(self) -> dict[str, Any]:
        """min_length, max_length, min_value, max_value, channel_types: None where not given."""
        names = ("min_length", "max_length", "min_value", "max_value", "channel_types")
        return {name: self.raw.get(name) for name in names}


@dataclass(frozen=True, slots=True)
class Offer:
    """A command or subcommand that can be run: `path` in original names, `name` as shown."""

    application_id: int
    application: str
    path: str
    name: str
    description: str
    options: tuple[OptionOffer, ...]


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """An entry of a context menu: `name` is what the bot called it, `label` is shown."""

    application_id: int
    name: str
    label: str


def offers(core: Core, user: User, channel: Channel) -> list[Offer]:
    """Every chat command and subcommand that this person can run there."""
    return [
        offer
        for application, command in known(core, channel, 1)
        if usable(user, channel, command)
        for offer in _runnable(application, command.payload, (), (), user.locale)
    ]


def menu(core: Core, user: User, channel: Channel, kind: int) -> list[MenuEntry]:
    """The entries of the menu of a user (kind 2) or a message (kind 3)."""
    return [
        MenuEntry(application.id, command.name, _shown(command.payload, "name", user.locale))
        for application, command in known(core, channel, kind)
        if usable(user, channel, command)
    ]


def _runnable(
    application: Application, raw: Json, path: tuple[str, ...], shown: tuple[str, ...], locale: str
) -> Iterator[Offer]:
    path = (*path, str(raw["name"]))
    shown = (*shown, _shown(raw, "name", locale))
    inner = raw.get("options") or ()
    groups = [one for one in inner if one["type"] in GROUPS]
    for one in groups:
        yield from _runnable(application, one, path, shown, locale)
    if not groups:
        yield Offer(
            application.id,
            application.name,
            " ".join(path),
            " ".join(shown),
            _shown(raw, "description", locale),
            tuple(_option(one, locale) for one in inner),
        )


def _option(raw: Json, locale: str) -> OptionOffer:
    return OptionOffer(
        name=str(raw["name"]),
        label=_shown(raw, "name", locale),
        description=_shown(raw, "description", locale),
        type=int(raw["type"]),
        required=bool(raw.get("required")),
        autocomplete=bool(raw.get("autocomplete")),
        choices=tuple(shown_choice(one, locale) for one in raw.get("choices") or ()),
        raw=raw,
    )


def _shown(raw: Json, key: str, locale: str) -> str:
    return str((raw.get(f"{key}_localizations") or {}).get(locale) or raw.get(key) or "")
