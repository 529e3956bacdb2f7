"""An author withdraws: the card and its thread say so; and what may happen at the same time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from sandbox import Sandbox
from tests.e2e.delivery import MESSAGES, cards_of, in_dm
from tests.e2e.desk import in_thread, submitted, withdraw
from tests.e2e.stage import Stage
from tests.e2e.story import pitch, reference, words


async def test_a_withdrawal_and_its_undoing_show_on_the_card_and_in_the_thread(
    stage: Stage, sandbox: Sandbox
) -> None:
    lin, maya = stage.lin, stage.maya
    ref, card = await submitted(stage)
    await withdraw(lin, ref)
    await maya.sees("withdrawn", in_=card.thread)
    assert "Withdrawn" in card.text
    assert [button.label for button in card.buttons] == ["Open", "Note", "Reply"]
    await lin.types("/pitch view", ref=ref)
    await lin.presses(words(lin)("button.undo"))
    await maya.sees("as it was before", in_=card.thread)
    assert "In review" in card.text
    assert len(cards_of(sandbox, ref)) == 1


async def test_of_a_claim_and_a_withdrawal_at_once_neither_is_lost(
    stage: Stage, sandbox: Sandbox
) -> None:
    lin, maya = stage.lin, stage.maya
    ref = reference(await pitch(lin, given={"title": "Moon Harbour"}))
    card = await maya.sees(ref, in_="desk")
    await lin.types("/pitch withdraw", ref=ref)
    claim, _ = await asyncio.gather(
        maya.presses("Claim", on=card), lin.presses(words(lin)("button.withdraw_surely"))
    )
    await maya.sees("Withdrawn", in_="desk")
    first = "yours to review" in claim.text
    assert first or "That is not possible" in claim.text
    assert (f"<@{maya.id}>" in card.text) is first
    assert card.thread is not None
    await maya.sees("withdrawn", in_=card.thread)
    assert len([text for text in in_thread(card) if "withdrawn" in text]) == 1
    assert len(cards_of(sandbox, ref)) == 1


async def test_where_there_is_no_thread_the_news_answers_the_card(
    stage: Stage, sandbox: Sandbox
) -> None:
    desk = "north/desk"
    sandbox.overwrites(desk, "Callboard", allow=["view_channel"], deny=["create_public_threads"])
    ref = reference(await pitch(stage.lin, given={"title": "Moon Harbour"}))
    card = await stage.maya.sees(ref, in_="desk")
    await withdraw(stage.lin, ref)
    news = await stage.maya.sees("has **withdrawn**", in_="desk")
    assert news.reply_to == card
    assert card.thread is None


async def test_a_thread_that_was_archived_is_opened_again(stage: Stage, sandbox: Sandbox) -> None:
    ref, card = await submitted(stage)
    thread = card.thread
    assert thread is not None
    sandbox.archives(f"north/{thread.name}")
    await withdraw(stage.lin, ref)
    await stage.maya.sees("has **withdrawn**", in_=thread)
    assert not thread.archived


def locked(sandbox: Sandbox, thread: str) -> None:
    sandbox.archives(thread, locked=True)


def deleted(sandbox: Sandbox, thread: str) -> None:
    sandbox.removes_channel(thread)


@pytest.mark.parametrize("shut", [locked, deleted])
async def test_a_thread_in_which_the_bot_cannot_write_is_passed_over(
    stage: Stage, sandbox: Sandbox, shut: Callable[[Sandbox, str], None]
) -> None:
    ref, card = await submitted(stage)
    assert card.thread is not None
    shut(sandbox, f"north/{card.thread.name}")
    await withdraw(stage.lin, ref)
    news = await stage.maya.sees("has **withdrawn**", in_="desk")
    assert news.reply_to == card


async def test_news_of_a_card_that_was_deleted_stands_alone(stage: Stage, sandbox: Sandbox) -> None:
    ref, card = await submitted(stage)
    assert card.thread is not None
    deleted(sandbox, f"north/{card.thread.name}")
    await stage.olga.deletes(card)
    await withdraw(stage.lin, ref)
    news = await stage.maya.sees("has **withdrawn**", in_="desk")
    assert news.reply_to is None


async def test_news_that_the_desk_cannot_be_told_reaches_the_owner_and_comes_after_setup(
    stage: Stage, sandbox: Sandbox
) -> None:
    ref, card = await submitted(stage)
    sandbox.overwrites("north/desk", "Callboard", deny=["view_channel"])
    await withdraw(stage.lin, ref)
    told = await stage.olga.sees(ref, in_="dm")
    assert told.text == words(stage.olga)("notice.desk_shut_news", ref=ref)
    recorded = sandbox.faults.hold("POST", MESSAGES, where=in_dm(stage.olga))
    await pitch(stage.sam)
    await recorded.reached()
    recorded.release()
    sandbox.overwrites("north/desk", "Callboard", allow=["view_channel"])
    await stage.olga.types("/setup", coordinators="Coordinators", desk="desk")
    await stage.maya.sees("has **withdrawn**", in_=card.thread)
    assert "Withdrawn" in card.text
