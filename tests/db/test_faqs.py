"""Entries of the bank of answers: their versions, and the reminder to confirm them."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.domain.errors import StaleVersion
from bot.domain.faq import GENERAL, FaqAct, FaqRef, FaqVersion, InLanguages, seeds
from bot.domain.ids import GuildId
from bot.domain.text import Locale
from db.codec import dump_entry, load_entry
from db.database import Database
from tests.db.samples import COORDINATOR, HOME, NOW, OTHER, later, programme, settings
from tests.db.samples_answers import FEE, WHO, entry, saved

MARCH = "2026-03"


async def _bank(database: Database, guild: GuildId = HOME) -> list[Any]:
    async with database.store.reading() as work:
        return list(await work.faqs.bank(guild))


@pytest.mark.parametrize(
    "given",
    [
        entry(),
        entry(FaqRef(GENERAL, "rules"), version=7, removed=True),
        entry(valid_from=None, valid_until=None, related=(), source="", phrasings={}),
        entry(answer=InLanguages({Locale.ZH_TW: '引號 " 和\n換行 🎬'})),
        *seeds(programme()),
    ],
)
def test_an_entry_comes_back_equal(given: Any) -> None:
    assert load_entry(dump_entry(given)) == given


async def test_a_saved_entry_is_the_first_version_and_in_the_bank(database: Database) -> None:
    (stored,) = await saved(database, entry())
    assert stored == entry(version=1)
    assert await _bank(database) == [stored]
    async with database.store.reading() as work:
        assert await work.faqs.get(HOME, WHO) == stored
        assert await work.faqs.history(HOME, WHO) == [
            FaqVersion(stored, FaqAct.ADDED, NOW, COORDINATOR)
        ]


async def test_what_was_never_there_is_none(database: Database) -> None:
    async with database.store.reading() as work:
        assert await work.faqs.get(HOME, WHO) is None
        assert list(await work.faqs.history(HOME, WHO)) == []
        assert list(await work.faqs.bank(HOME)) == []


async def test_an_edit_follows_and_history_is_newest_first(database: Database) -> None:
    first, second = entry(version=1), entry(version=2, source="")
    await saved(database, entry(), act=FaqAct.SHIPPED, by=None)
    await saved(database, replace(first, source=""), act=FaqAct.EDITED)
    async with database.store.reading() as work:
        assert await work.faqs.get(HOME, WHO) == second
        told = FaqVersion(second, FaqAct.EDITED, NOW, COORDINATOR)
        shipped = FaqVersion(first, FaqAct.SHIPPED, NOW, None)
        assert await work.faqs.history(HOME, WHO) == [told, shipped]
        assert await work.faqs.history(HOME, WHO, limit=1) == [told]


async def test_the_bank_is_in_order_of_programme_and_id(database: Database) -> None:
    refs = [FaqRef(GENERAL, "z"), WHO, FEE, FaqRef(GENERAL, "a-b"), FaqRef(GENERAL, "a")]
    await saved(database, *(entry(ref) for ref in refs))
    assert [each.ref for each in await _bank(database)] == sorted(refs)


async def test_a_removed_entry_is_out_of_the_bank_and_kept(database: Database) -> None:
    (stored,) = await saved(database, entry())
    (gone,) = await saved(database, replace(stored, removed=True), act=FaqAct.REMOVED)
    assert await _bank(database) == []
    async with database.store.reading() as work:
        assert await work.faqs.get(HOME, WHO) == gone
        assert [each.act for each in await work.faqs.history(HOME, WHO)] == ["removed", "added"]
    (back,) = await saved(database, replace(gone, removed=False), act=FaqAct.UNDONE)
    assert back.version == 3
    assert await _bank(database) == [back]


@pytest.mark.parametrize("version", [0, 2])
async def test_a_change_of_another_version_is_refused(database: Database, version: int) -> None:
    (stored,) = await saved(database, entry())
    with pytest.raises(StaleVersion):
        await saved(database, entry(version=version, source="late"))
    with pytest.raises(StaleVersion):
        await saved(database, entry(FEE, version=1))
    assert await _bank(database) == [stored]


async def test_of_two_changes_at_once_one_wins(database: Database) -> None:
    await saved(database, entry())
    results = await asyncio.gather(
        *(saved(database, entry(version=1, source=source)) for source in ("a", "b")),
        return_exceptions=True,
    )
    assert sorted(type(result).__name__ for result in results) == ["StaleVersion", "list"]
    async with database.store.reading() as work:
        assert len(await work.faqs.history(HOME, WHO)) == 2


async def test_guilds_have_banks_of_their_own(database: Database) -> None:
    (here,) = await saved(database, entry())
    (there,) = await saved(database, entry(source="there"), guild=OTHER)
    assert await _bank(database) == [here]
    assert await _bank(database, OTHER) == [there]


async def test_entries_not_confirmed_for_long_are_counted(database: Database) -> None:
    old, new = date(2026, 1, 1), date(2026, 3, 1)
    await saved(database, entry(confirmed=old), entry(FEE, confirmed=new))
    gone = entry(FaqRef(GENERAL, "gone"), confirmed=old, removed=True)
    await saved(database, gone)
    async with database.store.reading() as work:
        assert await work.faqs.unconfirmed(HOME, old) == 0
        assert await work.faqs.unconfirmed(HOME, date(2026, 1, 2)) == 1
        assert await work.faqs.unconfirmed(HOME, date(2026, 3, 2)) == 2
        assert await work.faqs.unconfirmed(OTHER, date(2026, 3, 2)) == 0


async def test_guilds_are_to_be_reminded_once_a_month(database: Database) -> None:
    before = date(2026, 2, 2)
    for guild in (HOME, OTHER):
        await saved(database, entry(), guild=guild)
        async with database.store.writing() as work:
            await work.guilds.save(settings(guild))
            await work.commit()
    async with database.store.writing() as work:
        assert await work.faqs.to_remind(before, MARCH, limit=5) == [HOME, OTHER]
        assert await work.faqs.to_remind(before, MARCH, limit=1) == [HOME]
        assert await work.faqs.claim_reminder(HOME, MARCH, NOW)
        assert not await work.faqs.claim_reminder(HOME, MARCH, later(days=1))
        assert await work.faqs.to_remind(before, MARCH, limit=5) == [OTHER]
        assert await work.faqs.to_remind(before, "2026-04", limit=5) == [HOME, OTHER]


async def test_who_has_nothing_to_confirm_or_no_desk_is_not_reminded(database: Database) -> None:
    await saved(database, entry())
    async with database.store.writing() as work:
        await work.guilds.save(settings(OTHER))
        await work.commit()
    async with database.store.reading() as work:
        assert await work.faqs.to_remind(date(2026, 2, 2), MARCH, limit=5) == []
