"""What Discord does to a bot on a bad day: all is told all the same, and once."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from bot.app import App, Surroundings
from bot.randomness import SystemIds
from sandbox import Sandbox
from sandbox.faults import When, Where
from tests.e2e.delivery import (
    MESSAGES,
    THREADS,
    cards_of,
    claim_news,
    in_desk,
    in_dm,
    sent_to,
    told_once,
)
from tests.e2e.stage import Stage
from tests.e2e.story import begin, fill, fill_all, pitch, reference, to_consent, words

PRIVATE_THREADS = "/channels/{channel_id}/threads"
MANY = 1000


class TimedStage(Stage):
    """The bot's clock is the sandbox's, so that both can be moved."""

    async def start(self) -> None:
        surroundings = Surroundings(self.sandbox.clock, SystemIds(), 0.01, 0.05)
        self.app = App(self.settings, surroundings)
        await self.app.start()


@pytest.fixture
async def timed_stage(sandbox: Sandbox, database_url: str) -> AsyncIterator[Stage]:
    async with TimedStage(sandbox, database_url) as made:
        await made.set_up("chunm")
        yield made


def unavailable(sandbox: Sandbox, where: Where) -> None:
    sandbox.faults.fail("POST", MESSAGES, 503, times=5, where=where)


def limited(sandbox: Sandbox, where: Where) -> None:
    sandbox.faults.rate_limit("POST", MESSAGES, 0.05, times=3, where=where)


def limited_for_good(sandbox: Sandbox, where: Where) -> None:
    """More often than discord.py tries, which is five times."""
    sandbox.faults.rate_limit("POST", MESSAGES, 0.02, times=7, where=where)


def limited_everywhere(sandbox: Sandbox, where: Where) -> None:
    sandbox.faults.rate_limit(
        "POST", MESSAGES, 0.05, times=2, scope="global", is_global=True, where=where
    )


def cut_before(sandbox: Sandbox, where: Where) -> None:
    sandbox.faults.drop("POST", MESSAGES, "before", times=3, where=where)


def cut_after(sandbox: Sandbox, where: Where) -> None:
    sandbox.faults.drop("POST", MESSAGES, "after", times=3, where=where)


@pytest.mark.parametrize(
    "fault", [unavailable, limited, limited_for_good, limited_everywhere, cut_before, cut_after]
)
async def test_a_card_and_a_receipt_that_fail_to_be_sent_come_later_and_once(
    stage: Stage, sandbox: Sandbox, fault: Callable[[Sandbox, Where], None]
) -> None:
    fault(sandbox, in_desk(sandbox))
    fault(sandbox, in_dm(stage.lin))
    ref = reference(await pitch(stage.lin))
    await told_once(stage, ref)


async def test_five_server_errors_in_a_row_are_outlasted(
    sandbox: Sandbox, database_url: str
) -> None:
    """discord.py itself tries five times, for 25 seconds; the lease is kept up all the while."""
    async with Stage(sandbox, database_url, lease_seconds=1) as stage:
        await stage.set_up("chunm")
        sandbox.faults.fail("POST", MESSAGES, 500, times=5, where=in_desk(sandbox))
        ref = reference(await pitch(stage.lin))
        await stage.maya.sees(ref, in_="desk", within=60)
        sent = sent_to(sandbox, in_desk(sandbox))
        assert [one.status for one in sent] == [500, 500, 500, 500, 500, 200]
        await told_once(stage, ref)


async def test_the_nonce_prevents_a_copy_where_the_bot_may_not_read_the_history(
    stage: Stage, sandbox: Sandbox
) -> None:
    sandbox.overwrites(
        "north/desk", "Callboard", allow=["view_channel"], deny=["read_message_history"]
    )
    cut_after(sandbox, in_desk(sandbox))
    ref = reference(await pitch(stage.lin))
    await told_once(stage, ref)
    nonces = [one.body["nonce"] for one in sent_to(sandbox, in_desk(sandbox))]
    assert nonces == [nonces[0]] * 4


@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_cards_thread_that_fails_to_be_made_is_made_later_and_once(
    stage: Stage, sandbox: Sandbox, when: When
) -> None:
    sandbox.faults.drop("POST", THREADS, when)
    sandbox.faults.fail("POST", THREADS, 503, times=2)
    await told_once(stage, reference(await pitch(stage.lin)))


async def test_an_edit_of_the_card_that_fails_is_made_later(stage: Stage, sandbox: Sandbox) -> None:
    sandbox.faults.drop("PATCH", MESSAGES + "/{message_id}", "before")
    sandbox.faults.fail("PATCH", MESSAGES + "/{message_id}", 503, times=2)
    await told_once(stage, reference(await pitch(stage.lin)))


async def closed(sandbox: Sandbox) -> None:
    await sandbox.gateway.close(4000)


async def dropped(sandbox: Sandbox) -> None:
    sandbox.gateway.drop()


async def asked_to_reconnect(sandbox: Sandbox) -> None:
    sandbox.gateway.ask_reconnect()


async def invalidated(sandbox: Sandbox) -> None:
    """discord.py waits five seconds before it identifies again."""
    sandbox.gateway.invalidate()


@pytest.mark.parametrize("fault", [closed, dropped, asked_to_reconnect, invalidated])
async def test_a_gateway_that_goes_away_in_the_middle_of_a_pitch_costs_nothing(
    stage: Stage, sandbox: Sandbox, fault: Callable[[Sandbox], Awaitable[None]]
) -> None:
    lin, sam = stage.lin, stage.sam
    await begin(sam)
    await to_consent(lin, await fill_all(lin))
    await fault(sandbox)
    await sandbox.gateway.gone()
    await sandbox.gateway.ready()
    assert "Moon Harbour" in (await fill(sam, {"title": "Moon Harbour"})).text
    receipt = await lin.presses(words(lin)("button.submit"))
    await told_once(stage, reference(receipt))


@pytest.mark.parametrize("fault", [closed, dropped])
async def test_what_is_pressed_while_the_gateway_is_away_is_served_when_it_resumes(
    stage: Stage, sandbox: Sandbox, fault: Callable[[Sandbox], Awaitable[None]]
) -> None:
    lin = stage.lin
    await to_consent(lin, await fill_all(lin))
    await fault(sandbox)
    await sandbox.gateway.gone()
    receipt = await lin.presses(words(lin)("button.submit"))
    await told_once(stage, reference(receipt))


async def test_stopped_right_after_a_submission_it_tells_all_when_it_is_back(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    ref = reference(await pitch(stage.lin))
    await stage.restart()
    await told_once(stage, ref)
    assert "notice_" not in caplog.text


async def test_shut_dms_lead_to_a_private_thread_that_only_the_author_and_staff_see(
    stage: Stage, sandbox: Sandbox
) -> None:
    lin = stage.lin
    lin.shuts_dms()
    sandbox.faults.drop("POST", PRIVATE_THREADS, "after")
    receipt = await pitch(lin)
    ref = reference(receipt)
    assert receipt.ephemeral
    name = words(lin)("notice.thread", ref=ref)
    told = await lin.sees(ref, in_=name)
    assert told.mentions == [lin.name]
    card = await stage.maya.sees(ref, in_="desk")
    await stage.maya.presses("Claim", on=card)
    await lin.sees(claim_news(lin), in_=name)

    (thread,) = lin.threads("questions")
    assert thread.kind == "private thread"
    assert set(thread.members) == {lin.name, "Callboard"}
    assert len([one for one in thread.messages if ref in one.text]) == 2
    assert stage.olga.threads("questions") == [thread]
    for other in (stage.sam, stage.wei):
        assert other.threads("questions") == []
    assert await lin.reads("dm") == []


async def no_channel(stage: Stage) -> None:
    await stage.set_up("chunm")


async def no_permission(stage: Stage) -> None:
    await stage.set_up("chunm", questions="questions")
    stage.sandbox.overwrites("north/questions", "Callboard", deny=["create_private_threads"])


async def channel_deleted(stage: Stage) -> None:
    await stage.set_up("chunm", questions="questions")
    stage.sandbox.removes_channel("north/questions")


@pytest.mark.parametrize("set_up", [no_channel, no_permission, channel_deleted])
async def test_where_there_can_be_no_thread_either_the_inbox_has_it(
    bare_stage: Stage, set_up: Callable[[Stage], Awaitable[None]]
) -> None:
    stage, lin, sandbox = bare_stage, bare_stage.lin, bare_stage.sandbox
    await set_up(stage)
    lin.shuts_dms()
    refusal = sandbox.faults.hold("POST", MESSAGES, "after", where=in_dm(lin))
    receipt = await pitch(lin)
    ref = reference(receipt)
    await refusal.reached()
    lin.opens_dms()
    refusal.release()
    card = await stage.maya.sees(ref, in_="desk")
    await stage.maya.presses("Claim", on=card)
    # It waits for the receipt to have arrived somewhere, which by now is the inbox.
    await lin.sees(claim_news(lin), in_="dm")
    assert len(await lin.reads("dm")) == 1
    assert lin.threads() == []
    shown = await lin.types("/inbox")
    assert shown.ephemeral
    assert receipt.text in shown.text
    assert ref not in (await stage.sam.types("/inbox")).text


def deleted(sandbox: Sandbox) -> None:
    sandbox.removes_channel("north/desk")


def hidden(sandbox: Sandbox) -> None:
    sandbox.overwrites("north/desk", "Callboard", deny=["view_channel"])


def muted(sandbox: Sandbox) -> None:
    sandbox.overwrites("north/desk", "Callboard", allow=["view_channel"], deny=["send_messages"])


async def mend(stage: Stage) -> str:
    """Give the bot its desk again; what `/setup` answers."""
    sandbox = stage.sandbox
    if "desk" not in [one.name for one in sandbox.guild("north").channels]:
        sandbox.adds_channel("north/desk")
    sandbox.overwrites("north/desk", "Callboard", allow=["view_channel"])
    reply = await stage.olga.types("/setup", coordinators="Coordinators", desk="desk")
    return reply.text


async def recorded(stage: Stage) -> None:
    """Until it is stored what became of Lin's card: the next one is on its way to the owner."""
    following = stage.sandbox.faults.hold("POST", MESSAGES, where=in_dm(stage.olga))
    await pitch(stage.sam)
    await following.reached()


