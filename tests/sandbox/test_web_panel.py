"""The page's panel under the hood: requests, events, faults and the clock, over its WebSocket."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from sandbox import Limits, Sandbox, World
from sandbox.web.panel import FARTHEST, KEPT, LONGEST_MOVE
from tests.sandbox.conftest import Bot, Run, point_at
from tests.sandbox.panel_tab import Json, Rest, Tab, opened


@pytest.fixture
async def sandbox(world: World, limits: Limits) -> AsyncIterator[Sandbox]:
    """One with its web page."""
    async with Sandbox(world, limits=limits, web=True) as made:
        point_at(made)
        yield made


@pytest.fixture
async def tab(sandbox: Sandbox) -> AsyncIterator[Tab]:
    """A tab of Lin's whose panel is open."""
    async with opened(sandbox) as made:
        assert (await made.asks("panel.watch", on=True))["ok"]
        yield made


@pytest.fixture
async def rest(sandbox: Sandbox) -> AsyncIterator[Rest]:
    async with aiohttp.ClientSession() as session:
        yield Rest(sandbox, session)


async def test_a_request_is_shown_with_its_answer_and_what_is_wrong_in_it(
    sandbox: Sandbox, tab: Tab, rest: Rest
) -> None:
    assert await rest("POST", rest.messages, {"content": "月亮港"}) == 200
    assert await rest("POST", rest.messages, {"content": "x", "embeds": "none"}) == 400
    assert await rest("GET", "/no/such/thing") == 404
    await tab.until(lambda: len(tab.requests) == 3)
    good, wrong, lost = tab.requests
    assert [one["n"] for one in tab.requests] == [1, 2, 3]
    assert (good["method"], good["path"]) == ("POST", "/channels/{channel_id}/messages")
    assert (good["status"], good["bot"]) == (200, "Callboard")
    assert json.loads(good["body"]) == {"content": "月亮港"}
    assert wrong["status"] == 400
    assert lost["status"] == 404
    if good["verdict"] is None:  # Discord's document is not at hand
        assert lost["verdict"] is None
        return
    assert good["verdict"] == []
    assert len(wrong["verdict"]) == 1
    assert lost["verdict"] == ["GET /no/such/thing: no such operation"]
    assert sandbox.violations == [*wrong["verdict"], *lost["verdict"]]


async def test_without_the_document_no_verdict_is_given(world: World) -> None:
    async with (
        Sandbox(world, limits=Limits.relaxed(), check=False, web=True) as made,
        opened(made) as tab,
        aiohttp.ClientSession() as session,
    ):
        await tab.asks("panel.watch", on=True)
        await Rest(made, session)("GET", "/no/such/thing")
        await tab.until(lambda: bool(tab.requests))
        assert tab.requests[0]["verdict"] is None


async def test_events_are_shown_with_who_they_went_to_and_no_secret_is(
    sandbox: Sandbox, tab: Tab, run: Run
) -> None:
    bot = Bot()
    shown: asyncio.Queue[str] = asyncio.Queue()

    @bot.tree.command(name="hello", description="Say hello")
    async def hello(interaction: Any) -> None:
        shown.put_nowait(interaction.token)
        await interaction.response.defer(ephemeral=True)
        await interaction.followup.send("hello")

    await run(bot)
    await bot.tree.sync()
    await sandbox.people["lin"].types("/hello", in_="north/general")
    await tab.until(lambda: any(one["path"].startswith("/webhooks/") for one in tab.requests))
    await tab.until(lambda: any(one["name"] == "INTERACTION_CREATE" for one in tab.events))
    assert tab.states[-1]["bots"][0]["connections"] == 1
    ready = next(one for one in tab.events if one["name"] == "READY")
    assert ready["to"] == "Callboard"
    follow_up = next(one for one in tab.requests if one["path"].startswith("/webhooks/"))
    assert follow_up["bot"] == "Callboard"
    everything = json.dumps([tab.requests, tab.events])
    assert (await shown.get()) not in everything
    assert sandbox.token not in everything
    assert '"session_id": "(not shown)"' in ready["body"]


async def test_who_opens_the_panel_later_sees_what_was_before(
    sandbox: Sandbox, tab: Tab, rest: Rest
) -> None:
    for text in ("one", "two"):
        await rest("POST", rest.messages, {"content": text})
    async with opened(sandbox, "maya") as other:
        await other.asks("panel.watch", on=True)
        await other.until(lambda: len(other.requests) == 2)
    await tab.until(lambda: len(tab.requests) == 2)


async def test_a_closed_panel_is_told_nothing(sandbox: Sandbox, tab: Tab, rest: Rest) -> None:
    await tab.until(lambda: bool(tab.states))
    await tab.asks("panel.watch", on=False)
    before = len(tab.states)
    async with opened(sandbox, "maya") as other:
        await other.asks("panel.watch", on=True)
        await rest("POST", rest.messages, {"content": "one"})
        await other.until(lambda: len(other.requests) == 1)
    await tab.asks("panel.clear")
    assert (len(tab.requests), len(tab.states)) == (0, before)


async def test_many_requests_come_in_few_pushes_and_only_the_last_are_kept(
    sandbox: Sandbox, tab: Tab, rest: Rest
) -> None:
    for number in range(KEPT + 20):
        await rest("POST", rest.messages, {"content": str(number)})
    await tab.until(lambda: bool(tab.requests) and tab.requests[-1]["n"] == KEPT + 20)
    assert len(tab.states) < KEPT / 4
    assert len(sandbox.requests) == KEPT
    async with opened(sandbox, "maya") as other:
        await other.asks("panel.watch", on=True)
        await other.until(lambda: bool(other.requests))
    assert [one["n"] for one in other.requests] == list(range(21, KEPT + 21))


