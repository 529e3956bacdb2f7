"""Threads: made from messages and without, listed, joined and left."""

from __future__ import annotations

from typing import Any

from sandbox import permissions
from sandbox.errors import ApiError
from sandbox.permissions import VIEW_CHANNEL, in_channel
from sandbox.rest.call import Call, Route
from sandbox.rules import check
from sandbox.state import payloads
from sandbox.state.models import GUILD_FORUM, PRIVATE_THREAD, Channel, Json, User
from sandbox.validation import check_thread


async def _from_message(call: Call) -> Any:
    channel = call.channel()
    if channel.guild is None or channel.thread is not None:
        raise ApiError(50024)
    message = call.message(channel)
    if message.thread is not None:
        raise ApiError(160004)
    call.require(channel, permissions.CREATE_PUBLIC_THREADS)
    check(check_thread, call.json)
    thread = call.core.threads.create(channel, call.user, call.json, message)
    return 201, payloads.thread(thread, call.user.id)


async def _without_message(call: Call) -> Any:
    channel = call.channel()
    if channel.guild is None or channel.thread is not None or channel.type == GUILD_FORUM:
        raise ApiError(50024)  # bots do not begin posts here
    private = int(call.json.get("type") or PRIVATE_THREAD) == PRIVATE_THREAD
    needed = permissions.CREATE_PRIVATE_THREADS if private else permissions.CREATE_PUBLIC_THREADS
    call.require(channel, needed)
    check(check_thread, call.json)
    thread = call.core.threads.create(channel, call.user, call.json)
    return 201, payloads.thread(thread, call.user.id)


def _threads_of(call: Call, channel: Channel, kinds: tuple[int, ...]) -> Json:
    guild = channel.guild
    if guild is None:
        raise ApiError(50024)
    call.require(channel, permissions.READ_HISTORY)
    found = [
        one
        for one in guild.threads.values()
        if one.parent_id == channel.id and one.type in kinds and one.thread and one.thread.archived
    ]
    return _page(call, found)


def _page(call: Call, found: list[Channel]) -> Json:
    me = call.user.id
    mine = [one for one in found if one.thread and me in one.thread.members]
    return {
        "threads": [payloads.thread(one, me) for one in found],
        "members": [payloads.thread_member(one, me) for one in mine],
        "has_more": False,
    }


async def _archived_public(call: Call) -> Any:
    return _threads_of(call, call.channel(), (10, 11))


async def _archived_private(call: Call) -> Any:
    return _threads_of(call, call.channel(needs=permissions.MANAGE_THREADS), (12,))


async def _archived_mine(call: Call) -> Any:
    page = _threads_of(call, call.channel(), (12,))
    mine = {one["id"] for one in page["members"]}
    return {**page, "threads": [one for one in page["threads"] if one["id"] in mine]}


async def _active(call: Call) -> Any:
    guild = call.guild()
    found = [
        one
        for one in guild.threads.values()
        if one.thread and not one.thread.archived and in_channel(one, call.user.id) & VIEW_CHANNEL
    ]
    return _page(call, found)


def _thread(call: Call) -> Channel:
    channel = call.channel()
    if channel.thread is None:
        raise ApiError(50024)
    return channel


def _target(call: Call) -> User:
    return call.core.state.user(call.id("user_id")) if "user_id" in call.params else call.user


async def _add(call: Call) -> Any:
    thread, user = _thread(call), _target(call)
    if thread.thread is not None and thread.thread.archived:
        raise ApiError(50083)
    guild = thread.guild
    if guild is not None:
        call.core.state.member(guild, user.id)
        parent = guild.channels[thread.parent_id or 0]
        if not in_channel(parent, user.id) & VIEW_CHANNEL:
            raise ApiError(50001)
    if user is not call.user and not permissions.can_send(thread, call.user.id):
        raise ApiError(50013)
    call.core.threads.add(thread, user)


async def _remove(call: Call) -> Any:
    thread, user = _thread(call), _target(call)
    own = thread.thread is not None and thread.thread.owner_id == call.user.id
    if user is not call.user and not (own and thread.type == PRIVATE_THREAD):
        call.require(thread, permissions.MANAGE_THREADS)
    call.core.threads.remove(thread, user)


async def _members(call: Call) -> Any:
    thread = _thread(call)
    members = thread.thread.members if thread.thread else {}
    return [payloads.thread_member(thread, one) for one in members]


async def _member(call: Call) -> Any:
    thread = _thread(call)
    user_id = call.id("user_id")
    if thread.thread is None or user_id not in thread.thread.members:
        raise ApiError(10007)
    return payloads.thread_member(thread, user_id)


_CHANNEL = "/channels/{channel_id}"
ROUTES = (
    Route("POST", _CHANNEL + "/messages/{message_id}/threads", _from_message),
    Route("POST", _CHANNEL + "/threads", _without_message),
    Route("GET", _CHANNEL + "/threads/archived/public", _archived_public),
    Route("GET", _CHANNEL + "/threads/archived/private", _archived_private),
    Route("GET", _CHANNEL + "/users/@me/threads/archived/private", _archived_mine),
    Route("GET", "/guilds/{guild_id}/threads/active", _active),
    Route("GET", _CHANNEL + "/thread-members", _members),
    Route("PUT", _CHANNEL + "/thread-members/@me", _add),
    Route("DELETE", _CHANNEL + "/thread-members/@me", _remove),
    Route("GET", _CHANNEL + "/thread-members/{user_id}", _member),
    Route("PUT", _CHANNEL + "/thread-members/{user_id}", _add),
    Route("DELETE", _CHANNEL + "/thread-members/{user_id}", _remove),
)
