"""Channels themselves, their overwrites and their invites."""

from __future__ import annotations

from typing import Any

from sandbox import permissions
from sandbox.errors import ApiError
from sandbox.rest.call import Call, Route
from sandbox.rules import check
from sandbox.state import payloads
from sandbox.state.models import Channel, Overwrite
from sandbox.validation import check_thread


async def _get(call: Call) -> Any:
    channel = call.channel()
    return payloads.channel(channel, call.user.id)


async def _edit(call: Call) -> Any:
    channel = call.channel()
    if channel.thread is not None:
        return _edit_thread(call, channel)
    if channel.guild is None:
        raise ApiError(50003)
    call.require(channel, permissions.MANAGE_CHANNELS)
    if "permission_overwrites" in call.json:
        call.require(channel, permissions.MANAGE_ROLES)
    call.core.guilds.edit_channel(channel, call.json)
    return payloads.channel(channel)


def _edit_thread(call: Call, thread: Channel) -> Any:
    info, body = thread.thread, call.json
    if info is None:
        raise ApiError(50024)
    if info.archived and body.get("archived") is not False:
        raise ApiError(50083)
    held = permissions.in_channel(thread, call.user.id)
    if not held & permissions.MANAGE_THREADS:
        # Discord: a locked thread is opened again only by who manages threads, not by its owner.
        if info.locked and info.archived:
            raise ApiError(50013)
        opens = set(body) <= {"archived"} and not body.get("archived")
        if not (info.owner_id == call.user.id and "locked" not in body) and not opens:
            raise ApiError(50013)
    check(check_thread, {"name": thread.name, **body})
    forum = thread.guild.channels.get(thread.parent_id or 0) if thread.guild else None
    if any(int(tag) not in (forum.tags if forum else ()) for tag in body.get("applied_tags") or ()):
        raise ApiError(10087)
    call.core.threads.edit(thread, body)
    return payloads.thread(thread, call.user.id)


async def _delete(call: Call) -> Any:
    channel = call.channel()
    data = payloads.channel(channel, call.user.id)
    if channel.thread is not None:
        call.require(channel, permissions.MANAGE_THREADS)
        call.core.threads.delete(channel)
    elif channel.guild is not None:
        call.require(channel, permissions.MANAGE_CHANNELS)
        call.core.guilds.delete_channel(channel)
    return data


async def _put_overwrite(call: Call) -> Any:
    channel = call.channel(needs=permissions.MANAGE_ROLES)
    if channel.guild is None:
        raise ApiError(50003)
    target = call.id("overwrite_id")
    allow, deny = int(call.json.get("allow") or 0), int(call.json.get("deny") or 0)
    # Discord: a bot may allow and deny what it holds itself, in the guild or here.
    held = permissions.of_member(channel.guild, call.user.id)
    if (allow | deny) & ~(held | permissions.in_channel(channel, call.user.id)):
        raise ApiError(50013)
    rule = Overwrite(target, int(call.json["type"]), allow, deny)
    call.core.guilds.overwrite(channel, target, rule)


async def _delete_overwrite(call: Call) -> Any:
    channel = call.channel(needs=permissions.MANAGE_ROLES)
    call.core.guilds.overwrite(channel, call.id("overwrite_id"), None)


async def _invites(call: Call) -> Any:
    call.channel(needs=permissions.MANAGE_CHANNELS)
    return []


async def _invite(call: Call) -> Any:
    raise ApiError(10006)


_CHANNEL = "/channels/{channel_id}"
ROUTES = (
    Route("GET", _CHANNEL, _get),
    Route("PATCH", _CHANNEL, _edit),
    Route("DELETE", _CHANNEL, _delete),
    Route("PUT", _CHANNEL + "/permissions/{overwrite_id}", _put_overwrite),
    Route("DELETE", _CHANNEL + "/permissions/{overwrite_id}", _delete_overwrite),
    Route("GET", _CHANNEL + "/invites", _invites),
    Route("GET", "/invites/{code}", _invite),
)
