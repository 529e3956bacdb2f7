"""Reminders come in time and once, in each person's language, with the server's own clock."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from sandbox import Sandbox
from sandbox.people.person import Person
from sandbox.people.views import Message
from tests.e2e.desk import ask_for_changes, submitted
from tests.e2e.languages import check
from tests.e2e.stage import Stage
from tests.e2e.story import begin, fill, pitch, reference, words
from tests.e2e.test_kill import SHARDS, shard_of
from tests.e2e.together import delivered, invites, joins

ZONE = "Asia/Taipei"


@pytest.fixture
async def stage(bare_stage: Stage) -> Stage:
    """The north has a time zone of its own; the bot's clock is the sandbox's, from now on."""
    bare_stage.clock = bare_stage.sandbox.clock
    await bare_stage.restart()
    await bare_stage.set_up("chunm", questions="questions", timezone=ZONE)
    return bare_stage


async def closing_in(stage: Stage, **by: float) -> datetime:
    """A call that closes then, to the minute."""
    await stage.olga.types("/call close", program="chunm")
    closes = (stage.sandbox.clock.now() + timedelta(**by)).replace(second=0, microsecond=0)
    typed = closes.astimezone(ZoneInfo(ZONE)).strftime("%Y-%m-%d %H:%M")
    opened = await stage.olga.types("/call open", program="chunm", closes=typed)
    assert "is open" in opened.text
    return closes.astimezone(UTC)


async def passes(*stages: Stage, **by: float) -> None:
    """The clock is moved, and every process looks at it at once."""
    stages[0].sandbox.clock.advance(timedelta(**by).total_seconds())
    for stage in stages:
        assert stage.app is not None
        stage.app.wake()


async def reminders(person: Person, key: str = "notice.deadline_near") -> list[Message]:
    """The reminders in the person's DM, oldest first, each in their own language."""
    found = [one for one in await person.reads("dm") if _opening(person, key) in one.text]
    for one in found:
        check(person, one.text)
    return found


def _opening(person: Person, key: str) -> str:
    """Words of the notice that stand between what is filled in."""
    filled = dict.fromkeys(("headline", "relative", "at", "zone"), "\0")
    return max(words(person)(key, **filled).split("\0"), key=len)


async def comes(person: Person, count: int) -> None:
    """Until so many reminders have come."""
    async with asyncio.timeout(20):
        while len(await reminders(person)) < count:
            await person.types("/programs")


def tells(message: Message, moment: datetime) -> None:
    """It names the moment for the reader's own clock and for the server's."""
    assert f"<t:{int(moment.timestamp())}:" in message.text
    local = moment.astimezone(ZoneInfo(ZONE))
    assert f"{local:%Y-%m-%d %H:%M} ({ZONE})" in message.text


async def test_authors_of_drafts_are_reminded_72_and_24_hours_before_in_their_language(
    stage: Stage,
) -> None:
    lin, wei, sam = stage.lin, stage.wei, stage.sam
    closes = await closing_in(stage, days=5)
    await pitch(sam)  # handed in: no reminder of this one
    for person in (lin, wei):
        await begin(person)
        await fill(person, {"title": "Moon Harbour"})
    ref = reference(await lin.types("/pitch list"))
    await invites(lin, ref, sam)
    await joins(sam, ref)
    await delivered(stage)
    assert await reminders(lin) == []

    await passes(stage, days=2, minutes=5)
    for person in (lin, wei, sam):
        await comes(person, 1)
    await stage.restart()
    await passes(stage, days=2)
    for person in (lin, wei, sam):
        await comes(person, 2)
    await delivered(stage)
    for person in (lin, wei, sam):
        found = await reminders(person)
        assert len(found) == 2
        for one in found:
            assert "Moon Harbour" in one.text
            tells(one, closes)
    assert all(ref in one.text for one in await reminders(sam))
    continued = await lin.presses(words(lin)("button.continue"), on=(await reminders(lin))[-1])
    assert "Moon Harbour" in continued.text

    await passes(stage, hours=22)
    await stage.restart()
    await lin.types("/pitch list")
    await delivered(stage)
    assert [len(await reminders(person)) for person in (lin, wei, sam)] == [2, 2, 2]


async def test_who_began_after_the_first_mark_gets_the_second_one_only(stage: Stage) -> None:
    await closing_in(stage, hours=60)
    await begin(stage.lin)
    await fill(stage.lin)
    await passes(stage)
    await passes(stage, hours=37)
    await comes(stage.lin, 1)
    await delivered(stage)
    assert len(await reminders(stage.lin)) == 1


async def test_authors_are_reminded_a_day_before_requested_changes_are_due(stage: Stage) -> None:
    lin, maya = stage.lin, stage.maya
    ref, _ = await submitted(stage)
    due = (stage.sandbox.clock.now() + timedelta(days=4)).replace(second=0, microsecond=0)
    typed = due.astimezone(ZoneInfo(ZONE)).strftime("%Y-%m-%d %H:%M")
    await ask_for_changes(maya, ref, due=typed)
    key = "notice.changes_due"
    asked = await lin.sees("Please say where it takes place.", in_="dm")
    tells(asked, due)
    await passes(stage, days=2)
    await passes(stage, days=1, hours=1)
    await lin.sees(_opening(lin, key), in_="dm")
    await stage.restart()
    await lin.types("/pitch list")
    await delivered(stage)
    (one,) = await reminders(lin, key)
    tells(one, due)
    answered = await lin.presses(words(lin)("button.answer_changes"), on=one)
    assert "Moon Harbour" in answered.text


@pytest.fixture
async def two(
    sandbox: Sandbox, database_url: str, tmp_path: Path
) -> AsyncIterator[tuple[Stage, Stage]]:
    """Two processes on one database, one for the north and one for the south."""
    async with AsyncExitStack() as stack:
        made = []
        for key in ("north", "south"):
            one = Stage(
                sandbox,
                database_url,
                files_url=str(tmp_path / "files"),
                shard_count=SHARDS,
                shard_ids=[shard_of(sandbox, key)],
            )
            one.clock = sandbox.clock
            made.append(await stack.enter_async_context(one))
        await made[0].set_up("chunm", timezone=ZONE)
        yield made[0], made[1]


@pytest.mark.parametrize("engine", ["postgresql"])
async def test_two_processes_that_look_at_the_same_clock_remind_once(
    two: tuple[Stage, Stage],
) -> None:
    north, south = two
    lin, sam, wei = north.lin, north.sam, north.wei
    await closing_in(north, days=5)
    for person in (lin, sam, wei):
        await begin(person)
        await fill(person, {"title": "Moon Harbour"})
    for number, by in ((1, {"days": 2, "minutes": 5}), (2, {"days": 2})):
        await passes(north, south, **by)
        for person in (lin, sam, wei):
            await comes(person, number)
        await asyncio.gather(north.restart(), south.restart())
    await passes(north, south, hours=1)
    for person in (lin, sam, wei):
        await person.types("/pitch list")
    await delivered(north)
    assert [len(await reminders(person)) for person in (lin, sam, wei)] == [2, 2, 2]
