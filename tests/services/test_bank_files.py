"""The bank goes out as a file and comes in again: all of it or nothing."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date

import pytest

from bot.content.faq_files import FaqFiles
from bot.domain.errors_answers import BankFull, EntryTooLong
from bot.domain.faq import GENERAL, BankEntry, FaqAct, FaqRef, InLanguages
from bot.domain.text import Locale
from bot.services import bank_import
from bot.services.bank import FaqBank, ImportReport
from bot.services.ports_answers import BrokenFile, FileFormat
from tests.db.samples import KEY
from tests.services.banking import (
    PARKING,
    PARKING_REF,
    all_of,
    bank_of,
    draft,
    kept,
    numbered,
    versions,
)
from tests.services.house import HINA, MAYA, WEI, House, on_both_engines

CN, TW = Locale.ZH_CN, Locale.ZH_TW
every_kind = pytest.mark.parametrize("kind", list(FileFormat), ids=str)
CHINESE = draft(locale=CN, question="有停车位吗？", answer="有。", phrasings=("停车？",))


@pytest.fixture
def bank(house: House) -> FaqBank:
    return bank_of(house)


def file(*entries: BankEntry) -> bytes:
    return FaqFiles().write(entries, FileFormat.JSON)


@every_kind
@on_both_engines
async def test_what_goes_out_comes_in_without_a_change(
    house: House, bank: FaqBank, kind: FileFormat
) -> None:
    await bank.add(MAYA, PARKING)
    await bank.edit(MAYA, PARKING_REF, replace(CHINESE, source="=1+1"), version=1)
    await bank.add(MAYA, draft(programme=GENERAL, validity="until 2026-12-31"))
    before = await all_of(house)
    data = await bank.exported(MAYA, None, kind)
    house.clock.passes(days=1)
    assert await bank.imported(WEI, data, kind) == ImportReport(0, 0, 2)
    assert await all_of(house) == before


@every_kind
async def test_an_export_may_be_of_one_programme(bank: FaqBank, kind: FileFormat) -> None:
    await bank.add(MAYA, PARKING)
    await bank.add(MAYA, draft(programme=GENERAL, question="What are the house rules?"))
    assert b"rules?" not in await bank.exported(MAYA, KEY, kind)
    general = await bank.exported(MAYA, GENERAL, kind)
    assert b"rules?" in general
    assert b"parking at" not in general


async def test_what_differs_is_saved_and_the_rest_left_alone(house: House, bank: FaqBank) -> None:
    first = (await bank.add(MAYA, PARKING)).entry
    await bank.add(MAYA, numbered(1))
    changed = replace(first, source="The landlord")
    new = replace(first, ref=FaqRef(GENERAL, "new"))
    assert await bank.imported(WEI, file(changed, new), FileFormat.JSON) == ImportReport(1, 1, 0)
    (latest, before) = await versions(house)
    assert (latest.act, latest.by, latest.entry.source) == (
        FaqAct.IMPORTED, WEI.user, "The landlord",
    )  # fmt: skip
    assert before.entry == first
    assert len(await all_of(house)) == 3
    back = await bank.undo(WEI, PARKING_REF)
    assert back.entry.source == first.source


async def test_a_removed_entry_comes_back_with_the_file(house: House, bank: FaqBank) -> None:
    first = (await bank.add(MAYA, PARKING)).entry
    await bank.remove(MAYA, PARKING_REF)
    assert await bank.imported(MAYA, file(first), FileFormat.JSON) == ImportReport(1, 0, 0)
    assert await kept(house) == replace(first, version=3)


async def test_one_chinese_is_made_from_the_other(house: House, bank: FaqBank) -> None:
    ref = FaqRef(KEY, "parking")
    simplified = BankEntry(
        ref, InLanguages({CN: "有停车位吗？"}), {}, InLanguages({CN: "有。"}), date(2026, 1, 1)
    )
    await bank.imported(MAYA, file(simplified), FileFormat.JSON)
    stored = await kept(house, ref)
    assert stored is not None
    assert stored.question.texts[TW] == "有停車位嗎？"
    assert await bank.imported(MAYA, file(simplified), FileFormat.JSON) == ImportReport(0, 0, 1)
    edited = replace(stored, answer=InLanguages({CN: "没有车位。", TW: "有。"}))
    await bank.imported(MAYA, file(edited), FileFormat.JSON)
    again = await kept(house, ref)
    assert again is not None
    assert again.answer.texts[TW] == "沒有車位。"


@every_kind
async def test_with_one_fault_nothing_is_saved(
    house: House, bank: FaqBank, kind: FileFormat
) -> None:
    first = (await bank.add(MAYA, PARKING)).entry
    changed = replace(first, source="The landlord")
    elsewhere_ = replace(first, ref=FaqRef(HINA, "who"))
    with pytest.raises(BrokenFile) as broken:
        await bank.imported(MAYA, FaqFiles().write([changed, elsewhere_], kind), kind)
    assert [fault.key for fault in broken.value.faults] == ["bank.fault.unknown_programme"]
    assert await all_of(house) == [first]


async def test_a_file_that_does_not_fit_is_not_saved_at_all(
    house: House, bank: FaqBank, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bank_import, "ENTRIES", 2)
    first = (await bank.add(MAYA, numbered(1))).entry
    more = [replace(first, ref=FaqRef(KEY, name)) for name in ("a", "b")]
    with pytest.raises(BankFull):
        await bank.imported(MAYA, file(*more), FileFormat.JSON)
    assert await all_of(house) == [first]
    assert await bank.imported(MAYA, file(more[0]), FileFormat.JSON) == ImportReport(1, 0, 0)


async def test_a_text_that_grows_too_long_when_converted_is_refused(
    house: House, bank: FaqBank
) -> None:
    long = BankEntry(
        FaqRef(KEY, "long"),
        InLanguages({CN: "内存" * 100}),
        {},
        InLanguages({CN: "有。"}),
        date(2026, 1, 1),
    )
    with pytest.raises(EntryTooLong):
        await bank.imported(MAYA, file(long), FileFormat.JSON)
    assert await all_of(house) == []


@on_both_engines
async def test_two_imports_at_once_leave_whole_entries(house: House, bank: FaqBank) -> None:
    first = (await bank.add(MAYA, PARKING)).entry
    files = [
        [replace(first, ref=FaqRef(KEY, name), source=source) for name in names]
        for source, names in (("one", "abc"), ("two", "cba"))
    ]
    await asyncio.gather(
        *(bank.imported(MAYA, file(*entries), FileFormat.JSON) for entries in files)
    )
    sources = {each.source for each in await all_of(house) if each.ref != PARKING_REF}
    assert len(sources) == 1