@pytest.mark.parametrize("fault", [deleted, hidden, muted])
async def test_the_owner_learns_without_content_of_a_card_that_could_not_be_posted(
    stage: Stage, sandbox: Sandbox, fault: Callable[[Sandbox], None]
) -> None:
    fault(sandbox)
    ref = reference(await pitch(stage.lin, given={"title": "月亮港", "logline": "一座城的秘密"}))
    told = await stage.olga.sees(ref, in_="dm")
    assert told.text == words(stage.olga)("notice.desk_shut", ref=ref)
    await recorded(stage)
    assert words(stage.olga).n("setup.revived", 1) in await mend(stage)
    await stage.maya.sees("月亮港", in_="desk")
    await told_once(stage, ref)
    assert await stage.olga.reads("dm") == [told]
    sandbox.faults.clear()


async def test_a_card_that_not_even_the_owner_could_be_told_of_comes_after_setup(
    stage: Stage, sandbox: Sandbox
) -> None:
    deleted(sandbox)
    stage.olga.shuts_dms()
    refused = sandbox.faults.hold("POST", MESSAGES, where=in_dm(stage.olga))
    ref = reference(await pitch(stage.lin))
    await refused.reached()
    refused.release()
    await recorded(stage)
    await mend(stage)
    await told_once(stage, ref)
    sandbox.faults.clear()


