"""The conversation between a pitch's thread at the desk and its authors."""

from __future__ import annotations

import pytest

from sandbox import Sandbox
from sandbox.state.files import File
from tests.e2e.desk import submitted
from tests.e2e.questioning import MENTORS
from tests.e2e.stage import Stage
from tests.e2e.story import pitch, reference, words
from tests.e2e.talking import (
    ARRIVED,
    answers,
    at_desk,
    in_conversation,
    replies,
    told_at_desk,
    writes_in_modal,
)
from tests.support.filemaking import PDF, png

MENTOR_READ = "张艺谋"
"""In the answer that Lin reads."""
ZIP = b"PK\x03\x04" + b"\0" * 100


class TestByDirectMessage:
    async def test_a_reply_reaches_the_author_and_the_answer_the_thread(self, stage: Stage) -> None:
        ref, read = await in_conversation(stage)
        assert ref in read.text
        assert "Maya Ortiz" in read.text
        assert await at_desk(stage, "Where is it set?")
        written = await stage.lin.writes("在一座港口。**真的** <@&1>", reply_to=read)
        shown = await at_desk(stage, "在一座港口。")
        assert r"\*\*真的\*\* \<\@&1>" in shown.text
        assert f"<@{stage.lin.id}>" in shown.text
        assert not stage.lin.is_mentioned(shown)
        await stage.lin.writes("Really.", in_="dm")
        await at_desk(stage, "Really.")  # which is dealt with after the one before
        assert written.reactions == {ARRIVED: ["Callboard"]}

    async def test_words_that_just_follow_are_the_answer(self, stage: Stage) -> None:
        await in_conversation(stage)
        await stage.lin.writes("It is set in Qingdao.", in_="dm")
        await at_desk(stage, "It is set in Qingdao.")

    async def test_a_question_is_left_to_the_bank_of_answers(self, stage: Stage) -> None:
        await in_conversation(stage)
        await stage.lin.writes(MENTORS, in_="dm")
        await stage.lin.sees(MENTOR_READ, in_="dm")
        assert told_at_desk(stage, "mentors") == []

    async def test_a_question_in_reply_to_a_coordinator_is_for_the_coordinator(
        self, stage: Stage
    ) -> None:
        _, read = await in_conversation(stage)
        await stage.lin.writes(MENTORS, reply_to=read)
        await at_desk(stage, MENTORS)
        assert not [one for one in await stage.lin.reads("dm") if MENTOR_READ in one.text]

    async def test_before_coordinators_wrote_the_author_is_asked_whether_to_send(
        self, stage: Stage
    ) -> None:
        ref, _ = await submitted(stage)
        lin, text = stage.lin, words(stage.lin)
        await lin.writes("I forgot to say: it rains.", in_="dm")
        asked = await lin.sees(text("button.send"), in_="dm")
        assert ref in asked.text
        assert told_at_desk(stage, "it rains") == []
        await stage.restart()
        done = await lin.presses(text("button.send"), on=asked)
        assert ref in done.text
        await at_desk(stage, "it rains")
        await lin.writes("And snows.", in_="dm")
        other = await lin.sees(text("button.do_not_send"), in_="dm")
        await lin.presses(text("button.do_not_send"), on=other)
        assert told_at_desk(stage, "And snows") == []

    async def test_a_reply_to_any_notice_of_a_pitch_is_about_that_pitch(self, stage: Stage) -> None:
        ref, _ = await submitted(stage)
        receipt = next(one for one in await stage.lin.reads("dm") if ref in one.text)
        await stage.lin.writes("Thank you!", reply_to=receipt)
        await at_desk(stage, "Thank you!")

    async def test_of_several_pitches_the_author_chooses(self, stage: Stage) -> None:
        lin, text = stage.lin, words(stage.lin)
        first, _ = await submitted(stage)
        second = reference(await pitch(lin, "hina", given={"title": "Tidal"}))
        await stage.maya.sees(second, in_="desk")
        await lin.writes("The title is to change.", in_="dm")
        asked = await lin.sees(text("talk.which"), in_="dm")
        (menu,) = asked.selects
        assert len(menu.options) == 2
        await lin.edits(
            next(one for one in await lin.reads("dm") if one.text == "The title is to change."),
            "The title changes.",
        )
        await lin.selects(
            menu.placeholder,
            next(one.label for one in menu.options if second in one.label),
            on=asked,
        )
        await stage.maya.sees("The title changes.", in_=stage.maya.threads("desk")[-1])
        (told,) = [
            thread.name
            for thread in stage.maya.threads("desk")
            for one in thread.messages
            if "The title changes." in one.text
        ]
        assert second in told
        assert first not in told

    async def test_who_has_no_open_pitch_is_answered_as_before(self, stage: Stage) -> None:
        await submitted(stage)
        await stage.sam.writes("hello there", in_="dm")
        assert await stage.sam.sees("rather not guess", in_="dm")
        assert told_at_desk(stage, "hello there") == []


