"""Channels in which the bot answers unasked, and `/setup` naming them."""

from __future__ import annotations

import pytest

from tests.e2e.questioning import HEARING, MENTOR, MENTORS, labels, set_up_to_listen
from tests.e2e.stage import WORLD, Stage
from tests.e2e.story import words

hearing = pytest.mark.parametrize("world", [HEARING])


@hearing
async def test_a_question_in_the_channel_for_them_is_answered_unasked(stage: Stage) -> None:
    asked = await stage.sam.writes(MENTORS, in_="questions")
    answer = await stage.lin.sees(MENTOR, in_="questions")
    assert answer.reply_to == asked
    assert labels(answer)[:2] == ["👍", "👎"]
    assert (await stage.sam.presses("👍", on=answer)).text == words(stage.sam)("answer.glad")


@hearing
async def test_so_is_one_in_a_thread_there(stage: Stage) -> None:
    thread = await stage.sam.starts_thread("About Hina", in_="questions")
    await stage.sam.writes(MENTORS, in_=thread)
    assert await stage.lin.sees(MENTOR, in_=thread)


@hearing
async def test_what_is_no_question_or_not_known_draws_nothing(stage: Stage) -> None:
    for said in ("The mentors of Hina are great.", "lol", "What is for lunch today?", "🎬"):
        await stage.sam.writes(said, in_="questions")
    await stage.lin.writes(MENTORS, in_="questions")
    await stage.lin.sees(MENTOR, in_="questions")
    assert len(await stage.sam.reads("questions")) == 6


@hearing
async def test_the_same_question_at_once_is_answered_once(stage: Stage) -> None:
    for _ in range(3):
        await stage.sam.writes(MENTORS, in_="questions")
    await stage.sam.sees(MENTOR, in_="questions")
    await stage.lin.writes("Hina 的导师是谁？", in_="questions")
    await stage.lin.sees("张艺谋", in_="questions")
    answers = [one for one in await stage.sam.reads("questions") if MENTOR in one.text]
    assert len(answers) == 1


@hearing
async def test_where_it_may_not_write_it_stays_silent(stage: Stage) -> None:
    stage.sandbox.overwrites("north/questions", "Callboard", deny=["send_messages"])
    await stage.sam.writes(MENTORS, in_="questions")
    stage.sandbox.overwrites("north/questions", "Callboard", allow=["send_messages"])
    await stage.lin.writes(MENTORS, in_="questions")
    await stage.lin.sees(MENTOR, in_="questions")
    assert len(await stage.sam.reads("questions")) == 3


@hearing
async def test_more_channels_are_named_by_the_report_of_setup(bare_stage: Stage) -> None:
    stage = bare_stage
    chosen = await set_up_to_listen(stage, "general", "help")
    general, forum = (stage.sandbox.channel(f"north/{name}").id for name in ("general", "help"))
    assert f"<#{general}>, <#{forum}>" in chosen.text
    assert "All the permissions I need are there" in chosen.text
    await stage.sam.writes(MENTORS, in_="general")
    assert await stage.sam.sees(MENTOR, in_="general")
    none = await stage.olga.selects("Also listen in")
    assert words(stage.olga)("setup.listening_nowhere") in none.text
    await stage.lin.writes(MENTORS, in_="general")
    await stage.lin.writes(f"<@{stage.bot_id}> ???", in_="general")
    await stage.lin.sees(words(stage.sam)("error.nothing_to_ask"), in_="general")
    assert len(await stage.lin.reads("general")) == 5


@hearing
async def test_naming_everything_else_again_keeps_where_it_listens(bare_stage: Stage) -> None:
    stage = bare_stage
    await set_up_to_listen(stage, "general")
    report = await stage.olga.types("/setup", coordinators="Coordinators", desk="desk")
    assert f"<#{stage.sandbox.channel('north/general').id}>" in report.text
    await stage.restart()
    again = await stage.olga.selects("Also listen in", "help", on=report.message)
    assert f"<#{stage.sandbox.channel('north/help').id}>" in again.text


@hearing
async def test_what_it_lacks_where_it_is_to_listen_is_named(bare_stage: Stage) -> None:
    stage = bare_stage
    stage.sandbox.overwrites("north/general", "Callboard", deny=["send_messages"])
    stage.sandbox.overwrites("north/help", "Callboard", deny=["send_messages"])
    chosen = await set_up_to_listen(stage, "general", "help")
    assert chosen.text.count("I lack:") == 1
    assert "I lack: Send Messages" in chosen.text


@pytest.mark.parametrize(("world", "granted"), [(WORLD, False), (HEARING, True)])
async def test_content_is_asked_for_only_where_it_was_granted(stage: Stage, granted: bool) -> None:
    assert stage.app is not None
    assert stage.app.client.intents.message_content is granted


@pytest.mark.parametrize(
    ("world", "heard"), [(WORLD, False), (HEARING, True)], ids=["without", "with"]
)
async def test_setup_says_where_it_cannot_hear_and_how_to_change_that(
    bare_stage: Stage, heard: bool
) -> None:
    stage = bare_stage
    report = await stage.olga.types(
        "/setup", coordinators="Coordinators", desk="desk", questions="questions"
    )
    assert ("Message Content Intent" in report.text) is not heard
    assert "All the permissions I need are there" in report.text


@hearing
async def test_a_forum_can_be_named_for_questions_and_what_that_costs_is_said(
    bare_stage: Stage,
) -> None:
    report = await bare_stage.olga.types(
        "/setup", coordinators="Coordinators", desk="desk", questions="help"
    )
    forum = f"<#{bare_stage.sandbox.channel('north/help').id}>"
    assert words(bare_stage.olga)("setup.questions_forum", channel=forum) in report.text
    assert "All the permissions I need are there" in report.text
