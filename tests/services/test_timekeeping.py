"""Reminders come in time, once, to those whom they concern, and whoever runs sends them."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import MutableMapping
from dataclasses import replace
from typing import Any

import pytest

from bot.domain.errors import StaleVersion
from bot.domain.notice import NoticeKind
from bot.services import timekeeping
from bot.services.ports import StoreUnavailable
from bot.services.timekeeping import Timekeeper
from tests.db.samples import HOME, call
from tests.services.house import FILLED, KEY, KIM, LIN, MAYA, SAM, House, on_both_engines
from tests.services.played import Noted

NEAR = NoticeKind.DEADLINE_NEAR


async def reminded(house: House) -> list[tuple[str, int | None, str]]:
    kinds = {NEAR, NoticeKind.CHANGES_DUE, NoticeKind.CHANGES_LATE}
    rows = [row for row in await house.queue() if row["kind"] in kinds]
    return [(row["kind"], row["recipient"], row["detail"]) for row in rows]


def another(house: House) -> Timekeeper:
    """Of a second process."""

    async def sweep() -> None:
        """It has nothing to sweep."""

    return Timekeeper(house.database.store, house.clock, house.ids, sweep)


async def test_the_authors_of_a_draft_are_reminded_three_days_and_one_day_before(
    house: House,
) -> None:
    draft = await house.drafted()
    await house.joined(draft.id)
    await house.teams.invite(LIN, draft.id, KIM.user, KIM.name)
    await house.timekeeper.turn()
    assert await reminded(house) == []
    both = {72: [(NEAR, LIN.user, "72"), (NEAR, SAM.user, "72")]}
    both[24] = [(NEAR, LIN.user, "24"), (NEAR, SAM.user, "24")]
    house.clock.passes(days=27)
    await house.timekeeper.turn()
    assert await reminded(house) == both[72]
    house.clock.passes(days=2)
    await house.timekeeper.turn()
    assert await reminded(house) == [*both[72], *both[24]]
    house.clock.passes(hours=23)
    await house.timekeeper.turn()
    assert len(await reminded(house)) == 4


async def test_after_a_standstill_only_the_nearest_reminder_is_sent(house: House) -> None:
    await house.drafted()
    house.clock.passes(days=29, hours=12)
    await house.timekeeper.turn()
    assert await reminded(house) == [(NEAR, LIN.user, "24")]


async def test_a_pitch_that_was_begun_late_is_not_reminded_of_what_had_passed(
    house: House,
) -> None:
    house.clock.passes(days=27, hours=12)
    await house.drafted(LIN)
    await house.timekeeper.turn()
    assert await reminded(house) == []
    house.clock.passes(days=1, hours=18)
    await house.drafted(SAM)
    await house.timekeeper.turn()
    await house.timekeeper.turn()
    assert await reminded(house) == [(NEAR, LIN.user, "24")]


async def test_nobody_is_reminded_of_what_is_handed_in_or_cannot_be(house: House) -> None:
    await house.handed_in(LIN)
    await house.drafted(SAM)
    house.clock.passes(days=28)
    await house.programmes.close_call(MAYA, KEY)
    await house.timekeeper.turn()
    assert await reminded(house) == []


async def test_authors_are_reminded_a_day_before_changes_are_due_and_the_desk_once_late(
    house: House,
) -> None:
    pitch = await house.handed_in()
    await house.reviewing.changes(MAYA, pitch.id, ["title"], "x", "2026-03-11 20:00")
    house.clock.passes(days=8)
    await house.timekeeper.turn()
    assert await reminded(house) == []
    house.clock.passes(days=1)
    for _ in range(2):
        await house.timekeeper.turn()
    assert await reminded(house) == [(NoticeKind.CHANGES_DUE, LIN.user, "")]
    house.clock.passes(days=1)
    for _ in range(2):
        await house.timekeeper.turn()
    assert (await reminded(house))[1:] == [(NoticeKind.CHANGES_LATE, None, "")]
    house.clock.passes(days=30)
    await house.timekeeper.turn()
    assert len(await reminded(house)) == 2


async def test_what_is_asked_for_at_short_notice_is_not_said_twice(house: House) -> None:
    pitch = await house.handed_in()
    await house.reviewing.changes(MAYA, pitch.id, ["title"], "x", "2026-03-02 10:00")
    await house.timekeeper.turn()
    assert await reminded(house) == []


async def test_who_sent_the_new_version_is_left_in_peace(house: House) -> None:
    pitch = await house.handed_in()
    await house.reviewing.changes(MAYA, pitch.id, ["title"], "x", "2026-03-11 20:00")
    await house.intake.save_page(LIN, pitch.id, 0, {**FILLED, "title": "B"})
    await house.intake.resubmit(LIN, pitch.id)
    house.clock.passes(days=20)
    await house.timekeeper.turn()
    assert await reminded(house) == []


@on_both_engines
async def test_two_processes_remind_once(house: House) -> None:
    await house.drafted(LIN)
    await house.drafted(SAM)
    pitch = await house.handed_in(KIM)
    await house.reviewing.changes(MAYA, pitch.id, ["title"], "x", "2026-03-28")
    second = another(house)
    for days in (26.5, 1, 2, 1):
        house.clock.passes(days=days)
        await asyncio.gather(
            house.timekeeper.turn(), second.turn(), house.timekeeper.turn(), second.turn()
        )
    assert Counter(await reminded(house)) == Counter(
        [
            *((NEAR, who.user, hours) for who in (LIN, SAM) for hours in ("72", "24")),
            (NoticeKind.CHANGES_DUE, KIM.user, ""),
            (NoticeKind.CHANGES_LATE, None, ""),
        ]
    )


async def test_there_is_no_end_to_how_many_are_reminded(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timekeeping, "BATCH", 1)
    for author in (LIN, SAM, KIM):
        await house.drafted(author)
    house.clock.passes(days=28)
    await house.timekeeper.turn()
    assert [who for _, who, _ in await reminded(house)] == [LIN.user, SAM.user, KIM.user]


@pytest.mark.parametrize("change", ["submitted", "no deadline", "claimed"])
async def test_what_changed_since_it_was_found_is_left_alone(
    house: House, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    draft = await house.drafted()
    house.clock.passes(days=28)
    found = [(HOME, draft.id)]

    async def drafts_closing(*_: object, **__: object) -> list[object]:
        return [found.pop()] if found else []

    async with house.database.store.writing() as work:
        kind = type(work.reminders)
        monkeypatch.setattr(kind, "drafts_closing", drafts_closing)
        if change == "claimed":
            for hours in ("24", "72"):
                await work.reminders.claim(
                    HOME, draft.id, hours, call().closes or house.clock.now(), house.clock.now()
                )
            await work.commit()
    if change == "submitted":
        await house.intake.submit(LIN, draft.id)
    if change == "no deadline":
        async with house.database.store.reading() as work:
            calls = type(work.calls)
        real = calls.get

        async def get(*args: Any) -> object:
            return replace(await real(*args), closes=None)

        monkeypatch.setattr(calls, "get", get)
    await house.timekeeper.turn()
    assert await reminded(house) == []


@pytest.mark.parametrize("find", ["changes_due", "changes_late"])
@pytest.mark.parametrize("change", ["resubmitted", "claimed"])
async def test_changes_that_were_settled_since_they_were_found_are_left_alone(
    house: House, monkeypatch: pytest.MonkeyPatch, find: str, change: str
) -> None:
    pitch = await house.handed_in()
    asked = await house.reviewing.changes(MAYA, pitch.id, ["title"], "x", "2026-03-11 20:00")
    found = [(HOME, pitch.id)]

    async def finds(*_: object, **__: object) -> list[object]:
        return [found.pop()] if found else []

    async with house.database.store.writing() as work:
        monkeypatch.setattr(type(work.reminders), find, finds)
        if change == "claimed":
            assert asked.pitch.changes is not None
            assert asked.pitch.changes.due is not None
            due, now = asked.pitch.changes.due, house.clock.now()
            for kind in (timekeeping.DUE, timekeeping.LATE):
                await work.reminders.claim(HOME, pitch.id, kind, due, now)
            await work.commit()
    if change == "resubmitted":
        await house.reviewing.cancel_changes(MAYA, pitch.id)
    await house.timekeeper.turn()
    assert await reminded(house) == []


async def test_one_that_fails_does_not_keep_the_others_waiting(
    house: House,
    monkeypatch: pytest.MonkeyPatch,
    logged: list[MutableMapping[str, Any]],
) -> None:
    first = await house.drafted(LIN)
    await house.drafted(SAM)
    house.clock.passes(days=28)
    async with house.database.store.reading() as work:
        kind = type(work.reminders)
    claim = kind.claim

    async def failing(self: Any, guild: Any, pitch: Any, *more: Any) -> bool:
        if pitch == first.id:
            raise StaleVersion
        return bool(await claim(self, guild, pitch, *more))

    monkeypatch.setattr(kind, "claim", failing)
    await house.timekeeper.turn()
    assert await reminded(house) == [(NEAR, SAM.user, "72")]
    assert "reminder_failed" in [entry["event"] for entry in logged]
    monkeypatch.setattr(kind, "claim", claim)
    await house.timekeeper.turn()
    assert await reminded(house) == [(NEAR, SAM.user, "72"), (NEAR, LIN.user, "72")]


class Sweeping(Noted):
    """Sweeps; the first time it finds the database away."""

    async def __call__(self) -> None:
        self.note("swept")
        if self.count["swept"] == 1:
            raise StoreUnavailable("away")


async def test_it_works_when_woken_and_goes_on_after_a_failure(
    house: House, logged: list[MutableMapping[str, Any]]
) -> None:
    sweep = Sweeping()
    keeper = Timekeeper(house.database.store, house.clock, house.ids, sweep)
    running = asyncio.create_task(keeper.run())
    await sweep.until("swept")
    house.clock.passes(hours=1)
    keeper.wake()
    await sweep.until("swept", 2)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert "turn_failed" in [entry["event"] for entry in logged]


async def test_it_works_by_itself_after_a_minute(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timekeeping, "TURN_SECONDS", 0.001)
    monkeypatch.setattr(timekeeping, "SWEEP_EVERY", timekeeping.timedelta(0))
    sweep = Sweeping()
    running = asyncio.create_task(
        Timekeeper(house.database.store, house.clock, house.ids, sweep).run()
    )
    await sweep.until("swept", 3)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_bytes_are_swept_once_an_hour(house: House) -> None:
    house.files.kept["ab/" + "0" * 40] = b"left over"
    await house.timekeeper.turn()
    assert house.files.kept == {}
    house.files.kept["ab/" + "0" * 40] = b"left over"
    house.clock.passes(minutes=59)
    await house.timekeeper.turn()
    assert len(house.files.kept) == 1
    house.clock.passes(minutes=1)
    await house.timekeeper.turn()
    assert house.files.kept == {}
