"""What coordinators take away: all that fits, as they may know it, and on record."""

from __future__ import annotations

import asyncio
import gc
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import event

from bot.discord_io import export_files
from bot.discord_io.export_book import book_of
from bot.discord_io.export_files import Writers
from bot.discord_io.export_table import table_of
from bot.domain.errors import CoordinatorsOnly, ProgrammeNotFound, StaleVersion
from bot.domain.errors_export import NothingToExport, TooManyToExport
from bot.domain.form import Field, Kind, Page
from bot.domain.history import Happening, for_authors, happening
from bot.domain.ids import CallId, PitchId, ProgrammeKey, UserId
from bot.domain.people import Actor
from bot.domain.pitch import Pitch, State
from bot.domain.programme import Programme, ReviewRules
from bot.domain.queue import PitchQuery, Sort
from bot.domain.text import Locale, Localized
from bot.services import exporting
from bot.services.exporting import Export, Exporting, ExportKind
from bot.services.ports_pictures import Book
from bot.services.ports_sheets import Cell
from bot.services.statistics import DeskStatistics
from bot.sheets.writing import Sheets
from bot.texts import Texts
from tests.db.samples import HOME, NOW, OTHER, programme, reference, seed
from tests.services.house import (
    HINA,
    LIN,
    MANAGER,
    MAYA,
    SAM,
    WEI,
    House,
    elsewhere,
    on_both_engines,
)
from tests.services.reviewers import scoring, with_rules

TEXTS = Texts.load()
ENGLISH = TEXTS.of(Locale.EN)
SECRET = "Evergreen Kowalczyk"
SCHOOL = "Thornfield Conservatoire"


def label(words: str) -> Localized:
    return Localized(words, words, words)


def blind() -> Programme:
    """Asks for the author's name and school, and hides both until the decision."""
    made = programme()
    more = (
        Field("name", Kind.SHORT, label("Name"), pii=True, identifying=True),
        Field("school", Kind.SHORT, label("School"), identifying=True),
    )
    (page,) = made.form.pages
    form = replace(made.form, pages=(page, Page("two", label("You"), more)))
    return replace(made, form=form, rules=ReviewRules(blind=True, school="school"))


def of(house: House) -> Exporting:
    return Exporting(house.database.store, house.clock)


async def export(
    house: House, actor: Actor = MAYA, kind: ExportKind = ExportKind.CSV, **query: Any
) -> Export:
    return await of(house).export(actor, PitchQuery(**query), kind)


async def offered(house: House, made: Programme) -> None:
    async with house.database.store.writing() as work:
        await work.programmes.put(HOME, made, NOW)
        await work.commit()


async def hidden(house: House, **answers: str) -> Pitch:
    """A pitch to a blind programme in which its author is named all over."""
    await offered(house, blind())
    begun = await house.intake.start(replace(LIN, name=SECRET), "chunm")
    first = {"title": f"The {SECRET} Story", "logline": f"By {SECRET}, of {SCHOOL}."}
    given = {**first, "format": ("film",), **answers}
    await house.intake.save_page(LIN, begun.pitch.id, 0, given)
    await house.intake.save_page(LIN, begun.pitch.id, 1, {"name": SECRET, "school": SCHOOL})
    await house.with_file(begun.pitch.id, f"{SECRET}.pdf")
    return (await house.intake.submit(LIN, begun.pitch.id)).pitch


def everything(found: Export) -> str:
    """All that can come out of an export, in any kind of file and any language."""
    texts = [TEXTS.of(locale) for locale in Locale]
    tables = [table_of(found, text) for text in texts]
    return repr([found, tables, [book_of(found, text, TEXTS) for text in texts]])


def rows(found: Export) -> list[dict[str, Cell]]:
    table = table_of(found, ENGLISH)
    heads = [column.heading for column in table.columns]
    return [dict(zip(heads, row, strict=True)) for row in table.rows]


@pytest.mark.parametrize("actor", [LIN, SAM, elsewhere(MAYA)])
async def test_who_is_no_coordinator_here_takes_nothing_away(house: House, actor: Actor) -> None:
    pitch = await house.handed_in()
    with pytest.raises((CoordinatorsOnly, NothingToExport)) as refused:
        await export(house, actor)
    assert actor.guild == OTHER or isinstance(refused.value, CoordinatorsOnly)
    with pytest.raises(CoordinatorsOnly):
        await of(house).calls(actor)
    with pytest.raises(CoordinatorsOnly):
        await DeskStatistics(house.database.store, house.clock).of(actor, 30)
    assert all(happening(event) is None for event in await house.history(pitch.id))