class TestWhereDmsAreShut:
    async def test_it_goes_on_in_a_private_thread(self, stage: Stage) -> None:
        lin = stage.lin
        lin.shuts_dms()
        ref, _ = await submitted(stage)
        await replies(stage.maya, ref, "Where is it set?")
        name = words(lin)("notice.thread", ref=ref)
        read = await lin.sees("Where is it set?", in_=name)
        await lin.writes("In a harbour.", reply_to=read)
        await at_desk(stage, "In a harbour.")
        await lin.writes("Can nobody hear me?", in_=name)
        assert await lin.sees(words(lin)("talk.unreadable"), in_=name)
        await lin.writes(f"<@{stage.bot_id}> Is that better?", in_=name)
        await at_desk(stage, "Is that better?")
        await stage.olga.writes(f"<@{stage.bot_id}> I am only watching", in_=lin.threads()[0])
        await lin.writes(f"<@{stage.bot_id}> Fine.", in_=name)
        await at_desk(stage, "Fine.")
        assert told_at_desk(stage, "only watching") == []

    async def test_without_a_channel_for_threads_the_inbox_has_it_with_its_files(
        self, bare_stage: Stage
    ) -> None:
        stage, lin = bare_stage, bare_stage.lin
        await stage.set_up("chunm")
        lin.shuts_dms()
        ref, _ = await submitted(stage)
        await replies(stage.maya, ref, "Where is it set?", [File("notes.pdf", PDF)])
        await at_desk(stage, "Where is it set?")
        await replies(stage.maya, ref, "And when?")
        await at_desk(stage, "And when?")
        inbox = await lin.types("/inbox")
        assert "Where is it set?" in inbox.text
        assert inbox.message is not None
        done = await answers(lin, inbox.message, "In 1926.", [File("map.png", png())])
        assert ref in done.text
        shown = await at_desk(stage, "In 1926.")
        assert [one.content for one in shown.attachments] == [png()]
        opened = await lin.presses(words(lin)("button.read_all"), on=inbox.message)
        assert opened.message is not None
        assert [one.content for one in opened.message.attachments] == [PDF]


class TestFiles:
    async def test_they_go_both_ways_as_copies(self, stage: Stage, sandbox: Sandbox) -> None:
        ref, _ = await submitted(stage)
        await replies(stage.maya, ref, "See these", [File("月亮.pdf", PDF), File("b.png", png())])
        read = await stage.lin.sees("See these", in_="dm")
        assert [one.content for one in read.attachments] == [PDF, png()]
        assert "月亮.pdf" in read.text
        written = await stage.lin.writes("", reply_to=read, files=[File("reply.pdf", PDF)])
        shown = await at_desk(stage, "reply.pdf")
        assert [one.content for one in shown.attachments] == [PDF]
        await stage.lin.deletes(written)
        await stage.maya.sees_no_more("reply.pdf", in_=stage.maya.threads("desk")[0])
        assert shown.attachments == []

    async def test_what_is_refused_is_told_and_the_words_go_on(self, stage: Stage) -> None:
        _, read = await in_conversation(stage)
        await stage.lin.writes("Both", reply_to=read, files=[File("x.zip", ZIP)])
        await at_desk(stage, "Both")
        assert "x.zip" in (await stage.lin.sees("x.zip", in_="dm")).text
        await stage.lin.writes("", reply_to=read, files=[File("y.zip", ZIP)])
        await stage.lin.sees("y.zip", in_="dm")
        assert told_at_desk(stage, "y.zip") == []


