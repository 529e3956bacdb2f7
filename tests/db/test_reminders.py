"""What is due to be reminded of, and that it is told once, whoever claims it."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

import db.migrate
from bot.domain.ids import CallId, GuildId, PitchId, UserId
from bot.domain.pitch import ChangeRequest, Pitch, State
from db.database import Database
from tests.db.conftest import Wakes
from tests.db.samples import (
    COORDINATOR,
    HOME,
    NOW,
    OTHER,
    OWNER,
    call,
    later,
    notice,
    pitch,
    seed,
    stored,
    submitted,
)

ROOT = Path(db.migrate.__file__).parents[1]
CLOSES = later(days=30)
Found = Sequence[tuple[GuildId, PitchId]]

CLAIM = """
import asyncio, sys
from db.database import Database
from tests.db.samples import HOME, NOW, OWNER, later, notice, pitch
from dataclasses import replace
from bot.domain.ids import NoticeId

async def claim(url, pitch_id, notice_id):
    database = await Database.open(url, lambda: None)
    print("ready", flush=True)
    sys.stdin.readline()
    async with database.store.writing() as work:
        if await work.reminders.claim(HOME, pitch_id, "72", later(days=30), NOW):
            of = replace(pitch(), id=pitch_id)
            await work.notices.add(replace(notice(of), id=NoticeId(notice_id)), NOW)
            await work.commit()
            print("told", flush=True)
    await database.close()

