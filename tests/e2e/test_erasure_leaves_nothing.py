"""Who asks to be forgotten is: no table, no file, no message of the bot's tells of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import make_url, select

from bot.discord_io.removals import BLANK
from db.tables import metadata
from sandbox import Sandbox
from sandbox.people.person import Person
from sandbox.state.files import File
from tests.e2e.desk import ask_for_changes, decide, erase, label, send_new_version
from tests.e2e.stage import WORLD, Stage
from tests.e2e.story import fill, fill_all, reference, words
from tests.e2e.test_desk_erasure import MANAGING
from tests.e2e.together import delivered, invites, joins, submits
from tests.support.filemaking import PDF

SCRIPT = PDF[:-40] + b"zibeline bytes" * 9 + PDF[-40:]
GIVEN = {
    "title": "Zibeline One",
    "logline": "zibeline logline",
    "synopsis": "zibeline synopsis",
    "name": "zibeline pen name",
    "bio": "zibeline biography",
    "script": [File("zibeline-script.pdf", SCRIPT)],
}
DRAFT = {
    "title": "Zibeline draft",
    "logline": "zibeline draft",
    "resume_file": [File("zibeline-resume.pdf", SCRIPT + b"\n")],
}
MARK = "zibeline"
"""Stands in all that the person wrote, and that others wrote about them."""
OTHERS = "Sun Harbour"


@dataclass(frozen=True)
class Left:
    """What the story leaves: references of the person's pitch and draft, and of others'."""

    own: str
    draft: str
    joined: str
    invited: str


async def begun(owner: Person, programme: str, given: Mapping[str, object]) -> str:
    await fill_all(owner, programme, given)
    return reference(await owner.types("/pitch list"))


async def own_pitch(stage: Stage) -> str:
    """Handed in with a co-author, changed at the desk's request, decided on, changed again."""
    lin, wei, maya = stage.lin, stage.wei, stage.maya
    ref = await begun(lin, "chunm", GIVEN)
    await invites(lin, ref, wei)
    await joins(wei, ref)
    await submits(lin, ref)
    card = await maya.sees(ref, in_="desk")
    await maya.presses("Claim", on=card)
    await maya.sees("In review", in_="desk")
    await ask_for_changes(maya, ref, message=f"{MARK} asked of {lin.mention}")
    await lin.sees(f"{MARK} asked", in_="dm")
    await send_new_version(lin, ref, {"title": "Zibeline Two"})
    await maya.sees("new version", in_=card.thread)
    await lin.types("/pitch edit", ref=ref)
    await lin.selects(words(lin)("select.change_page"), "项目")
    await fill(lin, {"title": "Zibeline Three"})
    return ref


async def of_others(stage: Stage) -> str:
    """Sam's pitch, of which the person is a co-author who uploaded a file and reads its news."""
    lin, sam, maya = stage.lin, stage.sam, stage.maya
    ref = await begun(sam, "chunm", {"title": OTHERS})
    await invites(sam, ref, lin)
    await joins(lin, ref)
    await sam.sees(lin.mention, in_="dm")
    await lin.types("/pitch files", ref=ref)
    await lin.selects(words(lin)("select.add_files"), label(lin, "script"))
    assert lin.modal is not None
    await lin.fills({lin.modal.fields[0].label: [File("of-the-team.pdf", PDF)]})
    await submits(sam, ref)
    card = await maya.sees(ref, in_="desk")
    assert lin.mention in card.text
    return ref


async def story(stage: Stage) -> Left:
    """By all ways: direct messages, private threads, the inbox, the desk and its threads."""
    lin, sam, olga, maya = stage.lin, stage.sam, stage.olga, stage.maya
    own = await own_pitch(stage)
    draft = await begun(lin, "hina", DRAFT)
    await invites(lin, draft, sam)
    await sam.sees(draft, in_="dm")
    joined = await of_others(stage)
    lin.shuts_dms()
    await decide(maya, own, "shortlisted")
    await decide(maya, own, "accepted", f"{MARK} reason")
    card = await maya.sees(joined, in_="desk")
    await maya.presses("Claim", on=card)
    await delivered(stage)
    for ref in (own, joined):
        assert any(ref in name for name in threads_of(stage.sandbox, lin))
    stage.sandbox.overwrites(
        "north/questions", "Callboard", deny=["view_channel", "create_private_threads"]
    )
    invited = await begun(olga, "hina", {"title": OTHERS})
    await invites(olga, invited, lin)
    await delivered(stage)
    assert invited in (await lin.types("/inbox")).text
    stage.sandbox.overwrites("north/questions", "Callboard")
    return Left(own, draft, joined, invited)


