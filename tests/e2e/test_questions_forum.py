"""Posts in a forum of questions: answered there, and solved when their authors say so."""

from __future__ import annotations

import pytest

from tests.e2e.questioning import (
    HEARING,
    MENTOR,
    MENTORS,
    OSLO,
    TAGGING,
    ask_coordinator,
    labels,
    set_up_to_listen,
)
from tests.e2e.stage import Stage
from tests.e2e.story import words

hearing = pytest.mark.parametrize("world", [HEARING])


@pytest.fixture
async def forum(bare_stage: Stage) -> Stage:
    """The bot listens in the forum."""
    await set_up_to_listen(bare_stage, "help")
    return bare_stage


@hearing
async def test_a_post_is_answered_in_it(forum: Stage) -> None:
    begun = await forum.sam.posts("About Hina", MENTORS, "help")
    answer = await forum.lin.sees(MENTOR, in_=begun)
    assert answer.reply_to == begun
    text = words(forum.sam)
    assert labels(answer)[:4] == [
        "👍", "👎", text("button.solved"), text("button.ask_coordinator")
    ]  # fmt: skip


@hearing
async def test_the_title_alone_may_be_the_question(forum: Stage) -> None:
    begun = await forum.lin.posts("Hina 的导师是谁？", "谢谢", "help")
    assert await forum.lin.sees("张艺谋", in_=begun)


@hearing
async def test_what_is_not_known_is_said_and_goes_to_a_coordinator(forum: Stage) -> None:
    begun = await forum.sam.posts("The weather", OSLO, "help")
    unknown = await forum.sam.sees("I would rather not guess", in_=begun)
    await ask_coordinator(forum.sam, unknown)
    assert words(forum.sam)("ask.passed_on_here") in unknown.text
    assert labels(unknown) == [words(forum.sam)("button.solved")]


@hearing
async def test_a_forum_that_was_not_named_is_left_alone(forum: Stage) -> None:
    await forum.olga.selects("Also listen in")
    begun = await forum.sam.posts("About Hina", MENTORS, "help")
    await forum.sam.writes(f"<@{forum.bot_id}> ???", in_=begun)
    await forum.sam.sees(words(forum.sam)("error.nothing_to_ask"), in_=begun)
    assert len(await forum.sam.reads(begun)) == 3


@hearing
async def test_the_forum_of_questions_itself_is_listened_in(bare_stage: Stage) -> None:
    await bare_stage.set_up(questions="help")
    begun = await bare_stage.sam.posts("The weather", OSLO, "help")
    unknown = await bare_stage.sam.sees("I would rather not guess", in_=begun)
    assert "<#" not in unknown.text
    await bare_stage.lin.writes(MENTORS, in_=begun)
    assert await bare_stage.lin.sees(MENTOR, in_=begun)


@pytest.mark.parametrize("world", [TAGGING])
async def test_a_solved_post_gets_the_tag_for_it(forum: Stage) -> None:
    begun = await forum.sam.posts("About Hina", MENTORS, "help", tags=["Idea"])
    answer = await forum.sam.sees(MENTOR, in_=begun)
    await forum.sam.presses(words(forum.sam)("button.solved"), on=answer)
    assert forum.sam.threads("help")[0].tags == ["Idea", "Solved"]
    assert words(forum.sam)("ask.solved") in answer.text
    assert words(forum.sam)("button.solved") not in labels(answer)
    assert begun.reactions == {}


@hearing
async def test_where_it_may_not_tag_a_check_mark_says_it(forum: Stage) -> None:
    begun = await forum.sam.posts("About Hina", MENTORS, "help")
    answer = await forum.sam.sees(MENTOR, in_=begun)
    await forum.sam.presses(words(forum.sam)("button.solved"), on=answer)
    assert list(begun.reactions) == ["✅"]
    assert words(forum.sam)("ask.solved") in answer.text


@hearing
async def test_where_it_may_do_neither_the_answer_itself_says_it(forum: Stage) -> None:
    forum.sandbox.overwrites("north/help", "Callboard", deny=["add_reactions"])
    begun = await forum.sam.posts("The weather", OSLO, "help")
    unknown = await forum.sam.sees("I would rather not guess", in_=begun)
    await forum.restart()
    await forum.sam.presses(words(forum.sam)("button.solved"), on=unknown)
    assert words(forum.sam)("ask.solved") in unknown.text
    assert unknown.buttons == []
    assert begun.reactions == {}


@hearing
async def test_only_who_began_the_post_can_call_it_solved(forum: Stage) -> None:
    begun = await forum.sam.posts("About Hina", MENTORS, "help")
    answer = await forum.lin.sees(MENTOR, in_=begun)
    refused = await forum.lin.presses(words(forum.sam)("button.solved"), on=answer)
    assert refused.text == words(forum.lin)("error.not_your_question")
    assert words(forum.sam)("ask.solved") not in answer.text
