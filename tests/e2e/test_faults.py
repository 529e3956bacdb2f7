"""What Discord does to a bot on a bad day: all is told all the same, and once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from sandbox import Sandbox
from sandbox.faults import When, Where
from tests.e2e.delivery import (
    MESSAGES,
    THREADS,
    cards_of,
    in_desk,
    in_dm,
    sent_to,
    told_once,
)
from tests.e2e.stage import Stage
from tests.e2e.story import begin, fill, fill_all, pitch, reference, to_consent, words

MANY = 1000


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
    await stage.olga.types("/setup", coordinators="Coordinators", desk="desk")
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
