"""Rate limits: the headers, 429 with its body, the global limit, and what is exempt."""

from __future__ import annotations

import pytest

from tests.sandbox.wrongbot import staged

HEADERS = ("Limit", "Remaining", "Reset", "Reset-After", "Bucket")


async def test_every_answer_tells_what_is_left_of_its_bucket(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with staged(monkeypatch, channel_messages=(5, 60.0)) as stage:
        general, desk = stage.channel("north/general"), stage.channel("north/desk")
        first = await stage.wire.send(general, {"content": "a"})
        second = await stage.wire.send(general, {"content": "b"})
        assert all(f"X-RateLimit-{name}" in first.headers for name in HEADERS)
        assert first.headers["X-RateLimit-Limit"] == "5"
        remaining = [one.headers["X-RateLimit-Remaining"] for one in (first, second)]
        assert remaining == ["4", "3"]
        assert 0 < float(second.headers["X-RateLimit-Reset-After"]) <= 60
        elsewhere = await stage.wire.send(desk, {"content": "c"})
        assert elsewhere.headers["X-RateLimit-Remaining"] == "4"
        bucket = "X-RateLimit-Bucket"
        assert first.headers[bucket] == elsewhere.headers[bucket]
        reading = await stage.wire("GET", f"/channels/{general}/messages")
        assert reading.headers[bucket] != first.headers[bucket]


async def test_a_sixth_message_within_the_window_is_429(monkeypatch: pytest.MonkeyPatch) -> None:
    async with staged(monkeypatch, channel_messages=(5, 60.0)) as stage:
        general = stage.channel("north/general")
        answers = [await stage.wire.send(general, {"content": str(n)}) for n in range(6)]
        assert [answer.status for answer in answers] == [200] * 5 + [429]
        limited = answers[-1]
        assert limited.body["message"] == "You are being rate limited."
        assert limited.body["global"] is False
        assert 0 < limited.body["retry_after"] <= 60
        assert limited.headers["X-RateLimit-Scope"] == "user"
        assert limited.headers["X-RateLimit-Remaining"] == "0"
        assert int(limited.headers["Retry-After"]) >= limited.body["retry_after"] - 1
        assert "Via" in limited.headers
        shown = await stage.shown("lin", "north/general")
        assert shown == ["0", "1", "2", "3", "4"]
        assert (await stage.wire.send(stage.channel("north/desk"), {"content": "a"})).status == 200


async def test_discordpy_waits_for_its_bucket_and_loses_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with staged(monkeypatch, channel_messages=(2, 0.3)) as stage:
        channel = stage.bot.get_partial_messageable(stage.channel("north/general"))
        for number in range(5):
            await channel.send(str(number))
        shown = await stage.shown("lin", "north/general")
        assert shown == ["0", "1", "2", "3", "4"]
        statuses = [
            one.status
            for one in stage.sandbox.requests
            if (one.method, one.path) == ("POST", "/channels/{channel_id}/messages")
        ]
        assert statuses.count(200) == 5


async def test_the_global_limit_counts_every_route(monkeypatch: pytest.MonkeyPatch) -> None:
    async with staged(monkeypatch, global_requests=(12, 60.0)) as stage:
        answers = [await stage.wire("GET", "/users/@me") for _ in range(12)]
        limited = answers[-1]
        assert limited.status == 429
        assert limited.body["global"] is True
        assert limited.headers["X-RateLimit-Global"] == "true"
        assert limited.headers["X-RateLimit-Scope"] == "global"
        elsewhere = await stage.wire("GET", f"/guilds/{stage.guild('north')}")
        assert elsewhere.status == 429


async def test_answers_to_interactions_are_free_of_the_global_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with staged(monkeypatch, global_requests=(12, 60.0)) as stage:
        while (await stage.wire("GET", "/users/@me")).status != 429:
            pass
        interaction, task = await stage.typed()
        await interaction.response.send_message("still here")
        await interaction.followup.send("and here")
        assert (await task).text == "still here"
        answer = await stage.wire("GET", "/users/@me")
        assert answer.status == 429


async def test_a_rate_limit_may_be_set_as_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    async with staged(monkeypatch) as stage:
        route = ("POST", "/channels/{channel_id}/messages")
        stage.sandbox.faults.rate_limit(*route, retry_after=0.05, scope="shared")
        general = stage.channel("north/general")
        limited = await stage.wire.send(general, {"content": "a"})
        assert (limited.status, limited.body["retry_after"]) == (429, 0.05)
        assert limited.headers["X-RateLimit-Scope"] == "shared"
        stage.sandbox.faults.rate_limit(*route, retry_after=0.05)
        await stage.bot.get_partial_messageable(general).send("b")
        assert await stage.shown("lin", "north/general") == ["b"]
