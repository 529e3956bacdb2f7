"""What is left of a person's questions, and of a coordinator's work on the bank."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sqlalchemy import select

from bot.domain.faq import FaqAct, FaqVersion
from bot.domain.ids import ChannelId, MessageId, PitchId, UserId
from bot.domain.notice import Delivered, Notice, NoticeKind, Route
from bot.domain.question import Place, Where
from bot.services.ports_intake import Shown
from db.database import Database
from db.tables import metadata
from tests.db.conftest import Wakes
from tests.db.samples import COORDINATOR, GUEST, HOME, NOW, OWNER, queued, seed
from tests.db.samples_answers import WHO, about, asked, entry, question, saved
from tests.support.databases import fresh_sqlite_url

MARK = "ZebraMark"
WHERE = Where(Place.DM, ChannelId(9_000_001), MessageId(9_000_002))
MINE = question(f"{MARK} 山海?", where=WHERE, answer=f"{MARK}, hello", missing=f"{MARK} fees")
THEIRS = question("Another's", asker=GUEST)
NONE = PitchId("")


async def _fill(database: Database) -> dict[str, Notice]:
    await seed(database)
    await asked(database, MINE, THEIRS)
    given = {
        "desk": about(MINE),
        "owner": about(MINE, route=Route.OWNER),
        "answer": about(MINE, OWNER),
        "thread": about(MINE, OWNER, route=Route.THREAD),
        "waiting": about(MINE, OWNER),
        "others": about(THEIRS, actor=GUEST),
        "other answer": about(THEIRS, GUEST, actor=OWNER),
        "update": about(THEIRS, kind=NoticeKind.QUESTION_UPDATE, actor=OWNER),
    }
    await queued(database, *given.values())
    for number, (name, each) in enumerate(given.items()):
        if name != "waiting":
            place = Delivered(ChannelId(100 + number), MessageId(200 + number))
            await database.queue.sent(each, place, NOW)
    return given


async def _erase(database: Database, of: UserId = OWNER) -> None:
    async with database.store.writing() as work:
        await work.questions.forget(HOME, of)
        await work.erasure.forget(HOME, of, [])
        await work.commit()


async def test_no_word_and_no_trace_of_who_asked_is_left(database: Database) -> None:
    await _fill(database)
    await _erase(database)
    async with database.engines.reading() as connection:
        rows = [
            repr(tuple(row))
            for table in metadata.sorted_tables
            for row in await connection.execute(select(table))
        ]
    left = "\n".join(rows)
    for gone in (MARK, "山海", str(OWNER), str(WHERE.channel), str(WHERE.message)):
        assert gone not in left, gone


async def test_not_a_byte_of_a_question_is_left_in_the_file_of_sqlite(tmp_path: Path) -> None:
    database = await Database.open(fresh_sqlite_url(tmp_path), Wakes())
    await _fill(database)
    await _erase(database)
    await database.close()
    left = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert MARK.encode() not in left
    assert "山海".encode() not in left


async def test_what_told_of_a_persons_questions_is_found_wherever_it_went(
    database: Database,
) -> None:
    await _fill(database)
    async with database.store.reading() as work:
        shown = await work.erasure.shown(HOME, OWNER, [])
    assert shown == [
        Shown(Route.DESK, ChannelId(100), MessageId(200), NONE),
        Shown(Route.OWNER, ChannelId(101), MessageId(201), NONE),
        Shown(Route.CHANNEL, ChannelId(102), MessageId(202), NONE),
        Shown(Route.THREAD, ChannelId(103), None, NONE),
    ]


async def test_others_questions_and_answers_stay(database: Database) -> None:
    given = await _fill(database)
    async with database.store.reading() as work:
        before = await work.questions.get(HOME, THEIRS.id)
    await _erase(database)
    async with database.store.reading() as work:
        assert await work.questions.get(HOME, THEIRS.id) == before
        inbox = await work.notices.inbox(HOME, GUEST, limit=5)
    assert list(inbox.items) == [replace(given["other answer"], actor=None)]


async def test_versions_of_entries_lose_the_name_of_who_made_them(database: Database) -> None:
    (first,) = await saved(database, entry(), by=COORDINATOR)
    (second,) = await saved(database, first, act=FaqAct.CONFIRMED, by=GUEST)
    await _erase(database, COORDINATOR)
    async with database.store.reading() as work:
        assert await work.faqs.history(HOME, WHO) == [
            FaqVersion(second, FaqAct.CONFIRMED, NOW, GUEST),
            FaqVersion(first, FaqAct.ADDED, NOW, None),
        ]
