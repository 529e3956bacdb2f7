"""What the guard walk is after: pitches at every stage and all that is said of them, each with a
word that stands nowhere else, in a server with a second one beside it."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import make_url

from bot.app import App
from bot.domain.form import Kind
from sandbox import Limits
from sandbox.people.person import Person
from sandbox.state.files import File
from tests.e2e.asking import passes_on
from tests.e2e.desk import ask_for_changes, decide
from tests.e2e.faq import add
from tests.e2e.prepared import as_set_up
from tests.e2e.stage import WORLD, Stage, sandbox_of
from tests.e2e.story import fill, form_fields, pitch, reference, words
from tests.e2e.talking import answers, replies
from tests.e2e.test_scores import score
from tests.e2e.together import delivered
from tests.support.filemaking import PDF

TEAM, TEAM_DESK = "ChunM team", "chunm-desk"
WALKED = (
    WORLD.replace(
        "- {name: Callboard, app", f"- {{name: {TEAM}}}\n      - {{name: Callboard, app", 1
    )
    .replace(
        "      - name: desk\n",
        f"      - name: {TEAM_DESK}\n"
        "        overwrites:\n"
        "          everyone: {deny: [view_channel]}\n"
        f"          {TEAM}: {{allow: [view_channel]}}\n"
        "          Callboard: {allow: [view_channel]}\n"
        "      - name: desk\n",
        1,
    )
    .replace("{north: [Coordinators]}", f"{{north: [Coordinators, {TEAM}]}}", 1)
)
"""With a team of one programme, to which Maya belongs and Noor does not."""

OF_PITCHES = (
    "velvettitle", "velvettext", "velvetfile", "velvettag", "velvetnote", "velvetscore",
    "velvetfeedback", "velvetreply", "velvetanswer", "velvetreason", "velvetchange", "velvetdraft",
    "陳偉",
)  # fmt: skip
"""What tells of a pitch; the last is the name of an author who asks nothing."""
OF_THE_SERVER = ("velvetfaq", "velvetquestion", "林薇")
"""What every coordinator of the server may know, and nobody else."""
FILE = File("velvetfile.pdf", PDF)
FAQ: Mapping[str, str] = {
    "question": "Where does the quarry walk begin?",
    "answer": "Behind the velvetfaq hill.",
    "phrasings": "",
    "source": "House rules",
    "validity": "2020-01-01 – 2020-03-31",
}
"""Which is not valid any more, so that no creator may read it."""
QUESTION = "May velvetquestion zebras sing in Oslo tomorrow?"
SUNLIT = "Sunlit Ridge"
"""A pitch of Sam's to the other programme: his own, and open to all who coordinate there."""
SEARCHED = "quarry"
"""A word of every secret text that betrays none itself."""


@dataclass(frozen=True, slots=True)
class Planted:
    """The server that is spied upon, and the ids of what is in it. ``refs`` and ``pitches`` are in
    the same order: at work with a decision held, waiting for changes, submitted, a draft."""

    stage: Stage
    database: Path
    guild: int
    refs: tuple[str, ...]
    pitches: tuple[str, ...]
    call: str
    file: str
    question: str
    talk: str
    notice: str
    faq: str
    desk_message: int
    direct_message: int

    @property
    def app(self) -> App:
        """The bot."""
        assert self.stage.app is not None
        return self.stage.app

    def secrets(self, *, server: bool) -> tuple[str, ...]:
        """What may be told to nobody who walks; with what belongs to the ``server`` as a whole."""
        return (*OF_PITCHES, *self.refs, *(OF_THE_SERVER if server else ()))

    def pitches_of(self, owner: int) -> set[str]:
        """The ids of a person's pitches, as they are now."""
        with closing(sqlite3.connect(self.database)) as connection:
            found = connection.execute("SELECT id FROM pitches WHERE owner = ?", (owner,))
            return {str(id_) for (id_,) in found}


@asynccontextmanager
async def walked_stage(url: str, files_url: str, *, narrowed: bool) -> AsyncIterator[Planted]:
    """The north with everything planted, the south set up too, ChunM open in both. What a person
    who is refused would wait for is waited for two seconds at most."""
    limits = replace(Limits.relaxed(), settle_seconds=2.0)
    async with sandbox_of(WALKED, limits) as sandbox:
        stage = Stage(sandbox, url, files_url=files_url)
        async with as_set_up(stage, WALKED):
            await stage.set_up_south()
            if narrowed:
                await _narrow(stage)
            yield await _planted(stage, TEAM_DESK if narrowed else "desk")
        assert sandbox.violations == []


