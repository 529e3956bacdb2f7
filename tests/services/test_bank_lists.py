"""Finding entries: those that need something, those that are meant, and how they served."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.errors_answers import EntryNotFound
from bot.domain.faq import GENERAL, BankEntry, FaqRef, InLanguages
from bot.domain.question import Place, Where
from bot.domain.text import Locale
from bot.services.bank import LISTED, FaqBank, Filter
from tests.db.samples import HOME, KEY, NOW, OTHER, later, programme
from tests.db.samples_answers import answered, asked, entry, question, saved
from tests.services.banking import PARKING, PARKING_REF, bank_of, draft, numbered
from tests.services.house import HINA, MANAGER, MAYA, House

TODAY = date(2026, 3, 1)
"""Where the guild is."""


@pytest.fixture
def bank(house: House) -> FaqBank:
    return bank_of(house)


def named(name: str, **changes: object) -> BankEntry:
    return entry(FaqRef(KEY, name), valid_from=None, valid_until=None, related=(), **changes)


async def shown(bank: FaqBank, only: Filter) -> list[str]:
    return [each.ref.id for each in (await bank.listed(MAYA, only=only)).items]


async def test_a_list_has_pages_in_a_lasting_order(bank: FaqBank) -> None:
    for number in range(LISTED + 3):
        await bank.add(MAYA, numbered(number))
    first, second, third = [await bank.listed(MAYA, page=page) for page in range(3)]
    assert [len(page.items) for page in (first, second, third)] == [LISTED, 3, 0]
    assert {page.total for page in (first, second, third)} == {LISTED + 3}
    every = [*first.items, *second.items]
    assert every == sorted(every, key=lambda each: each.ref)


async def test_a_list_may_be_of_one_programme(house: House, bank: FaqBank) -> None:
    await bank.add(MAYA, PARKING)
    await bank.add(MAYA, draft(programme=GENERAL))
    for key in (KEY, GENERAL):
        (only,) = (await bank.listed(MAYA, programme=key)).items
        assert only.ref.programme == key
    assert (await bank.listed(MAYA, programme=HINA)).total == 0
    assert (await bank.listed(MAYA)).total == 2


async def test_entries_of_a_programme_out_of_use_are_seen_again_when_it_is_back(
    house: House, bank: FaqBank
) -> None:
    await bank.add(MAYA, PARKING)
    async with house.database.store.writing() as work:
        await work.programmes.archive(HOME, KEY)
        await work.commit()
    assert (await bank.listed(MAYA)).total == 0
    assert await bank.suggested(MAYA, "parking") == []
    assert await bank.programmes(MAYA) == []
    assert (await bank.view(MAYA, PARKING_REF)).programme is None
    async with house.database.store.writing() as work:
        await work.programmes.put(HOME, programme(), NOW)
        await work.commit()
    assert (await bank.listed(MAYA)).total == 1


async def test_what_nobody_confirmed_for_thirty_days_is_listed(house: House, bank: FaqBank) -> None:
    await saved(
        house.database,
        named("new", confirmed=TODAY - timedelta(days=30)),
        named("old", confirmed=TODAY - timedelta(days=31)),
        replace(named("past", confirmed=TODAY - timedelta(days=99)), valid_until=date(2026, 2, 28)),
        replace(named("ends", confirmed=TODAY - timedelta(days=99)), valid_until=TODAY),
    )
    assert await shown(bank, Filter.UNCONFIRMED) == ["ends", "old"]


async def test_what_has_few_phrasings_or_does_not_hold_now_is_listed(
    house: House, bank: FaqBank
) -> None:
    many = {Locale.EN: ("a?", "b?"), Locale.ZH_CN: ("甲？", "乙？")}
    await saved(
        house.database,
        named("many", phrasings=many),
        named("few"),
        replace(named("early", phrasings=many), valid_from=TODAY + timedelta(days=1)),
        replace(named("late", phrasings=many), valid_until=TODAY - timedelta(days=1)),
        replace(named("now", phrasings=many), valid_from=TODAY, valid_until=TODAY),
    )
    assert await shown(bank, Filter.FEW_PHRASINGS) == ["few"]
    assert await shown(bank, Filter.NOT_NOW) == ["early", "late"]
    assert len(await shown(bank, Filter.ALL)) == 5


async def test_the_day_is_that_of_the_guild(house: House, bank: FaqBank) -> None:
    await saved(house.database, replace(named("late"), valid_until=TODAY))
    house.clock.passes(hours=3.9)
    assert await shown(bank, Filter.NOT_NOW) == []
    house.clock.passes(hours=0.2)
    assert await shown(bank, Filter.NOT_NOW) == ["late"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", ["fee", "who", "zoo"]),
        ("fe", ["fee", "zoo"]),
        ("  WHO  may ", ["who"]),
        ("who", ["who", "zoo"]),
        ("is it for", ["who"]),
        ("多少", ["fee"]),
        ("chunm:z", ["zoo"]),
        ("x", []),
    ],
)
async def test_what_is_typed_finds_entries_in_any_language(
    house: House, bank: FaqBank, typed: str, found: list[str]
) -> None:
    await saved(
        house.database,
        named("who", phrasings={Locale.EN: ("Is it for me?",)}),
        named("fee", question=_both("What does it cost?", "多少钱？"), phrasings={}),
        named("zoo", question=_both("Who feeds the lions?", "狮子吃什么？"), phrasings={}),
    )
    assert [each.ref.id for each in await bank.suggested(MAYA, typed)] == found
    assert len(await bank.suggested(MAYA, typed, limit=1)) == min(len(found), 1)


def _both(en: str, zh: str) -> InLanguages:
    return InLanguages({Locale.EN: en, Locale.ZH_CN: zh})


async def test_figures_are_of_the_days_asked_for_and_name_the_top(
    house: House, bank: FaqBank
) -> None:
    await bank.add(MAYA, PARKING)
    gone = FaqRef(KEY, "never-was")
    await asked(
        house.database,
        answered(PARKING_REF, helpful=True),
        answered(PARKING_REF, at=later(days=-29)),
        answered(gone),
        answered(PARKING_REF, at=later(days=-31)),
        answered(PARKING_REF, guild=OTHER),
        question("?", where=Where(Place.COMMAND)),
    )
    await bank.remove(MAYA, PARKING_REF)
    found = await bank.figures(MAYA, 30, None)
    assert sum(row.asked for row in found.figures.rows) == 4
    assert list(found.figures.top) == [(PARKING_REF, 2), (gone, 1)]
    assert found.titles.keys() == {PARKING_REF}
    assert found.since == later(days=-30)
    assert found.programmes == {KEY: programme()}
    assert sum(row.asked for row in (await bank.figures(MAYA, 30, HINA)).figures.rows) == 0


async def test_a_manager_finds_an_empty_bank_where_nothing_is_set_up(bare: House) -> None:
    bank = bank_of(bare)
    assert (await bank.listed(MANAGER)).total == 0
    assert await bank.programmes(MANAGER) == []
    saved_ = await bank.add(MANAGER, draft(programme=GENERAL))
    assert saved_.entry.confirmed == NOW.date()
    with pytest.raises(EntryNotFound):
        await bank.view(MANAGER, PARKING_REF)
