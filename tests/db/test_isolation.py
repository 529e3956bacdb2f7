"""Nothing of a guild is seen or changed from another, by any method of any port.

The cases are made from the ports themselves: a method that is added later is tested as well, or
fails here for want of a sample of one of its arguments.
"""

from __future__ import annotations

import inspect
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, get_type_hints

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.call import Call
from bot.domain.errors import CallboardError
from bot.domain.faq import BankEntry, FaqAct, FaqRef
from bot.domain.files import StoredFile
from bot.domain.ids import (
    CallId,
    FileId,
    GuildId,
    MessageId,
    PitchId,
    ProgrammeKey,
    Reference,
    RoleId,
    UserId,
)
from bot.domain.moves import propose
from bot.domain.notice import Delivered, Notice, Route
from bot.domain.people import GuildSettings, Narrowing
from bot.domain.pitch import Pitch, PitchEvent, State
from bot.domain.preferences import Preferences
from bot.domain.programme import Programme
from bot.domain.question import Question, QuestionId, Stage
from bot.domain.queue import PitchQuery
from bot.domain.review import Conflict, Score
from bot.domain.talk import FIELD, Talk, TalkId
from bot.domain.team import Member
from bot.domain.text import Locale
from bot.services.ports import Page, UnitOfWork
from bot.services.ports_answers import Figures
from bot.services.ports_desk import AuditQuery, DeskFigures, Note
from db.database import Database
from db.tables import metadata
from db.unit_of_work import SqlUnitOfWork
from tests.db.samples import (
    CALL,
    GUEST,
    HOME,
    KEY,
    NOW,
    OTHER,
    OWNER,
    attached,
    call,
    claimed,
    file,
    joined,
    later,
    member,
    notice,
    pitch,
    programme,
    queued,
    seed,
    settings,
    stored,
    submitted,
)
from tests.db.samples_answers import WHO, answered, asked, entry, question, saved
from tests.db.samples_desk import conflict, indexed, note, reviewed, score, talk, wishes

SPANS_GUILDS = {
    ("people", "guilds_of"),
    ("files", "keys_in_use"),
    ("reminders", "drafts_closing"),
    ("reminders", "changes_due"),
    ("reminders", "changes_late"),
    ("faqs", "to_remind"),
    ("queue", "untouched"),
    ("queue", "review_due"),
    ("talks", "by_source"),
    ("talks", "by_shown"),
    ("talks", "moved_on"),
    ("talks", "opened"),
    ("talks", "unread"),
    ("talks", "written_in"),
    ("preferences", "digests"),
    ("queue", "idle"),
}
OF_THEIR_OWN = {
    ("programmes", "put"),
    ("faqs", "claim_reminder"),
    ("preferences", "claim_digest"),
}
"""After these the other guild has one as well."""
DRAFT, SENT = pitch("Boat"), submitted(pitch("Boat"))
PROPOSED = propose(claimed(submitted(pitch("Wave", owner=GUEST)), OWNER), GUEST, State.ACCEPTED, "")
SAID = talk(SENT)
DESK, STUCK, RECEIPT = notice(SENT, None, detail=SAID.id), notice(SENT, None), notice(SENT)
FILE = file(SENT)
ASKED = answered(helpful=False, version=1)
MERGED = question(same_as=ASKED.id)
HELPED = question(stage=Stage.ANSWERED, answered_by=OWNER)
EMPTY = Figures([], [], 0, 0)
NO_FIGURES = DeskFigures(0, [], [], [], [], [], [], None, None)
NOTHING = (None, False, 0, [], (), {}, Page([], 0), ([], 0), EMPTY, NO_FIGURES)
LIMITS = {
    "limit": 50,
    "offset": 0,
    "version": 1,
    "expected": 1,
    "typed": "",
    "kind": "72",
    "excluding": CallId("none"),
    "since": NOW,
    "top": 5,
    "month": "2026-04",
    "most": 5,
    "words": "new words",
    "mean": 4.0,
    "ranked": True,
    "tag": "strong",
    "blocked": True,
    "day": "2026-04-01",
    "without": (),
    "closed": (),
    "archived": True,
    "detail": "",
}
AT_HOME: dict[object, Any] = {
    GuildId: HOME,
    UserId: OWNER,
    UserId | None: None,
    ProgrammeKey: KEY,
    ProgrammeKey | None: None,
    CallId: CALL,
    PitchId: SENT.id,
    Reference: SENT.ref,
    Sequence[State]: tuple(State),
    Collection[State]: tuple(State),
    Locale: Locale.EN,
    datetime: later(days=1),
    GuildSettings: settings(desk=1),
    Narrowing: Narrowing(frozenset({RoleId(7)})),
    Programme: programme(prefix="XX"),
    Call: call(ended=later(days=1)),
    Pitch: claimed(SENT),
    PitchEvent: PitchEvent(SENT.id, HOME, NOW, OWNER, None, State.DRAFT),
    Sequence[PitchEvent]: [PitchEvent(SENT.id, OTHER, NOW, OWNER, None, State.DRAFT)],
    Notice: notice(SENT),
    Member: member(SENT, OWNER, name="X"),
    FileId: FILE.id,
    StoredFile: file(SENT),
    Sequence[PitchId]: (SENT.id, DRAFT.id),
    date: date(2026, 3, 1),
    FaqRef: WHO,
    FaqAct: FaqAct.EDITED,
    BankEntry: entry(source="X"),
    QuestionId: ASKED.id,
    Question: replace(ASKED, text="X", helpful=True),
    PitchQuery: PitchQuery(text="boat"),
    AuditQuery: AuditQuery(),
    Score: score(SENT, OWNER),
    Conflict: conflict(SENT, GUEST),
    Note: note(SENT),
    TalkId: SAID.id,
    Talk: replace(SAID, words="X"),
    Preferences: wishes(OWNER),
}


