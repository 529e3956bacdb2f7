"""Once a month the desk hears how many entries nobody has confirmed of late."""

from __future__ import annotations

import asyncio
from collections.abc import MutableMapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.domain.faq import GENERAL, BankEntry, FaqRef
from bot.domain.ids import GuildId
from bot.domain.notice import NoticeKind, Route
from bot.services import reminding_faqs
from bot.services.bank import Filter
from bot.services.reminding_faqs import RemindingFaqs
from tests.db.samples import HOME, KEY, OTHER, seed
from tests.db.samples_answers import entry, saved
from tests.services.banking import bank_of
from tests.services.house import HINA, MAYA, House, on_both_engines
from tests.services.test_timekeeping import another

OLD = date(2026, 1, 1)


def old(name: str, **changes: Any) -> BankEntry:
    first = entry(FaqRef(KEY, name), confirmed=OLD, valid_until=None)
    return replace(first, **changes)


async def reminded(house: House) -> list[tuple[int, str]]:
    """Which guilds, and of how many."""
    rows = [row for row in await house.queue() if row["kind"] == NoticeKind.FAQ_UNCONFIRMED]
    assert all((row["route"], row["recipient"]) == (Route.DESK, None) for row in rows)
    return [(row["guild"], row["detail"]) for row in rows]


@on_both_engines
async def test_the_desk_is_told_once_a_month_how_many(house: House) -> None:
    await saved(house.database, old("a"), old("b"), old("c", confirmed=date(2026, 2, 20)))
    for days in (0, 1, 29):
        house.clock.passes(days=days)
        await house.timekeeper.turn()
    assert await reminded(house) == [(HOME, "2")]
    house.clock.passes(days=2)
    await house.timekeeper.turn()
    assert await reminded(house) == [(HOME, "2"), (HOME, "3")]


@on_both_engines
async def test_two_processes_tell_it_once(house: House) -> None:
    await seed(house.database, OTHER)
    await saved(house.database, old("a"))
    await saved(house.database, old("a"), old("b"), guild=OTHER)
    second = another(house)
    for _ in range(3):
        house.clock.passes(days=31)
        await asyncio.gather(
            house.timekeeper.turn(), second.turn(), house.timekeeper.turn(), second.turn()
        )
    assert sorted(await reminded(house)) == sorted([(HOME, "1"), (OTHER, "2")] * 3)


async def test_as_many_are_told_of_as_the_list_shows(house: House) -> None:
    await saved(
        house.database,
        old("a"),
        old("past", valid_until=date(2026, 2, 1)),
        old("gone", removed=True),
        replace(old("other"), ref=FaqRef(HINA, "other")),
        replace(old("general"), ref=FaqRef(GENERAL, "general")),
    )
    await house.timekeeper.turn()
    assert await reminded(house) == [(HOME, "2")]
    listed = await bank_of(house).listed(MAYA, only=Filter.UNCONFIRMED)
    assert listed.total == 2


async def test_nobody_is_told_of_nothing(house: House) -> None:
    await saved(house.database, old("a", valid_until=date(2026, 2, 1)))
    for _ in range(2):
        house.clock.passes(hours=2)
        await house.timekeeper.turn()
    assert await reminded(house) == []


async def test_who_confirms_them_is_left_in_peace(house: House) -> None:
    await saved(house.database, old("a"))
    await house.timekeeper.turn()
    house.clock.passes(days=20)
    await bank_of(house).confirm(MAYA, FaqRef(KEY, "a"))
    house.clock.passes(days=20)
    await house.timekeeper.turn()
    assert len(await reminded(house)) == 1


async def test_a_month_is_not_used_up_before_it_is_time(house: House) -> None:
    """The guild's day is not that of the process: nothing is claimed until both are there."""
    edge = house.clock.now().date() - timedelta(days=30)
    await saved(house.database, old("a", confirmed=edge))
    for _ in range(12):
        house.clock.passes(hours=6)
        await house.timekeeper.turn()
    assert await reminded(house) == [(HOME, "1")]


async def test_it_looks_once_an_hour(house: House) -> None:
    await house.timekeeper.turn()
    await saved(house.database, old("a"))
    house.clock.passes(minutes=59)
    await house.timekeeper.turn()
    assert await reminded(house) == []
    house.clock.passes(minutes=1)
    await house.timekeeper.turn()
    assert await reminded(house) == [(HOME, "1")]


async def test_there_is_no_end_to_how_many_guilds_are_told(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reminding_faqs, "BATCH", 1)
    guilds = [HOME, *(GuildId(number) for number in (71, 72, 73))]
    for guild in guilds[1:]:
        await seed(house.database, guild)
    for guild in guilds:
        await saved(house.database, old("a"), guild=guild)
    await house.timekeeper.turn()
    assert {guild for guild, _ in await reminded(house)} == set(guilds)


async def test_one_guild_that_fails_does_not_keep_the_others_waiting(
    house: House, monkeypatch: pytest.MonkeyPatch, logged: list[MutableMapping[str, Any]]
) -> None:
    await seed(house.database, OTHER)
    for guild in (HOME, OTHER):
        await saved(house.database, old("a"), guild=guild)
    async with house.database.store.reading() as work:
        kind = type(work.faqs)
    claim = kind.claim_reminder

    async def failing(self: Any, guild: GuildId, *more: Any) -> bool:
        if guild == HOME:
            raise RuntimeError("no")
        return bool(await claim(self, guild, *more))

    monkeypatch.setattr(kind, "claim_reminder", failing)
    await RemindingFaqs(house.database.store, house.ids).turn(house.clock.now())
    assert [guild for guild, _ in await reminded(house)] == [OTHER]
    assert "reminder_failed" in [line["event"] for line in logged]
