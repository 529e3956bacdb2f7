"""Questions, wherever and in whatever language they are asked."""

from __future__ import annotations

import pytest

from tests.e2e.questioning import HEARING, MENTOR, MENTORS, OSLO, keep, labels
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
    assert labels(answer)[:3] == ["👍", "👎", "Ask a coordinator"]
    label = labels(answer)[-1]
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


async def test_likely_questions_are_suggested_while_typing_in_the_persons_language(
    stage: Stage,
) -> None:
    for person, typed, expected in ((stage.sam, "mentors", "mentors"), (stage.lin, "导师", "导师")):
        choices = await person.completes("/ask", "question", typed)
        assert all(len(choice.name) <= 100 for choice in choices)
        choice = next(one for one in choices if expected in one.name)
        answer = await person.types("/ask", question=choice.value)
        assert labels(answer)[:2] == ["👍", "👎"], answer.text


async def test_before_anything_is_typed_what_was_asked_most_comes_first(stage: Stage) -> None:
    assert len(await stage.sam.completes("/ask", "question")) == 25
    await stage.lin.types("/ask", question=MENTORS)
    first = (await stage.sam.completes("/ask", "question"))[0]
    assert "mentors" in first.name


async def test_a_suggestion_of_a_very_long_question_can_be_taken(stage: Stage) -> None:
    question = "Which of the many rooms of the studio " + "with a very long description " * 8 + "?"
    await keep(stage, "rooms", question, "Room nine.")
    choice = (await stage.sam.completes("/ask", "question", "rooms of the studio"))[0]
    assert len(choice.name) == 100
    assert "Room nine" in (await stage.sam.types("/ask", question=choice.value)).text


async def test_the_ask_button_works_in_a_direct_message_too(stage: Stage) -> None:
    await stage.sam.writes(MENTORS, in_="dm")
    answer = await stage.sam.sees(MENTOR, in_="dm")
    label = labels(answer)[-1]
    related = await stage.sam.presses(label, on=answer)
    assert label in related.text


async def test_who_asks_too_much_by_mentions_is_told_once(stage: Stage) -> None:
    for number in range(10):
        await stage.sam.writes(f"<@{stage.bot_id}> what about thing number {number}?", "general")
    await stage.sam.sees("<t:", in_="general")
    await stage.lin.writes(f"<@{stage.bot_id}> {MENTORS}", in_="general")
    await stage.lin.sees(MENTOR, in_="general")
    told = [one.text for one in await stage.sam.reads("general") if "<t:" in one.text]
    assert len(told) == 1


async def test_the_same_mention_twice_is_answered_once(stage: Stage) -> None:
    for _ in range(2):
        await stage.sam.writes(f"<@{stage.bot_id}> {MENTORS}", in_="general")
    await stage.sam.sees(MENTOR, in_="general")
    await stage.lin.writes(f"<@{stage.bot_id}> {OSLO}", in_="general")
    await stage.lin.sees("I would rather not guess", in_="general")
    answers = [one for one in await stage.sam.reads("general") if MENTOR in one.text]
    assert len(answers) == 1


class TestTheMenuOfAMessage:
    async def test_a_coordinator_answers_in_front_of_all(self, stage: Stage) -> None:
        asked = await stage.lin.writes("Hina 的导师是谁？", in_="general")
        done = await stage.maya.uses_menu("Answer this", asked)
        answer = await stage.lin.sees("张艺谋", in_="general")
        assert answer.reply_to == asked
        assert done.ephemeral
        assert str(answer.id) in done.text
        again = await stage.noor.uses_menu("Answer this", asked)
        assert again.text == words(stage.noor)("ask.answered_already")
        assert words(stage.lin)("answer.glad") == (await stage.lin.presses("👍", on=answer)).text

    async def test_anybody_else_reads_the_answer_alone(self, stage: Stage) -> None:
        asked = await stage.lin.writes("Hina 的导师是谁？", in_="general")
        answer = await stage.wei.uses_menu("回答這則訊息", asked)
        assert answer.ephemeral
        assert "張藝謀" in answer.text
        assert len(await stage.lin.reads("general")) == 1

    async def test_what_is_not_known_only_the_coordinator_is_told(self, stage: Stage) -> None:
        asked = await stage.lin.writes(OSLO, in_="general")
        told = await stage.maya.uses_menu("Answer this", asked)
        assert told.ephemeral
        assert "I would rather not guess" in told.text
        assert labels(told) == []
        assert len(await stage.lin.reads("general")) == 1

    async def test_where_the_bot_may_not_write_the_coordinator_reads_it_alone(
        self, stage: Stage
    ) -> None:
        asked = await stage.lin.writes(MENTORS, in_="general")
        stage.sandbox.overwrites("north/general", "Callboard", deny=["send_messages"])
        told = await stage.maya.uses_menu("Answer this", asked)
        assert told.ephemeral
        assert MENTOR in told.text

    async def test_a_message_without_words_is_no_question(self, stage: Stage) -> None:
        asked = await stage.lin.writes("🎬🎬", in_="general")
        for person in (stage.maya, stage.sam):
            told = await person.uses_menu("Answer this", asked)
            assert told.text == words(person)("error.nothing_to_ask")


@pytest.mark.parametrize("world", [HEARING])
async def test_with_the_content_of_all_messages_talk_is_still_left_alone(stage: Stage) -> None:
    await stage.sam.writes(MENTORS, in_="general")
    await stage.sam.writes("Nice weather today!", in_="questions")
    await stage.sam.writes(f"<@{stage.bot_id}> {MENTORS}", in_="questions")
    await stage.sam.sees(MENTOR, in_="questions")
    assert len(await stage.sam.reads("general")) == 1
    assert len(await stage.sam.reads("questions")) == 3


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
