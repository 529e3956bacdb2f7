"""The gateway's codes, as a client meets them that speaks WebSocket by hand."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from sandbox import Limits, Sandbox

IDENTIFY = {"token": "sandbox-token", "intents": 1, "properties": {}}


class Socket:
    """A bare connection."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket

    async def hear(self) -> dict[str, Any]:
        """The next message."""
        message: dict[str, Any] = await self._socket.receive_json()
        return message

    async def say(self, op: int, data: Any = None) -> None:
        """Send a message."""
        await self._socket.send_json({"op": op, "d": data})

    async def garble(self, text: str) -> None:
        """Send what is no message."""
        await self._socket.send_str(text)

    async def end(self) -> int | None:
        """Read on to the close frame; its code."""
        async for _ in self._socket:
            continue
        return self._socket.close_code


@pytest.fixture
def limits() -> Limits:
    return Limits(heartbeat_ms=100)


@pytest.fixture
async def socket(sandbox: Sandbox) -> AsyncIterator[Socket]:
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(sandbox.gateway_url + "?v=10&encoding=json") as raw,
    ):
        made = Socket(raw)
        hello = await made.hear()
        assert (hello["op"], hello["d"]["heartbeat_interval"]) == (10, 100)
        yield made


@pytest.mark.parametrize(
    ("op", "data", "code"),
    [
        (2, {**IDENTIFY, "token": "wrong"}, 4004),
        (2, {**IDENTIFY, "shard": [2, 2]}, 4010),
        (2, {**IDENTIFY, "intents": 1 << 30}, 4013),
        (2, {**IDENTIFY, "intents": 1 << 15}, 4014),
        (2, None, 4002),
        (3, {"status": "online"}, 4003),
        (99, {}, 4001),
        (6, {"token": "wrong", "session_id": "x", "seq": 0}, 4004),
    ],
)
async def test_a_wrong_message_closes_with_its_code(
    socket: Socket, op: int, data: Any, code: int
) -> None:
    await socket.say(op, data)
    assert await socket.end() == code


async def test_what_is_no_json_closes_with_4002(socket: Socket) -> None:
    await socket.garble("{")
    assert await socket.end() == 4002


async def test_identifying_twice_closes_with_4005(socket: Socket) -> None:
    await socket.say(2, IDENTIFY)
    await socket.say(2, IDENTIFY)
    assert await socket.end() == 4005


async def test_silence_closes_with_4009(socket: Socket) -> None:
    await socket.say(2, IDENTIFY)
    assert await socket.end() == 4009


async def test_too_many_messages_close_with_4008(socket: Socket) -> None:
    for _ in range(121):
        await socket.say(1)
    assert await socket.end() == 4008


async def test_a_heartbeat_is_acknowledged_and_an_unknown_session_is_invalid(
    socket: Socket,
) -> None:
    await socket.say(1)
    assert (await socket.hear())["op"] == 11
    await socket.say(6, {"token": "sandbox-token", "session_id": "nobody", "seq": 3})
    invalid = await socket.hear()
    assert (invalid["op"], invalid["d"]) == (9, False)


async def test_ready_lists_the_guilds_and_guild_create_follows(
    socket: Socket, sandbox: Sandbox
) -> None:
    await socket.say(2, IDENTIFY)
    ready = await socket.hear()
    assert (ready["t"], ready["s"]) == ("READY", 1)
    assert [one["unavailable"] for one in ready["d"]["guilds"]] == [True, True]
    created = [await socket.hear(), await socket.hear()]
    assert [one["d"]["name"] for one in created] == ["North Light Creators", "South Stage"]
    assert [one["d"]["unavailable"] for one in created] == [False, False]


async def test_a_sequence_from_the_future_closes_with_4007(
    socket: Socket, sandbox: Sandbox
) -> None:
    await socket.say(2, IDENTIFY)
    session_id = (await socket.hear())["d"]["session_id"]
    sandbox.gateway.drop()
    await sandbox.gateway.gone()
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(sandbox.gateway_url) as raw,
    ):
        other = Socket(raw)
        await other.say(6, {"token": "sandbox-token", "session_id": session_id, "seq": 900})
        assert await other.end() == 4007


async def test_a_compressed_stream_is_one_zlib_stream(sandbox: Sandbox) -> None:
    import zlib

    inflate = zlib.decompressobj()
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(sandbox.gateway_url + "?v=10&compress=zlib-stream") as raw,
    ):
        ops = []
        await raw.send_json({"op": 1, "d": None})
        for _ in range(2):
            data = await raw.receive_bytes()
            assert data.endswith(b"\x00\x00\xff\xff")
            ops.append(json.loads(inflate.decompress(data))["op"])
        assert ops == [10, 11]


async def test_waiting_for_a_bot_that_never_comes_times_out(sandbox: Sandbox) -> None:
    with pytest.raises(TimeoutError):
        await sandbox.gateway.ready(within=0.05)
    assert asyncio.get_running_loop().is_running()
