"""What is kept of banks in memory: what changed is read, nothing else, and nothing undone."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest

import db.repositories.faqs
from bot.domain.errors import StaleVersion
from bot.domain.faq import BankEntry, FaqAct, FaqRef
from bot.domain.ids import GuildId
from db.database import Database
from db.repositories.faqs import SLICE
from tests.db.conftest import Wakes
from tests.db.samples import COORDINATOR, HOME, KEY, NOW, OTHER
from tests.db.samples_answers import FEE, WHO, entry, saved


async def _bank(database: Database, guild: GuildId = HOME) -> Sequence[BankEntry]:
    async with database.store.reading() as work:
        return await work.faqs.bank(guild)


@pytest.fixture
def decoded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The documents that are decoded, as they are."""
    found: list[str] = []
    load = db.repositories.faqs.load_entry

    def note(document: str) -> BankEntry:
        found.append(document)
        return load(document)

    monkeypatch.setattr(db.repositories.faqs, "load_entry", note)
    return found


async def test_a_bank_that_did_not_change_is_the_very_same(
    database: Database, statements: list[str], decoded: list[str]
) -> None:
    await saved(database, entry(), entry(FEE))
    first = await _bank(database)
    statements.clear()
    decoded.clear()
    assert await _bank(database) is first
    assert len([each for each in statements if each.startswith("SELECT")]) == 1
    assert decoded == []


async def test_only_what_changed_is_decoded(database: Database, decoded: list[str]) -> None:
    await saved(database, entry(), entry(FEE))
    before = {each.ref: each for each in await _bank(database)}
    decoded.clear()
    (changed,) = await saved(database, replace(before[FEE], source="new"))
    after = {each.ref: each for each in await _bank(database)}
    assert len(decoded) == 1
    assert after[WHO] is before[WHO]
    assert after[FEE] == changed


async def test_a_change_in_another_guild_changes_nothing_here(database: Database) -> None:
    await saved(database, entry())
    first = await _bank(database)
    await saved(database, entry(), guild=OTHER)
    assert await _bank(database) is first


async def test_a_change_by_another_process_is_seen(url: str) -> None:
    here, there = await Database.open(url, Wakes()), await Database.open(url, Wakes())
    try:
        (stored,) = await saved(here, entry())
        assert list(await _bank(there)) == [stored]
        (changed,) = await saved(here, replace(stored, source="new"))
        assert list(await _bank(there)) == [changed]
    finally:
        await here.close()
        await there.close()


async def test_what_is_rolled_back_is_not_kept(database: Database) -> None:
    (stored,) = await saved(database, entry())
    first = await _bank(database)
    async with database.store.writing() as work:
        edited = replace(stored, source="undone")
        await work.faqs.save(HOME, edited, FaqAct.EDITED, COORDINATOR, NOW, expected=1)
        await work.faqs.save(HOME, entry(FEE), FaqAct.ADDED, COORDINATOR, NOW, expected=0)
        seen = await work.faqs.bank(HOME)
        assert [each.source for each in seen if each.ref == WHO] == ["undone"]
        assert len(seen) == 2
    assert await _bank(database) is first
    (real,) = await saved(database, replace(stored, source="real"))
    assert list(await _bank(database)) == [real]


async def test_a_bank_first_read_amid_a_change_that_is_rolled_back_is_not_kept(
    database: Database,
) -> None:
    async with database.store.writing() as work:
        await work.faqs.save(HOME, entry(), FaqAct.ADDED, COORDINATOR, NOW, expected=0)
        assert len(await work.faqs.bank(HOME)) == 1
    assert list(await _bank(database)) == []


async def test_a_unit_sees_its_own_changes_one_by_one(database: Database) -> None:
    async with database.store.writing() as work:
        for number, ref in enumerate((WHO, FEE), start=1):
            await work.faqs.save(HOME, entry(ref), FaqAct.ADDED, COORDINATOR, NOW, expected=0)
            seen = await work.faqs.bank(HOME)
            assert len(seen) == number
            assert await work.faqs.bank(HOME) is seen
        await work.commit()
    assert len(await _bank(database)) == 2


async def test_a_unit_that_goes_on_after_its_commit_makes_a_new_revision(
    database: Database,
) -> None:
    async with database.store.writing() as work:
        await work.faqs.save(HOME, entry(), FaqAct.ADDED, COORDINATOR, NOW, expected=0)
        await work.commit()
        assert len(await _bank(database)) == 1
        await work.faqs.save(HOME, entry(FEE), FaqAct.ADDED, COORDINATOR, NOW, expected=0)
        await work.commit()
    assert len(await _bank(database)) == 2


async def test_a_refused_change_in_a_unit_that_is_committed_changes_nothing(
    database: Database,
) -> None:
    await saved(database, entry())
    first = await _bank(database)
    async with database.store.writing() as work:
        with pytest.raises(StaleVersion):
            await work.faqs.save(HOME, entry(), FaqAct.ADDED, None, NOW, expected=0)
        await work.commit()
    assert await _bank(database) is first


async def test_a_unit_that_sees_an_earlier_state_does_not_turn_memory_back(
    database: Database,
) -> None:
    await saved(database, entry())
    async with database.store.reading() as work:
        assert await work.faqs.get(HOME, FEE) is None
        await saved(database, entry(FEE))
        later = await _bank(database)
        assert len(later) == 2
        assert await work.faqs.bank(HOME) is later
    assert await _bank(database) is later


async def test_banks_used_least_lately_are_dropped_first(
    database: Database, monkeypatch: pytest.MonkeyPatch, decoded: list[str]
) -> None:
    monkeypatch.setattr(db.repositories.faqs, "BANKS_KEPT", 2)
    guilds = [GuildId(number) for number in (1, 2, 3)]
    for guild in guilds:
        await saved(database, entry(), guild=guild)
    first = await _bank(database, guilds[0])
    await _bank(database, guilds[1])
    assert await _bank(database, guilds[0]) is first
    await _bank(database, guilds[2])
    decoded.clear()
    assert await _bank(database, guilds[0]) is first
    await _bank(database, guilds[1])
    assert len(decoded) == 1


async def test_guilds_without_a_bank_take_no_place_in_memory(database: Database) -> None:
    await saved(database, entry())
    first = await _bank(database)
    for number in range(1000, 1000 + db.repositories.faqs.BANKS_KEPT + 1):
        assert await _bank(database, GuildId(number)) == ()
    assert await _bank(database) is first


async def test_while_a_bank_of_a_thousand_is_decoded_others_have_their_turn(
    database: Database, decoded: list[str]
) -> None:
    refs = [FaqRef(KEY, f"e-{number:04}") for number in range(1000)]
    await saved(database, *(entry(ref) for ref in refs))
    bank = asyncio.ensure_future(_bank(database))
    at_once, before = 0, 0
    while not bank.done():
        await asyncio.sleep(0)
        at_once, before = max(at_once, len(decoded) - before), len(decoded)
    assert [each.ref for each in await bank] == refs
    assert len(decoded) == 1000
    assert at_once <= SLICE


async def test_a_bank_of_a_thousand_is_read_with_as_few_statements_as_one_entry(
    database: Database, statements: list[str]
) -> None:
    await saved(database, entry(), guild=OTHER)
    await saved(database, *(entry(FaqRef(KEY, f"e-{number}")) for number in range(1000)))
    statements.clear()
    await _bank(database, OTHER)
    few = len(statements)
    await _bank(database)
    assert len(statements) == 2 * few
