"""Blind review in files, pictures, conversations and notices: nobody is named there either."""

from __future__ import annotations

import html
import io
import zipfile

import pytest
from pypdf import PdfReader

from bot.services.ports_pictures import Painter, Sheet
from sandbox.people.person import Person
from sandbox.people.reply import Reply
from sandbox.state.files import File
from tests.e2e.blind import (
    CHINESE,
    FILE,
    FILES,
    NAME,
    PLANTED,
    SCHOOL,
    STEM,
    WRITTEN,
    blind_pitch,
    content,
    leaks,
    make_all_blind,
    make_blind,
    wholly_blind_pitch,
)
from tests.e2e.desk import claimed, decide, erase, release, withdraw
from tests.e2e.reaching import all_pages, standing
from tests.e2e.stage import Stage
from tests.e2e.story import words
from tests.e2e.talking import answers, at_desk, replies
from tests.e2e.test_rhythm import chooses, gives_times, opening, settings, told, until

KINDS = ("csv", "xlsx", "json", "pdf")
COORDINATORS = pytest.mark.parametrize("name", ["maya", "olga"], ids=["reviewer", "lead"])


@pytest.fixture
async def ref(stage: Stage) -> str:
    """Lin's and Wei's, in all of whose fields they tell who they are."""
    await make_all_blind(stage)
    return await wholly_blind_pitch(stage.lin, stage.wei)


class Watched:
    """A `Painter` that keeps what it was to draw."""

    def __init__(self, painter: Painter) -> None:
        self._painter = painter
        self.sheets: list[Sheet] = []

    async def draw(self, sheet: Sheet) -> bytes:
        self.sheets.append(sheet)
        return await self._painter.draw(sheet)


