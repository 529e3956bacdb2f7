"""Queries find their way by an index, so that 100,000 pitches are no slower than a few."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import event

from bot.domain.ids import CallId, NoticeId, UserId
from bot.domain.moves import erase
from bot.domain.notice import Delivered, Route
from bot.domain.pitch import State
from bot.domain.question import Stage
from db.database import Database
from tests.db.conftest import Wakes
from tests.db.samples import (
    CALL,
    GUEST,
    HOME,
    KEY,
    NOW,
    OWNER,
    later,
    notice,
    pitch,
    queued,
    seed,
    stored,
    submitted,
)
from tests.db.samples_answers import WHO, about, asked, entry, question, saved
from tests.support.databases import fresh_sqlite_url

Statement = tuple[str, tuple[Any, ...]]

SENT, DRAFT = submitted(pitch("Boat")), pitch()
ASKED = question(stage=Stage.OPEN)
BOUNDED = ("SCAN firsts", "SCAN theirs")
"""Steps over what an earlier step of the same query has found."""


async def _read_everything(database: Database) -> None:
    async with database.store.reading() as work:
        await work.programmes.active(HOME)
        await work.calls.latest(HOME, KEY)
        await work.calls.latest_of_all(HOME)
        await work.pitches.get(HOME, SENT.ref)
        await work.pitches.by_id(HOME, SENT.id)
        await work.pitches.draft_of(HOME, OWNER, CALL)
        await work.pitches.drafts_of(HOME, OWNER)
        await work.pitches.of_author(HOME, OWNER, limit=10)
        await work.pitches.earlier(HOME, OWNER, KEY, excluding=CALL, limit=10)
        await work.pitches.revisions(HOME, SENT.id)
        await work.team.of(HOME, SENT.id)
        await work.team.of_user(HOME, GUEST)
        await work.files.of(HOME, SENT.id)
        await work.files.bytes_of(HOME, OWNER)
        await work.files.keys_in_use(["a", "b"])
        await work.reminders.drafts_closing(NOW, later(days=3), "72", limit=10)
        await work.reminders.changes_due(NOW, later(days=1), "due", limit=10)
        await work.reminders.changes_late(NOW, "late", limit=10)
        await work.erasure.pitches_owned(HOME, OWNER)
        await work.erasure.shown(HOME, OWNER, [SENT.id])
        await work.pitches.submitted_count(HOME, OWNER, CallId("c"))
        await work.pitches.submitted(HOME, states=list(State), limit=10, offset=10)
        await work.pitches.matching(HOME, "cm-7", owner=None, limit=25)
        await work.pitches.matching(HOME, "cm-7", owner=OWNER, limit=25)
        await work.events.of(HOME, SENT.id)
        await work.people.guilds_of(OWNER)
        await work.notices.inbox(HOME, OWNER, limit=10)
        await work.cards.of(HOME, SENT.id)


async def _read_answers(database: Database) -> None:
    async with database.store.reading() as work:
        await work.faqs.bank(HOME)
        await work.faqs.get(HOME, WHO)
        await work.faqs.history(HOME, WHO)
        await work.faqs.unconfirmed(HOME, date(2026, 3, 1))
        await work.faqs.to_remind(date(2026, 3, 1), "2026-03", limit=10)
        await work.questions.get(HOME, ASKED.id)
        await work.questions.gaps(HOME, limit=100)
        await work.questions.merged_into(HOME, ASKED.id)
        await work.questions.figures(HOME, NOW, None, top=5)
        await work.questions.figures(HOME, NOW, KEY, top=5)
        await work.questions.popular(HOME, NOW, limit=25)
        await work.questions.of(HOME, OWNER)


async def _work_the_queue(database: Database) -> None:
    first = notice(SENT, None)
    await queued(database, first, notice(SENT, UserId(5)))
    queue = database.queue
    await queue.lease("a", now=NOW, until=later(seconds=30), limit=10)
    await queue.renew("a", [NoticeId(first.id)], later(seconds=60))
    await queue.retry(first, due=NOW, error="503")
    await queue.reroute(first, Route.OWNER, now=NOW, error="10003")
    await queue.stuck(first, error="gave up")
    await queue.depth()
    await queue.release("a")
    await queue.release_all()
    async with database.store.writing() as work:
        await work.notices.revive_desk(HOME, later(hours=1))
        await work.commit()
    await queue.sent(first, Delivered(SENT.owner, 1), NOW)  # type: ignore[arg-type]
    told = about(ASKED)
    await queued(database, told)
    await queue.sent(told, Delivered(SENT.owner, 1), NOW)  # type: ignore[arg-type]


async def _erase(database: Database) -> None:
    async with database.store.writing() as work:
        await work.erasure.drop_draft(HOME, DRAFT.id)
        await work.erasure.strip(erase(SENT), expected=1)
        await work.team.remove_user(HOME, OWNER)
        await work.questions.forget(HOME, OWNER)
        await work.erasure.forget(HOME, OWNER, [SENT.id, DRAFT.id])
        await work.commit()


def _record(database: Database) -> list[Statement]:
    found: list[Statement] = []

    def note(_c: object, _cursor: object, statement: str, parameters: Any, *_rest: object) -> None:
        if statement.startswith(("SELECT", "UPDATE", "DELETE", "WITH")):
            found.append((statement, parameters))

    for engine in (database.engines.reader, database.engines.writer):
        event.listen(engine.sync_engine, "before_cursor_execute", note)
    return found


async def _plan(database: Database, statement: Statement) -> list[str]:
    text, parameters = statement
    async with database.engines.reading() as connection:
        plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", parameters)
        return [row["detail"] for row in plan.mappings()]


async def test_no_query_scans_a_table(tmp_path: Path) -> None:
    database = await Database.open(fresh_sqlite_url(tmp_path), Wakes())
    await seed(database)
    await stored(database, SENT, DRAFT)
    await saved(database, entry())
    await asked(database, ASKED)
    statements = _record(database)
    await saved(database, entry(version=1))
    await _read_everything(database)
    await _read_answers(database)
    await _work_the_queue(database)
    await _erase(database)
    recorded = list(statements)
    steps = {(s[0], step) for s in recorded for step in await _plan(database, s)}
    await database.close()
    scans = {
        (text, step)
        for text, step in steps
        if step.startswith("SCAN") and " INDEX " not in step and step not in BOUNDED
    }
    assert len(recorded) > 75
    assert scans == set()


async def test_pages_of_pitches_come_out_of_their_index_in_order(tmp_path: Path) -> None:
    database = await Database.open(fresh_sqlite_url(tmp_path), Wakes())
    statements = _record(database)
    async with database.store.reading() as work:
        await work.pitches.submitted(HOME, states=list(State), limit=10)
        await work.pitches.matching(HOME, "boat", owner=None, limit=25)
    lists = [statement for statement in statements if "LIMIT" in statement[0]]
    plans = [" | ".join(await _plan(database, statement)) for statement in lists]
    await database.close()
    assert "COVERING INDEX ix_pitches_submitted" in plans[0]
    assert "COVERING INDEX ix_pitches_search" in plans[1]


async def test_figures_are_made_of_their_index_alone(tmp_path: Path) -> None:
    database = await Database.open(fresh_sqlite_url(tmp_path), Wakes())
    statements = _record(database)
    async with database.store.reading() as work:
        await work.questions.figures(HOME, NOW, KEY, top=5)
        await work.questions.popular(HOME, NOW, limit=25)
        await work.questions.gaps(HOME, limit=100)
    plans = [" | ".join(await _plan(database, statement)) for statement in statements[:4]]
    await database.close()
    assert all("COVERING INDEX ix_questions_figures" in plan for plan in plans[:3])
    assert "ix_questions_gaps" in plans[3]
    assert "B-TREE" not in plans[3]
