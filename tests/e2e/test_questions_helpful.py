"""What follows an answer: whether it helped, what was missing, a coordinator; pages; restarts."""

from __future__ import annotations

import pytest

from bot.domain.ids import UserId
from bot.domain.question import Question
from bot.domain.question import Stage as At
from bot.domain.text import Locale
from sandbox.people.person import Person
from sandbox.people.reply import Reply
from tests.e2e.questioning import (
    MENTOR,
    MENTORS,
    OSLO,
    ask_coordinator,
    keep,
    labels,
    missing,
    north,
)
from tests.e2e.stage import Stage
from tests.e2e.story import words

LONG = "\n".join(f"Line {number}: " + "all about the studio " * 6 for number in range(60))[:8000]


async def asked_by(stage: Stage, person: Person) -> list[Question]:
    """What is kept of a person's questions."""
    assert stage.app is not None
    async with stage.app.database.store.reading() as work:
        return list(await work.questions.of(north(stage), UserId(person.id)))


@pytest.fixture
async def answer(stage: Stage) -> Reply:
    return await stage.sam.types("/ask", question=MENTORS)


async def test_a_thumb_up_is_kept_and_thanked_for(stage: Stage, answer: Reply) -> None:
    thanks = await stage.sam.presses("👍", on=answer.message)
    assert thanks.text == words(stage.sam)("answer.glad")
    assert thanks.ephemeral
    (question,) = await asked_by(stage, stage.sam)
    assert question.helpful is True


async def test_a_thumb_down_asks_what_was_missing_and_offers_a_coordinator(
    stage: Stage, answer: Reply
) -> None:
    assert (await stage.sam.presses("👎", on=answer.message)).modal is not None
    (question,) = await asked_by(stage, stage.sam)
    assert question.helpful is False
    thanks = await stage.sam.fills(missing(stage.sam, "Who mentors the second year?"))
    assert thanks.text.startswith(words(stage.sam)("answer.sorry"))
    (question,) = await asked_by(stage, stage.sam)
    assert question.missing == "Who mentors the second year?"
    await ask_coordinator(stage.sam, thanks.message)
    (question,) = await asked_by(stage, stage.sam)
    assert question.stage is At.OPEN


async def test_what_was_missing_need_not_be_said(stage: Stage, answer: Reply) -> None:
    await stage.sam.presses("👎", on=answer.message)
    thanks = await stage.sam.fills(missing(stage.sam))
    assert labels(thanks) == [words(stage.sam)("button.ask_coordinator")]


async def test_only_who_asked_can_say_whether_it_helped(stage: Stage) -> None:
    await stage.sam.writes(f"<@{stage.bot_id}> {MENTORS}", in_="general")
    answer = await stage.lin.sees(MENTOR, in_="general")
    for thumb in ("👍", "👎"):
        refused = await stage.lin.presses(thumb, on=answer)
        assert refused.text == words(stage.lin)("error.not_your_question")
        assert refused.ephemeral
    (question,) = await asked_by(stage, stage.sam)
    assert question.helpful is None


async def test_what_is_not_known_goes_to_a_coordinator(stage: Stage) -> None:
    unknown = await stage.lin.types("/ask", question=OSLO)
    told = await ask_coordinator(stage.lin, unknown.message)
    assert words(stage.lin)("ask.passed_on_dm") in told.text
    assert labels(told) == []
    assert OSLO in (await stage.maya.sees("Oslo", in_="desk")).text


async def test_a_question_asked_in_public_is_answered_there(stage: Stage) -> None:
    await stage.sam.writes(f"<@{stage.bot_id}> {OSLO}", in_="general")
    unknown = await stage.sam.sees("I would rather not guess", in_="general")
    refused = await ask_coordinator(stage.noor, unknown)
    assert refused.text == words(stage.noor)("error.not_your_question")
    await ask_coordinator(stage.sam, unknown)
    assert words(stage.sam)("ask.passed_on_here") in unknown.text
    assert unknown.buttons == []


async def test_a_question_is_passed_on_once(stage: Stage) -> None:
    first = await stage.sam.types("/ask", question=OSLO)
    second = await stage.sam.types("/ask", question=OSLO)
    await ask_coordinator(stage.sam, first.message)
    refused = await ask_coordinator(stage.sam, second.message)
    assert refused.text == words(stage.sam)("error.passed_on_already")


async def test_the_buttons_work_after_a_restart(stage: Stage, answer: Reply) -> None:
    unknown = await stage.lin.types("/ask", question=OSLO)
    await stage.restart()
    assert (await stage.sam.presses("👍", on=answer.message)).text == words(stage.sam)(
        "answer.glad"
    )
    told = await ask_coordinator(stage.lin, unknown.message)
    assert words(stage.lin)("ask.passed_on_dm") in told.text


