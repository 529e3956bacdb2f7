"""Pinned messages, by the newer routes and the older ones."""

from __future__ import annotations

from typing import Any

from sandbox import permissions
from sandbox.rest.call import Call, Route
from sandbox.state import payloads


async def _list(call: Call) -> Any:
    channel = call.channel()
    items = [
        {"pinned_at": payloads.stamp(when), "message": call.show(channel.messages[one])}
        for one, when in reversed(channel.pins.items())
    ]
    return {"items": items, "has_more": False}


async def _list_old(call: Call) -> Any:
    channel = call.channel()
    return [call.show(channel.messages[one]) for one in reversed(channel.pins)]


async def _change(call: Call, *, pin: bool) -> None:
    channel = call.channel()
    if channel.guild is not None:
        held = permissions.in_channel(channel, call.user.id)
        if not held & permissions.MANAGE_MESSAGES:
            call.require(channel, permissions.PIN_MESSAGES)
    message = call.message(channel)
    if pin == message.pinned:
        return
    if pin:
        channel.pins[message.id] = call.core.clock.now()
    else:
        channel.pins.pop(message.id)
    call.core.messages.announce("MESSAGE_UPDATE", message)
    data = {"channel_id": str(channel.id), "last_pin_timestamp": None}
    if channel.guild is not None:
        data["guild_id"] = str(channel.guild.id)
    call.core.hub.to_channel(channel, "CHANNEL_PINS_UPDATE", data)


async def _pin(call: Call) -> Any:
    await _change(call, pin=True)


async def _unpin(call: Call) -> Any:
    await _change(call, pin=False)


ROUTES = (
    Route("GET", "/channels/{channel_id}/messages/pins", _list),
    Route("PUT", "/channels/{channel_id}/messages/pins/{message_id}", _pin),
    Route("DELETE", "/channels/{channel_id}/messages/pins/{message_id}", _unpin),
    Route("GET", "/channels/{channel_id}/pins", _list_old),
    Route("PUT", "/channels/{channel_id}/pins/{message_id}", _pin),
    Route("DELETE", "/channels/{channel_id}/pins/{message_id}", _unpin),
)
