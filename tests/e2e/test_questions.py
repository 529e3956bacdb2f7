"""Questions, wherever and in whatever language they are asked."""

from __future__ import annotations

import asyncio

import pytest

from bot.answers.process import installed
from tests.e2e.stage import Stage
from tests.e2e.story import words


async def test_the_answer_comes_in_the_askers_language_whatever_they_asked_in(
    stage: Stage,
) -> None:
    question = "Who are the mentors of Hina?"
    assert "Zhang Yimou" in (await stage.sam.types("/ask", question=question)).text
    assert "张艺谋" in (await stage.lin.types("/ask", question=question)).text
    assert "張藝謀" in (await stage.wei.types("/ask", question="Hina 的導師是誰？")).text


async def test_an_answer_names_programme_source_and_date(stage: Stage) -> None:
    answer = await stage.sam.types("/ask", question="Who are the mentors of Hina?")
    assert "Hina International Young Directors Program" in answer.text
    assert "2025-10-30" in answer.text


async def test_related_entries_are_one_press_away(stage: Stage) -> None:
    answer = await stage.sam.types("/ask", question="Who are the mentors of Hina?")
    label = answer.message.buttons[0].label
    related = await stage.sam.presses(label)
    assert label in related.text
    assert related.ephemeral


async def test_what_nobody_knows_is_not_guessed(stage: Stage) -> None:
    unknown = await stage.sam.types("/ask", question="What is the weather in Oslo tomorrow?")
    assert "I would rather not guess" in unknown.text
    assert f"<#{stage.sandbox.channel('north/questions').id}>" in unknown.text


async def test_an_everyday_question_is_not_taken_for_one_of_ours(stage: Stage) -> None:
    for question in ("Who is the president of the US?", "Thanks!", "今天天气怎么样？"):
        reply = await stage.sam.types("/ask", question=question)
        sentences = (words(stage.sam)(k) for k in ("ask.unknown", "error.nothing_to_ask"))
        assert reply.text.startswith(tuple(sentences)), question


async def test_a_question_without_words_gets_a_hint(stage: Stage) -> None:
    hint = await stage.lin.types("/ask", question="🎬🎬 ???")
    assert hint.text == words(stage.lin)("error.nothing_to_ask")


async def test_a_mention_is_answered_where_it_was_written(stage: Stage) -> None:
    bot = stage.sandbox.channel("north/general")
    await stage.sam.writes(f"<@{stage.bot_id}> who are the mentors of Hina?", in_=bot)
    answer = await stage.lin.sees("Zhang Yimou", in_="general")
    assert answer.reply_to is not None
    assert answer.mentions == []


async def test_talk_that_is_not_addressed_to_the_bot_is_left_alone(stage: Stage) -> None:
    await stage.sam.writes("who are the mentors of Hina?", in_="general")
    await stage.sam.writes(f"<@{stage.bot_id}> who are the mentors of Hina?", in_="questions")
    await stage.sam.sees("Zhang Yimou", in_="questions")
    assert len(await stage.sam.reads("general")) == 1


async def test_a_direct_message_is_answered_in_its_own_script(stage: Stage) -> None:
    await stage.sam.writes("Hina 的导师是谁？", in_="dm")
    assert "张艺谋" in (await stage.sam.sees("张艺谋", in_="dm")).text


async def test_a_direct_message_is_answered_in_the_language_last_used(stage: Stage) -> None:
    await stage.wei.types("/pitch start", program="chunm")
    await stage.wei.writes("Who are the mentors of Hina?", in_="dm")
    assert await stage.wei.sees("張藝謀", in_="dm")


async def test_who_left_the_guild_gets_nothing_of_it_by_direct_message(stage: Stage) -> None:
    await stage.sam.types("/pitch start", program="chunm")
    await stage.sam.writes("Who are the mentors of Hina?", in_="dm")
    await stage.sam.sees("Zhang Yimou", in_="dm")
    stage.sam.joins("south")
    stage.sam.leaves("north")
    await stage.sam.writes("Who are the mentors of Hina?", in_="dm")
    assert await stage.sam.sees(words(stage.sam)("error.not_set_up"), in_="dm")


async def test_the_ask_button_takes_a_question_about_its_programme(stage: Stage) -> None:
    await stage.sam.types("/programs", program="Hina International Young Directors Program")
    asked = await stage.sam.presses("Ask")
    assert asked.modal is not None
    answer = await stage.sam.fills({"Your question": "Who are the mentors?"})
    assert "Zhang Yimou" in answer.text


async def test_programmes_say_until_when_they_are_open(stage: Stage) -> None:
    await stage.olga.types("/call close", program="hina")
    await stage.olga.types("/call open", program="hina", closes="2030-12-31 18:00")
    shown = await stage.sam.types("/programs", program="hina")
    assert "<t:1924970400:F>" in shown.text
    await stage.olga.types("/call close", program="hina")
    closed = await stage.sam.types("/programs", program="hina")
    pitch = next(button for button in closed.message.buttons if button.label == "Pitch")
    assert pitch.disabled


async def test_a_question_in_other_words_is_answered_by_its_meaning(stage: Stage) -> None:
    if not installed():
        pytest.skip("the extra `semantic` is not installed")
    await stage.stop()
    stage.settings = stage.settings.model_copy(update={"semantic": "auto"})
    await stage.start()
    assert stage.app is not None
    async with asyncio.timeout(90):
        await stage.app.engine.ready()
    # By its words, it is only near enough for a choice.
    answer = await stage.sam.types("/ask", question="would I need to move to Beijing")
    assert "2025-10-30" in answer.text