async def test_another_guild_s_pitches_are_not_among_them(house: House) -> None:
    await house.handed_in()
    await seed(house.database, OTHER)
    with pytest.raises(NothingToExport):
        await export(house, elsewhere(MAYA))


@on_both_engines
async def test_each_pitch_s_history_says_who_took_it_away_and_authors_do_not_see_it(
    house: House,
) -> None:
    first, second = await house.handed_in(), await house.handed_in(SAM)
    house.clock.passes(minutes=5)
    found = await export(house, kind=ExportKind.XLSX)
    assert {each.filed.pitch.id for each in found.pitches} == {first.id, second.id}
    for pitch in (first, second):
        last = (await house.history(pitch.id))[-1]
        assert happening(last) == (Happening.EXPORTED, "xlsx")
        assert (last.actor, last.at, last.before, last.after) == (
            MAYA.user,
            house.clock.now(),
            State.SUBMITTED,
            State.SUBMITTED,
        )
        assert last not in for_authors([last])
        assert await house.stored(pitch.id) == pitch


async def test_drafts_stay_with_their_authors(house: House) -> None:
    await house.drafted()
    for state in State:
        with pytest.raises(NothingToExport):
            await export(house, MANAGER, states=(state,))


async def test_filters_are_those_of_the_list(house: House) -> None:
    mine, other = await house.handed_in(), await house.handed_in(SAM)
    await house.desk.claim(MAYA, mine.id)
    for query, wanted in (
        ({"assignee": MAYA.user}, {mine.id}),
        ({"unassigned": True}, {other.id}),
        ({"states": (State.IN_REVIEW,)}, {mine.id}),
        ({"programme": ProgrammeKey("chunm")}, {mine.id, other.id}),
        ({"call": mine.call}, {mine.id, other.id}),
    ):
        found = await export(house, **query)
        assert {each.filed.pitch.id for each in found.pitches} == wanted, query
    for none in ({"programme": HINA}, {"call": CallId("d" * 20)}, {"overdue": True}):
        with pytest.raises(NothingToExport):
            await export(house, **none)


async def test_more_than_one_batch_comes_whole_and_in_order(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "BATCH", 2)
    given = []
    for author in (LIN, SAM, LIN, SAM, LIN):
        given.append((await house.handed_in(author)).id)
        house.clock.passes(minutes=1)
    found = await export(house, sort=Sort.OLDEST)
    assert [each.filed.pitch.id for each in found.pitches] == given
    monkeypatch.setattr(exporting, "MOST", 4)
    with pytest.raises(TooManyToExport) as refused:
        await export(house)
    assert refused.value.params == {"most": 4}


@on_both_engines
async def test_before_the_decision_nothing_tells_who_wrote_a_blind_pitch(house: House) -> None:
    pitch = await hidden(house)
    found = await export(house)
    assert found.blind == 1
    told = everything(found).casefold()
    for part in (*SECRET.split(), *SCHOOL.split(), f"owner={LIN.user}", f"uploader={LIN.user}"):
        assert part.casefold() not in told
    await house.reviewing.decide(MAYA, str(pitch.ref), State.INELIGIBLE, "Too long.")
    opened = await export(house, states=(State.INELIGIBLE,))
    assert opened.blind == 0
    assert SECRET in everything(opened)
    assert SCHOOL in everything(opened)


async def test_schools_of_blind_pitches_count_once_they_are_decided(house: House) -> None:
    pitch = await hidden(house)
    desk = DeskStatistics(house.database.store, house.clock)
    before = await desk.of(MAYA, 30)
    assert (before.figures.submitted, list(before.figures.schools)) == (1, [])
    await house.reviewing.decide(MAYA, str(pitch.ref), State.INELIGIBLE, "Too long.")
    after = await desk.of(MAYA, 30, "ChunM 人才计划")
    assert [(one.label, one.count) for one in after.figures.schools] == [(SCHOOL, 1)]
    with pytest.raises(ProgrammeNotFound):
        await desk.of(MAYA, 30, "nothing of ours")


async def test_tags_are_told_but_not_to_who_wrote_the_pitch(house: House) -> None:
    pitch = await house.handed_in()
    async with house.database.store.writing() as work:
        await work.reviews.tag(HOME, pitch.id, "sea")
        await work.commit()
    assert rows(await export(house))[0]["Tags"] == "sea"
    author = replace(LIN, roles=MAYA.roles)
    assert rows(await export(house, author))[0]["Tags"] == ""
    assert rows(await export(house, tag="sea"))[0]["Tags"] == "sea"
    with pytest.raises(NothingToExport):
        await export(house, author, tag="sea")


