"""Killed at each step of intake: at most the page being typed is lost, and nothing is doubled."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import make_url

from sandbox import Sandbox
from sandbox.downloads import ATTACHMENT
from sandbox.people.person import Person
from sandbox.people.views import Message
from sandbox.state.files import File
from tests.e2e.delivery import MESSAGES, in_dm, told_once
from tests.e2e.desk import claimed, in_thread
from tests.e2e.process import BotProcess, at_work
from tests.e2e.stage import Stage
from tests.e2e.story import PDF_FILE, begin, fill, fill_all, pitch, reference, to_consent, words
from tests.e2e.test_desk_erasure import MANAGING
from tests.e2e.test_kill import ANSWER, ended
from tests.support.filemaking import PDF

LARGE = File("treatment.pdf", PDF[:-40] + b"%" * 300_000 + PDF[-40:])
LONG_AGO = 2 * 3600.0
"""Seconds; what is stored for longer than an hour and belongs to nothing is swept."""


@pytest.fixture
def stage(sandbox: Sandbox, database_url: str) -> Stage:
    """The people; the bot is a process here, not part of the stage."""
    return Stage(sandbox, database_url)


@pytest.fixture
async def bot(
    sandbox: Sandbox, database_url: str, tmp_path: Path, request: pytest.FixtureRequest
) -> AsyncIterator[BotProcess]:
    made = BotProcess(sandbox, database_url, tmp_path / "bot", FILES_URL=tmp_path / "files")
    yield made
    await ended(made, request)


@pytest.fixture
def stored(tmp_path: Path) -> Callable[[], list[Path]]:
    """Everything in the store of files, half written or whole."""
    return lambda: [one for one in (tmp_path / "files").rglob("*") if one.is_file()]


async def until(person: Person, holds: Callable[[], bool]) -> None:
    """Go on asking the bot for something small until it is so."""
    async with asyncio.timeout(20):
        while not holds():
            await person.types("/programs")


@contextmanager
def locked(database_url: str) -> Iterator[None]:
    """Nobody else can write to the SQLite database meanwhile."""
    connection = sqlite3.connect(str(make_url(database_url).database), isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        connection.close()


async def to_files(person: Person) -> None:
    """A complete draft but for its files, whose page is open."""
    text = words(person)
    await begin(person)
    for page in range(5):
        await fill(person, {"title": "Moon Harbour"} if page == 0 else {})
        await person.presses(text("button.continue"))
    assert person.modal is not None
    assert "Script" in person.modal.text


async def handed_in_with_a_file(stage: Stage, ref: str, stored: Callable[[], list[Path]]) -> None:
    """What was lost is sent again, and the pitch goes on to its end, with one file."""
    sam = stage.sam
    await sam.types("/pitch files", ref=ref)
    opened = await sam.selects("Add files", "Script or treatment")
    assert opened.modal is not None
    sent = await sam.fills({"Script": [LARGE]})
    assert sent.text.count(LARGE.name) == 1
    await sam.types("/pitch edit", ref=ref)
    await to_consent(sam, await sam.presses("Review"))
    assert ref in (await sam.presses("I agree – submit")).text
    assert [path.stat().st_size for path in stored()] == [len(LARGE.content)]
    await stage.maya.sees(ref, in_="desk", within=20)


async def test_killed_while_a_file_comes_in_what_was_written_beside_it_is_kept(
    stage: Stage, bot: BotProcess, sandbox: Sandbox, stored: Callable[[], list[Path]]
) -> None:
    sam = stage.sam
    await bot.start()
    await stage.set_up("chunm")
    await to_files(sam)
    held = sandbox.faults.hold("GET", ATTACHMENT, "after")
    link = "https://example.com/deck"
    async with at_work(sam.fills({"Script": [LARGE], "Link to the deck": link})):
        await held.reached()
        await bot.kill()
    sandbox.faults.clear()
    assert stored() == []
    await bot.start()
    ref = reference(await sam.types("/pitch list"))
    shown = await sam.types("/pitch files", ref=ref)
    assert LARGE.name not in shown.text
    await sam.types("/pitch edit", ref=ref)
    opened = await sam.selects("Change a page", "Files")
    assert opened.modal is not None
    assert opened.modal.field("Link to the deck").value == link
    sam.dismisses_modal()
    await handed_in_with_a_file(stage, ref, stored)


async def test_killed_between_the_bytes_and_their_row_it_leaves_an_orphan_that_is_swept(
    stage: Stage,
    bot: BotProcess,
    sandbox: Sandbox,
    database_url: str,
    stored: Callable[[], list[Path]],
) -> None:
    sam = stage.sam
    await bot.start()
    await stage.set_up("chunm")
    await to_files(sam)
    held = sandbox.faults.hold("GET", ATTACHMENT)
    async with at_work(sam.fills({"Script": [LARGE]})):
        await held.reached()
        with locked(database_url):
            held.release()
            await until(sam, lambda: any(one.stat().st_size for one in whole(stored())))
            await bot.kill()
    (orphan,) = stored()
    aged = time.time() - LONG_AGO
    os.utime(orphan, (aged, aged))
    await bot.start()
    await until(sam, lambda: stored() == [])
    ref = reference(await sam.types("/pitch list"))
    assert LARGE.name not in (await sam.types("/pitch files", ref=ref)).text
    await handed_in_with_a_file(stage, ref, stored)


def whole(paths: list[Path]) -> list[Path]:
    """Without what is still being written."""
    return [path for path in paths if "#" not in path.name]


@pytest.mark.parametrize("engine", ["postgresql"])
async def test_killed_between_a_submission_and_its_answer_it_was_submitted_once(
    stage: Stage, bot: BotProcess, sandbox: Sandbox
) -> None:
    lin = stage.lin
    await bot.start()
    await stage.set_up("chunm")
    review = await fill_all(lin, given={"script": [PDF_FILE]})
    await to_consent(lin, review)
    submit = words(lin)("button.submit")
    held = sandbox.faults.hold("PATCH", ANSWER)
    async with at_work(lin.presses(submit)):
        await held.reached()
        await bot.kill()
    sandbox.faults.clear()
    await bot.start()
    receipt = await lin.presses(submit)
    assert words(lin)("button.open") in receipt.text
    await told_once(stage, reference(receipt))


async def test_killed_between_a_new_version_and_its_notices_each_is_told_once(
    stage: Stage, bot: BotProcess, sandbox: Sandbox
) -> None:
    lin, maya = stage.lin, stage.maya
    text = words(lin)
    await bot.start()
    await stage.set_up("chunm")
    ref, card = await with_thread(stage)
    await changed(lin, ref)
    assert card.thread is not None
    thread = str(card.thread.id)
    desk = sandbox.faults.hold(
        "POST", MESSAGES, where=lambda request: request.params["channel_id"] == thread
    )
    told = sandbox.faults.hold("POST", MESSAGES, "after", where=in_dm(lin))
    answer = sandbox.faults.hold("PATCH", ANSWER)
    async with at_work(lin.presses(text("button.send_agreed"))):
        for held in (desk, told, answer):
            await held.reached()
        await bot.kill()
    sandbox.faults.clear()
    await bot.start()
    await maya.sees("new version", in_=card.thread, within=20)
    again = await lin.presses(text("button.send_agreed"))
    assert reference(again) == ref
    await withdrawn(lin, ref)
    await maya.sees("withdrawn", in_=card.thread, within=20)
    assert [post.count("Moon Harbour II") > 0 for post in in_thread(card)] == [True, True]
    await lin.sees(text("button.undo"), in_="dm", within=20)
    number = text("receipt.revised", number=2, **_BLANK).split("\n")[0]
    told_of = [one for one in await lin.reads("dm") if number in one.text]
    assert len(told_of) == 1
    assert "2" in (await maya.types("/submissions view", ref=ref)).text


@pytest.mark.parametrize("world", [MANAGING])
async def test_killed_while_it_erases_a_person_it_goes_on_or_can_be_asked_again(
    stage: Stage,
    bot: BotProcess,
    sandbox: Sandbox,
    database_url: str,
    stored: Callable[[], list[Path]],
) -> None:
    lin, maya = stage.lin, stage.maya
    text = words(lin)
    await bot.start()
    await stage.set_up("chunm")
    ref, _ = await with_thread(stage)
    await changed(lin, ref)
    erase = await to_the_word(lin)
    with locked(database_url):
        async with at_work(lin.fills(erase)):
            await stage.sam.types("/programs")  # answered after hers was begun
            await bot.kill()
    await bot.start()
    shown = await lin.types("/pitch view", ref=ref)
    assert "Moon Harbour" in shown.text

    gone = sandbox.faults.hold("DELETE", f"{MESSAGES}/{{message_id}}")
    erase = await to_the_word(lin)
    async with at_work(lin.fills(erase)):
        await gone.reached()
        await bot.kill()
    sandbox.faults.clear()
    await bot.start()
    await lin.sees_no_more("Moon Harbour", in_="dm", within=20)
    await maya.sees("erased at its author's request", in_="desk", within=20)
    await until(stage.sam, lambda: sandbox.guild("north").threads == [])
    assert (await lin.types("/pitch list")).text == text("pitch.none")
    (card,) = sandbox.channel("north/desk").messages
    assert ref in card.text
    assert lin.name not in card.text
    assert stored() == []


async def to_the_word(person: Person) -> dict[str, str]:
    """Up to the modal that asks for a word, and the word."""
    text = words(person)
    await person.types("/privacy erase")
    opened = await person.presses(text("button.erase"))
    assert opened.modal is not None
    return {opened.modal.fields[0].label: text("privacy.word")}


_BLANK = dict.fromkeys(("headline", "utc", "local", "hash", "ref"), "")


async def with_thread(stage: Stage) -> tuple[str, Message]:
    """Lin's pitch, claimed: its reference, and its card once it has a thread."""
    ref = reference(await pitch(stage.lin, given={"title": "Moon Harbour"}))
    card = await stage.maya.sees(ref, in_="desk", within=20)
    await claimed(stage, card)
    return ref, card


async def changed(person: Person, ref: str) -> None:
    """A new version, up to what is agreed to."""
    edited = await person.types("/pitch edit", ref=ref)
    assert edited.message is not None
    (menu,) = edited.message.selects
    await person.selects(menu.placeholder, menu.options[0].label, on=edited.message)
    await fill(person, {"title": "Moon Harbour II"})
    await person.presses(words(person)("button.send_new"))


async def withdrawn(person: Person, ref: str) -> None:
    await person.types("/pitch withdraw", ref=ref)
    await person.presses(words(person)("button.withdraw_surely"))