async def _narrow(stage: Stage) -> None:
    await stage.olga.types(
        "/program coordinators",
        program="chunm",
        role=TEAM,
        desk=stage.sandbox.channel(f"north/{TEAM_DESK}"),
    )


async def _planted(stage: Stage, desk: str) -> Planted:
    refs = (
        await _at_work(stage, desk),
        await _waiting(stage, desk),
        reference(await pitch(stage.olga, given=_given())),
        await _draft(stage.lin),
    )
    await add(stage.maya, FAQ)
    await stage.lin.types("/ask", question=QUESTION)
    await passes_on(stage.lin)
    await stage.maya.sees(QUESTION, in_="desk")
    reference(await pitch(stage.sam, "hina", {"title": SUNLIT}))
    await delivered(stage)
    database = Path(str(make_url(stage.settings.database_url).database))
    direct = next(one for one in await stage.lin.reads("dm") if "velvetreply" in one.text)
    return Planted(
        stage=stage,
        database=database,
        guild=stage.sandbox.guild("north").id,
        refs=refs,
        desk_message=(await stage.maya.sees(refs[0], in_=desk)).id,
        direct_message=direct.id,
        **_ids(database, refs),
    )


async def _at_work(stage: Stage, desk: str) -> str:
    """Lin's: claimed, tagged, scored, talked about, and to be accepted."""
    maya, lin = stage.maya, stage.lin
    ref = reference(await pitch(lin, given={**_given(), **_files()}))
    card = await maya.sees(ref, in_=desk)
    await maya.presses("Claim", on=card)
    await maya.sees("In review", in_=desk)
    await maya.types("/submissions tag", ref=ref, tag="velvettag")
    await maya.types("/submissions note", ref=ref, note="A velvetnote quarry.")
    await score(maya, card, 4, "A velvetscore quarry.", "A velvetfeedback quarry.")
    await replies(maya, ref, "A velvetreply quarry?")
    read = await lin.sees("velvetreply", in_="dm")
    await answers(lin, read, "A velvetanswer quarry.")
    await decide(maya, ref, "accepted", "A velvetreason quarry.")
    return ref


async def _waiting(stage: Stage, desk: str) -> str:
    """Wei's, for which changes were requested."""
    ref = reference(await pitch(stage.wei, given=_given()))
    await stage.maya.presses("Claim", on=await stage.maya.sees(ref, in_=desk))
    await ask_for_changes(stage.maya, ref, message="A velvetchange quarry?")
    return ref


async def _draft(person: Person) -> str:
    """To the other programme, its first page filled in."""
    await person.types("/pitch start", program="hina")
    await person.presses(words(person)("button.begin"))
    await fill(person, _given("velvetdraft quarry"))
    return reference(await person.types("/pitch start", program="hina"))


def _given(said: str = "velvettext quarry") -> dict[str, Any]:
    """Every text of every form, with its secret; titles of submitted ones another."""
    given: dict[str, Any] = {
        field.id: said for field in form_fields().values() if field.kind in (Kind.SHORT, Kind.LONG)
    }
    return given if "draft" in said else {**given, "title": "velvettitle quarry"}


def _files() -> dict[str, Any]:
    return {field.id: [FILE] for field in form_fields().values() if field.kind is Kind.FILES}


def _ids(database: Path, refs: tuple[str, ...]) -> dict[str, Any]:
    """What nobody is shown but may guess."""
    with closing(sqlite3.connect(database)) as connection:

        def one(query: str, *given: object) -> str:
            (found,) = connection.execute(query, given).fetchone()
            return str(found)

        of_ref = "SELECT id FROM pitches WHERE ref = ?"
        pitches = tuple(one(of_ref, ref.replace("-", "")) for ref in refs)
        return {
            "pitches": pitches,
            "call": one("SELECT call FROM pitches WHERE id = ?", pitches[0]),
            "file": one("SELECT id FROM files WHERE pitch = ?", pitches[0]),
            "question": one("SELECT id FROM questions WHERE text LIKE '%velvetquestion%'"),
            "talk": one("SELECT id FROM talks WHERE words LIKE '%velvetreply%'"),
            "notice": one("SELECT id FROM notices WHERE pitch = ? AND recipient > 0", pitches[0]),
            "faq": one("SELECT programme || ':' || id FROM faqs WHERE document LIKE '%velvetfaq%'"),
        }
