"""`nonce` and `enforce_nonce`: a message that is sent twice is written once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from tests.sandbox.wrongbot import Stage, Wire, staged

NOTICE: dict[str, Any] = {"content": "a notice", "nonce": "notice-1", "enforce_nonce": True}


@pytest.fixture
async def stage(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    async with staged(monkeypatch) as made:
        yield made


async def shown(stage: Stage) -> list[str]:
    return await stage.shown("lin", "north/general")


async def test_a_repeated_nonce_returns_the_first_message(stage: Stage) -> None:
    general = stage.channel("north/general")
    first = await stage.wire.send(general, NOTICE)
    second = await stage.wire.send(general, {**NOTICE, "content": "changed"})
    assert (second.status, second.body["id"]) == (200, first.body["id"])
    assert second.body["nonce"] == "notice-1"
    assert await shown(stage) == ["a notice"]


async def test_sends_at_the_same_time_make_one_message(stage: Stage) -> None:
    general = stage.channel("north/general")
    answers = await asyncio.gather(*(stage.wire.send(general, NOTICE) for _ in range(5)))
    assert len({answer.body["id"] for answer in answers}) == 1
    assert await shown(stage) == ["a notice"]


async def test_discordpy_always_enforces_its_nonce(stage: Stage) -> None:
    channel = stage.bot.get_partial_messageable(stage.channel("north/general"))
    first = await channel.send("a notice", nonce="notice-1")
    second = await channel.send("a notice", nonce="notice-1")
    assert first.id == second.id


async def test_a_nonce_that_is_not_enforced_doubles(stage: Stage) -> None:
    general = stage.channel("north/general")
    for _ in range(2):
        await stage.wire.send(general, {**NOTICE, "enforce_nonce": False})
    assert await shown(stage) == ["a notice"] * 2


async def test_the_window_ends(stage: Stage) -> None:
    general = stage.channel("north/general")
    await stage.wire.send(general, NOTICE)
    stage.sandbox.clock.advance(stage.limits.nonce_minutes * 60 + 1)
    await stage.wire.send(general, NOTICE)
    assert await shown(stage) == ["a notice"] * 2


async def test_the_nonce_of_another_author_is_another_nonce(stage: Stage) -> None:
    general = stage.channel("north/general")
    await stage.wire.send(general, NOTICE)
    async with aiohttp.ClientSession() as session:
        other = Wire(stage.sandbox, session, stage.sandbox.tokens["Reader"])
        assert (await other.send(general, NOTICE)).status == 200
    assert await shown(stage) == ["a notice"] * 2


async def test_an_answer_that_was_lost_is_found_again_by_its_nonce(stage: Stage) -> None:
    general = stage.channel("north/general")
    stage.sandbox.faults.drop("POST", "/channels/{channel_id}/messages", when="after")
    with pytest.raises(aiohttp.ClientError):
        await stage.wire.send(general, NOTICE)
    assert (await stage.wire.send(general, NOTICE)).status == 200
    assert await shown(stage) == ["a notice"]


async def test_a_refused_send_uses_no_nonce(stage: Stage) -> None:
    general = stage.channel("north/general")
    refused = await stage.wire.send(general, {**NOTICE, "content": "x" * 2001})
    assert refused.refusal == (400, 50035)
    await stage.wire.send(general, NOTICE)
    assert await shown(stage) == ["a notice"]