async def test_the_buttons_work_in_a_direct_message(stage: Stage) -> None:
    await stage.sam.writes(MENTORS, in_="dm")
    answer = await stage.sam.sees(MENTOR, in_="dm")
    await stage.sam.presses("👎", on=answer)
    thanks = await stage.sam.fills(missing(stage.sam, "More"))
    told = await ask_coordinator(stage.sam, thanks.message)
    assert words(stage.sam)("ask.passed_on_dm") in told.text
    (question,) = await asked_by(stage, stage.sam)
    assert (question.missing, question.stage) == ("More", At.OPEN)


async def test_who_left_the_server_finds_nothing_behind_the_buttons(stage: Stage) -> None:
    await stage.sam.writes(MENTORS, in_="dm")
    answer = await stage.sam.sees(MENTOR, in_="dm")
    stage.sam.joins("south")
    stage.sam.leaves("north")
    for label in ("👍", labels(answer)[-1]):
        refused = await stage.sam.presses(label, on=answer)
        assert refused.text == words(stage.sam)("error.question_not_found")


async def test_what_was_picked_from_a_choice_can_be_voted_on(stage: Stage) -> None:
    await keep(stage, "park-car", "Where do I park a car?", "Behind the house.")
    await keep(stage, "park-bike", "Where do I park a bike?", "Before the house.")
    offered = await stage.sam.types("/ask", question="parking")
    if words(stage.sam)("ask.did_you_mean") not in offered.text:
        offered = await stage.sam.types("/ask", question="where is the park")
    assert words(stage.sam)("ask.did_you_mean") in offered.text
    assert labels(offered)[-1] == words(stage.sam)("button.ask_coordinator")
    picked = await stage.sam.presses("Where do I park a bike?", on=offered.message)
    assert "Before the house." in picked.text
    await stage.sam.presses("👍", on=picked.message)
    assert (await asked_by(stage, stage.sam))[-1].helpful is True


async def test_a_long_answer_is_read_page_by_page_in_place(stage: Stage) -> None:
    await keep(stage, "studio", "What is there to know about the studio?", LONG)
    shown = await stage.sam.types("/ask", question="What is there to know about the studio?")
    read = [shown.text]
    further, earlier = (words(stage.sam)(f"answer.{way}") for way in ("further", "earlier"))
    while further in labels(shown):
        shown = await stage.sam.presses(further, on=shown.message)
        read.append(shown.text)
        assert "👍" in labels(shown)
    assert len(read) > 2
    assert all(f"Line {number}:" in "\n".join(read) for number in range(55))
    back = await stage.sam.presses(earlier, on=shown.message)
    assert back.text == read[-2]


async def test_in_public_the_pages_are_read_beside(stage: Stage) -> None:
    await keep(stage, "studio", "What is there to know about the studio?", LONG)
    await stage.sam.writes(
        f"<@{stage.bot_id}> What is there to know about the studio?", in_="general"
    )
    answer = await stage.lin.sees("Line 0", in_="general")
    before = answer.text
    beside = await stage.lin.presses(words(stage.sam)("answer.further"), on=answer)
    assert beside.ephemeral
    assert "Line 0:" not in beside.text
    assert answer.text == before


async def test_mentions_in_an_answer_reach_nobody_and_pictures_are_shown(stage: Stage) -> None:
    picture = "https://example.com/map.png"
    answer = f"Ask @everyone or <@{stage.lin.id}>: [the map](https://example.com/map)\n{picture}"
    await keep(stage, "map", "Where is the map of the studio?", answer)
    await stage.sam.writes(f"<@{stage.bot_id}> Where is the map of the studio?", in_="general")
    shown = await stage.lin.sees("[the map]", in_="general")
    assert shown.mentions == []
    assert f"<@{stage.lin.id}>" not in shown.text
    assert "[the map](https://example.com/map)" in shown.text
    assert picture in str(shown.components)


async def test_an_answer_in_another_language_says_so(stage: Stage) -> None:
    await keep(stage, "tea", "工作室里有茶吗？", "有，绿茶。", Locale.ZH_CN)
    lin = await stage.lin.types("/ask", question="工作室里有茶吗？")
    assert "绿茶" in lin.text
    sam = await stage.sam.types("/ask", question="工作室里有茶吗？")
    assert "绿茶" in sam.text
    said = words(stage.sam)("answer.only_in", language=words(stage.sam)("language.zh_cn"))
    assert said in sam.text
    assert said not in lin.text
