"""The conversation about a pitch after the bot, or what it asks of Discord, was away."""

from __future__ import annotations

from sandbox import Sandbox
from tests.e2e.desk import submitted
from tests.e2e.stage import Stage
from tests.e2e.story import pitch, reference, words
from tests.e2e.talking import at_desk, in_conversation, replies, told_at_desk

MESSAGES = "/channels/{channel_id}/messages"
ONLY_THE_DESK = "Only the desk can read this"


async def test_what_could_not_be_read_after_a_start_is_read_with_a_later_message(
    stage: Stage, sandbox: Sandbox
) -> None:
    _, read = await in_conversation(stage)
    lin = stage.lin
    await stage.stop()
    for number in range(1, 4):
        await lin.writes(f"Number {number}.", reply_to=read)
    # After a start a place is read twice, then once before each new message.
    sandbox.faults.fail("GET", MESSAGES, 503, times=3)
    await stage.start()
    await lin.writes("Number 4.", reply_to=read)
    await at_desk(stage, "Number 4.")
    await lin.writes("Number 5.", reply_to=read)
    await at_desk(stage, "Number 5.")
    await at_desk(stage, "Number 3.")
    await stage.restart()
    await lin.writes("Number 6.", reply_to=read)
    await at_desk(stage, "Number 6.")
    numbers = [text.split("Number ")[1][0] for text in told_at_desk(stage, "Number ")]
    assert sorted(numbers) == list("123456")


async def test_a_bot_that_is_leaving_does_not_begin_to_read_what_it_missed(
    stage: Stage, sandbox: Sandbox
) -> None:
    await in_conversation(stage)

    async def reading() -> int:
        assert stage.app is not None
        before = len(sandbox.requests)
        await stage.app.client.cogs["TalkCog"].on_ready()  # type: ignore[attr-defined]
        return sum(
            one.method == "GET" and one.path == MESSAGES for one in sandbox.requests[before:]
        )

    assert await reading() > 0
    assert stage.app is not None
    await stage.app.client.drain(1.0)
    assert await reading() == 0


async def test_more_than_a_page_in_a_thread_of_the_desk_is_read_to_its_end(stage: Stage) -> None:
    await submitted(stage)
    maya = stage.maya
    thread, mention = maya.threads("desk")[0], f"<@{stage.bot_id}>"
    await stage.stop()
    for number in range(120):
        await maya.writes(f"Between us, {number}.", in_=thread)
    await maya.writes(f"{mention} Whose harbour is it?", in_=thread)
    await stage.start()
    asked = await maya.sees(ONLY_THE_DESK, in_=thread)
    await maya.presses("Send to the authors", on=asked)
    await stage.lin.sees("Whose harbour is it?", in_="dm")
    await stage.restart()
    await maya.writes(f"{mention} And when?", in_=thread)
    asked = await maya.sees(ONLY_THE_DESK, in_=thread)
    await maya.presses("Send to the authors", on=asked)
    await stage.lin.sees("And when?", in_="dm")
    assert told_at_desk(stage, ONLY_THE_DESK) == []
    assert not [one for one in await stage.lin.reads("dm") if "Between us" in one.text]


async def test_edits_and_deletions_in_a_thread_of_the_desk_are_seen_afterwards(
    stage: Stage,
) -> None:
    await submitted(stage)
    maya, lin = stage.maya, stage.lin
    thread = maya.threads("desk")[0]
    written = []
    for said in ("Whose harbor is it?", "And when?"):
        written.append(await maya.writes(f"<@{stage.bot_id}> {said}", in_=thread))
        asked = await maya.sees(ONLY_THE_DESK, in_=thread)
        await maya.presses("Send to the authors", on=asked)
        await lin.sees(said, in_="dm")
    mention = f"<@{stage.bot_id}>"
    await stage.stop()
    await maya.edits(written[0], f"{mention} Whose harbour is it?")
    await maya.deletes(written[1])
    await stage.start()
    await lin.sees("Whose harbour is it?", in_="dm")
    await lin.sees(words(lin)("talk.deleted"), in_="dm")


async def test_without_the_history_nothing_passes_for_deleted_or_read(
    stage: Stage, sandbox: Sandbox
) -> None:
    lin = stage.lin
    lin.shuts_dms()
    ref, _ = await submitted(stage)
    await replies(stage.maya, ref, "Where is it set?")
    name = words(lin)("notice.thread", ref=ref)
    read = await lin.sees("Where is it set?", in_=name)
    await lin.writes("In a harbour.", reply_to=read)
    shown = await at_desk(stage, "In a harbour.")
    mention = f"<@{stage.bot_id}>"
    await stage.stop()
    sandbox.overwrites("north/questions", "Callboard", deny=["read_message_history"])
    await lin.writes(f"{mention} While you were away.", in_=name)
    await stage.start()
    await lin.writes(f"{mention} Are you back?", in_=name)
    await at_desk(stage, "Are you back?")
    assert "In a harbour." in shown.text
    sandbox.overwrites("north/questions", "Callboard")
    await stage.restart()
    await at_desk(stage, "While you were away.")
    assert len(told_at_desk(stage, "Are you back?")) == 1
    assert "In a harbour." in shown.text


async def test_where_one_person_cannot_be_answered_the_next_is(stage: Stage) -> None:
    wei, lin = stage.wei, stage.lin
    theirs = reference(await pitch(wei, given={"title": "Tidal"}))
    await stage.maya.sees(theirs, in_="desk")
    await wei.sees(theirs, in_="dm")
    await submitted(stage)
    await lin.sees("Moon Harbour", in_="dm")
    await stage.stop()
    await wei.writes("It rains.", in_="dm")
    await lin.writes("It snows.", in_="dm")
    lin.shuts_dms()
    await stage.start()
    asked = await wei.sees(words(wei)("button.send"), in_="dm")
    assert theirs in asked.text


async def test_a_message_that_is_deleted_while_it_is_passed_on_is_no_error(
    stage: Stage, sandbox: Sandbox
) -> None:
    _, read = await in_conversation(stage)
    path = MESSAGES + "/{message_id}/reactions/{emoji_name}/@me"
    sandbox.faults.fail("PUT", path, 404, times=1, code=10008)
    before = len(await stage.lin.reads("dm"))
    await stage.lin.writes("In a harbour.", reply_to=read)
    await at_desk(stage, "In a harbour.")
    await stage.lin.writes("At night.", reply_to=read)
    await at_desk(stage, "At night.")
    assert len(await stage.lin.reads("dm")) == before + 2