@on_both_engines
async def test_scores_are_counted_and_told_to_those_who_may_know_what_they_come_to(
    house: House,
) -> None:
    await with_rules(house, quorum=2)
    pitch = await house.handed_in()
    assert await marked(house, MAYA) == ("", "", "")
    await scoring(house).put(WEI, pitch.id, {"craft": "4", "story": "5"}, "", "")
    assert await marked(house, WEI) == (1, 4.33, "")
    assert await marked(house, MAYA) == (1, "", "")
    assert await marked(house, MANAGER) == (1, "", "")
    await scoring(house).put(MAYA, pitch.id, {"craft": "2"}, "", "")
    await house.reviewing.claim(MAYA, pitch.id)
    await house.reviewing.decide(MAYA, str(pitch.ref), State.DECLINED, "No room")
    assert await marked(house, MANAGER) == (2, 3.17, "Declined")
    other = replace(MAYA, user=UserId(7001))
    assert await marked(house, other) == (2, "", "Declined")
    await scoring(house).declare(MANAGER, str(pitch.ref))
    assert await marked(house, MANAGER) == (2, "", "Declined")


async def test_authors_who_coordinate_read_neither_scores_nor_what_is_proposed(
    house: House,
) -> None:
    await with_rules(house)
    pitch = await house.handed_in()
    await scoring(house).put(WEI, pitch.id, {"craft": "4"}, "", "")
    await house.reviewing.claim(MAYA, pitch.id)
    await house.reviewing.decide(MAYA, str(pitch.ref), State.DECLINED, "No room")
    assert await marked(house, WEI) == (1, 4, "Declined")
    assert await marked(house, replace(LIN, roles=MAYA.roles)) == ("", "", "")
    assert await marked(house, replace(LIN, manages_guild=True)) == ("", "", "")


async def marked(house: House, actor: Actor) -> tuple[Cell, Cell, Cell]:
    (row,) = rows(await export(house, actor))
    return row["Scores"], row["Mean score"], row["Proposed"]


@on_both_engines
async def test_when_a_pitch_was_decided_is_told_as_long_as_that_stands(house: House) -> None:
    pitch = await house.handed_in()
    await house.reviewing.claim(MAYA, pitch.id)
    await house.reviewing.decide(MAYA, str(pitch.ref), State.ACCEPTED, "")
    assert rows(await export(house))[0]["Decided"] == ""
    house.clock.passes(hours=1)
    at = house.clock.now().replace(microsecond=0)
    await house.release(MANAGER, str(pitch.ref))
    house.clock.passes(hours=1)
    await house.intake.confirm(LIN, pitch.id)
    house.clock.passes(hours=1)
    for _ in range(2):
        (row,) = rows(await export(house, states=(State.CONFIRMED,)))
        assert row["Decided"] == at
    other = await house.handed_in(SAM)
    await house.reviewing.decide(MAYA, str(other.ref), State.INELIGIBLE, "Too long.")
    (row,) = rows(await export(house, states=(State.INELIGIBLE,)))
    assert row["Decided"] == house.clock.now().replace(microsecond=0)
    await house.reviewing.reopen(MANAGER, str(other.ref), "Sorry.")
    assert rows(await export(house))[0]["Decided"] == ""


async def test_more_pitches_are_read_in_as_many_statements(house: House) -> None:
    await with_rules(house, quorum=1)
    first = await house.handed_in()
    await scoring(house).put(WEI, first.id, {"craft": "4"}, "", "")
    await export(house)
    with counted(house) as one:
        await export(house)
    for author in (SAM, LIN, SAM):
        more = await house.handed_in(author)
        await scoring(house).put(WEI, more.id, {"craft": "3"}, "", "")
    with counted(house) as four:
        found = await export(house)
    assert len(found.pitches) == 4
    assert len(one) == len(four)


@contextmanager
def counted(house: House) -> Iterator[list[str]]:
    """The SQL that is run meanwhile."""
    run: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        run.append(statement)

    engines = house.database.engines
    both = {engines.reader.sync_engine, engines.writer.sync_engine}
    for engine in both:
        event.listen(engine, "before_cursor_execute", note)
    yield run
    for engine in both:
        event.remove(engine, "before_cursor_execute", note)


