"""Guilds: the guild itself, its channels, members and roles."""

from __future__ import annotations

from typing import Any

from sandbox import permissions
from sandbox.errors import ApiError, invalid_form
from sandbox.rest.call import Call, Route
from sandbox.state import payloads
from sandbox.state.models import Guild, Json, Role


async def _get(call: Call) -> Any:
    guild = call.guild()
    data = payloads.guild(guild)
    if call.query.get("with_counts", "").lower() in ("1", "true"):
        data["approximate_member_count"] = len(guild.members)
        data["approximate_presence_count"] = len(guild.members)
    return data


async def _channels(call: Call) -> Any:
    return [payloads.channel(one) for one in call.guild().channels.values()]


async def _create_channel(call: Call) -> Any:
    guild = call.guild()
    call.require_in_guild(guild, permissions.MANAGE_CHANNELS)
    name = str(call.json.get("name") or "")
    if not 1 <= len(name) <= 100:
        message = "Must be between 1 and 100 in length."
        raise invalid_form("name", "BASE_TYPE_BAD_LENGTH", message)
    held = permissions.of_member(guild, call.user.id)
    for rule in call.json.get("permission_overwrites") or ():
        wanted = int(rule.get("allow") or 0) | int(rule.get("deny") or 0)
        # Discord: a bot can only set overwrites for permissions that it has itself.
        if wanted & ~held:
            raise ApiError(50013)
    return 201, payloads.channel(call.core.guilds.create_channel(guild, call.json))


async def _members(call: Call) -> Any:
    guild = call.guild()
    if "guild_members" not in call.application.intents:
        raise ApiError(50001)
    limit = call.number("limit", 1, 1, 1000)
    after = int(call.query.get("after") or 0)
    found = sorted(one for one in guild.members if one > after)[:limit]
    return [payloads.member(guild.members[one]) for one in found]


async def _search(call: Call) -> Any:
    guild = call.guild()
    query = call.query.get("query", "").casefold()
    limit = call.number("limit", 1, 1, 1000)
    found = [
        one
        for one in guild.members.values()
        if one.user.username.casefold().startswith(query)
        or (one.nick or one.user.display_name).casefold().startswith(query)
    ]
    return [payloads.member(one) for one in found[:limit]]


async def _member(call: Call) -> Any:
    return payloads.member(call.core.state.member(call.guild(), call.id("user_id")))


async def _edit_member(call: Call) -> Any:
    guild = call.guild()
    me = call.params.get("user_id") is None
    member = call.core.state.member(guild, call.user.id if me else call.id("user_id"))
    if "nick" in call.json:
        needed = permissions.BITS["change_nickname" if me else "manage_nicknames"]
        call.require_in_guild(guild, needed)
        member.nick = call.json["nick"] or None
    if call.json.get("roles") is not None:
        wanted = {int(one) for one in call.json["roles"]}
        for role_id in wanted ^ member.roles:
            _may_give(call, guild, call.core.state.role(guild, role_id))
        member.roles = wanted
    call.core.guilds.update_member(guild, member)
    return payloads.member(member)


def _may_give(call: Call, guild: Guild, role: Role) -> None:
    call.require_in_guild(guild, permissions.MANAGE_ROLES)
    own = guild.members[call.user.id].roles
    highest = max((guild.roles[one].position for one in own), default=0)
    if role.managed or role.position >= highest:
        raise ApiError(50013)


async def _change_role(call: Call, *, give: bool) -> None:
    guild = call.guild()
    member = call.core.state.member(guild, call.id("user_id"))
    role = call.core.state.role(guild, call.id("role_id"))
    _may_give(call, guild, role)
    if give:
        member.roles.add(role.id)
    else:
        member.roles.discard(role.id)
    call.core.guilds.update_member(guild, member)


async def _give_role(call: Call) -> Any:
    await _change_role(call, give=True)


async def _take_role(call: Call) -> Any:
    await _change_role(call, give=False)


async def _roles(call: Call) -> Any:
    return [payloads.role(one) for one in call.guild().roles.values()]


async def _role(call: Call) -> Any:
    return payloads.role(call.core.state.role(call.guild(), call.id("role_id")))


async def _create_role(call: Call) -> Any:
    guild = call.guild()
    call.require_in_guild(guild, permissions.MANAGE_ROLES)
    for other in guild.roles.values():
        other.position += 1 if other.id != guild.id else 0
    role = Role(call.core.state.ids.make(), "new role", guild.roles[guild.id].permissions, 1)
    _fill_role(call, guild, role)
    return payloads.role(role)


async def _edit_role(call: Call) -> Any:
    guild = call.guild()
    role = call.core.state.role(guild, call.id("role_id"))
    call.require_in_guild(guild, permissions.MANAGE_ROLES)
    _fill_role(call, guild, role)
    return payloads.role(role)


def _fill_role(call: Call, guild: Guild, role: Role) -> None:
    body: Json = call.json if call.body is not None else {}
    if body.get("permissions") is not None:
        wanted = int(body["permissions"])
        if wanted & ~permissions.of_member(guild, call.user.id):
            raise ApiError(50013)
        role.permissions = wanted
    role.name = str(body.get("name") or role.name)
    colors = body.get("colors") or {}
    role.color = int(colors.get("primary_color") or body.get("color") or role.color)
    for key in ("hoist", "mentionable"):
        if body.get(key) is not None:
            setattr(role, key, bool(body[key]))
    call.core.guilds.put_role(guild, role)


async def _delete_role(call: Call) -> Any:
    guild = call.guild()
    role = call.core.state.role(guild, call.id("role_id"))
    _may_give(call, guild, role)
    call.core.guilds.delete_role(guild, role)


_GUILD = "/guilds/{guild_id}"
ROUTES = (
    Route("GET", _GUILD, _get),
    Route("GET", _GUILD + "/channels", _channels),
    Route("POST", _GUILD + "/channels", _create_channel),
    Route("GET", _GUILD + "/members", _members),
    Route("GET", _GUILD + "/members/search", _search),
    Route("PATCH", _GUILD + "/members/@me", _edit_member),
    Route("GET", _GUILD + "/members/{user_id}", _member),
    Route("PATCH", _GUILD + "/members/{user_id}", _edit_member),
    Route("PUT", _GUILD + "/members/{user_id}/roles/{role_id}", _give_role),
    Route("DELETE", _GUILD + "/members/{user_id}/roles/{role_id}", _take_role),
    Route("GET", _GUILD + "/roles", _roles),
    Route("POST", _GUILD + "/roles", _create_role),
    Route("GET", _GUILD + "/roles/{role_id}", _role),
    Route("PATCH", _GUILD + "/roles/{role_id}", _edit_role),
    Route("DELETE", _GUILD + "/roles/{role_id}", _delete_role),
)