class TestChanges:
    async def test_edits_and_deletions_show_on_both_sides(self, stage: Stage) -> None:
        _, read = await in_conversation(stage)
        lin = stage.lin
        written = await lin.writes("In a harbor.", reply_to=read)
        shown = await at_desk(stage, "In a harbor.")
        await lin.edits(written, "In a harbour.")
        changed = await at_desk(stage, "In a harbour.")
        assert changed.id == shown.id
        assert "Edited" in changed.text
        await lin.deletes(written)
        gone = await at_desk(stage, words(stage.maya)("talk.deleted"))
        assert gone.id == shown.id
        assert "harbour" not in gone.text

    async def test_a_coordinators_message_from_the_thread_follows_too(self, stage: Stage) -> None:
        ref, _ = await submitted(stage)
        maya, lin = stage.maya, stage.lin
        thread = maya.threads("desk")[0]
        written = await maya.writes(f"<@{stage.bot_id}> Whose harbor is it?", in_=thread)
        asked = await maya.sees(ref, in_=thread)
        asked = await maya.sees("Only the desk can read this", in_=thread)
        assert not [one for one in await lin.reads("dm") if "harbor" in one.text]
        done = await maya.presses("Send to the authors", on=asked)
        assert ref in done.text
        read = await lin.sees("Whose harbor is it?", in_="dm")
        assert str(stage.bot_id) not in read.text
        await maya.edits(written, f"<@{stage.bot_id}> Whose harbour is it?")
        assert (await lin.sees("Whose harbour is it?", in_="dm")).id == read.id
        await maya.deletes(written)
        assert (await lin.sees(words(lin)("talk.deleted"), in_="dm")).id == read.id


class TestTheDeskKeepsItsOwn:
    async def test_what_coordinators_say_among_themselves_stays_there(self, stage: Stage) -> None:
        _, read = await in_conversation(stage)
        maya, lin = stage.maya, stage.lin
        thread = maya.threads("desk")[0]
        await maya.writes("Weak ending, between us.", in_=thread)
        await lin.writes("In a harbour.", reply_to=read)
        shown = await at_desk(stage, "In a harbour.")
        await maya.writes("He cannot write.", reply_to=shown)
        asked = await maya.sees("Only the desk can read this", in_=thread)
        refused = await stage.noor.presses("Send to the authors", on=asked)
        assert refused.text == words(stage.noor)("error.not_your_message")
        await maya.presses("Do not send", on=asked)
        await replies(maya, thread.name.split(" ")[0], "Thank you.")
        await lin.sees("Thank you.", in_="dm")
        read_by_lin = "\n".join(one.text for one in await lin.reads("dm"))
        assert "Weak ending" not in read_by_lin
        assert "cannot write" not in read_by_lin

    async def test_the_button_below_what_an_author_wrote_answers_it(self, stage: Stage) -> None:
        _, read = await in_conversation(stage)
        await stage.lin.writes("In a harbour.", reply_to=read)
        shown = await at_desk(stage, "In a harbour.")
        opened = await stage.noor.presses("Reply", on=shown)
        await writes_in_modal(stage.noor, opened, "Thanks, noted.")
        assert "Noor Haddad" in (await stage.lin.sees("Thanks, noted.", in_="dm")).text

    async def test_strangers_and_other_servers_reach_nothing(self, stage: Stage) -> None:
        await stage.set_up_south()
        ref, _ = await submitted(stage)
        for person, key in ((stage.sam, "error.coordinators_only"),):
            refused = await person.types("/submissions reply", ref=ref)
            assert refused.modal is None
            assert refused.text == words(person)(key)
            refused = await person.types("/submissions block", ref=ref)
            assert refused.text == words(person)(key)
        refused = await stage.hugo.types("/submissions reply", ref=ref)
        assert refused.text == words(stage.hugo)("error.submission_not_found")
        refused = await stage.hugo.types("/submissions block", ref=ref)
        assert refused.text == words(stage.hugo)("error.submission_not_found")


