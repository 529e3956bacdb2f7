"""Where the bot may not write: what it has to tell finds another way, and comes back from it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from sandbox import Sandbox
from tests.e2e.delivery import MESSAGES, THREADS, cards_of, claim_news, in_desk, in_dm, told_once
from tests.e2e.stage import Stage
from tests.e2e.story import pitch, reference, words

PRIVATE_THREADS = "/channels/{channel_id}/threads"


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
    assert f"<@{lin.id}>" in told.text
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
    said, _, _button = receipt.text.rpartition("\n")
    assert said in shown.text
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
    assert await stage.olga.reads("dm") == [told]
    sandbox.faults.clear()
    await told_once(stage, ref)


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
    sandbox.faults.clear()
    await told_once(stage, ref)


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
    sandbox.faults.clear()
    await told_once(stage, ref)


async def test_a_card_whose_thread_is_forbidden_gets_it_once_it_is_allowed(
    stage: Stage, sandbox: Sandbox
) -> None:
    desk = "north/desk"
    sandbox.overwrites(desk, "Callboard", allow=["view_channel"], deny=["create_public_threads"])
    refused = sandbox.faults.hold("POST", THREADS, "after")
    ref = reference(await pitch(stage.lin))
    card = await stage.maya.sees(ref, in_="desk")
    await refused.reached()
    assert card.thread is None
    sandbox.overwrites(desk, "Callboard", allow=["view_channel"])
    made = sandbox.faults.hold("POST", THREADS, "after")
    refused.release()
    await stage.maya.presses("Claim", on=card)
    await made.reached()
    made.release()
    assert [card.thread] == stage.maya.threads("desk")
    assert len(cards_of(sandbox, ref)) == 1
    assert await stage.olga.reads("dm") == []
