"""Messages of a channel: read, sent, changed, removed; reactions and typing."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import Any

from sandbox import permissions
from sandbox.errors import ApiError, invalid_form
from sandbox.rest.call import Call, Route
from sandbox.rules import check, check_edit
from sandbox.snowflakes import made_at
from sandbox.state import payloads
from sandbox.state.models import LOADING, Channel
from sandbox.validation import check_message

_OLD_SECONDS = 14 * 24 * 3600  # Discord: bulk delete takes nothing older than two weeks


def may_write(call: Call, channel: Channel) -> None:
    """Whether the bot may send here: 50007 into shut DMs, 50001 and 50013 in a guild."""
    if channel.guild is None:
        _may_write_to_person(call, channel)
        return
    if channel.type in (4, 15):
        raise ApiError(50008, status=400, message="Cannot send messages in a non-text channel")
    call.require(channel, 0)
    if not permissions.can_send(channel, call.user.id):
        raise ApiError(50013)
    if call.files:
        call.require(channel, permissions.ATTACH_FILES)
    _not_locked(call, channel)


def _not_locked(call: Call, channel: Channel) -> None:
    """Discord: what is written wakes a thread, unless it was locked; then only who manages threads
    writes there."""
    thread = channel.thread
    held = permissions.in_channel(channel, call.user.id)
    if thread is not None and thread.locked and not held & permissions.MANAGE_THREADS:
        raise ApiError(50083 if thread.archived else 160005)


def _may_write_to_person(call: Call, channel: Channel) -> None:
    call.require(channel, 0)
    person = next(one for one in channel.recipients if one.id != call.user.id)
    if not person.dms_open or not call.core.state.share_guild(person.id, call.user.id):
        raise ApiError(50007)


async def _send(call: Call) -> Any:
    channel = call.core.state.channel(call.id("channel_id"))
    may_write(call, channel)
    body = call.json
    check(check_message, body, files=len(call.files))
    earlier = call.core.messages.repeated(call.user, body)
    if earlier is not None:
        return call.show(earlier)
    reference = body.get("message_reference") or {"fail_if_not_exists": False}
    unknown = int(reference.get("message_id") or 0) not in channel.messages
    if unknown and reference.get("fail_if_not_exists", True):
        raise invalid_form("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
    call.core.threads.wake(channel)
    message = call.core.messages.create(channel, call.user, body, call.files)
    return call.show(message)


async def _list(call: Call) -> Any:
    channel = call.channel()
    limit = call.number("limit", 50, 1, 100)
    if not permissions.in_channel(channel, call.user.id) & permissions.READ_HISTORY:
        return []
    order = channel.order
    if "around" in call.query:
        middle = bisect_left(order, int(call.query["around"]))
        low = max(0, middle - limit // 2)
        chosen = order[low : low + limit]
    elif "after" in call.query:
        low = bisect_right(order, int(call.query["after"]))
        chosen = order[low : low + limit]
    else:
        high = bisect_left(order, int(call.query["before"])) if "before" in call.query else None
        chosen = order[:high][-limit:]
    return [call.show(channel.messages[one]) for one in reversed(chosen)]


async def _get(call: Call) -> Any:
    channel = call.channel(needs=permissions.READ_HISTORY)
    return call.show(call.message(channel))


async def _edit(call: Call) -> Any:
    channel = call.channel()
    message = call.message(channel)
    body = call.json
    if message.author.id != call.user.id:
        if set(body) != {"flags"}:
            raise ApiError(50005)
        call.require(channel, permissions.MANAGE_MESSAGES)
    if channel.thread is not None and channel.thread.archived:
        raise ApiError(50083)
    _not_locked(call, channel)
    check_edit(message, body, files=len(call.files))
    call.core.messages.edit(message, body, call.files)
    return call.show(message)


async def _delete(call: Call) -> Any:
    channel = call.channel()
    message = call.message(channel)
    if message.author.id != call.user.id:
        if channel.guild is None:
            raise ApiError(50003)
        call.require(channel, permissions.MANAGE_MESSAGES)
    if message.flags & LOADING:
        message.flags &= ~LOADING
    call.core.messages.delete(message)


async def _delete_many(call: Call) -> Any:
    channel = call.channel(needs=permissions.MANAGE_MESSAGES)
    ids = [int(one) for one in call.json.get("messages") or ()]
    if not 2 <= len(ids) <= 100:
        raise invalid_form(
            "messages", "BASE_TYPE_BAD_LENGTH", "Must be between 2 and 100 in length."
        )
    now = call.core.clock.now()
    if any((now - made_at(one)).total_seconds() > _OLD_SECONDS for one in ids):
        raise ApiError(50034)
    found = [channel.messages[one] for one in ids if one in channel.messages]
    for message in found:
        call.core.messages.delete(message, announce=False)
    guild = channel.guild
    data = {
        "ids": [str(message.id) for message in found],
        "channel_id": str(channel.id),
        "guild_id": str(guild.id) if guild else None,
    }
    call.core.hub.to_channel(channel, "MESSAGE_DELETE_BULK", data, "messages")


async def _react(call: Call) -> Any:
    channel = call.channel(needs=permissions.READ_HISTORY)
    message = call.message(channel)
    key = call.params["emoji_name"]
    if key not in message.reactions:
        call.require(channel, permissions.ADD_REACTIONS)
    call.core.messages.react(message, call.user, key, add=True)


async def _unreact(call: Call) -> Any:
    channel = call.channel()
    message = call.message(channel)
    user = call.user
    if "user_id" in call.params:
        user = call.core.state.user(call.id("user_id"))
        if user is not call.user:
            call.require(channel, permissions.MANAGE_MESSAGES)
    call.core.messages.react(message, user, call.params["emoji_name"], add=False)


async def _clear_reactions(call: Call) -> Any:
    channel = call.channel(needs=permissions.MANAGE_MESSAGES)
    message = call.message(channel)
    only = call.params.get("emoji_name")
    for key in [one for one in message.reactions if only in (None, one)]:
        for user_id in tuple(message.reactions[key]):
            call.core.messages.react(message, call.core.state.users[user_id], key, add=False)


async def _reactions(call: Call) -> Any:
    message = call.message(call.channel())
    after = int(call.query.get("after") or 0)
    users = sorted(
        one for one in message.reactions.get(call.params["emoji_name"], ()) if one > after
    )
    limit = call.number("limit", 25, 1, 100)
    return [payloads.user(call.core.state.users[one]) for one in users[:limit]]


async def _typing(call: Call) -> Any:
    channel = call.core.state.channel(call.id("channel_id"))
    may_write(call, channel)


_MESSAGES = "/channels/{channel_id}/messages"
_REACTIONS = _MESSAGES + "/{message_id}/reactions"
ROUTES = (
    Route("GET", _MESSAGES, _list),
    Route("POST", _MESSAGES, _send),
    Route("POST", _MESSAGES + "/bulk-delete", _delete_many),
    Route("GET", _MESSAGES + "/{message_id}", _get),
    Route("PATCH", _MESSAGES + "/{message_id}", _edit),
    Route("DELETE", _MESSAGES + "/{message_id}", _delete),
    Route("DELETE", _REACTIONS, _clear_reactions),
    Route("GET", _REACTIONS + "/{emoji_name}", _reactions),
    Route("DELETE", _REACTIONS + "/{emoji_name}", _clear_reactions),
    Route("PUT", _REACTIONS + "/{emoji_name}/@me", _react),
    Route("DELETE", _REACTIONS + "/{emoji_name}/@me", _unreact),
    Route("DELETE", _REACTIONS + "/{emoji_name}/{user_id}", _unreact),
    Route("POST", "/channels/{channel_id}/typing", _typing),
)
