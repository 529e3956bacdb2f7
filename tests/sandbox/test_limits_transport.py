"""HTTP itself: content types, broken bodies, unknown routes."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.sandbox.wrongbot import Stage, staged


@pytest.fixture
async def stage(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    async with staged(monkeypatch) as made:
        yield made


async def test_json_is_answered_with_exactly_its_content_type(stage: Stage) -> None:
    """discord.py compares the whole header: with a charset it would hand the caller a string."""
    general = stage.channel("north/general")
    answers = [
        await stage.wire("GET", "/users/@me"),
        await stage.wire("GET", "/channels/7"),
        await stage.wire("GET", "/no/such/route"),
        await stage.wire.send(general, {"content": ""}),
    ]
    stage.sandbox.faults.fail("GET", "/users/@me", times=1)
    answers.append(await stage.wire("GET", "/users/@me"))
    stage.sandbox.faults.rate_limit("GET", "/users/@me")
    answers.append(await stage.wire("GET", "/users/@me"))
    assert [answer.status for answer in answers] == [200, 404, 404, 400, 500, 429]
    assert {answer.headers["Content-Type"] for answer in answers} == {"application/json"}


@pytest.mark.parametrize("content_type", ["text/plain", "application/octet-stream", None])
async def test_a_body_of_another_content_type_is_refused(
    stage: Stage, content_type: str | None
) -> None:
    general = stage.channel("north/general")
    path = f"/channels/{general}/messages"
    refused = await stage.wire("POST", path, raw=b'{"content": "a"}', content_type=content_type)
    assert refused.refusal == (400, 50035)
    assert refused.faults() == ["_misc CONTENT_TYPE_INVALID"]
    assert await stage.shown("lin", "north/general") == []


@pytest.mark.parametrize("raw", [b'{"content": ', b"\xff\xfe", b"[1]"])
async def test_a_body_that_is_no_json_object_is_refused(stage: Stage, raw: bytes) -> None:
    path = f"/channels/{stage.channel('north/general')}/messages"
    refused = await stage.wire("POST", path, raw=raw, content_type="application/json")
    assert refused.refusal[0] == 400
    assert refused.refusal[1] in (50035, 50109)


async def test_an_unknown_route_is_404_and_recorded(stage: Stage) -> None:
    answer = await stage.wire("GET", "/no/such/route")
    assert (answer.status, answer.body) == (404, {"message": "404: Not Found", "code": 0})
    last = stage.sandbox.requests[-1]
    assert (last.method, last.path, last.status) == ("GET", "/no/such/route", 404)


async def test_an_id_that_is_no_snowflake_is_an_invalid_form(stage: Stage) -> None:
    refused = await stage.wire("GET", "/channels/general")
    assert refused.refusal == (400, 50035)
    assert refused.faults() == ["channel_id NUMBER_TYPE_COERCE"]