async def test_a_row_says_what_people_read_in_the_coordinator_s_language(house: House) -> None:
    pitch = await house.handed_in(format=("film", "series"), episodes="8")
    await house.joined(pitch.id, SAM)
    found = await export(house)
    (row,) = rows(found)
    assert row["Reference"] == str(pitch.ref)
    assert (row["State"], row["Authors"], row["Late"]) == ("Submitted", "Lin, Sam", "No")
    assert (row["Title"], row["Format"], row["Episodes"]) == ("月亮港", "Film, Series", "8")
    assert pitch.submission is not None
    at, written = pitch.submission.at.replace(microsecond=0), row["Submitted"]
    assert isinstance(written, datetime)
    assert (written, written.isoformat()[-6:]) == (at, "+08:00")
    assert written.tzinfo == found.zone
    table = table_of(found, TEXTS.of(Locale.ZH_CN))
    zones = {column.key: column.zone for column in table.columns if column.zone}
    assert zones == dict.fromkeys(("submitted", "due", "decided"), "Asia/Taipei")
    chinese = dict(zip((column.key for column in table.columns), table.rows[0], strict=True))
    assert (chinese["state"], chinese["chunm.format"]) == ("已提交", "电影、剧集")


async def test_files_are_told_by_name(house: House) -> None:
    await offered(house, _with_files(programme()))
    draft = await house.drafted()
    await house.with_file(draft.id, "海报.pdf")
    await house.intake.submit(LIN, draft.id)
    assert rows(await export(house))[0]["Deck"] == "海报.pdf"


def _with_files(made: Programme) -> Programme:
    (page,) = made.form.pages
    deck = Field("deck", Kind.FILES, label("Deck"), required=False, most=2)
    pages = (replace(page, fields=(*page.fields, deck)),)
    return replace(made, form=replace(made.form, pages=pages))


async def test_what_an_earlier_form_asked_has_its_column_too(house: House) -> None:
    await offered(house, _with_field(programme(), "mood", "Mood"))
    await house.handed_in(mood="calm")
    await offered(house, _with_field(programme(), "tone", "Tone"))
    await house.handed_in(SAM, tone="dark")
    by_title = rows(await export(house, sort=Sort.OLDEST))
    assert [(row["Mood"], row["Tone"]) for row in by_title] == [("calm", ""), ("", "dark")]


def _with_field(made: Programme, name: str, called: str) -> Programme:
    (page,) = made.form.pages
    field = Field(name, Kind.SHORT, label(called), required=False)
    return replace(
        made, form=replace(made.form, pages=(replace(page, fields=(*page.fields, field)),))
    )


async def test_several_programmes_share_a_table_and_no_heading_stands_twice(house: House) -> None:
    async with house.database.store.writing() as work:
        other = replace(programme(HINA, prefix="HN"), name=label("Hina"))
        await work.programmes.put(HOME, _with_field(other, "second", "Title"), NOW)
        await work.commit()
    await house.programmes.open_call(MAYA, "hina")
    await house.handed_in()
    begun = await house.intake.start(SAM, "hina")
    answers = {"title": "Fog", "logline": "Fog comes.", "format": ("film",), "second": "x"}
    await house.intake.save_page(SAM, begun.pitch.id, 0, answers)
    await house.intake.submit(SAM, begun.pitch.id)
    found = await export(house)
    table = table_of(found, ENGLISH)
    headings = [column.heading for column in table.columns]
    assert len(set(headings)) == len(headings)
    assert {"Hina · Title (title)", "Hina · Title (second)"} <= set(headings)
    titles = [(row["ChunM Talent · Title"], row["Hina · Title (title)"]) for row in rows(found)]
    assert sorted(titles) == [("", "Fog"), ("月亮港", "")]


async def test_a_book_says_everything_in_the_language_that_it_was_written_in(house: House) -> None:
    pitch = await house.handed_in(LIN)
    await house.handed_in(SAM, title="Fog")
    found = await export(house, kind=ExportKind.BOOK, sort=Sort.OLDEST)
    book = book_of(found, ENGLISH, TEXTS)
    assert book.title == "ChunM Talent: pitch book"
    chinese, english = book.pages
    assert (chinese.title, chinese.reference) == ("月亮港", str(pitch.ref))
    assert ("形式", "电影") in chinese.facts
    assert chinese.sections == (("一句话简介", "A harbour waits for the moon."),)
    assert ("Format", "Film") in english.facts
    assert [page.language for page in book.pages] == ["zh-CN", "en"]


