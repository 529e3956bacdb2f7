"""Which commands a person is offered, and what the client sends for one."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.core import Core
from sandbox.people.errors import CommandUnavailable
from sandbox.people.resolve import Resolver
from sandbox.permissions import ADMINISTRATOR, USE_COMMANDS, in_channel
from sandbox.state.models import Application, Channel, Command, Guild, Json, User

GROUPS = (1, 2)


@dataclass(frozen=True, slots=True)
class Choice:
    """A suggestion: what is shown and what is sent."""

    name: str
    value: Any


@dataclass(frozen=True, slots=True)
class Found:
    """A command, the way to one of its subcommands, and that one's options."""

    application: Application
    command: Command
    path: tuple[Json, ...]

    @property
    def options(self) -> list[Json]:
        """The options to fill."""
        inner = self.path[-1] if self.path else self.command.payload
        return [one for one in inner.get("options") or () if one["type"] not in GROUPS]

    def wrap(self, options: list[Json]) -> list[Json]:
        """The options inside their subcommand and group."""
        for part in reversed(self.path):
            options = [{"type": part["type"], "name": part["name"], "options": options}]
        return options


def find(core: Core, user: User, channel: Channel, typed: str) -> Found:
    """The chat command that a person means; CommandUnavailable with the reason if none."""
    words = typed.strip().removeprefix("/").split()
    for application, command in known(core, channel, 1):
        if not words or not _called(command.payload, words[0]):
            continue
        _offered(user, channel, command, typed)
        path: list[Json] = []
        inner = command.payload
        for word in words[1:]:
            nested = [one for one in inner.get("options") or () if one["type"] in GROUPS]
            match = next((one for one in nested if _called(one, word)), None)
            if match is None:
                raise CommandUnavailable(f"/{words[0]} has no subcommand {word!r}")
            path.append(match)
            inner = match
        if any(one["type"] in GROUPS for one in inner.get("options") or ()):
            names = ", ".join(one["name"] for one in inner["options"])
            raise CommandUnavailable(f"{typed} needs one of: {names}")
        return Found(application, command, tuple(path))
    names = ", ".join(sorted({f"/{one.name}" for _, one in known(core, channel, 1)}))
    raise CommandUnavailable(f"there is no command {typed!r} here; there are: {names or 'none'}")


def find_menu(core: Core, user: User, channel: Channel, name: str, kind: int) -> Found:
    """The context menu entry (kind 2: users, 3: messages) of this name."""
    for application, command in known(core, channel, kind):
        if _called(command.payload, name):
            _offered(user, channel, command, name)
            return Found(application, command, ())
    names = ", ".join(repr(one.name) for _, one in known(core, channel, kind))
    raise CommandUnavailable(f"there is no menu entry {name!r}; there are: {names or 'none'}")


def offered(core: Core, user: User, channel: Channel) -> list[str]:
    """The names of the chat commands that this person sees here."""
    return [one.name for _, one in known(core, channel, 1) if usable(user, channel, one)]


def usable(user: User, channel: Channel, command: Command) -> bool:
    """Whether this person may use a command here."""
    try:
        _offered(user, channel, command, command.name)
    except CommandUnavailable:
        return False
    return True


def known(core: Core, channel: Channel, kind: int) -> Iterator[tuple[Application, Command]]:
    """The commands of a type (1 chat, 2 user, 3 message) that exist there, whoever may use them."""
    guild = channel.guild
    for application in core.state.applications.values():
        if guild is None and not channel.has_recipient(application.id):
            continue
        if guild is not None and application.id not in guild.members:
            continue
        local = application.guild_commands.get(guild.id, {}) if guild else {}
        for command in (*local.values(), *application.commands.values()):
            if command.type == kind:
                yield application, command


def _called(payload: Json, name: str) -> bool:
    return name in (payload["name"], *(payload.get("name_localizations") or {}).values())


