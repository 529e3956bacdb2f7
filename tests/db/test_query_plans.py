"""Queries find their way by an index, so that 100,000 pitches are no slower than a few."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import event

from bot.domain.ids import CallId, MessageId, NoticeId, UserId
from bot.domain.moves import erase
from bot.domain.notice import Delivered, Route
from bot.domain.pitch import State
from bot.domain.question import Stage
from bot.domain.queue import PitchQuery, Sort
from bot.domain.talk import TalkId
from bot.domain.text import Locale
from bot.services.ports_desk import AuditQuery
from db.database import Database
from tests.db.conftest import Wakes
from tests.db.samples import (
    CALL,
    COORDINATOR,
    GUEST,
    HOME,
    KEY,
    NOW,
    OWNER,
    claimed,
    later,
    notice,
    pitch,
    queued,
    seed,
    stored,
    submitted,
)
from tests.db.samples_answers import WHO, about, asked, entry, question, saved
from tests.db.samples_desk import indexed, reviewed, score
from tests.support.databases import fresh_sqlite_url

Statement = tuple[str, tuple[Any, ...]]

SENT, DRAFT = submitted(pitch("Boat")), pitch()
ASKED = question(stage=Stage.OPEN)
BOUNDED = (
    "SCAN firsts",
    "SCAN theirs",
    "SCAN begun",
    "SCAN found",
    "SCAN moments",
    "SCAN CONSTANT ROW",
)
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
        await work.erasure.handled(HOME, OWNER)
        await work.files.sent_by(HOME, OWNER)
        await work.questions.answered_by(HOME, OWNER)
        await work.reviews.scores_by(HOME, OWNER)
        await work.reviews.notes_by(HOME, OWNER)
        await work.reviews.conflicts_by(HOME, OWNER)
        await work.erasure.shown(HOME, OWNER, [SENT.id])
        await work.pitches.submitted_count(HOME, OWNER, CallId("c"))
        await work.pitches.submitted(HOME, states=list(State), limit=10, offset=10)
        await work.pitches.matching(HOME, "cm-7", owner=None, limit=25)
        await work.pitches.matching(HOME, "cm-7", owner=OWNER, limit=25)
        await work.events.of(HOME, SENT.id)
        await work.events.decided(HOME, [SENT.id])
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


async def _read_the_desk(database: Database) -> None:
    queries = [PitchQuery(sort=sort) for sort in Sort]
    queries += [PitchQuery(tag="x", overdue=True, format="film"), PitchQuery(text="boat 船")]
    async with database.store.reading() as work:
        for query in queries:
            await work.queue.find(HOME, query, now=NOW, limit=10)
        await work.queue.ids(HOME, queries[0], now=NOW, limit=10)
        await work.queue.formats(HOME, "", limit=10)
        await work.queue.tags(HOME, "", limit=10)
        await work.queue.figures(HOME, KEY, NOW, most=5)
        for asked_for in (AuditQuery(), AuditQuery(pitch=SENT.id), AuditQuery(actor=OWNER)):
            await work.queue.audit(HOME, asked_for, limit=10)
        await work.queue.untouched({(HOME, KEY): NOW}, limit=10)
        await work.queue.review_due(NOW, later(days=1), "review", limit=10)
        await work.reviews.scores(HOME, SENT.id)
        await work.reviews.conflicts(HOME, SENT.id)
        await work.reviews.tags_of(HOME, [SENT.id])
        await work.reviews.notes(HOME, SENT.id)
        await work.talks.get(HOME, TalkId("t"))
        await work.talks.by_source(MessageId(1))
        await work.talks.by_shown(MessageId(1))
        await work.talks.of(HOME, SENT.id, limit=10)
        await work.talks.blocked(HOME, SENT.id)
        await work.preferences.get(HOME, OWNER)
        await work.preferences.of_guild(HOME)
        await work.preferences.digests(limit=10)


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
    await indexed(database, SENT, "A boat 船")
    statements = _record(database)
    await saved(database, entry(version=1))
    await _read_everything(database)
    await _read_answers(database)
    await _read_the_desk(database)
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
    assert len(recorded) > 140
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


async def test_pitches_are_found_within_an_index_alone(tmp_path: Path) -> None:
    database = await Database.open(fresh_sqlite_url(tmp_path), Wakes())
    await seed(database)
    await stored(database, SENT)
    await indexed(database, SENT, "boat")
    statements = _record(database)
    async with database.store.reading() as work:
        for query in (PitchQuery(), PitchQuery(text="boat")):
            await work.queue.find(HOME, query, now=NOW, limit=10)
    plans = [" | ".join(await _plan(database, each)) for each in statements]
    await database.close()
    assert "INDEXED BY ix_pitches_submitted" in statements[0][0]
    assert "COVERING INDEX ix_pitches_submitted" in plans[0]
    assert "VIRTUAL TABLE INDEX" in plans[2]
    assert "VIRTUAL TABLE INDEX" in plans[3]
    assert "COVERING INDEX ix_pitches_found (guild=? AND seq=?)" in plans[3]


async def test_every_order_is_read_out_of_its_index(tmp_path: Path) -> None:
    database = await Database.open(fresh_sqlite_url(tmp_path), Wakes())
    await seed(database)
    await stored(database, SENT)
    statements = _record(database)
    expected = {
        Sort.NEWEST: "ix_pitches_submitted",
        Sort.OLDEST: "ix_pitches_submitted",
        Sort.SCORE: "ix_pitches_ranked",
        Sort.DUE: "ix_pitches_waiting",
    }
    read = {}
    async with database.store.reading() as work:
        for sort in Sort:
            statements.clear()
            query = PitchQuery(sort=sort, locale=Locale.EN, format="film", not_by=GUEST)
            await work.queue.find(HOME, query, now=NOW, limit=10)
            read[sort] = statements[0]
    plans = {sort: " | ".join(await _plan(database, each)) for sort, each in read.items()}
    await database.close()
    for sort, index in expected.items():
        assert f"SEARCH pitches USING COVERING INDEX {index} (guild=?)" in plans[sort]
        assert "B-TREE" not in plans[sort]


async def test_what_few_have_is_looked_up_one_by_one(tmp_path: Path) -> None:
    database = await Database.open(fresh_sqlite_url(tmp_path), Wakes())
    await seed(database)
    claimed_ = claimed(replace(submitted(pitch()), review_due=later(hours=-1)), GUEST)
    await stored(database, claimed_)
    await reviewed(database, score(claimed_))
    statements = _record(database)
    for query in (
        PitchQuery(assignee=GUEST),
        PitchQuery(overdue=True),
        PitchQuery(score_from=1.0),
        PitchQuery(score_from=1.0, scored_by=COORDINATOR),
    ):
        statements.clear()
        async with database.store.reading() as work:
            found, _ = await work.queue.find(HOME, query, now=NOW, limit=10)
        assert [each.id for each in found] == [claimed_.id]
        plans = [" | ".join(await _plan(database, each)) for each in list(statements)[:2]]
        assert "SEARCH" in plans[0]
        assert "COVERING INDEX ix_pitches_found (guild=? AND seq=?)" in plans[1]
    await database.close()
