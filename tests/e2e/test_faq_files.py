"""The bank as a file: out, edited, in again; all of it or nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sandbox.people.reply import Reply
from sandbox.state.files import File
from tests.e2e.faq import PARKING, add, ask
from tests.e2e.stage import Stage
from tests.e2e.story import words

ENDINGS = {"yaml": "faq.format.yaml", "csv": "faq.format.csv", "json": "faq.format.json"}
kinds = pytest.mark.parametrize("kind", ENDINGS)


async def export(stage: Stage, kind: str = "json", **options: str) -> File:
    choice = words(stage.maya)(ENDINGS[kind])
    given = await stage.maya.types("/faq export", format=choice, **options)
    assert given.message is not None
    (file,) = given.message.attachments
    assert file.filename.endswith(f".{kind}")
    return File(file.filename, file.content)


async def give(stage: Stage, file: File) -> Reply:
    return await stage.maya.types("/faq import", file=file)


@kinds
async def test_what_is_exported_is_imported_without_a_change(stage: Stage, kind: str) -> None:
    await add(stage.maya)
    file = await export(stage, kind)
    assert "forty spaces" in file.content.decode()
    told = await give(stage, file)
    assert "0 added, 0 changed" in told.text


@kinds
async def test_one_servers_entries_can_be_given_to_another(stage: Stage, kind: str) -> None:
    await stage.set_up_south()
    await add(stage.maya)
    file = await export(stage, kind, program="chunm")
    told = await stage.hugo.types("/faq import", file=file)
    assert "1 added" in told.text
    assert "forty spaces" in await ask(stage.hugo, PARKING["question"])


async def test_what_was_changed_in_the_file_is_answered_with(stage: Stage) -> None:
    await add(stage.maya)
    file = await export(stage, "yaml")
    changed = File("bank.yml", file.content.replace(b"forty spaces", b"ninety spaces"))
    told = await give(stage, changed)
    assert "0 added, 1 changed" in told.text
    assert "ninety spaces" in await ask(stage.sam, PARKING["question"])


async def test_with_a_fault_nothing_is_imported_and_the_line_is_named(stage: Stage) -> None:
    await add(stage.maya)
    file = await export(stage, "json")
    entries: Any = json.loads(file.content)
    written = json.dumps(entries, ensure_ascii=False, indent=2)
    broken = written.replace("forty spaces", "ninety spaces").replace('"chunm"', '"nowhere"', 1)
    assert broken.count("nowhere") == 1
    line = broken[: broken.index("nowhere")].count("\n") + 1
    told = await give(stage, File("bank.json", broken.encode()))
    assert words(stage.maya).n("faq.faults", 1) in told.text
    assert f"Line {line}:" in told.text
    assert "forty spaces" in await ask(stage.sam, PARKING["question"])


async def test_more_faults_than_fit_come_as_a_file_too(stage: Stage) -> None:
    rows = "\n".join(f"nowhere,entry-{number}" for number in range(400))
    told = await give(stage, File("bank.csv", f"programme,id\n{rows}\n".encode()))
    assert told.message is not None
    (file,) = told.message.attachments
    assert len(file.content.decode().splitlines()) >= 400


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("empty.yaml", b" \n", "error.file_empty"),
        ("long.yaml", b"#" * (2 * 1024 * 1024 + 1), "error.file_too_large"),
    ],
)
async def test_a_file_that_is_empty_or_too_large_is_not_taken(
    stage: Stage, name: str, content: bytes, told: str
) -> None:
    refused = await give(stage, File(name, content))
    assert refused.text == words(stage.maya)(told, name=name, limit=2)


async def test_what_is_no_bank_at_all_is_told_so(stage: Stage) -> None:
    for name, content in (
        ("film.yaml", b"\0\0\0\x18ftypmp42" + bytes(50)),
        ("bank.json", b'{"entries": ['),
        ("bank.csv", "Frage,Antwort\nja,nein\n".encode("utf-16")),
        ("bank.yaml", b"- [unclosed\n"),
    ):
        told = await give(stage, File(name, content))
        assert "⚠️" in told.text, name
        assert "(error" not in told.text
