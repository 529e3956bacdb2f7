"""The gateway's compressed streams, read as a client reads them."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from importlib import import_module
from typing import Any

import aiohttp
import pytest

from sandbox import Limits, Sandbox, World
from sandbox.gateway.compression import stream
from tests.sandbox.limits_world import WORLD

MESSAGES = [json.dumps({"op": 0, "d": "字" * size}).encode() for size in (1, 500, 70_000)]


def zstd_reader() -> Callable[[bytes], bytes]:
    for name in ("compression.zstd", "backports.zstd"):
        try:
            decompressor: Any = import_module(name).ZstdDecompressor()
        except ImportError:
            continue
        return lambda data: bytes(decompressor.decompress(data))
    other: Any = pytest.importorskip("zstandard")
    made = other.ZstdDecompressor().decompressobj()
    return lambda data: bytes(made.decompress(data))


def reader(kind: str) -> Callable[[bytes], bytes]:
    if kind == "zlib-stream":
        return zlib.decompressobj().decompress
    return zstd_reader()


@pytest.mark.parametrize("kind", ["zlib-stream", "zstd-stream"])
def test_every_message_can_be_read_as_soon_as_it_is_there(kind: str) -> None:
    read = reader(kind)
    compress = stream(kind)
    assert compress is not None
    assert [read(compress(message)) for message in MESSAGES] == MESSAGES


@pytest.mark.parametrize("kind", [None, "", "gzip"])
def test_what_discord_does_not_offer_is_sent_as_text(kind: str | None) -> None:
    assert stream(kind) is None


@pytest.mark.parametrize("kind", ["zlib-stream", "zstd-stream"])
async def test_a_client_is_greeted_in_the_compression_it_asked_for(kind: str) -> None:
    read = reader(kind)
    async with (
        Sandbox(World.parse(WORLD), limits=Limits.relaxed()) as sandbox,
        aiohttp.ClientSession() as session,
        session.ws_connect(f"{sandbox.gateway_url}?v=10&encoding=json&compress={kind}") as socket,
    ):
        hello = json.loads(read(await socket.receive_bytes()))
        assert hello["op"] == 10
        await socket.send_json({"op": 1, "d": None})
        assert json.loads(read(await socket.receive_bytes()))["op"] == 11
