"""The whole way of a question that nobody had answered, to its answer in the other language."""

from __future__ import annotations

import asyncio

import pytest

from bot.answers.process import installed
from sandbox.people.person import Person
from tests.e2e.asking import answers, passes_on
from tests.e2e.faq import write
from tests.e2e.stage import Stage
from tests.e2e.story import words

ASKED = "Can I bring my dog to the meetings of this server?"
ANSWER = "Yes, dogs are welcome at every meeting, on a lead."
IN_CHINESE = "可以带我的狗来参加这个服务器的聚会吗？"
PHRASINGS = "Are dogs allowed at your meetups?\nMay I come with my dog?"


@pytest.fixture
async def semantic(stage: Stage) -> Stage:
    """The same stage, with the model."""
    if not installed():
        pytest.skip("the extra `semantic` is not installed")
    await stage.stop()
    stage.settings = stage.settings.model_copy(update={"semantic": "auto"})
    await stage.start()
    await ready(stage)
    return stage


async def ready(stage: Stage) -> None:
    assert stage.app is not None
    async with asyncio.timeout(100):
        await stage.app.engine.ready()


async def says(person: Person, question: str) -> str:
    return (await person.types("/ask", question=question)).text


async def test_meaning_is_understood_and_what_a_coordinator_answered_known_in_both_languages(
    semantic: Stage,
) -> None:
    stage, sam, lin, maya = semantic, semantic.sam, semantic.lin, semantic.maya
    text = words(maya)
    # By its words, it is only near enough for a choice.
    assert "2025-10-30" in await says(sam, "would I need to move to Beijing")
    assert words(sam)("ask.unknown") in await says(sam, ASKED)
    await passes_on(sam)
    card = await maya.sees(ASKED, in_="desk")
    await answers(maya, card, ANSWER)
    assert ASKED in (await sam.sees(ANSWER, in_="dm")).text
    await maya.sees(ANSWER, in_="desk")
    saving = await maya.presses(text("button.faq_save"), on=card)
    assert saving.modal is not None
    standing = {field.custom_id: field.value for field in saving.modal.fields}
    assert (standing["question"], standing["answer"]) == (ASKED, ANSWER)
    general = {"programme": [text("faq.general")], "phrasings": PHRASINGS}
    saved = await write(maya, general)
    assert text.n("faq.saved_question", 1) in saved.text
    await says(lin, IN_CHINESE)  # the first question takes the new entry in
    await ready(stage)
    answered = await says(lin, IN_CHINESE)
    assert ANSWER in answered
    assert words(lin)("ask.unknown") not in answered
    assert ANSWER in await says(sam, "are dogs ok at the meetings here?")
    assert text("gaps.none") in (await maya.types("/faq gaps")).text
