"""Faults that a test sets, as a discord.py bot meets them."""

from __future__ import annotations

import asyncio

import aiohttp
import discord
import pytest

from sandbox import Request, Sandbox
from tests.sandbox.conftest import Bot, Run

SEND = ("POST", "/channels/{channel_id}/messages")


@pytest.fixture
async def bot(run: Run) -> Bot:
    made = Bot()
    await run(made)
    return made


async def texts(sandbox: Sandbox, path: str = "north/general") -> list[str]:
    return [message.text for message in await sandbox.people["lin"].reads(path)]


async def test_a_failure_has_its_status_and_code_and_no_effect(sandbox: Sandbox, bot: Bot) -> None:
    sandbox.faults.fail(*SEND, status=403, code=50013, times=1)
    general = bot.at(sandbox, "north/general")
    with pytest.raises(discord.Forbidden) as caught:
        await general.send("lost")
    assert caught.value.code == 50013
    await general.send("kept")
    assert await texts(sandbox) == ["kept"]


async def test_a_fault_can_be_narrowed_to_some_requests(sandbox: Sandbox, bot: Bot) -> None:
    questions = sandbox.channel("north/questions").id

    def there(request: Request) -> bool:
        return request.params["channel_id"] == str(questions)

    sandbox.faults.fail(*SEND, status=403, where=there)
    await bot.at(sandbox, "north/general").send("through")
    with pytest.raises(discord.Forbidden):
        await bot.at(sandbox, "north/questions").send("stopped")
    sandbox.faults.clear()
    await bot.at(sandbox, "north/questions").send("through again")
    assert await texts(sandbox, "north/questions") == ["through again"]


async def test_discordpy_waits_out_a_rate_limit(sandbox: Sandbox, bot: Bot) -> None:
    sandbox.faults.rate_limit(*SEND, retry_after=0.05, times=2, is_global=True)
    await bot.at(sandbox, "north/general").send("in the end")
    assert await texts(sandbox) == ["in the end"]
    sent = [one.status for one in sandbox.requests if (one.method, one.path) == SEND]
    assert sent == [429, 429, 200]


@pytest.mark.parametrize(("when", "written"), [("before", []), ("after", ["once"])])
async def test_a_cut_connection_leaves_the_bot_in_doubt(
    sandbox: Sandbox, bot: Bot, when: str, written: list[str]
) -> None:
    sandbox.faults.drop(*SEND, when="before" if when == "before" else "after")
    with pytest.raises(aiohttp.ClientError):
        await bot.at(sandbox, "north/general").send("once")
    assert await texts(sandbox) == written
    assert sandbox.requests[-1].status == 0


async def test_a_delayed_request_has_its_effect_later(sandbox: Sandbox, bot: Bot) -> None:
    sandbox.faults.delay(*SEND, seconds=0.05)
    loop = asyncio.get_running_loop()
    began = loop.time()
    await bot.at(sandbox, "north/general").send("late")
    assert loop.time() - began >= 0.05
    assert await texts(sandbox) == ["late"]


async def test_a_request_held_after_its_effect_survives_the_death_of_its_bot(
    sandbox: Sandbox, bot: Bot
) -> None:
    hold = sandbox.faults.hold(*SEND, when="after")
    sending = asyncio.create_task(bot.at(sandbox, "north/general").send("was it sent?"))
    await hold.reached()
    assert await texts(sandbox) == ["was it sent?"]
    sending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sending
    hold.release()
    await bot.at(sandbox, "north/general").send("next")
    assert await texts(sandbox) == ["was it sent?", "next"]


async def test_a_request_held_before_its_effect_has_none_if_its_bot_died(
    sandbox: Sandbox, bot: Bot
) -> None:
    hold = sandbox.faults.hold(*SEND, when="before")
    sending = asyncio.create_task(bot.at(sandbox, "north/general").send("never"))
    await hold.reached()
    assert await texts(sandbox) == []
    sending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sending
    await bot.at(sandbox, "north/general").send("after it")
    hold.release()
    await bot.at(sandbox, "north/general").send("last")
    assert await texts(sandbox) == ["after it", "last"]


async def test_a_released_hold_lets_the_request_through(sandbox: Sandbox, bot: Bot) -> None:
    hold = sandbox.faults.hold(*SEND)
    sending = asyncio.create_task(bot.at(sandbox, "north/general").send("go"))
    await hold.reached()
    hold.release()
    await sending
    assert await texts(sandbox) == ["go"]


async def test_every_request_is_recorded(sandbox: Sandbox, bot: Bot) -> None:
    general = bot.at(sandbox, "north/general")
    await general.send("a file", file=discord.File(__file__, "script.pdf"))
    record = sandbox.requests[-1]
    assert (record.method, record.path) == SEND
    assert record.params == {"channel_id": str(general.id)}
    assert record.body["content"] == "a file"
    assert record.files == ("script.pdf",)
    assert (record.status, record.application) == (200, "Callboard")
    assert record.headers["Authorization"] == "Bot sandbox-token"
    assert record.at <= sandbox.clock.now()


async def test_a_route_that_does_not_exist_is_404_and_a_violation(
    sandbox: Sandbox, bot: Bot
) -> None:
    with pytest.raises(discord.NotFound) as caught:
        await bot.http.request(discord.http.Route("GET", "/no/such/thing"))
    assert caught.value.code == 0
    assert sandbox.requests[-1].path == "/no/such/thing"