async def test_who_is_blocked_is_told_so_and_heard_again_later(stage: Stage) -> None:
    ref, read = await in_conversation(stage)
    maya, lin = stage.maya, stage.lin
    await maya.types("/submissions block", ref=ref)
    await lin.writes("You are all fools.", reply_to=read)
    assert await lin.sees(words(lin)("error.blocked"), in_="dm")
    refused = await lin.presses(words(lin)("button.answer_desk"), on=read)
    assert refused.text == words(lin)("error.blocked")
    await pitch(lin, "hina", given={"title": "Tidal"})
    await lin.writes("All fools.", in_="dm")
    asked = await lin.sees(words(lin)("talk.which"), in_="dm")
    (menu,) = asked.selects
    blocked = next(one.label for one in menu.options if ref in one.label)
    chosen = await lin.selects(menu.placeholder, blocked, on=asked)
    assert words(lin)("error.blocked") in chosen.text
    await maya.types("/submissions block", ref=ref, lift=True)
    await lin.writes("I am sorry.", reply_to=read)
    await at_desk(stage, "I am sorry.")
    assert told_at_desk(stage, "fools") == []


async def test_what_was_written_while_the_bot_was_down_is_relayed_in_order_and_once(
    stage: Stage,
) -> None:
    _, read = await in_conversation(stage)
    lin = stage.lin
    await lin.writes("Number 0.", in_="dm")
    await at_desk(stage, "Number 0.")
    bot = stage.bot_id
    await stage.stop()
    for number in range(1, 4):
        await lin.writes(f"Number {number}.", in_="dm")
    await lin.writes("Number 4.", reply_to=read)
    await lin.writes(MENTORS, in_="dm")
    await stage.start()
    assert stage.bot_id == bot
    await lin.writes("Number 5.", in_="dm")
    await at_desk(stage, "Number 5.")
    await lin.sees(MENTOR_READ, in_="dm")
    await stage.restart()
    await lin.writes("Number 6.", in_="dm")
    await at_desk(stage, "Number 6.")
    numbers = [text.split("Number ")[1][0] for text in told_at_desk(stage, "Number ")]
    assert numbers == list("0123456")
    assert len([one for one in await lin.reads("dm") if MENTOR_READ in one.text]) == 1


async def test_what_was_edited_and_deleted_while_the_bot_was_down_is_shown(stage: Stage) -> None:
    _, read = await in_conversation(stage)
    lin, maya = stage.lin, stage.maya
    kept = await lin.writes("In a harbor.", reply_to=read)
    wrong = await lin.writes("Or in a forest.", reply_to=read)
    same = await lin.writes("At night.", reply_to=read)
    shown = [await at_desk(stage, said) for said in ("In a harbor.", "Or in a forest.")]
    night = await at_desk(stage, "At night.")
    await stage.stop()
    await lin.edits(kept, "In a harbour.")
    await lin.deletes(wrong)
    await lin.writes("Maybe.", reply_to=read)
    await stage.start()
    await at_desk(stage, "Maybe.")
    assert (await at_desk(stage, "In a harbour.")).id == shown[0].id
    assert (await at_desk(stage, words(maya)("talk.deleted"))).id == shown[1].id
    assert (same.text, "Edited" in night.text) == ("At night.", False)


@pytest.mark.parametrize("long", ["港口" * 900, "word " * 390, "*" * 2000])
async def test_a_long_message_can_be_read_in_full(stage: Stage, long: str) -> None:
    _, read = await in_conversation(stage)
    await stage.lin.writes(long, reply_to=read)
    shown = await stage.maya.sees("writes to the coordinators", in_=stage.maya.threads("desk")[0])
    text = shown.text
    if "Read it all" in [button.label for button in shown.buttons]:
        page = await stage.maya.presses("Read it all", on=shown)
        text = page.text
        further = words(stage.maya)("button.further")
        while page.message and further in [button.label for button in page.message.buttons]:
            page = await stage.maya.presses(further, on=page.message)
            text += page.text
    sign = long[0]
    assert text.replace("\\", "").count(sign) >= long.strip().count(sign)
