"""Application commands, global and per guild."""

from __future__ import annotations

from typing import Any

from sandbox.errors import ApiError
from sandbox.rest.call import Call, Route
from sandbox.rules import check
from sandbox.state import payloads
from sandbox.state.models import Command, Json
from sandbox.validation import check_commands

_KEPT = (
    "name", "name_localizations", "description", "description_localizations", "options",
    "default_member_permissions", "dm_permission", "nsfw", "type", "integration_types", "contexts",
)  # fmt: skip


def _table(call: Call) -> tuple[dict[int, Command], int | None]:
    application = call.application
    if call.id("application_id") != application.id:
        raise ApiError(50001)
    if "guild_id" not in call.params:
        return application.commands, None
    guild = call.core.state.guild(call.id("guild_id"))
    if application.id not in guild.members:
        raise ApiError(50001)
    return application.guild_commands.setdefault(guild.id, {}), guild.id


def _one(call: Call, table: dict[int, Command]) -> Command:
    found = table.get(call.id("command_id"))
    if found is None:
        raise ApiError(10063)
    return found


def _same(table: dict[int, Command], payload: Json) -> Command | None:
    kind = int(payload.get("type") or 1)
    name = payload.get("name")
    return next((one for one in table.values() if one.name == name and one.type == kind), None)


def _make(call: Call, guild_id: int | None, payload: Json, old: Command | None) -> Command:
    kept = {key: payload[key] for key in _KEPT if key in payload}
    version = call.core.state.ids.make()
    command_id = old.id if old is not None else version
    return Command(command_id, call.application.id, guild_id, version, kept)


async def _list(call: Call) -> Any:
    table, _ = _table(call)
    full = call.query.get("with_localizations", "").lower() in ("true", "1")
    return [payloads.command(one, with_localizations=full) for one in table.values()]


async def _replace_all(call: Call) -> Any:
    table, guild_id = _table(call)
    check(check_commands, call.body)
    fresh = [_make(call, guild_id, one, _same(table, one)) for one in call.body]
    table.clear()
    table.update({one.id: one for one in fresh})
    call.core.state.changed()
    return [payloads.command(one) for one in fresh]


async def _create(call: Call) -> Any:
    table, guild_id = _table(call)
    old = _same(table, call.json)
    others = [one.payload for one in table.values() if one is not old]
    check(check_commands, [call.json])
    check(check_commands, [*others, call.json])
    command = _make(call, guild_id, call.json, old)
    table[command.id] = command
    call.core.state.changed()
    return (200 if old else 201), payloads.command(command)


async def _get(call: Call) -> Any:
    table, _ = _table(call)
    return payloads.command(_one(call, table))


async def _edit(call: Call) -> Any:
    table, guild_id = _table(call)
    old = _one(call, table)
    merged = {**old.payload, **call.json}
    check(check_commands, [merged])
    table[old.id] = _make(call, guild_id, merged, old)
    return payloads.command(table[old.id])


async def _delete(call: Call) -> Any:
    table, _ = _table(call)
    table.pop(_one(call, table).id)
    call.core.state.changed()


def _permissions(call: Call, command: Command) -> Json:
    """The guild's own rules for a command, as its "Integrations" page set them."""
    guild = call.guild()
    found = []
    for name, allowed in guild.command_rules.get(command.name, {}).items():
        role = next((one for one in guild.roles.values() if one.name.lstrip("@") == name), None)
        user = call.core.state.people.get(name)
        if role is not None:
            found.append({"id": str(role.id), "type": 1, "permission": allowed})
        elif user is not None:
            found.append({"id": str(user.id), "type": 2, "permission": allowed})
    return {
        "id": str(command.id),
        "application_id": str(command.application_id),
        "guild_id": str(guild.id),
        "permissions": found,
    }


async def _all_permissions(call: Call) -> Any:
    table, guild_id = _table(call)
    commands = [*call.application.commands.values(), *table.values()]
    found = [_permissions(call, one) for one in commands if guild_id is not None]
    return [one for one in found if one["permissions"]]


async def _get_permissions(call: Call) -> Any:
    table, _ = _table(call)
    everything = {**call.application.commands, **table}
    found = _permissions(call, _one(call, everything))
    if not found["permissions"]:
        raise ApiError(10066)
    return found


_GLOBAL = "/applications/{application_id}/commands"
_GUILD = "/applications/{application_id}/guilds/{guild_id}/commands"
ROUTES = (
    *(
        Route(method, base + rest, handler)
        for base in (_GLOBAL, _GUILD)
        for method, rest, handler in (
            ("GET", "", _list),
            ("PUT", "", _replace_all),
            ("POST", "", _create),
            ("GET", "/{command_id}", _get),
            ("PATCH", "/{command_id}", _edit),
            ("DELETE", "/{command_id}", _delete),
        )
    ),
    Route("GET", _GUILD + "/permissions", _all_permissions),
    Route("GET", _GUILD + "/{command_id}/permissions", _get_permissions),
)
