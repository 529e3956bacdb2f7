"""Killed at any point: nothing is lost, nothing is told twice."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox import Sandbox
from sandbox.faults import When
from sandbox.people.person import Person
from tests.e2e.delivery import (
    MESSAGES,
    THREADS,
    cards_of,
    claim_news,
    in_channel,
    in_desk,
    in_dm,
    sent_to,
    told_once,
)
from tests.e2e.desk import erase, in_thread, submitted, withdraw
from tests.e2e.process import BotProcess, at_work
from tests.e2e.stage import Stage
from tests.e2e.story import begin, fill, fill_all, pitch, reference, to_consent, words

CALLBACK = "/interactions/{interaction_id}/{interaction_token}/callback"
ANSWER = "/webhooks/{webhook_id}/{webhook_token}/messages/@original"
LONG_DRAIN, SHORT_DRAIN = 10.0, 3.0
EXIT_SECONDS = 2.5
"""What closing takes beyond the drain; less than a second drain would."""
SHARDS = 4
"""As few as give the two servers different shards."""

both_engines = pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
points = pytest.mark.parametrize(
    ("when", "minutes"),
    [
        pytest.param("before", 0, id="between-commit-and-send"),
        pytest.param("after", 0, id="between-send-and-record"),
        pytest.param("after", 60, id="and-back-after-the-nonce-is-forgotten"),
    ],
)


@pytest.fixture
def stage(sandbox: Sandbox, database_url: str) -> Stage:
    """The people; the bot is a process here, not part of the stage."""
    return Stage(sandbox, database_url)


@pytest.fixture
def drain_seconds() -> float:
    return LONG_DRAIN


@pytest.fixture
async def bot(
    sandbox: Sandbox,
    database_url: str,
    tmp_path: Path,
    drain_seconds: float,
    request: pytest.FixtureRequest,
) -> AsyncIterator[BotProcess]:
    made = BotProcess(sandbox, database_url, tmp_path / "bot", DRAIN_SECONDS=drain_seconds)
    yield made
    await ended(made, request)


async def ended(bot: BotProcess, request: pytest.FixtureRequest) -> None:
    """The end of a process in a test; a failure shows what it wrote."""
    await bot.kill()
    request.node.add_report_section("teardown", "bot", bot.log)


def shard_of(sandbox: Sandbox, guild: str) -> int:
    """Discord: a server's events come on the shard ``(id >> 22) % shards``."""
    return (sandbox.guild(guild).id >> 22) % SHARDS


async def refused(person: Person) -> None:
    """Until the bot, which was told to leave, has heard it and refuses commands."""
    async with asyncio.timeout(10):
        while (await person.types("/programs")).text != words(person)("error.restarting"):
            pass


@both_engines
@points
async def test_killed_while_it_sends_the_card_and_the_receipt_it_shows_each_once(
    stage: Stage, bot: BotProcess, sandbox: Sandbox, when: When, minutes: float
) -> None:
    await bot.start()
    await stage.set_up("chunm")
    card = sandbox.faults.hold("POST", MESSAGES, when, where=in_desk(sandbox))
    receipt = sandbox.faults.hold("POST", MESSAGES, when, where=in_dm(stage.lin))
    ref = reference(await pitch(stage.lin))
    await card.reached()
    await receipt.reached()
    assert len(cards_of(sandbox, ref)) == (1 if when == "after" else 0)
    await bot.kill()
    sandbox.faults.clear()
    sandbox.clock.advance(minutes * 60)
    await bot.start()
    await told_once(stage, ref)


@both_engines
@pytest.mark.parametrize("when", ["before", "after"])
async def test_killed_between_the_card_and_its_thread_it_makes_one_of_each(
    stage: Stage, bot: BotProcess, sandbox: Sandbox, when: When
) -> None:
    await bot.start()
    await stage.set_up("chunm")
    thread = sandbox.faults.hold("POST", THREADS, when)
    ref = reference(await pitch(stage.lin))
    await thread.reached()
    await bot.kill()
    sandbox.faults.clear()
    await bot.start()
    await told_once(stage, ref)


@both_engines
@points
async def test_killed_while_it_tells_the_desk_in_a_thread_it_tells_it_once(
    stage: Stage, bot: BotProcess, sandbox: Sandbox, when: When, minutes: float
) -> None:
    lin, maya = stage.lin, stage.maya
    await bot.start()
    await stage.set_up("chunm")
    ref, card = await submitted(stage)
    post = sandbox.faults.hold("POST", MESSAGES, when, where=in_channel(card.thread))
    await withdraw(lin, ref)
    await post.reached()
    await bot.kill()
    sandbox.faults.clear()
    sandbox.clock.advance(minutes * 60)
    await bot.start()
    await maya.sees("has **withdrawn**", in_=card.thread, within=20)
    await lin.types("/pitch view", ref=ref)
    await lin.presses(words(lin)("button.undo"))
    await maya.sees("as it was before", in_=card.thread, within=20)
    told = ["withdrawn" in text for text in in_thread(card) if "**" in text]
    assert told == [True, False]