def _methods() -> list[tuple[str, str]]:
    found = []
    for repository, port_property in inspect.getmembers(UnitOfWork):
        if isinstance(port_property, property):
            port = get_type_hints(port_property.fget)["return"]
            found += [(repository, name) for name in vars(port) if not name.startswith("_")]
    return [case for case in found if case not in SPANS_GUILDS]


def _arguments(method: Any) -> dict[str, Any]:
    """Those of the guild at home, told from the other guild."""
    hints = get_type_hints(method)
    arguments = {}
    for name in inspect.signature(method).parameters:
        value: Any = LIMITS[name] if name in LIMITS else AT_HOME[hints[name]]
        elsewhere = hasattr(value, "guild")
        arguments[name] = replace(value, guild=OTHER) if elsewhere else value
        if hints[name] is GuildId:
            arguments[name] = OTHER
    return arguments


async def _fill(database: Database) -> None:
    await seed(database)
    await stored(database, DRAFT, SENT, PROPOSED)
    async with database.store.writing() as work:
        await work.people.remember(HOME, OWNER, Locale.EN, NOW)
        await work.events.add(PitchEvent(SENT.id, HOME, NOW, OWNER, None, State.SUBMITTED))
        await work.events.add(
            PitchEvent(SENT.id, HOME, NOW, OWNER, State.SUBMITTED, State.INELIGIBLE)
        )
        await work.reminders.claim(HOME, SENT.id, "24", later(days=1), NOW)
        await work.commit()
    await joined(database, member(SENT, OWNER), member(DRAFT))
    await attached(database, FILE, file(DRAFT), file(SENT, field=FIELD))
    await stored(database, claimed(submitted(pitch("Held", owner=GUEST)), OWNER))
    await queued(database, RECEIPT, DESK, STUCK)
    delivered = Delivered(channel=settings().desk, message=5)  # type: ignore[arg-type]
    await database.queue.sent(DESK, delivered, NOW)
    await database.queue.sent(RECEIPT, replace(delivered, message=MessageId(6)), NOW)
    await database.queue.stuck(STUCK, error="shut")
    await saved(database, entry())
    await asked(database, ASKED, MERGED, question(stage=Stage.OPEN), HELPED)
    given = score(SENT), score(SENT, OWNER), note(SENT), note(SENT, OWNER)
    await reviewed(database, *given, conflict(SENT, OWNER), SAID)
    await indexed(database, SENT, "A boat")
    async with database.store.writing() as work:
        await work.guilds.narrow(HOME, KEY, Narrowing(frozenset({RoleId(8)})))
        await work.faqs.claim_reminder(HOME, "2026-03", NOW)
        assert await work.reviews.tag(HOME, SENT.id, "strong")
        await work.talks.block(HOME, SENT.id, blocked=True)
        await work.preferences.save(wishes(OWNER, guild=HOME))
        await work.preferences.claim_digest(HOME, OWNER, "2026-03-01", NOW)
        await work.commit()


async def _snapshot(connection: AsyncConnection) -> dict[str, list[tuple[Any, ...]]]:
    rows = {}
    for table in metadata.sorted_tables:
        if "guild" not in table.c:
            continue
        at_home = select(table).where(table.c.guild == HOME).order_by(*table.primary_key)
        rows[table.name] = [tuple(row) for row in await connection.execute(at_home)]
    return rows


@pytest.mark.timeout(300)
async def test_another_guild_sees_and_changes_nothing(database: Database) -> None:
    await _fill(database)
    async with database.engines.reading() as connection:
        before = await _snapshot(connection)
    assert all(before.values())
    for repository, name in _methods():
        # Not committed: each finds what the first one found.
        async with database.engines.writing() as connection:
            work = SqlUnitOfWork(connection, lambda: None)
            method = getattr(getattr(work, repository), name)
            try:
                seen = await method(**_arguments(method))
            except (CallboardError, IntegrityError):
                continue
            if (repository, name) in OF_THEIR_OWN:
                assert seen is True, (repository, name)
            else:
                assert seen in NOTHING, (repository, name)
            assert await _snapshot(connection) == before, (repository, name)


async def test_the_samples_are_seen_at_home(database: Database) -> None:
    await _fill(database)
    async with database.store.writing() as work:
        for repository, name in _methods():
            method = getattr(getattr(work, repository), name)
            hints = get_type_hints(method)
            changes = hints["return"] in (type(None), bool, Pitch, Question, Talk)
            if changes and name not in ("get", "by_id"):
                continue
            if name in ("drop_draft", "strip"):
                continue
            arguments = _arguments(method) | {"guild": HOME}
            seen = await method(**arguments)
            assert seen, (repository, name)
            assert seen not in (([], 0), NO_FIGURES), (repository, name)


async def test_a_notice_is_not_settled_by_its_id_alone(database: Database) -> None:
    await _fill(database)
    async with database.engines.reading() as connection:
        before = await _snapshot(connection)
    stranger = replace(notice(SENT), guild=OTHER, id=STUCK.id, recipient=None)
    await database.queue.sent(stranger, None, NOW)
    await database.queue.retry(stranger, due=NOW, error="")
    await database.queue.reroute(stranger, Route.OWNER, now=NOW, error="")
    await database.queue.stuck(stranger, error="")
    async with database.engines.reading() as connection:
        assert await _snapshot(connection) == before
