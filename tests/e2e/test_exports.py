"""Pitches as files and figures as pictures, as coordinators get them."""

from __future__ import annotations

import csv
import io
import json
import struct

import pytest
from pypdf import PdfReader

from bot.discord_io import export_files
from bot.pictures import book
from bot.services import exporting
from sandbox.people.reply import Reply
from sandbox.state.files import File
from tests.e2e.desk import decide
from tests.e2e.faq import ask
from tests.e2e.stage import Stage
from tests.e2e.story import pitch, reference, words
from tests.unit.test_sheets import read_xlsx

KINDS = ("csv", "xlsx", "json", "pdf")


async def export(stage: Stage, kind: str, **options: str) -> Reply:
    choice = words(stage.maya)(f"export.kind.{kind}")
    return await stage.maya.types("/submissions export", kind=choice, **options)


def only_file(reply: Reply) -> File:
    assert reply.message is not None, reply.text
    (file,) = reply.message.attachments
    return File(file.filename, file.content)


@pytest.mark.parametrize("kind", KINDS)
async def test_every_kind_of_file_has_every_pitch(stage: Stage, kind: str) -> None:
    first = reference(await pitch(stage.lin, given={"title": "月亮港"}))
    second = reference(await pitch(stage.sam, "hina", given={"title": "=1+1"}))
    reply = await export(stage, kind)
    assert reply.text.startswith(words(stage.maya).n("export.done", 2))
    file = only_file(reply)
    assert file.name.endswith(f".{kind}")
    match kind:
        case "csv":
            rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))
            assert "'=1+1" in rows[2]
            found = repr(rows)
        case "xlsx":
            found = repr(read_xlsx(file.content))
        case "json":
            found = repr(json.loads(file.content))
        case _:
            found = " ".join(
                page.extract_text() for page in PdfReader(io.BytesIO(file.content)).pages
            )
    for part in (first, second, "月亮港", "=1+1", "Sam Ng"):
        assert part in found, part


async def test_who_holds_a_pitch_is_named_until_they_leave(stage: Stage) -> None:
    maya, noor = stage.maya, stage.noor
    for person, title in ((maya, "Moon Harbour"), (noor, "Fog")):
        ref = reference(await pitch(stage.lin, given={"title": title}))
        await maya.types("/submissions assign", ref=ref, coordinator=person)
    noor.leaves("north")
    rows = json.loads(only_file(await export(stage, "json")).content)["rows"]
    named = {row["chunm.title"]: row["assignee"] for row in rows}
    assert named == {"Moon Harbour": f"{maya.name} (maya)", "Fog": str(noor.id)}


async def test_an_export_is_narrowed_as_the_list_is(stage: Stage) -> None:
    chunm = reference(await pitch(stage.lin))
    hina = reference(await pitch(stage.sam, "hina"))
    by_programme = only_file(await export(stage, "json", program="hina"))
    assert [row["ref"] for row in json.loads(by_programme.content)["rows"]] == [hina]
    (choice,) = await stage.maya.completes("/submissions export", "call", "ChunM")
    by_call = only_file(await export(stage, "json", call=choice.value))
    assert [row["ref"] for row in json.loads(by_call.content)["rows"]] == [chunm]
    none = await export(stage, "json", show=words(stage.maya)("export.show.mine"))
    assert words(stage.maya)("error.nothing_to_export") in none.text
    await decide(stage.maya, hina, "ineligible", "Too long.")
    state = words(stage.maya)("export.state.all")
    whole = only_file(await export(stage, "json", state=state))
    assert len(json.loads(whole.content)["rows"]) == 2


async def test_a_book_that_cannot_be_made_is_told_plainly(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    await pitch(stage.lin)
    with monkeypatch.context() as broken:
        broken.setattr(book, "PROGRAM", "no_such_program")
        reply = await export(stage, "pdf")
    assert reply.text == words(stage.maya)("error.not_printed")
    assert reply.message is not None
    assert reply.message.attachments == []
    assert only_file(await export(stage, "pdf")).name.endswith(".pdf")


async def test_more_than_one_export_takes_is_refused_in_one_sentence(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    await pitch(stage.lin)
    await pitch(stage.sam)
    monkeypatch.setattr(exporting, "MOST", 1)
    for kind in KINDS:
        reply = await export(stage, kind)
        assert reply.text == words(stage.maya)("error.too_many_to_export", count=2, most=1)


async def test_what_is_too_large_for_one_file_comes_as_several(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = words(stage.maya)
    refs = [reference(await pitch(person)) for person in (stage.lin, stage.sam, stage.wei)]
    monkeypatch.setattr(export_files, "VOLUME", 1)
    reply = await export(stage, "pdf")
    said = "\n".join([text.n("export.done", 3), text.n("export.parts", 3)])
    assert reply.text.startswith(said)
    await stage.maya.sees("pitch-book")
    found = [only_file(reply)]
    for number in (2, 3):
        part = await stage.maya.sees(f"-{number}.pdf")
        found += [File(one.filename, one.content) for one in part.attachments]
    for ref, file in zip(refs, found, strict=True):
        (first, *rest) = PdfReader(io.BytesIO(file.content)).pages
        assert ref in "".join(page.extract_text() for page in (first, *rest))


async def test_who_is_no_coordinator_gets_neither_files_nor_figures(stage: Stage) -> None:
    await pitch(stage.lin)
    told = words(stage.sam)("error.coordinators_only")
    for kind in KINDS:
        choice = words(stage.sam)(f"export.kind.{kind}")
        refused = await stage.sam.types("/submissions export", kind=choice)
        assert refused.text == told
        assert refused.message is not None
        assert refused.message.attachments == []
    assert (await stage.sam.types("/submissions stats")).text == told


async def test_the_figures_come_as_a_picture_and_in_words(stage: Stage) -> None:
    text = words(stage.maya)
    empty = await stage.maya.types("/submissions stats")
    assert text.n("stats.submitted", 0) in empty.text
    await pitch(stage.lin)
    ref = reference(await pitch(stage.sam))
    await decide(stage.maya, ref, "ineligible", "Too long.")
    reply = await stage.maya.types("/submissions stats", program="chunm", days=7)
    for part in (
        text.n("stats.submitted", 2),
        f"{text('state.ineligible')}: 1 (50 %)",
        f"{text('language.zh_cn')}: 1",
        text("stats.decision"),
    ):
        assert part in reply.text, part
    check_picture(only_file(reply))


async def test_so_do_the_figures_of_questions(stage: Stage) -> None:
    text = words(stage.maya)
    assert text("faq.stats.nothing") in (await stage.maya.types("/faq stats")).text
    await ask(stage.sam, "What is the deadline?")
    reply = await stage.maya.types("/faq stats")
    assert text.n("faq.stats.asked", 1) in reply.text
    check_picture(only_file(reply))


def check_picture(file: File) -> None:
    assert file.content.startswith(b"\x89PNG")
    assert struct.unpack(">I", file.content[16:20])[0] == 1200