async def test_the_next_messages_fail_and_those_after_them_do_not(tab: Tab, rest: Rest) -> None:
    await tab.asks("panel.fail_sends", times=2)
    await tab.until(lambda: bool(tab.states) and tab.states[-1]["faults"]["sends"] == 2)
    statuses = [await rest("POST", rest.messages, {"content": str(one)}) for one in range(3)]
    assert statuses == [500, 500, 200]
    await tab.until(lambda: tab.states[-1]["faults"]["sends"] == 0)
    await tab.until(lambda: len(tab.requests) == 3)
    assert [one["status"] for one in tab.requests] == statuses


async def test_an_interaction_is_silenced_once_and_the_person_is_told(
    sandbox: Sandbox, tab: Tab, run: Run
) -> None:
    bot = Bot()
    failed: asyncio.Queue[Exception] = asyncio.Queue()

    @bot.tree.command(name="hello", description="Say hello")
    async def hello(interaction: Any) -> None:
        await interaction.response.send_message("hello", ephemeral=True)

    @bot.tree.error
    async def lost(_: Any, error: Exception) -> None:
        failed.put_nowait(error)

    await run(bot)
    await bot.tree.sync()
    await tab.asks("panel.silence", times=1)
    lin = sandbox.people["lin"]
    assert (await lin.types("/hello", in_="north/general")).failed
    assert failed.qsize() == 1
    assert (await lin.types("/hello", in_="north/general")).text == "hello"
    await tab.until(lambda: any("/callback" in one["path"] for one in tab.requests))
    silenced = next(one for one in tab.requests if "/callback" in one["path"])
    assert silenced["status"] == 0


async def test_suggestions_while_typing_do_not_use_a_silence_up(tab: Tab, rest: Rest) -> None:
    await tab.asks("panel.silence", times=1)
    assert await rest("POST", "/interactions/1/none/callback", {"type": 8}) == 404
    with pytest.raises(aiohttp.ClientConnectionError):
        await rest("POST", "/interactions/2/none/callback", {"type": 5})
    with pytest.raises(aiohttp.ClientConnectionError):  # the same answer, tried again
        await rest("POST", "/interactions/2/none/callback", {"type": 5})
    assert await rest("POST", "/interactions/3/none/callback", {"type": 5}) == 404


async def test_faults_that_wait_can_be_called_off(tab: Tab, rest: Rest) -> None:
    await tab.asks("panel.fail_sends", times=3)
    await tab.asks("panel.silence", times=2)
    await tab.until(lambda: bool(tab.states) and tab.states[-1]["faults"]["silences"] == 2)
    await tab.asks("panel.clear")
    await tab.until(lambda: tab.states[-1]["faults"] == {"sends": 0, "silences": 0})
    assert await rest("POST", rest.messages, {"content": "through"}) == 200


async def test_a_cut_gateway_shows_and_the_bot_comes_back(tab: Tab, run: Run) -> None:
    bot = Bot()
    await run(bot)
    await tab.until(lambda: bool(tab.states) and tab.states[-1]["bots"][0]["connections"] == 1)
    await tab.asks("panel.drop_gateway")
    await bot.resumes.get()
    await tab.until(lambda: any(one["name"] == "RESUMED" for one in tab.events))
    await tab.until(lambda: tab.states[-1]["bots"][0]["connections"] == 1)


async def test_the_clock_moves_forward_and_every_tab_hears_of_it(
    sandbox: Sandbox, tab: Tab
) -> None:
    async with opened(sandbox, "maya") as other:
        await other.asks("panel.clear")
        before = sandbox.clock.now()
        assert (await tab.asks("panel.clock", seconds=3600))["ok"]
        assert 3600 <= (sandbox.clock.now() - before).total_seconds() < 3660
        await other.until(lambda: bool(other.clocks))
        await tab.until(lambda: bool(tab.states) and tab.states[-1]["offset"] == 3600)


@pytest.mark.parametrize(
    ("verb", "args"),
    [
        ("panel.clock", {"seconds": -5}),
        ("panel.clock", {"seconds": LONGEST_MOVE + 1}),
        ("panel.clock", {"seconds": "a day"}),
        ("panel.clock", {}),
        ("panel.fail_sends", {"times": 0}),
        ("panel.fail_sends", {"times": True}),
        ("panel.silence", {"times": 21}),
        ("panel.open", {}),
    ],
)
async def test_what_makes_no_sense_is_refused(
    sandbox: Sandbox, tab: Tab, verb: str, args: Json
) -> None:
    answer = await tab.asks(verb, **args)
    assert (answer["ok"], answer["code"]) == (False, "Bad")
    assert sandbox.clock.offset.total_seconds() == 0


async def test_the_clock_goes_ten_years_and_no_further(sandbox: Sandbox, tab: Tab) -> None:
    for _ in range(FARTHEST // LONGEST_MOVE):
        assert (await tab.asks("panel.clock", seconds=LONGEST_MOVE))["ok"]
    answer = await tab.asks("panel.clock", seconds=1)
    assert (answer["ok"], answer["code"]) == (False, "NotAllowed")
    assert sandbox.clock.offset.total_seconds() == FARTHEST
