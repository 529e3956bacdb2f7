"""Drafts: put aside, taken up again, copied, deleted; never lost."""

from __future__ import annotations

from datetime import timedelta

from sandbox.state.files import File
from tests.e2e.stage import Stage
from tests.e2e.story import (
    PDF_FILE,
    WITH_FILES,
    begin,
    fill,
    fill_all,
    pitch,
    reference,
    to_consent,
    words,
)


async def test_a_list_tells_how_far_a_draft_is_and_until_when(timed_stage: Stage) -> None:
    stage, clock = timed_stage, timed_stage.sandbox.clock
    await stage.olga.types("/call close", program="chunm")
    closes = clock.now() + timedelta(days=3)
    typed = closes.strftime("%Y-%m-%d %H:%M")
    await stage.olga.types("/call open", program="chunm", closes=typed)
    await begin(stage.sam)
    await fill(stage.sam, {"title": "Moon Harbour"})
    listed = await stage.sam.types("/pitch list")
    assert "Moon Harbour" in listed.text
    assert "1 of 5 · until <t:" in listed.text
    clock.advance(timedelta(days=4).total_seconds())
    assert "1 of 5" in (await stage.sam.types("/pitch list")).text


async def test_a_deleted_draft_is_gone_with_its_files(stage: Stage) -> None:
    sam = stage.sam
    await fill_all(sam, given={"title": "Moon Harbour", "script": [PDF_FILE]})
    ref = reference(await sam.types("/pitch list"))
    await sam.types("/pitch withdraw", ref=ref)
    kept = await sam.presses("Keep it")
    assert "Moon Harbour" in kept.text
    asked = await sam.presses("Delete this draft")
    assert "for good" in asked.text
    gone = await sam.presses("Delete it for good")
    assert "is deleted" in gone.text
    assert (await sam.types("/pitch list")).text == words(sam)("pitch.none")
    refused = await sam.types("/pitch view", ref=ref)
    assert refused.text == words(sam)("error.pitch_not_found")


async def test_a_draft_that_was_handed_in_is_not_deleted_by_an_old_button(stage: Stage) -> None:
    sam = stage.sam
    review = await fill_all(sam, given={"title": "Moon Harbour"})
    ref = reference(review)
    old = await sam.types("/pitch withdraw", ref=ref)
    await to_consent(sam, review)
    await sam.presses("I agree – submit")
    refused = await sam.presses("Delete it for good", on=old.message)
    assert "has been submitted already" in refused.text
    assert "Moon Harbour" in (await sam.types("/pitch view", ref=ref)).text


async def test_an_earlier_pitch_is_copied_with_its_files_and_nothing_is_agreed_to(
    stage: Stage,
) -> None:
    sam = stage.sam
    given = {"title": "Moon Harbour", **WITH_FILES}
    ref = reference(await pitch(sam, given=given))
    await stage.olga.types("/call close", program="chunm")
    await stage.olga.types("/call open", program="chunm")
    opened = await sam.types("/pitch start", program="chunm")
    assert ref in opened.text
    copied = await sam.presses(f"Copy {ref}")
    assert "Moon Harbour" in copied.text
    assert "treatment.pdf" in copied.text
    assert reference(copied) != ref
    await sam.presses("Review")
    while "Looks right" not in [b.label for b in (await sam.sees("Nothing is sent")).buttons]:
        await sam.presses("Next page")
    agreed = await sam.presses("Looks right")
    assert "what you agree to" in agreed.text
    receipt = await sam.presses("I agree – submit")
    second = reference(receipt)
    files = await sam.types("/pitch files", ref=second)
    assert files.text.count("treatment.pdf") == 2
    await sam.types("/pitch files", ref=ref)
    kept = await sam.selects("Open a file", "treatment.pdf")
    assert kept.message is not None
    assert kept.message.attachments[0].content == PDF_FILE.content


async def test_who_has_nothing_to_copy_is_not_offered_it(stage: Stage) -> None:
    opened = await stage.sam.types("/pitch start", program="chunm")
    assert "earlier pitch" not in opened.text


async def test_pages_that_may_be_left_alone_are_offered_and_do_not_hold_up(stage: Stage) -> None:
    sam = stage.sam
    await begin(sam)
    for _ in range(4):
        await fill(sam)
        await sam.presses("Continue")
    complete = await fill(sam)
    assert "5 of 5" in complete.text
    assert "Files (optional)" in complete.text
    assert complete.message is not None
    assert [button.label for button in complete.message.buttons][:2] == ["Continue", "Review"]
    files = await sam.presses("Continue")
    assert files.modal is not None
    sent = await sam.fills({"Script": [File("story.pdf", PDF_FILE.content)]})
    assert "6 of 6" in sent.text
    assert "story.pdf" in sent.text
