"""Registering the commands with Discord, only when their definitions changed.

Discord limits how often commands may be created and every registration makes clients fetch them
anew, so what is registered is read first and compared.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from discord.http import Route

from bot.discord_io.host import Host
from bot.discord_io.translator import in_english
from bot.domain.text import Locale

Commands = Sequence[Mapping[str, Any]]

_log = structlog.stdlib.get_logger(__name__)

_COMPARED = (
    "type", "name", "name_localizations", "description", "description_localizations", "options",
    "default_member_permissions", "contexts", "integration_types", "nsfw", "required", "choices",
    "autocomplete", "channel_types", "min_value", "max_value", "min_length", "max_length",
)  # fmt: skip


async def register_commands(bot: Host) -> bool:
    """Make Discord's list of our global commands equal to the tree. Returns whether it was not."""
    translator = bot.tree.translator
    assert translator is not None, "the translator is set before commands are registered"
    english = bot.texts.of(Locale.EN)
    wanted = [
        in_english(await command.get_translated_payload(bot.tree, translator), english)
        for command in bot.tree.get_commands()
    ]
    present: Any = await bot.http.request(
        Route(
            "GET",
            "/applications/{application_id}/commands?with_localizations=true",
            application_id=bot.application_id or 0,
        )
    )
    if same_commands(wanted, present):
        _log.info("commands_unchanged", count=len(wanted))
        return False
    await bot.http.bulk_upsert_global_commands(bot.application_id or 0, payload=wanted)
    _log.info("commands_registered", count=len(wanted))
    return True


def same_commands(wanted: Commands, present: Commands) -> bool:
    """Whether two lists define the same commands, in whatever order. What Discord adds to what it
    was given, and fields that are absent, empty or at their defaults, make no difference."""
    ours, theirs = _by_name(wanted), _by_name(present)
    if ours.keys() != theirs.keys():
        return False
    return all(_filled(ours[name], theirs[name]) == theirs[name] for name in ours)


def _filled(ours: dict[str, Any], theirs: dict[str, Any]) -> dict[str, Any]:
    """Our definition with the ways to install that Discord takes from the application's own
    settings, where we name none."""
    if "integration_types" not in theirs:
        return ours
    return {"integration_types": theirs["integration_types"]} | ours


def _by_name(commands: Commands) -> dict[tuple[Any, Any], Any]:
    return {(c.get("type", 1), c["name"]): _essence(c) for c in commands}


def _essence(definition: Mapping[str, Any]) -> dict[str, Any]:
    """What we define of a command or option, without empty values and defaults."""
    kept: dict[str, Any] = {}
    for name in _COMPARED:
        value = definition.get(name)
        if name in ("options", "choices") and value:
            value = [_essence(part) if name == "options" else _choice(part) for part in value]
        if name in ("contexts", "integration_types", "channel_types") and value:
            value = sorted(value)
        if value not in (None, "", [], {}, False):
            kept[name] = str(value) if name == "default_member_permissions" else value
    kept.setdefault("type", 1)
    return kept


def _choice(choice: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": choice["name"],
        "value": choice["value"],
        "name_localizations": choice.get("name_localizations") or {},
    }
