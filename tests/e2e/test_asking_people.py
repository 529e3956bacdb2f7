"""What the bot does not know goes to the coordinators, and their answer to whoever asked."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sandbox import Sandbox
from sandbox.people.views import Message
from tests.e2e.asking import SHOWN, UNKNOWN, answers, asks, mentions, opens, passes_on, sends
from tests.e2e.delivery import MESSAGES, in_channel, in_desk, in_dm, sent_to
from tests.e2e.stage import Stage
from tests.e2e.story import words


def labels(message: Message) -> list[str]:
    return [button.label for button in message.buttons]


async def test_an_unknown_question_is_answered_by_a_coordinator(stage: Stage) -> None:
    lin, maya = stage.lin, stage.maya
    text = words(maya)
    card = await asks(stage, lin)
    assert lin.mention in card.text
    assert card.mentions == []
    assert text("language.zh_cn") in card.text
    assert "discord.com" not in card.text
    buttons = [text("question.button_answer"), text("question.button_not_needed")]
    assert labels(card) == buttons

    done = await answers(maya, card)
    assert done.ephemeral
    assert done.text == text("question.on_its_way", who=lin.mention)
    told = await lin.sees(SHOWN, in_="dm")
    assert words(lin)("question.answer_private") in told.text
    assert UNKNOWN in told.text
    assert maya.mention not in told.text
    await maya.sees(SHOWN, in_="desk")
    assert maya.mention in card.text
    assert labels(card) == [text("question.button_save")]
    assert SHOWN in (await lin.types("/inbox")).text


async def test_a_question_that_was_mentioned_is_answered_below_it(stage: Stage) -> None:
    written, card = await mentions(stage, stage.sam)
    link = f"https://discord.com/channels/{stage.sandbox.guild('north').id}"
    assert f"{link}/{stage.sandbox.channel('north/general').id}/{written.id}" in card.text
    assert f"<@{stage.bot_id}>" not in card.text
    await answers(stage.maya, card)
    told = await stage.lin.sees(SHOWN, in_="general")
    assert told.reply_to == written
    assert told.mentions == [stage.sam.name]
    assert await stage.sam.reads("dm") == []
    assert UNKNOWN in (await stage.sam.types("/inbox")).text


def muted(sandbox: Sandbox) -> None:
    sandbox.overwrites("north/general", "Callboard", deny=["send_messages"])


def hidden(sandbox: Sandbox) -> None:
    sandbox.overwrites("north/general", "Callboard", deny=["view_channel"])


def removed(sandbox: Sandbox) -> None:
    sandbox.removes_channel("north/general")


@pytest.mark.parametrize("shut", [muted, hidden, removed])
async def test_where_the_channel_is_shut_the_answer_comes_by_direct_message(
    stage: Stage, sandbox: Sandbox, shut: Callable[[Sandbox], None]
) -> None:
    _, card = await mentions(stage, stage.sam)
    shut(sandbox)
    await answers(stage.maya, card)
    told = await stage.sam.sees(SHOWN, in_="dm")
    assert UNKNOWN in told.text


async def test_who_took_their_question_back_is_answered_alone(stage: Stage) -> None:
    written, card = await mentions(stage, stage.sam)
    await stage.sam.deletes(written)
    await answers(stage.maya, card)
    await stage.sam.sees(SHOWN, in_="dm")
    assert not any(SHOWN in one.text for one in await stage.sam.reads("general"))


async def test_shut_dms_lead_to_a_private_thread_of_ones_own(stage: Stage) -> None:
    lin, sam = stage.lin, stage.sam
    for person in (lin, sam):
        person.shuts_dms()
        card = await asks(stage, person, f"{UNKNOWN} {person.name}")
        await answers(stage.maya, card)
        name = words(person)("question.thread", person=person.id)
        told = await person.sees(SHOWN, in_=name)
        assert person.mention in told.text
    (mine,), (theirs,) = lin.threads("questions"), sam.threads("questions")
    assert mine != theirs
    assert set(mine.members) == {lin.name, "Callboard"}
    card = await asks(stage, lin, f"{UNKNOWN} Again.")
    await answers(stage.maya, card, "Still not.")
    await lin.sees("Still not.", in_=mine)
    assert lin.threads("questions") == [mine]


async def test_where_there_can_be_no_thread_either_the_inbox_has_it(bare_stage: Stage) -> None:
    stage, lin = bare_stage, bare_stage.lin
    await stage.set_up("chunm")
    lin.shuts_dms()
    card = await asks(stage, lin)
    refusal = stage.sandbox.faults.hold("POST", MESSAGES, "after", where=in_dm(lin))
    await answers(stage.maya, card)
    await refusal.reached()
    refusal.release()
    await stage.maya.sees(SHOWN, in_="desk")
    shown = await lin.types("/inbox")
    assert SHOWN in shown.text
    assert UNKNOWN in shown.text
    assert lin.threads() == []
    assert SHOWN not in (await stage.sam.types("/inbox")).text


async def test_what_needs_no_answer_is_put_aside_and_can_be_answered_later(stage: Stage) -> None:
    maya = stage.maya
    text = words(maya)
    card = await asks(stage, stage.lin)
    done = await maya.presses(text("question.button_not_needed"), on=card)
    assert done.text == text("question.put_aside")
    await maya.sees(text("question.dismissed_by", who=maya.mention), in_="desk")
    assert labels(card) == [text("question.button_answer")]
    await answers(stage.noor, card)
    await stage.lin.sees(SHOWN, in_="dm")


async def test_asking_twice_shows_one_card(stage: Stage) -> None:
    lin = stage.lin
    await asks(stage, lin)
    await lin.types("/ask", question=UNKNOWN)
    again = await passes_on(lin)
    assert again.text == words(lin)("error.passed_on_already")
    assert len([one for one in await stage.maya.reads("desk") if UNKNOWN in one.text]) == 1


@pytest.mark.parametrize("moment", ["card", "modal"])
async def test_a_restart_in_between_loses_nothing(stage: Stage, moment: str) -> None:
    card = await asks(stage, stage.lin)
    if moment == "card":
        await stage.restart()
        await opens(stage.maya, card)
    else:
        await opens(stage.maya, card)
        await stage.restart()
    await sends(stage.maya)
    await stage.lin.sees(SHOWN, in_="dm")
    await stage.maya.sees(SHOWN, in_="desk")


async def test_an_answer_whose_connection_broke_is_shown_once(
    stage: Stage, sandbox: Sandbox
) -> None:
    _, card = await mentions(stage, stage.sam)
    general = in_channel(stage.sandbox.channel("north/general"))
    before = len(sent_to(sandbox, general))
    sandbox.faults.drop("POST", MESSAGES, "after", where=general)
    await answers(stage.maya, card)
    await stage.sam.sees(SHOWN, in_="general")
    await answers(stage.maya, await asks(stage, stage.sam, f"{UNKNOWN} Again."), "Still not.")
    await stage.sam.sees("Still not.", in_="dm", within=20)
    assert len(sent_to(sandbox, general)) == before + 1
    assert len([one for one in await stage.sam.reads("general") if SHOWN in one.text]) == 1


async def test_a_card_whose_connection_broke_is_shown_once(stage: Stage, sandbox: Sandbox) -> None:
    sandbox.faults.drop("POST", MESSAGES, "after", where=in_desk(sandbox))
    card = await asks(stage, stage.lin)
    await answers(stage.maya, card)
    await stage.maya.sees(SHOWN, in_="desk", within=20)
    assert len([one for one in await stage.maya.reads("desk") if UNKNOWN in one.text]) == 1


async def test_a_long_answer_arrives_whole(stage: Stage) -> None:
    lin, text = stage.lin, words(stage.lin)
    card = await asks(stage, lin)
    plain = "字" * 3500
    await answers(stage.maya, card, plain)
    assert plain in (await lin.sees("字", in_="dm")).text
    card = await asks(stage, lin, f"{UNKNOWN} Again.")
    await answers(stage.maya, card, "[]" * 1750)
    told = await lin.sees("\\[\\]", in_="dm")
    seen = ""
    shown = await lin.presses(text("button.read_all"), on=told)
    while shown.message is not None:
        seen += shown.text
        if text("button.further") not in labels(shown.message):
            break
        shown = await lin.presses(text("button.further"), on=shown.message)
    assert seen.count("\\[\\]") == 1750


async def test_the_owner_learns_without_content_of_a_question_that_found_no_desk(
    stage: Stage, sandbox: Sandbox
) -> None:
    sandbox.removes_channel("north/desk")
    await stage.lin.types("/ask", question=UNKNOWN)
    await passes_on(stage.lin)
    told = await stage.olga.sees(words(stage.olga)("question.desk_shut"), in_="dm")
    assert UNKNOWN not in told.text
    sandbox.adds_channel("north/desk")
    await stage.olga.types("/setup", coordinators="Coordinators", desk="desk")
    card = await stage.maya.sees(UNKNOWN, in_="desk")
    await answers(stage.maya, card)
    await stage.lin.sees(SHOWN, in_="dm")
