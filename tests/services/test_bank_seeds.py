"""The entries that programmes bring along come with `/setup`, and stay what coordinators made of
them."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from bot.domain.faq import BankEntry, FaqAct, FaqRef, seeds
from bot.domain.ids import ChannelId, ProgrammeKey
from bot.domain.programme import FaqEntry, Programme
from bot.domain.text import Locale, Localized
from bot.services.bank import FaqBank
from bot.services.ports_answers import FileFormat
from bot.services.setup import Setup, SetupRequest
from tests.db.samples import KEY, OTHER, programme, settings
from tests.services.banking import all_of, bank_of, draft, kept, versions
from tests.services.house import HINA, MANAGER, MAYA, SHIPPED, House, on_both_engines

REQUEST = SetupRequest(settings().coordinators, ChannelId(22))
WHO = FaqRef(KEY, "who")
SEED = seeds(programme())[0]


def of(*entries: FaqEntry, key: ProgrammeKey = KEY) -> Mapping[ProgrammeKey, Programme]:
    return {key: programme(key, faqs=entries)}


def written(name: str = "who", answer: str = "Ask.") -> FaqEntry:
    (first,) = programme().faqs
    return replace(first, id=name, answer=Localized(answer, answer, answer))


async def set_up(house: House, shipped: Mapping[ProgrammeKey, Programme] | None = None) -> None:
    """As a version of the bot does it that ships just this."""
    store = house.database.store
    await Setup(store, house.clock, shipped or SHIPPED, Locale.EN).apply(MANAGER, REQUEST)


async def answer(house: House, ref: FaqRef = WHO) -> str | None:
    entry = await kept(house, ref)
    return None if entry is None or entry.removed else entry.answer.in_(Locale.EN)


@pytest.fixture
def bank(bare: House) -> FaqBank:
    return bank_of(bare)


@on_both_engines
async def test_programmes_bring_their_entries_along(bare: House) -> None:
    await set_up(bare)
    assert [entry.ref for entry in await all_of(bare)] == [WHO, FaqRef(HINA, "who")]
    (only,) = await versions(bare, WHO)
    assert (only.act, only.by, only.entry) == (FaqAct.SHIPPED, None, replace(SEED, version=1))


async def test_only_programmes_in_use_bring_theirs(bare: House) -> None:
    await bare.setup.apply(MANAGER, replace(REQUEST, programmes=frozenset({HINA})))
    assert [entry.ref.programme for entry in await all_of(bare)] == [HINA]
    await bare.setup.apply(MANAGER, replace(REQUEST, programmes=frozenset({KEY})))
    assert {entry.ref.programme for entry in await all_of(bare)} == {KEY, HINA}


async def test_repeating_it_changes_nothing(bare: House) -> None:
    for _ in range(3):
        await set_up(bare)
    assert {entry.version for entry in await all_of(bare)} == {1}


async def test_a_newer_file_replaces_what_nobody_touched(bare: House) -> None:
    await set_up(bare, of(written(), written("fee")))
    await set_up(bare, of(written(answer="Anyone."), written("fee"), written("new")))
    assert await answer(bare) == "Anyone."
    assert [each.act for each in await versions(bare, WHO)] == [FaqAct.SHIPPED] * 2
    assert {entry.ref.id: entry.version for entry in await all_of(bare)} == {
        "who": 2, "fee": 1, "new": 1,
    }  # fmt: skip


async def test_what_a_file_no_longer_has_goes_and_can_come_back(bare: House) -> None:
    await set_up(bare, of(written(), written("fee")))
    await set_up(bare, of(written()))
    fee = FaqRef(KEY, "fee")
    assert await answer(bare, fee) is None
    await set_up(bare, of(written()))
    assert len(await versions(bare, fee)) == 2
    await set_up(bare, of(written(), written("fee")))
    assert await answer(bare, fee) == "Ask."


@pytest.mark.parametrize("change", ["edit", "confirm", "import", "undo"])
async def test_what_a_coordinator_touched_stays_theirs(
    bare: House, bank: FaqBank, change: str
) -> None:
    await set_up(bare, of(written()))
    match change:
        case "edit":
            typed = draft(question="Who may apply?", answer="Mine.")
            await bank.edit(MAYA, WHO, typed, version=1)
        case "confirm":
            await bank.confirm(MAYA, WHO)
        case "import":
            data = await bank.exported(MAYA, KEY, FileFormat.JSON)
            changed = data.replace(b"Ask.", b"Mine.")
            await bank.imported(MAYA, changed, FileFormat.JSON)
        case "undo":
            await set_up(bare, of(written(answer="Second.")))
            await bank.undo(MAYA, WHO)
    before = await kept(bare, WHO)
    await set_up(bare, of(written(answer="Newer.")))
    await set_up(bare, of(written("other")))
    assert await kept(bare, WHO) == before
    assert await answer(bare, FaqRef(KEY, "other")) == "Ask."


async def test_what_a_coordinator_removed_stays_away(bare: House, bank: FaqBank) -> None:
    await set_up(bare, of(written()))
    await bank.remove(MAYA, WHO)
    await set_up(bare, of(written(answer="Newer.")))
    assert await answer(bare) is None


async def test_an_entry_of_a_coordinators_is_never_taken_for_a_shipped_one(
    bare: House, bank: FaqBank
) -> None:
    await set_up(bare, of(written()))
    mine = await bank.add(MAYA, draft(question="Fee?"))
    assert mine.entry.ref == FaqRef(KEY, "fee")
    await set_up(bare, of(written(), written("fee")))
    await set_up(bare, of(written()))
    assert await kept(bare, mine.entry.ref) == mine.entry


async def test_of_a_programme_that_was_out_of_use_the_newer_entries_come(bare: House) -> None:
    await set_up(bare, of(written()))
    out = replace(REQUEST, programmes=frozenset())
    await Setup(bare.database.store, bare.clock, of(written()), Locale.EN).apply(MANAGER, out)
    assert await answer(bare) == "Ask.", "it is kept, though nobody sees it"
    back = replace(REQUEST, programmes=frozenset({KEY}))
    newer = of(written(answer="Newer."))
    await Setup(bare.database.store, bare.clock, newer, Locale.EN).apply(MANAGER, back)
    assert await answer(bare) == "Newer."


async def test_the_desk_is_not_reminded_of_what_has_just_come(bare: House) -> None:
    bare.clock.passes(days=14)
    await set_up(bare, of(written()))
    entry = await kept(bare, WHO)
    assert isinstance(entry, BankEntry)
    assert entry.confirmed == date(2026, 1, 2)
    await bare.timekeeper.turn()
    assert await bare.told() == []
    bare.clock.passes(days=20)
    await bare.timekeeper.turn()
    assert await bare.told() == [("faq_unconfirmed", None)]


@on_both_engines
async def test_setting_up_and_editing_at_once_loses_neither(bare: House, bank: FaqBank) -> None:
    await set_up(bare, of(written()))
    typed = draft(question="Who may apply?", answer="Mine.")
    shipped = of(written(answer="Newer."))
    _, edited = await asyncio.gather(
        set_up(bare, shipped),
        bank.edit(MAYA, WHO, typed, version=1),
        return_exceptions=True,
    )
    if isinstance(edited, BaseException):
        assert await answer(bare) == "Newer."
    else:
        assert await answer(bare) == "Mine."


async def test_another_guild_gets_none_of_it(bare: House) -> None:
    await set_up(bare)
    async with bare.database.store.reading() as work:
        assert list(await work.faqs.bank(OTHER)) == []
