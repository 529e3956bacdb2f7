"""Files: kept at once, checked by what is in them, shown anew, and taken out."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sandbox.state.files import File
from tests.e2e.stage import Stage
from tests.e2e.story import PDF_FILE, begin, fill, fill_all, pitch, reference, words
from tests.support.filemaking import PDF, docx, png

NAMES = ["one.pdf", "two.pdf", "three.pdf"]


def pdf(name: str) -> File:
    return File(name, PDF + name.encode())


async def to_files(stage: Stage, person: str = "sam") -> None:
    """The page of files is open."""
    who = stage.sandbox.people[person]
    text = words(who)
    await begin(who)
    for _ in range(5):
        await fill(who)
        await who.presses(text("button.continue"))
    assert who.modal is not None


async def test_files_are_kept_beside_answers_and_opened_anew(stage: Stage) -> None:
    sam = stage.sam
    await to_files(stage)
    sent = await sam.fills({"Script": [pdf(name) for name in NAMES], "Link to the deck": ""})
    assert all(name in sent.text for name in NAMES)
    ref = reference(sent)
    await stage.restart()
    stage.sandbox.clock.advance(timedelta(days=3).total_seconds())
    await sam.types("/pitch files", ref=ref)
    opened = await sam.selects("Open a file", "two.pdf")
    assert opened.ephemeral
    assert opened.message is not None
    (file,) = opened.message.attachments
    assert (file.filename, file.content) == ("two.pdf", pdf("two.pdf").content)


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        (File("empty.pdf", b""), "error.file_empty"),
        (File("picture.pdf", png()), "error.file_mismatch"),
        (File("cut.pdf", PDF[:-40]), "error.file_damaged"),
        (File("film.mp4", b"\0\0\0\x18ftypmp42" + bytes(50)), "error.file_type_unknown"),
        (File("long.pdf", PDF + bytes(10 * 1024 * 1024)), "error.file_too_large"),
    ],
)
@pytest.mark.parametrize("name", ["sam", "wei"])
async def test_a_file_that_is_not_taken_says_why_and_the_others_are_kept(
    stage: Stage, bad: File, told: str, name: str
) -> None:
    person = stage.sandbox.people[name]
    await to_files(stage, name)
    assert person.modal is not None
    label = person.modal.fields[0].label
    sent = await person.fills({label: [pdf("good.pdf"), bad]})
    assert "good.pdf" in sent.text
    assert bad.name not in sent.text
    sentence = words(person)(told, name=bad.name, found="|", limit=10, accepted="|")
    message = await person.sees(bad.name)
    assert all(part in message.text for part in sentence.split("|"))


async def test_a_link_that_expired_is_told_and_what_was_written_is_kept(stage: Stage) -> None:
    sam = stage.sam
    await to_files(stage)
    sam._core.files._hours = 0
    link = {"Link to the deck": "https://example.com/deck"}
    sent = await sam.fills({"Script": [pdf("late.pdf"), pdf("later.pdf")], **link})
    assert "late.pdf" not in sent.text
    assert "6 of 6" in sent.text
    told = await sam.sees("late.pdf is no longer at Discord")
    assert "later.pdf is no longer at Discord" in told.text


async def test_a_field_takes_no_more_than_it_says(stage: Stage) -> None:
    sam = stage.sam
    await to_files(stage)
    ref = reference(await sam.fills({"Script": [pdf(name) for name in NAMES]}))
    old = await sam.types("/pitch files", ref=ref)
    assert old.message is not None
    menu = next(each for each in old.message.selects if each.placeholder == "Add files")
    assert [each.label for each in menu.options] == ["Deck"]
    await sam.selects("Change a page", "Files")
    assert sam.modal is not None
    assert words(sam)("files.full").split(".")[0] in sam.modal.text
    sam.dismisses_modal()
    await sam.types("/pitch files", ref=ref)
    left = await sam.selects("Remove a file", "two.pdf")
    assert "two.pdf" not in left.text
    added = await sam.selects("Add files", "Script or treatment")
    assert added.modal is not None
    again = await sam.fills({"Script": [File("four.docx", docx())]})
    assert "four.docx" in again.text


async def test_what_was_handed_in_with_a_pitch_stays_when_a_new_version_leaves_it_out(
    stage: Stage,
) -> None:
    sam = stage.sam
    ref = reference(await pitch(sam, given={"script": [PDF_FILE]}))
    await sam.types("/pitch files", ref=ref)
    left = await sam.selects("Remove a file", "treatment.pdf")
    assert "Of an earlier version" in left.text
    opened = await sam.selects("Open a file", "treatment.pdf")
    assert opened.message is not None
    assert opened.message.attachments[0].content == PDF


async def test_a_co_author_cannot_be_told_apart_from_a_stranger_by_files(stage: Stage) -> None:
    review = await fill_all(stage.sam, given={"script": [PDF_FILE]})
    ref = review.text.split("`")[1]
    for person in (stage.lin, stage.maya):
        refused = await person.types("/pitch files", ref=ref)
        assert refused.text == words(person)("error.pitch_not_found")