@both_engines
@pytest.mark.parametrize("when", ["before", "after"])
async def test_killed_while_it_takes_messages_away_it_takes_all_of_them(
    stage: Stage, bot: BotProcess, sandbox: Sandbox, when: When
) -> None:
    lin = stage.lin
    await bot.start()
    await stage.set_up("chunm")
    ref, _ = await submitted(stage)
    await lin.sees(claim_news(lin), in_="dm")
    removal = sandbox.faults.hold("DELETE", MESSAGES + "/{message_id}", when)
    await erase(lin)
    await removal.reached()
    await bot.kill()
    sandbox.faults.clear()
    await bot.start()
    await lin.sees_no_more(ref, in_="dm", within=20)
    await stage.maya.sees("erased at its author's request", in_="desk", within=20)
    assert len(cards_of(sandbox, ref)) == 1


@both_engines
@pytest.mark.parametrize(
    ("method", "path", "kept"),
    [
        pytest.param("POST", CALLBACK, "1 of 5", id="before-it-was-acknowledged"),
        pytest.param("PATCH", ANSWER, "2 of 5", id="before-it-was-answered"),
    ],
)
async def test_killed_while_a_page_is_sent_in_the_draft_goes_on_from_what_was_saved(
    stage: Stage, bot: BotProcess, sandbox: Sandbox, method: str, path: str, kept: str
) -> None:
    sam = stage.sam
    await bot.start()
    await stage.set_up("chunm")
    await begin(sam)
    await fill(sam, {"title": "Moon Harbour"})
    await sam.presses("Continue")
    held = sandbox.faults.hold(method, path)
    async with at_work(fill(sam)):
        await held.reached()
        await bot.kill()
    sandbox.faults.clear()
    await bot.start()
    resumed = await sam.types("/pitch start", program="chunm")
    assert "Moon Harbour" in resumed.text
    assert kept in resumed.text
    assert (await sam.presses("Continue")).modal is not None


@both_engines
async def test_told_to_leave_it_finishes_what_is_in_hand_and_takes_nothing_more(
    stage: Stage, bot: BotProcess, sandbox: Sandbox
) -> None:
    lin, sam, wei = stage.lin, stage.sam, stage.wei
    await bot.start()
    await stage.set_up("chunm")
    await begin(sam)
    await wei.types("/pitch start", program="chunm")
    await to_consent(lin, await fill_all(lin))
    answer = sandbox.faults.hold("PATCH", ANSWER)
    card = sandbox.faults.hold("POST", MESSAGES, where=in_desk(sandbox))
    submitting = asyncio.create_task(lin.presses(words(lin)("button.submit")))
    await answer.reached()
    await card.reached()

    bot.told_to_leave()
    await refused(sam)
    begun = await wei.presses(words(wei)("button.begin"))
    assert begun.text == words(wei)("error.restarting")
    assert "Moon Harbour" in (await fill(sam, {"title": "Moon Harbour"})).text
    answer.release()
    ref = reference(await submitting)
    card.release()
    assert await bot.left(within=LONG_DRAIN + EXIT_SECONDS) == 0
    assert "Traceback" not in bot.log
    assert len(cards_of(sandbox, ref)) == 1

    await bot.start()
    await told_once(stage, ref)
    assert "Moon Harbour" in (await sam.types("/pitch start", program="chunm")).text


@pytest.mark.parametrize("drain_seconds", [SHORT_DRAIN])
async def test_told_to_leave_it_cuts_off_what_takes_too_long_and_tells_it_later(
    stage: Stage, bot: BotProcess, sandbox: Sandbox
) -> None:
    lin = stage.lin
    await bot.start()
    await stage.set_up("chunm")
    await to_consent(lin, await fill_all(lin))
    answer = sandbox.faults.hold("PATCH", ANSWER)
    card = sandbox.faults.hold("POST", MESSAGES, where=in_desk(sandbox))
    async with at_work(lin.presses(words(lin)("button.submit"))):
        await answer.reached()
        await card.reached()
        bot.told_to_leave()
        assert await bot.left(within=SHORT_DRAIN + EXIT_SECONDS) == 0
    sandbox.faults.clear()
    await bot.start()
    listed = await lin.types("/pitch list")
    await told_once(stage, reference(listed))


@pytest.mark.parametrize("engine", ["postgresql"])
async def test_what_a_killed_process_had_in_hand_another_one_delivers_once(
    stage: Stage,
    sandbox: Sandbox,
    database_url: str,
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> None:
    async with contextlib.AsyncExitStack() as stack:
        north, south = (
            BotProcess(
                sandbox, database_url, tmp_path / key,
                LEASE_SECONDS=3, SHARD_COUNT=SHARDS, SHARD_IDS=shard_of(sandbox, key),
            )
            for key in ("north", "south")
        )  # fmt: skip
        stack.push_async_callback(ended, north, request)
        stack.push_async_callback(ended, south, request)
        await north.start()
        await stage.set_up("chunm")
        card = sandbox.faults.hold("POST", MESSAGES, where=in_desk(sandbox))
        ref = reference(await pitch(stage.lin))
        await card.reached()

        await south.start(sessions=2)
        await stage.set_up_south()
        other = reference(await pitch(stage.hugo))
        await stage.sofia.sees(other, in_="office")
        assert len(sent_to(sandbox, in_desk(sandbox))) == 1, "the lease was not respected"

        await north.kill()
        sandbox.faults.clear()
        await stage.maya.sees(ref, in_="desk", within=20)
        await north.start(sessions=2)
        await told_once(stage, ref)
