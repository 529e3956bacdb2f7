"""The conversation about a pitch in archived and locked threads, and where Discord is slow."""

from __future__ import annotations

from sandbox import Sandbox
from tests.e2e.stage import Stage
from tests.e2e.story import words
from tests.e2e.talking import at_desk, in_conversation, told_at_desk, writes_in_modal


async def test_an_edit_reaches_an_archived_thread_which_is_archived_again(
    stage: Stage, sandbox: Sandbox
) -> None:
    _, read = await in_conversation(stage)
    written = await stage.lin.writes("In a harbor.", reply_to=read)
    await at_desk(stage, "In a harbor.")
    (thread,) = stage.maya.threads("desk")
    sandbox.archives(f"north/{thread.name}")
    await stage.lin.edits(written, "In a harbour.")
    await at_desk(stage, "In a harbour.")
    await stage.lin.deletes(written)
    await at_desk(stage, words(stage.maya)("talk.deleted"))
    await stage.stop()
    (thread,) = stage.maya.threads("desk")
    assert thread.archived


async def test_what_a_locked_thread_does_not_take_holds_up_nothing(
    stage: Stage, sandbox: Sandbox
) -> None:
    _, read = await in_conversation(stage)
    written = await stage.lin.writes("In a harbor.", reply_to=read)
    await at_desk(stage, "In a harbor.")
    (thread,) = stage.maya.threads("desk")
    sandbox.archives(f"north/{thread.name}", locked=True)
    await stage.lin.edits(written, "In a harbour.")
    await stage.lin.writes("It rains.", reply_to=read)
    await stage.maya.sees("It rains.", in_="desk")
    assert told_at_desk(stage, "It rains.") == []


async def test_a_locked_thread_is_passed_over(stage: Stage, sandbox: Sandbox) -> None:
    _, read = await in_conversation(stage)
    (thread,) = stage.maya.threads("desk")
    sandbox.locks(f"north/{thread.name}")
    await stage.lin.writes("It rains.", reply_to=read)
    await stage.maya.sees("It rains.", in_="desk")
    assert told_at_desk(stage, "It rains.") == []


async def test_the_answer_opens_without_asking_discord_and_is_taken_from_members_alone(
    stage: Stage, sandbox: Sandbox
) -> None:
    _, read = await in_conversation(stage)
    lin = stage.lin
    before = len(sandbox.requests)
    opened = await lin.presses(words(lin)("button.answer_desk"), on=read)
    asked = [one.path for one in sandbox.requests[before:] if "/members/" in one.path]
    assert asked == []
    done = await writes_in_modal(lin, opened, "In a harbour.")
    assert done.text
    await at_desk(stage, "In a harbour.")
    opened = await lin.presses(words(lin)("button.answer_desk"), on=read)
    lin.leaves("north")
    refused = await writes_in_modal(lin, opened, "From outside.")
    assert refused.text == words(lin)("error.pitch_not_found")
    assert told_at_desk(stage, "From outside.") == []