async def test_what_a_blind_pitch_said_before_is_hidden_with_few_statements(house: House) -> None:
    pitch = await hidden(house)
    begun = {"title": f"New {SECRET}", "logline": "A boat goes.", "format": ("film",)}
    await house.intake.save_page(LIN, pitch.id, 0, begun)
    await house.intake.save_page(LIN, pitch.id, 1, {"name": "Nobody", "school": SCHOOL})
    await house.intake.resubmit(LIN, pitch.id)
    assert SECRET.split()[0] not in everything(await export(house))


@pytest.fixture
def no_collections() -> Iterator[None]:
    """A collection of garbage would count as work of whatever runs just then."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("no_collections")
@pytest.mark.parametrize("kind", [ExportKind.CSV, ExportKind.XLSX, ExportKind.JSON])
async def test_the_event_loop_never_works_longer_than_a_moment(
    house: House, kind: ExportKind
) -> None:
    await offered(house, blind())
    first = await hidden(house)
    long = {"logline": "She came home for one night. 林晚在十八岁那年离开海岛。" * 40}
    async with house.database.store.writing() as work:
        for number in range(250):
            key_ = PitchId(f"f{number:019d}")
            title = {"title": f"Moon {number}"}
            answers = {**first.answers, **long, **title}
            more = replace(first, id=key_, ref=reference(9000 + number), answers=answers)
            await work.pitches.add(more)
        await work.commit()
    longest, done = 0.0, asyncio.Event()

    async def beat() -> None:
        nonlocal longest
        while not done.is_set():
            before = time.thread_time()
            await asyncio.sleep(0)
            longest = max(longest, time.thread_time() - before)

    beating = asyncio.create_task(beat())
    found = await export(house, kind=kind)
    (data,) = await Writers(_Printer(), Sheets(), TEXTS, ENGLISH).files(found, kind)
    done.set()
    await beating
    assert len(found.pitches) == 251
    assert len(data) > 10_000
    assert longest < 0.02


class _Printer:
    async def print(self, book: Book) -> bytes:
        return b"x" * 10 * len(book.pages)


@pytest.mark.parametrize(
    ("most", "sizes"), [(100, [50]), (49, [20, 30]), (20, [20, 10, 20]), (5, [10] * 5)]
)
async def test_what_is_too_large_for_one_file_is_given_in_several(
    house: House, most: int, sizes: list[int]
) -> None:
    for author in (LIN, SAM, LIN, SAM, LIN):
        await house.handed_in(author)
    found = await export(house)
    writers = Writers(_Printer(), Sheets(), TEXTS, ENGLISH)
    files = await writers.files(found, ExportKind.BOOK, most=most)
    assert [len(data) for data in files] == sizes
    parts = await writers.files(found, ExportKind.JSON, most=2000)
    refs = [row["ref"] for part in parts for row in json.loads(part)["rows"]]
    assert refs == [str(each.filed.pitch.ref) for each in found.pitches]


async def test_a_book_of_many_pitches_comes_in_volumes(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_files, "VOLUME", 2)
    for author in (LIN, SAM, LIN, SAM, LIN):
        await house.handed_in(author)
    writers = Writers(_Printer(), Sheets(), TEXTS, ENGLISH)
    found = await export(house)
    assert [len(data) for data in await writers.files(found, ExportKind.BOOK)] == [10, 20, 20]
    assert len(await writers.files(found, ExportKind.CSV)) == 1


async def test_what_moves_on_while_it_is_read_is_read_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    pitch = await house.handed_in()
    record, tries = exporting._record, []

    async def late(*given: Any) -> None:
        tries.append(given)
        if len(tries) == 1:
            raise StaleVersion
        await record(*given)

    monkeypatch.setattr(exporting, "_record", late)
    found = await export(house)
    assert len(tries) == 2
    assert [each.filed.pitch.id for each in found.pitches] == [pitch.id]
    async with house.database.store.writing() as work:
        with pytest.raises(StaleVersion):
            await record(work, MAYA, [replace(pitch, state=State.ACCEPTED)], ExportKind.CSV, NOW)


async def test_calls_are_offered_by_programme_and_day(house: House) -> None:
    (known,) = await of(house).calls(MAYA)
    call = await house.latest_call()
    assert call is not None
    assert (known.id, known.programme.key) == (call.id, "chunm")
    assert known.opened.isoformat() == "2026-03-01"