def within(data: bytes, name: str) -> str:
    """All that is in a file, with what it says of itself."""
    if name.endswith(".xlsx"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [html.unescape(archive.read(one).decode()) for one in archive.namelist()]
        return "\n".join([name, *parts])
    if name.endswith(".pdf"):
        read = PdfReader(io.BytesIO(data))
        metadata = (
            f"{read.metadata!r} {read.xmp_metadata and read.xmp_metadata.stream.get_data()!r}"
        )
        return "\n".join([name, metadata, *(page.extract_text() for page in read.pages)])
    return f"{name}\n{data.decode('utf-8-sig')}"


async def exported(person: Person, kind: str) -> Reply:
    text = words(person)
    state = text("export.state.all")
    return await person.types("/submissions export", kind=text(f"export.kind.{kind}"), state=state)


async def all_files(person: Person) -> dict[str, str]:
    """What stands in each kind of export."""
    found = {}
    for kind in KINDS:
        reply = await exported(person, kind)
        assert reply.message is not None, reply.text
        (file,) = reply.message.attachments
        found[kind] = f"{content(reply)}\n{within(file.content, file.filename)}"
    return found


@COORDINATORS
async def test_no_file_that_is_taken_away_names_the_authors(
    stage: Stage, ref: str, name: str
) -> None:
    person: Person = getattr(stage, name)
    card = await person.sees(ref, in_="desk")
    found = await all_files(person)
    assert leaks(found, stage.lin, stage.wei) == {}
    for kind, said in found.items():
        assert "Moon" in said, kind
        assert words(person).n("export.blind", 1) in said, kind
    await claimed(stage, card)
    await decide(stage.maya, ref, "declined", "Not this time.")
    await stage.maya.sees("Waiting for a lead", in_="desk")
    await release(stage.olga, ref)
    for kind, said in (await all_files(person)).items():
        assert CHINESE in said, kind
        assert "林薇" in said, kind
        assert SCHOOL in said, kind
        assert STEM in said, kind


@COORDINATORS
async def test_no_picture_names_them_or_their_school(stage: Stage, ref: str, name: str) -> None:
    assert stage.app is not None
    await make_all_blind(stage, school="stage")
    person: Person = getattr(stage, name)
    await person.sees(ref, in_="desk")
    painter = stage.app.client.painter = Watched(stage.app.client.painter)
    found = {}
    for options in ({}, {"program": "hina"}, {"days": 366}):
        reply = await person.types("/submissions stats", **options)
        assert reply.message is not None
        found[f"{options}"] = content(reply)
    found["drawn"] = "\n".join(repr(sheet) for sheet in painter.sheets)
    assert len(painter.sheets) == 3
    assert leaks(found, stage.lin, stage.wei) == {}


async def test_what_authors_write_is_passed_on_without_who_they_are(stage: Stage, ref: str) -> None:
    maya, lin, wei = stage.maya, stage.lin, stage.wei
    card = await maya.sees(ref, in_="desk")
    await claimed(stage, card)
    await replies(maya, ref, f"Are you {NAME} of {SCHOOL}?")
    read = await lin.sees(NAME, in_="dm")
    said = f"{PLANTED} {WRITTEN} <@{lin.id}> <@{wei.id}>"
    written = await lin.writes(f"First. {said}", reply_to=read, files=list(FILES))
    shown = [await at_desk(stage, "First.")]
    await lin.edits(written, f"Second. {said}")
    shown.append(await at_desk(stage, "Second."))
    await answers(wei, await wei.sees(NAME, in_="dm"), f"Third. {said}", [FILE])
    shown.append(await at_desk(stage, "Third."))
    await stage.stop()
    await lin.writes(f"Fourth. {said}", reply_to=read, files=[FILE])
    gone = await lin.writes(f"Fifth. {said}", reply_to=read)
    await stage.start()
    shown.append(await at_desk(stage, "Fourth."))
    shown.append(await at_desk(stage, "Fifth."))
    await lin.writes(f"{said} {'*' * 2000}"[:2000], reply_to=read)
    shown.append(await at_desk(stage, words(maya)("button.read_all")))
    found = {one.text[:40]: content(one) for one in shown}
    found["whole"] = await all_pages(maya, await maya.presses(words(maya)("button.read_all")))
    await lin.deletes(gone)
    await at_desk(stage, words(maya)("talk.deleted"))
    for menu in ("Answer this", words(maya)("menu.save_as_faq")):
        found[menu] = content(await maya.uses_menu(menu, shown[0]))
    found |= await standing(maya)
    found["audit"] = content(await maya.types("/audit", ref=ref))
    assert leaks(found, lin, wei) == {}


async def test_a_refused_file_and_a_block_name_nobody(stage: Stage, ref: str) -> None:
    maya, lin = stage.maya, stage.lin
    await maya.sees(ref, in_="desk")
    await replies(maya, ref, "Where is it set?")
    read = await lin.sees("Where is it set?", in_="dm")
    zipped = File(f"{STEM}.zip", b"PK\x03\x04" + b"\0" * 100)
    await lin.writes("Both", reply_to=read, files=[zipped])
    await at_desk(stage, "Both")
    blocked = await maya.types("/submissions block", ref=ref)
    found = {"blocked": content(blocked), **await standing(maya)}
    assert leaks(found, lin, stage.wei) == {}


async def test_where_dms_are_shut_the_desk_learns_no_name(stage: Stage, ref: str) -> None:
    maya, lin = stage.maya, stage.lin
    await maya.sees(ref, in_="desk")
    lin.shuts_dms()
    await replies(maya, ref, "Where is it set?")
    await lin.sees("Where is it set?", in_=words(lin)("notice.thread", ref=ref))
    found = await standing(maya)
    found["threads"] = " ".join(thread.name for thread in maya.threads())
    assert ref not in "".join(thread.name for thread in maya.threads("questions"))
    assert leaks(found, lin, stage.wei) == {}


async def test_a_withdrawal_its_undo_and_an_erasure_name_nobody(stage: Stage, ref: str) -> None:
    maya, lin = stage.maya, stage.lin
    card = await maya.sees(ref, in_="desk")
    await claimed(stage, card)
    await withdraw(lin, ref)
    await maya.sees("Withdrawn", in_="desk")
    found = {f"withdrawn {place}": said for place, said in (await standing(maya)).items()}
    await lin.types("/pitch view", ref=ref)
    await lin.presses(words(lin)("button.undo"))
    await maya.sees("State** In review", in_="desk")
    found |= {f"undone {place}": said for place, said in (await standing(maya)).items()}
    await erase(lin)
    await maya.sees("erased at its author's request", in_="desk")
    found |= await standing(maya)
    for command in ("/submissions view", "/audit"):
        found[command] = content(await maya.types(command, ref=ref))
    assert leaks(found, lin, stage.wei) == {}


async def test_reminders_and_digests_name_nobody(timed_stage: Stage) -> None:
    stage = timed_stage
    maya, lin, text = stage.maya, stage.lin, words(stage.maya)
    await make_blind(stage, "chunm", blind=True, untouched_days=3)
    await settings(maya)
    await gives_times(maya, timezone="America/Los_Angeles", begin="", end="", schools="")
    await chooses(maya, "prefs.instant")
    await chooses(maya, "prefs.at", hour="09:00")
    ref = await blind_pitch(lin, "chunm")
    await told(maya, opening(maya, "digest.new_pitch"))
    card = await maya.sees(ref, in_="desk")
    await claimed(stage, card)
    await maya.types("/submissions due", ref=ref, due="2099-01-01")
    await lin.writes(f"Hello. {PLANTED}", reply_to=(await lin.reads("dm"))[0])
    await at_desk(stage, "Hello.")
    await until(stage, 9)
    (digest,) = await told(maya, opening(maya, "digest.title"))
    assert ref in digest.text
    assert text.n("digest.mine", 1) in digest.text
    stage.sandbox.clock.advance(5 * 24 * 3600)
    assert stage.app is not None
    stage.app.wake()
    await maya.sees(" days", in_=maya.threads("desk")[0])
    assert leaks(await standing(maya), lin) == {}