async def test_a_card_that_was_posted_although_the_bot_could_not_know_stays_the_only_one(
    timed_stage: Stage, sandbox: Sandbox
) -> None:
    """The connection breaks as the card is posted, and the desk is shut before the next try."""
    stage = timed_stage
    sandbox.faults.drop("POST", MESSAGES, "after", where=in_desk(sandbox))
    search = sandbox.faults.hold("GET", MESSAGES, where=in_desk(sandbox))
    ref = reference(await pitch(stage.lin))
    await search.reached()
    hidden(sandbox)
    search.release()
    await stage.olga.sees(ref, in_="dm")
    sandbox.clock.advance(3600)
    await recorded(stage)
    await mend(stage)
    await told_once(stage, ref)
    sandbox.faults.clear()


async def test_a_card_whose_thread_is_forbidden_gets_it_once_it_is_allowed(
    stage: Stage, sandbox: Sandbox
) -> None:
    sandbox.overwrites(
        "north/desk", "Callboard", allow=["view_channel"], deny=["create_public_threads"]
    )
    card = await stage.maya.sees(reference(await pitch(stage.lin)), in_="desk")
    await stage.maya.presses("Claim", on=card)
    await stage.maya.sees("In review", in_="desk")
    assert card.thread is None
    assert await stage.olga.reads("dm") == []


async def test_what_is_in_hand_is_not_taken_up_again_when_the_clock_jumps(
    timed_stage: Stage, sandbox: Sandbox
) -> None:
    stage = timed_stage
    card = sandbox.faults.hold("POST", MESSAGES, where=in_desk(sandbox))
    ref = reference(await pitch(stage.lin))
    await card.reached()
    sandbox.clock.advance(3600)
    await stage.sam.sees(reference(await pitch(stage.sam)), in_="dm")
    assert len(sent_to(sandbox, in_desk(sandbox))) == 1
    card.release()
    await told_once(stage, ref)


async def test_a_poisoned_notice_stops_no_other_and_comes_once_it_is_cured(
    stage: Stage, sandbox: Sandbox
) -> None:
    desk = in_desk(sandbox)
    sandbox.faults.fail(
        "POST", MESSAGES, 400, times=MANY, code=50035,
        where=lambda request: desk(request) and "Poison" in str(request.body),
    )  # fmt: skip
    poisoned = reference(await pitch(stage.sam, given={"title": "Poison"}))
    await stage.sam.sees(poisoned, in_="dm")
    await stage.set_up_south()
    await stage.hugo.sees(reference(await pitch(stage.hugo)), in_="office")
    await told_once(stage, reference(await pitch(stage.lin)))
    assert cards_of(sandbox, poisoned) == []
    sandbox.faults.clear()
    await mend(stage)
    await stage.maya.sees(poisoned, in_="desk")


async def test_order_is_kept_when_the_first_of_two_fails(stage: Stage, sandbox: Sandbox) -> None:
    desk = in_desk(sandbox)
    sandbox.faults.fail(
        "POST", MESSAGES, 503, times=MANY,
        where=lambda request: desk(request) and "Moon Harbour" in str(request.body),
    )  # fmt: skip
    first = reference(await pitch(stage.sam, given={"title": "Moon Harbour"}))
    second = reference(await pitch(stage.lin))
    await stage.lin.sees(second, in_="dm")
    assert {one.status for one in sent_to(sandbox, desk)} == {503}
    sandbox.faults.clear()
    await told_once(stage, second)
    posted = [one.text for one in sandbox.channel("north/desk").messages if not one.deleted]
    assert [first in posted[0], second in posted[1]] == [True, True]