def _offered(user: User, channel: Channel, command: Command, typed: str) -> None:
    payload, guild = command.payload, channel.guild
    contexts = payload.get("contexts")
    if guild is None:
        direct = 1 in contexts if contexts is not None else payload.get("dm_permission", True)
        if not direct:
            raise CommandUnavailable(f"{typed} is not offered in DMs")
        return
    if contexts is not None and 0 not in contexts:
        raise CommandUnavailable(f"{typed} is not offered in servers")
    held = in_channel(channel, user.id)
    if held & ADMINISTRATOR:
        return
    if not held & USE_COMMANDS:
        raise CommandUnavailable(f"{user.display_name} may not use commands in #{channel.name}")
    if not _permitted(user, guild, command, held):
        raise CommandUnavailable(f"{typed} is hidden from {user.display_name} by permissions")


def _permitted(user: User, guild: Guild, command: Command, held: int) -> bool:
    rules = guild.command_rules.get(command.name, {})
    if user.username in rules:
        return rules[user.username]
    roles = {guild.roles[one].name for one in guild.members[user.id].roles}
    told = [allowed for name, allowed in rules.items() if name in roles]
    if told:
        return any(told)
    if "everyone" in rules:
        return rules["everyone"]
    default = command.payload.get("default_member_permissions")
    if default is None:
        return True
    return int(default) != 0 and held & int(default) == int(default)


def options_of(found: Found, given: Mapping[str, Any], resolver: Resolver) -> list[Json]:
    """What the client sends for the options; CommandUnavailable where it would not send."""
    sent: list[Json] = []
    left = dict(given)
    for option in found.options:
        names = (option["name"], *(option.get("name_localizations") or {}).values())
        name = next((one for one in names if one in left), None)
        if name is None:
            if option.get("required"):
                raise CommandUnavailable(f"the option {option['name']!r} is required")
            continue
        value = _value(option, left.pop(name), resolver)
        sent.append({"type": option["type"], "name": option["name"], "value": value})
    if left:
        raise CommandUnavailable(f"there is no option {', '.join(map(repr, left))}")
    return sent


def _value(option: Json, given: Any, resolver: Resolver) -> Any:
    kind, name = option["type"], option["name"]
    try:
        if kind in (3, 4, 10) and option.get("choices"):
            return _choice(option, given)
        if kind == 3:
            return _in_range(option, str(given), len(str(given)), "length")
        if kind == 4:
            return _in_range(option, int(given), int(given), "value")
        if kind == 10:
            return _in_range(option, _finite(given), float(given), "value")
        if kind == 5:
            return bool(given)
        if kind == 7:
            return resolver.channel(given, option.get("channel_types") or ())
        looks = {6: resolver.user, 8: resolver.role, 9: resolver.mentionable, 11: resolver.file}
        return looks[kind](given)
    except (LookupError, OverflowError, TypeError, ValueError) as error:
        raise CommandUnavailable(f"the option {name!r}: {error}") from None


def _choice(option: Json, given: Any) -> Any:
    for choice in option["choices"]:
        names = (choice["name"], *(choice.get("name_localizations") or {}).values())
        if given == choice["value"] or given in names:
            return choice["value"]
    shown = ", ".join(repr(one["name"]) for one in option["choices"])
    raise ValueError(f"{given!r} is not one of {shown}")


def _finite(given: Any) -> float:
    value = float(given)
    if not math.isfinite(value):
        raise ValueError(f"{given!r} is no number")
    return value


def _in_range(option: Json, value: Any, size: float, what: str) -> Any:
    least, most = option.get(f"min_{what}"), option.get(f"max_{what}")
    if least is not None and size < least:
        raise ValueError(f"{what} {size} is below {least}")
    if most is not None and size > most:
        raise ValueError(f"{what} {size} is above {most}")
    return value


def shown_choice(raw: Json, locale: str) -> Choice:
    """A suggestion in the person's language."""
    localized = (raw.get("name_localizations") or {}).get(locale)
    return Choice(str(localized or raw["name"]), raw["value"])
