"""What is kept about a person: taken away as files, or erased; and what was written to them."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from sandbox.state.files import File
from tests.e2e.languages import check
from tests.e2e.stage import Stage
from tests.e2e.story import PDF_FILE, begin, fill, fill_all, pitch, reference, words
from tests.support.filemaking import PDF


@pytest.mark.parametrize("name", ["sam", "lin", "wei"])
async def test_everything_about_a_person_is_exported_in_their_language(
    stage: Stage, name: str
) -> None:
    person = stage.sandbox.people[name]
    given = {"title": "Moon Harbour", "script": [PDF_FILE]}
    ref = reference(await pitch(person, given=given))
    await begin(person, "hina")
    await fill(person, {"title": "Sun Harbour"})
    sent = await person.types("/privacy export")
    assert sent.ephemeral
    check(person, sent.text)
    assert sent.message is not None
    (file,) = sent.message.attachments
    archive = zipfile.ZipFile(io.BytesIO(file.content))
    page = archive.read("index.html").decode()
    assert "Moon Harbour" in page
    assert "Sun Harbour" in page
    assert words(person)("archive.title") in page
    data = json.loads(archive.read("data.json"))
    assert data["pitches"][0]["reference"] == ref
    (kept,) = [name for name in archive.namelist() if name.endswith("treatment.pdf")]
    assert archive.read(kept) == PDF


async def test_what_is_large_comes_in_parts_that_discord_takes(stage: Stage) -> None:
    sam = stage.sam
    large = [File(f"{n}.pdf", PDF[:-7] + bytes([48 + n]) * 6_000_000 + PDF[-40:]) for n in range(3)]
    await pitch(sam, given={"script": large})
    await sam.types("/privacy export")
    parts = [await sam.sees(f"callboard{suffix}.zip") for suffix in ("", "-2", "-3", "-4")]
    names = [
        name
        for part in parts
        for name in zipfile.ZipFile(io.BytesIO(part.attachments[0].content)).namelist()
    ]
    assert sorted(name.rpartition("-")[2] for name in names if name.endswith(".pdf")) == [
        "0.pdf",
        "1.pdf",
        "2.pdf",
    ]


async def test_nothing_is_erased_before_the_word_is_typed(stage: Stage) -> None:
    sam = stage.sam
    ref = reference(await pitch(sam))
    asked = await sam.types("/privacy erase")
    assert "submitted pitches: 1" in asked.text
    opened = await sam.presses("Erase everything…")
    assert opened.modal is not None
    await sam.fills({opened.modal.fields[0].label: "yes"})
    await sam.sees("Nothing was erased")
    assert ref in (await sam.types("/pitch list")).text


@pytest.mark.parametrize("name", ["sam", "lin", "wei"])
async def test_all_of_it_is_erased_once_the_word_is_typed(stage: Stage, name: str) -> None:
    person, text = stage.sandbox.people[name], words(stage.sandbox.people[name])
    ref = reference(await pitch(person, given={"title": "Moon Harbour", "script": [PDF_FILE]}))
    await begin(person, "hina")
    await fill(person, {"title": "Sun Harbour"})
    await person.sees(ref, in_="dm")
    await stage.maya.sees("Moon Harbour", in_="desk")
    await person.types("/privacy erase")
    opened = await person.presses(text("button.erase"))
    assert opened.modal is not None
    check(person, opened.modal.text)
    done = await person.fills({opened.modal.fields[0].label: text("privacy.word")})
    assert done.text == text("privacy.erased")
    for command, empty in (("/pitch list", "pitch.none"), ("/inbox", "inbox.empty")):
        assert (await person.types(command)).text == text(empty)
    assert (await person.types("/pitch view", ref=ref)).text == text("error.pitch_not_found")
    await stage.maya.sees_no_more("Moon Harbour", in_="desk")
    await person.sees_no_more(ref, in_="dm")


async def test_a_co_author_is_told_that_a_pitch_is_gone(stage: Stage) -> None:
    sam, lin = stage.sam, stage.lin
    text = words(lin)
    await lin.types("/pitch start", program="hina")
    ref = reference(await fill_all(sam))
    await sam.types("/pitch edit", ref=ref)
    await sam.presses("Team")
    await sam.selects("Invite a co-author", lin)
    await lin.presses(text("button.read_consent"), on=await lin.sees(ref, in_="dm"))
    await lin.presses(text("button.join"))
    await sam.types("/pitch edit", ref=ref)
    review = await sam.presses("Review")
    while "Next page" in review.text:
        review = await sam.presses("Next page")
    await sam.presses("Looks right")
    await sam.presses("I agree – submit")
    await sam.types("/privacy erase")
    opened = await sam.presses("Erase everything…")
    assert opened.modal is not None
    await sam.fills({opened.modal.fields[0].label: "erase"})
    await lin.sees(text("notice.erased", ref=ref), in_="dm")
    assert text("notice.erased", ref=ref) in (await lin.types("/inbox")).text


async def test_the_inbox_is_turned_page_by_page(stage: Stage) -> None:
    for person in (stage.sam, stage.wei):
        text = words(person)
        ref = reference(await pitch(person))
        for _ in range(4):
            await person.types("/pitch withdraw", ref=ref)
            await person.presses(text("button.withdraw_surely"))
            await person.presses(text("button.undo"))
        first = await person.types("/inbox")
        check(person, first.text)
        shown = first.text
        assert text("page.of", page=1, pages=2) in shown
        second = await person.presses(text("button.further"))
        check(person, second.text)
        assert text("page.of", page=2, pages=2) in second.text
        heading = text(
            "receipt.text",
            **dict.fromkeys(("headline", "programme", "utc", "local", "hash", "ref"), ""),
        ).splitlines()[0]
        assert heading in second.text
        assert heading not in shown
        opened = await person.presses(text("button.open"), on=second.message)
        assert ref in opened.text
        back = await person.presses(text("button.earlier"), on=second.message)
        assert text("page.of", page=1, pages=2) in back.text