asyncio.run(claim(*sys.argv[1:]))
"""


@pytest.fixture(autouse=True)
async def _seeded(database: Database) -> None:
    await seed(database)


async def _closing(
    database: Database, now: datetime, before: datetime, kind: str = "72", limit: int = 10
) -> Found:
    async with database.store.reading() as work:
        return await work.reminders.drafts_closing(now, before, kind, limit=limit)


async def _claim(database: Database, of: Pitch, kind: str, moment: datetime) -> bool:
    async with database.store.writing() as work:
        first = await work.reminders.claim(of.guild, of.id, kind, moment, NOW)
        await work.commit()
        return first


def _asked(due: datetime | None, **changes: object) -> Pitch:
    request = ChangeRequest(("title",), "再短一些", due, State.IN_REVIEW, COORDINATOR)
    handed_in = submitted(pitch())
    return replace(
        handed_in,
        state=State.CHANGES_REQUESTED,
        changes=request,
        **changes,  # type: ignore[arg-type]
    )


async def test_drafts_of_a_call_that_closes_soon_are_found(database: Database) -> None:
    draft, second = pitch(), pitch(owner=UserId(5))
    await stored(database, draft, submitted(pitch()), second)
    found = [(HOME, draft.id), (HOME, second.id)]
    assert await _closing(database, later(days=27), CLOSES) == found
    assert await _closing(database, later(days=27), CLOSES, limit=1) == found[:1]
    assert await _closing(database, later(days=26), later(days=29)) == []
    assert await _closing(database, CLOSES, later(days=33)) == []


async def test_the_call_that_closes_first_comes_first_across_guilds(database: Database) -> None:
    here = pitch()
    async with database.store.writing() as work:
        await work.programmes.put(OTHER, (await work.programmes.active(HOME))[0].programme, NOW)
        await work.calls.add(call(OTHER, closes=later(days=29)))
        await work.commit()
    there = replace(pitch(), guild=OTHER)
    await stored(database, here, there)
    found = await _closing(database, later(days=28), CLOSES)
    assert found == [(OTHER, there.id), (HOME, here.id)]


async def test_a_call_that_was_ended_closes_no_more(database: Database) -> None:
    await stored(database, pitch())
    async with database.store.writing() as work:
        await work.calls.end(call(ended=later(days=28)))
        await work.commit()
    assert await _closing(database, later(days=28), CLOSES) == []


async def test_a_call_without_a_deadline_is_never_near_it(database: Database) -> None:
    async with database.store.writing() as work:
        await work.calls.end(call(ended=NOW))
        await work.calls.add(call(id_=CallId("open"), closes=None))
        await work.commit()
    await stored(database, pitch(call=CallId("open")))
    assert await _closing(database, NOW, later(days=9999)) == []


async def test_what_was_claimed_is_claimed_once_and_not_found_again(database: Database) -> None:
    draft = pitch()
    await stored(database, draft)
    assert await _claim(database, draft, "72", CLOSES) is True
    assert await _claim(database, draft, "72", CLOSES) is False
    assert await _closing(database, later(days=28), CLOSES, "72") == []
    assert await _closing(database, later(days=28), CLOSES, "24") == [(HOME, draft.id)]
    assert await _claim(database, draft, "24", CLOSES) is True


async def test_another_moment_is_reminded_of_anew(database: Database) -> None:
    draft = pitch()
    await stored(database, draft)
    assert await _claim(database, draft, "72", later(days=20)) is True
    assert await _closing(database, later(days=28), CLOSES) == [(HOME, draft.id)]


async def test_a_claim_that_is_rolled_back_is_none(database: Database) -> None:
    draft = pitch()
    await stored(database, draft)
    async with database.store.writing() as work:
        assert await work.reminders.claim(HOME, draft.id, "72", CLOSES, NOW)
    assert await _claim(database, draft, "72", CLOSES) is True


async def test_changes_are_found_while_they_are_asked_for(database: Database) -> None:
    soon, sooner = _asked(later(hours=20)), _asked(later(hours=10))
    back = replace(soon, id=pitch().id, ref=pitch().ref, state=State.WITHDRAWN)
    await stored(database, soon, sooner, back, _asked(later(days=3)), _asked(None))
    async with database.store.reading() as work:
        of = work.reminders.changes_due
        assert await of(NOW, later(hours=24), "due", limit=5) == [
            (HOME, sooner.id),
            (HOME, soon.id),
        ]
        assert await of(NOW, later(hours=24), "due", limit=1) == [(HOME, sooner.id)]
        assert await of(later(hours=10), later(hours=15), "due", limit=5) == []
    await _claim(database, sooner, "due", later(hours=10))
    async with database.store.reading() as work:
        left = await work.reminders.changes_due(NOW, later(hours=24), "due", limit=5)
    assert left == [(HOME, soon.id)]


async def test_changes_are_late_from_the_moment_they_were_due(database: Database) -> None:
    late = _asked(later(hours=1))
    await stored(database, late)
    for now, found in ((later(minutes=59), []), (later(hours=1), [(HOME, late.id)])):
        async with database.store.reading() as work:
            assert await work.reminders.changes_late(now, "late", limit=5) == found
    await _claim(database, late, "late", later(hours=1))
    async with database.store.reading() as work:
        assert await work.reminders.changes_late(later(days=1), "late", limit=5) == []


async def test_of_two_units_that_claim_at_once_one_wins(url: str, database: Database) -> None:
    draft = pitch()
    await stored(database, draft)
    second = await Database.open(url, Wakes())

    async def tell(of: Database) -> bool:
        async with of.store.writing() as work:
            if not await work.reminders.claim(HOME, draft.id, "72", CLOSES, NOW):
                return False
            await work.notices.add(notice(draft), NOW)
            await work.commit()
            return True

    try:
        told = await asyncio.gather(*(tell(of) for of in (database, second) * 4))
    finally:
        await second.close()
    assert sorted(told) == [False] * 7 + [True]
    async with database.store.reading() as work:
        assert (await work.notices.inbox(HOME, OWNER, limit=5)).total == 1


async def test_of_two_processes_that_claim_at_once_one_tells(url: str, database: Database) -> None:
    draft = pitch()
    await stored(database, draft)
    processes = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-c", CLAIM, url, draft.id, f"{number:020x}",
            cwd=ROOT, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        )
        for number in (0xA0, 0xB0)
    ]  # fmt: skip
    for process in processes:
        assert process.stdout is not None
        assert await process.stdout.readline() == b"ready\n"
    ended = await asyncio.gather(*(process.communicate(b"go\n") for process in processes))
    assert sorted(said for said, _ in ended) == [b"", b"told\n"]
    async with database.store.reading() as work:
        assert (await work.notices.inbox(HOME, OWNER, limit=5)).total == 1