def threads_of(sandbox: Sandbox, person: Person) -> list[str]:
    """Names of the private threads that the person is in."""
    threads = sandbox.guild("north").threads
    return [
        one.name for one in threads if one.kind == "private thread" and person.name in one.members
    ]


def written(sandbox: Sandbox) -> Iterator[str]:
    """All that the bot wrote and that still stands somewhere, and the names of threads."""
    state = sandbox._core.state
    bot = next(iter(state.applications.values())).id
    for channel in state.channels.values():
        if channel.thread is not None:
            yield f"thread {channel.name}"
        for message in channel.messages.values():
            if message.author.id == bot and not message.deleted:
                parts = [message.content, message.components, message.embeds]
                names = [file.filename for file in message.attachments]
                yield json.dumps([*parts, names], ensure_ascii=False)


async def rows(stage: Stage) -> list[str]:
    """Every row of every table."""
    assert stage.app is not None
    found = []
    async with stage.app.database.engines.reading() as connection:
        for table in metadata.sorted_tables:
            for row in (await connection.execute(select(table))).mappings():
                values = {name: str(value) for name, value in row.items()}
                found.append(f"{table.name} {values}")
    return found


def telling(texts: list[str], person: Person) -> list[str]:
    """Those that tell of the person."""
    marks = (MARK, person.name, str(person.id))
    return [text for text in texts if any(mark in text.casefold() for mark in marks)]


def on_disk(database_url: str, files: Path) -> Iterator[tuple[str, bytes]]:
    """The store of files, and of SQLite the database with what may lie beside it."""
    url = make_url(database_url)
    if url.drivername.startswith("sqlite"):
        database = Path(str(url.database))
        for path in database.parent.glob(f"{database.name}*"):
            yield path.name, path.read_bytes()
    for path in files.rglob("*"):
        if path.is_file():
            yield path.name, path.read_bytes()


def spelled(person: Person) -> list[bytes]:
    """How the person may stand in bytes: SQLite keeps an id in eight of them, or in six."""
    return [
        person.name.encode(),
        str(person.id).encode(),
        person.id.to_bytes(8, "big").lstrip(b"\0"),
        *(mark.encode() for mark in (MARK, MARK.title(), MARK.upper())),
    ]


@pytest.mark.parametrize(
    ("engine", "world"), [("sqlite", WORLD), ("postgresql", MANAGING)], ids=["sqlite", "postgresql"]
)
async def test_nothing_is_left_of_a_person_and_everything_of_the_others(
    stage: Stage, sandbox: Sandbox, database_url: str, tmp_path: Path
) -> None:
    lin, sam, olga, maya = stage.lin, stage.sam, stage.olga, stage.maya
    left = await story(stage)
    assert telling(list(written(sandbox)), lin) != []
    before = await rows(stage)
    assert {row.split(" ")[0] for row in telling(before, lin)} >= {
        "pitches", "revisions", "members", "files", "notices", "people", "pitch_events",
    }  # fmt: skip

    await erase(lin)
    await delivered(stage)
    assert telling(list(written(sandbox)), lin) == []
    assert set(threads_of(sandbox, lin)) <= {BLANK}
    assert telling(await rows(stage), lin) == []

    assert left.own in (await maya.types("/submissions list", state="Erased")).text
    card = await maya.sees("erased at its author's request", in_="desk")
    assert left.own in card.text
    gone = await sam.types("/pitch view", ref=left.draft)
    assert gone.text == words(sam)("error.pitch_not_found")
    for person, ref in ((sam, left.joined), (olga, left.invited)):
        assert OTHERS in (await person.types("/pitch view", ref=ref)).text
        await person.types("/pitch files", ref=ref)
    opened = await sam.selects("Open a file", "of-the-team.pdf")
    assert opened.message is not None
    assert opened.message.attachments[0].content == PDF
    assert (await lin.types("/inbox")).text == words(lin)("inbox.empty")

    await stage.stop()
    found = dict(on_disk(database_url, tmp_path / "files"))
    assert [name for name, data in found.items() if any(one in data for one in spelled(lin))] == []
