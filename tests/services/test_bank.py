"""Coordinators add, edit, remove and confirm entries; every version is kept and can come back."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

import pytest

from bot.domain.errors import CoordinatorsOnly, NothingToAsk, ProgrammeNotFound, StaleVersion
from bot.domain.errors_answers import (
    BankFull,
    EndsBeforeItBegins,
    EntryNotFound,
    EntryTextMissing,
    EntryTooLong,
    NothingToUndo,
    TooManyPhrasings,
    UnreadableDate,
)
from bot.domain.faq import GENERAL, FaqAct, FaqRef
from bot.domain.ids import ProgrammeKey
from bot.domain.text import Locale
from bot.services import bank_room
from bot.services.bank import FaqBank
from bot.services.ports_answers import Bank, Decision, FileFormat, Judgement
from tests.db.samples import KEY, programme
from tests.db.samples_answers import entry
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
from tests.services.house import HINA, LIN, MANAGER, MAYA, WEI, House, elsewhere, on_both_engines
from tests.services.played import Told

EN, CN, TW = Locale.EN, Locale.ZH_CN, Locale.ZH_TW
TODAY = date(2026, 3, 1)


@pytest.fixture
def bank(house: House) -> FaqBank:
    return bank_of(house)


@on_both_engines
async def test_what_is_added_is_there_with_all_that_was_typed(house: House, bank: FaqBank) -> None:
    saved = await bank.add(MAYA, draft(validity="2026-01-01 – 2026-03-31"))
    assert saved.entry == await kept(house)
    assert (saved.entry.ref, saved.entry.version) == (PARKING_REF, 1)
    assert saved.entry.question.texts == {EN: PARKING.question}
    assert saved.entry.answer.texts == {EN: PARKING.answer}
    assert saved.entry.phrasings == {EN: PARKING.phrasings}
    assert (saved.entry.source, saved.entry.confirmed) == ("House rules", TODAY)
    assert saved.entry.valid_from == date(2026, 1, 1)
    assert saved.entry.valid_until == date(2026, 3, 31)
    assert saved.programme == programme()
    assert saved.nearest is None
    (only,) = await versions(house)
    assert (only.act, only.by, only.at) == (FaqAct.ADDED, MAYA.user, house.clock.now())


async def test_an_entry_may_be_about_the_server_as_a_whole(bank: FaqBank) -> None:
    saved = await bank.add(MAYA, draft(programme=GENERAL))
    assert (saved.programme, saved.entry.ref.programme) == (None, GENERAL)


async def test_two_with_the_same_question_have_two_names(house: House, bank: FaqBank) -> None:
    await bank.remove(MAYA, (await bank.add(MAYA, PARKING)).entry.ref)
    again = [(await bank.add(MAYA, PARKING)).entry.ref.id for _ in range(2)]
    assert again == [f"{PARKING_REF.id}-2", f"{PARKING_REF.id}-3"]


async def test_a_chinese_question_gets_a_name_that_says_nothing(bank: FaqBank) -> None:
    typed = draft(locale=CN, question="有停车位吗？", answer="有。", phrasings=())
    first, second = (await bank.add(MAYA, typed), await bank.add(MAYA, typed))
    assert first.entry.ref != second.entry.ref
    assert len(first.entry.ref.id) == bank_room.TOKEN


@pytest.mark.parametrize(
    ("change", "refusal", "params"),
    [
        ({"question": " "}, EntryTextMissing, {}),
        ({"question": "?! 🎬"}, EntryTextMissing, {}),
        ({"answer": "\n"}, EntryTextMissing, {}),
        ({"question": "a" * 201}, EntryTooLong, {"characters": 201, "most": 200}),
        ({"answer": "a" * 8001}, EntryTooLong, {"characters": 8001, "most": 8000}),
        ({"phrasings": ("a" * 301,)}, EntryTooLong, {"characters": 301, "most": 300}),
        ({"source": "a" * 201}, EntryTooLong, {"characters": 201, "most": 200}),
        ({"phrasings": tuple(map(str, range(51)))}, TooManyPhrasings, {"most": 50}),
        ({"validity": "next week"}, UnreadableDate, {"typed": "next week"}),
        ({"validity": "2026-03-02 – 2026-03-01"}, EndsBeforeItBegins, {}),
        ({"programme": HINA}, ProgrammeNotFound, {}),
        ({"programme": ProgrammeKey("")}, ProgrammeNotFound, {}),
    ],
)
async def test_what_cannot_be_kept_is_refused_and_nothing_changes(
    house: House,
    bank: FaqBank,
    change: dict[str, Any],
    refusal: type[Exception],
    params: dict[str, object],
) -> None:
    with pytest.raises(refusal) as refused:
        await bank.add(MAYA, draft(**change))
    assert refused.value.params == params  # type: ignore[attr-defined]
    assert await all_of(house) == []


async def test_what_just_fits_is_kept_whole(bank: FaqBank) -> None:
    whole = draft(
        question="a" * 200,
        answer="b" * 8000,
        phrasings=tuple(f"{number:0>300}" for number in range(50)),
        source="c" * 200,
    )
    saved = (await bank.add(MAYA, whole)).entry
    assert saved.answer.texts[EN] == whole.answer
    assert saved.phrasings[EN] == whole.phrasings


async def test_what_nobody_can_type_is_left_out(bank: FaqBank) -> None:
    odd = draft(
        question=" Is\x00 there\n parking\ud800? ",
        answer=" Yes.\r\n\r\n\x00Forty\ud800. ",
        phrasings=("", " Parking? ", "Parking?", "Is there parking ?"),
        source="a\tb",
    )
    saved = (await bank.add(MAYA, odd)).entry
    assert saved.question.texts[EN] == "Is there parking ?"
    assert saved.answer.texts[EN] == "Yes.\n\nForty."
    assert saved.phrasings[EN] == ("Parking?",)
    assert saved.source == "a b"


async def test_an_entry_that_answers_it_already_is_shown_and_both_are_kept(
    house: House, bank: FaqBank
) -> None:
    first = await bank.add(MAYA, PARKING)
    second = await bank.add(WEI, draft(question="where can i leave my car", answer="Nowhere."))
    assert second.nearest == first.entry
    assert len(await all_of(house)) == 2


async def test_an_entry_is_not_its_own_duplicate(bank: FaqBank) -> None:
    first = await bank.add(MAYA, PARKING)
    edited = await bank.edit(MAYA, first.entry.ref, draft(answer="No."), version=1)
    assert edited.nearest is None
    assert await bank.nearest(MAYA, PARKING.question) == edited.entry


async def test_entries_that_are_not_valid_now_are_duplicates_too(house: House) -> None:
    matcher = Told(Decision.ANSWER, (KEY, PARKING_REF.id))
    bank = bank_of(house, matcher)
    first = await bank.add(MAYA, draft(validity="until 2020-01-01"))
    assert first.nearest is None
    assert await bank.nearest(MAYA, "Parking?") == first.entry
    assert matcher.bank is not None
    assert PARKING_REF in matcher.bank.visible


async def test_only_what_would_be_answered_with_is_a_duplicate(house: House) -> None:
    for decision in (Decision.OFFER, Decision.UNKNOWN):
        bank = bank_of(house, Told(decision, (KEY, PARKING_REF.id)))
        assert (await bank.add(MAYA, PARKING)).nearest is None


async def test_a_question_that_cannot_be_judged_is_no_duplicate(house: House) -> None:
    matcher = Told(Decision.ANSWER, (KEY, PARKING_REF.id))
    matcher.trouble = NothingToAsk()
    assert (await bank_of(house, matcher).add(MAYA, PARKING)).nearest is None


@on_both_engines
async def test_an_edit_replaces_one_language_and_keeps_the_others(
    house: House, bank: FaqBank
) -> None:
    await bank.add(MAYA, PARKING)
    chinese = draft(
        locale=CN, question="有停车位吗？", answer="有，四十个。", phrasings=("车停哪里？",)
    )
    both = (await bank.edit(WEI, PARKING_REF, chinese, version=1)).entry
    assert both.question.texts == {EN: PARKING.question, CN: "有停车位吗？", TW: "有停車位嗎？"}
    assert both.answer.texts[TW] == "有，四十個。"
    assert both.phrasings == {
        EN: PARKING.phrasings, CN: ("车停哪里？",), TW: ("車停哪裡？",)
    }  # fmt: skip
    english = draft(answer="No.", phrasings=(), source="", validity="until 2026-12-31")
    after = (await bank.edit(WEI, PARKING_REF, english, version=2)).entry
    assert after == await kept(house)
    assert after.answer.texts == {**both.answer.texts, EN: "No."}
    assert set(after.phrasings) == {CN, TW}
    assert (after.source, after.valid_until, after.version) == ("", date(2026, 12, 31), 3)
    assert [each.act for each in await versions(house)] == [
        FaqAct.EDITED, FaqAct.EDITED, FaqAct.ADDED,
    ]  # fmt: skip


async def test_an_edit_of_the_answer_confirms_it_and_one_of_the_question_does_not(
    house: House, bank: FaqBank
) -> None:
    await bank.add(MAYA, PARKING)
    house.clock.passes(days=40)
    asked = await bank.edit(MAYA, PARKING_REF, draft(question="Parking?"), version=1)
    assert asked.entry.confirmed == TODAY
    answered = await bank.edit(MAYA, PARKING_REF, draft(answer="No."), version=2)
    assert answered.entry.confirmed == date(2026, 4, 10)


async def test_what_was_changed_meanwhile_is_not_overwritten(house: House, bank: FaqBank) -> None:
    await bank.add(MAYA, PARKING)
    await bank.edit(WEI, PARKING_REF, draft(answer="No."), version=1)
    with pytest.raises(StaleVersion):
        await bank.edit(MAYA, PARKING_REF, draft(answer="Maybe."), version=1)
    now = await kept(house)
    assert now is not None
    assert now.answer.texts[EN] == "No."


@on_both_engines
async def test_of_two_edits_at_once_one_is_refused(house: House, bank: FaqBank) -> None:
    await bank.add(MAYA, PARKING)
    done = await asyncio.gather(
        *(
            bank.edit(who, PARKING_REF, draft(answer=who.name), version=1)
            for who in (MAYA, WEI, MAYA)
        ),
        return_exceptions=True,
    )
    assert sum(isinstance(each, StaleVersion) for each in done) == 2
    assert len(await versions(house)) == 2


@on_both_engines
async def test_all_that_add_the_same_at_once_get_an_entry_of_their_own(
    house: House, bank: FaqBank
) -> None:
    saved = await asyncio.gather(*(bank.add(MAYA, PARKING) for _ in range(4)))
    assert len({each.entry.ref for each in saved}) == 4
    assert len(await all_of(house)) == 4


async def test_a_removed_entry_is_gone_until_that_is_undone(house: House, bank: FaqBank) -> None:
    await bank.add(MAYA, PARKING)
    removed = await bank.remove(MAYA, PARKING_REF)
    assert (removed.removed, await all_of(house)) == (True, [])
    with pytest.raises(EntryNotFound):
        await bank.remove(MAYA, PARKING_REF)
    with pytest.raises(EntryNotFound):
        await bank.confirm(MAYA, PARKING_REF)
    with pytest.raises(EntryNotFound):
        await bank.edit(MAYA, PARKING_REF, PARKING, version=2)
    assert (await bank.view(MAYA, PARKING_REF)).entry == removed
    back = await bank.undo(WEI, PARKING_REF)
    assert (back.entry.removed, back.entry.version) == (False, 3)
    assert back.programme == programme()
    assert await all_of(house) == [back.entry]


async def test_undoing_twice_brings_back_what_was_undone(house: House, bank: FaqBank) -> None:
    await bank.add(MAYA, PARKING)
    await bank.edit(MAYA, PARKING_REF, draft(answer="No."), version=1)
    answers = [(await bank.undo(WEI, PARKING_REF)).entry.answer.texts[EN] for _ in range(3)]
    assert answers == [PARKING.answer, "No.", PARKING.answer]
    history = await versions(house)
    assert [each.entry.version for each in history] == [5, 4, 3, 2, 1]
    assert (history[0].act, history[0].by) == (FaqAct.UNDONE, WEI.user)


async def test_what_was_never_changed_cannot_be_undone(bank: FaqBank) -> None:
    await bank.add(MAYA, PARKING)
    with pytest.raises(NothingToUndo):
        await bank.undo(MAYA, PARKING_REF)


async def test_confirming_says_that_it_is_right_today(house: House, bank: FaqBank) -> None:
    await bank.add(MAYA, PARKING)
    house.clock.passes(days=9, hours=5)
    confirmed = await bank.confirm(WEI, PARKING_REF)
    assert confirmed.confirmed == date(2026, 3, 11), "it is tomorrow already in Taipei"
    assert (await versions(house))[0].act is FaqAct.CONFIRMED


async def test_an_entry_is_shown_with_all_that_was_done_to_it(bank: FaqBank) -> None:
    await bank.add(MAYA, PARKING)
    await bank.confirm(WEI, PARKING_REF)
    kept_ = await bank.view(MAYA, PARKING_REF)
    assert kept_.programme == programme()
    assert [each.by for each in kept_.history] == [WEI.user, MAYA.user]


async def test_a_programme_has_room_for_so_many(
    house: House, bank: FaqBank, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bank_room, "ENTRIES", 2)
    first = (await bank.add(MAYA, numbered(1))).entry.ref
    await bank.remove(MAYA, first)
    for number in (2, 3):
        await bank.add(MAYA, numbered(number))
    for change in (bank.add(MAYA, numbered(4)), bank.undo(MAYA, first)):
        with pytest.raises(BankFull) as refused:
            await change
        assert refused.value.params == {"most": 2}
    await bank.add(MAYA, numbered(4, GENERAL))
    assert len(await all_of(house)) == 3


class Archiving(Told):
    """Takes the programme out of use while it judges."""

    def __init__(self, house: House) -> None:
        super().__init__(Decision.UNKNOWN)
        self.house = house

    async def judge(self, question: str, bank: Bank, *, strict: bool = False) -> Judgement:
        async with self.house.database.store.writing() as work:
            await work.programmes.archive(bank.guild, KEY)
            await work.commit()
        return await super().judge(question, bank, strict=strict)


async def test_nothing_is_added_to_a_programme_that_was_just_taken_out_of_use(
    house: House,
) -> None:
    with pytest.raises(ProgrammeNotFound):
        await bank_of(house, Archiving(house)).add(MAYA, PARKING)
    assert await all_of(house) == []


Doing = Callable[[FaqBank], Awaitable[object]]
ALL: dict[str, Doing] = {
    "add": lambda bank: bank.add(LIN, draft(question="")),
    "edit": lambda bank: bank.edit(LIN, PARKING_REF, draft(question=""), version=1),
    "remove": lambda bank: bank.remove(LIN, PARKING_REF),
    "undo": lambda bank: bank.undo(LIN, PARKING_REF),
    "confirm": lambda bank: bank.confirm(LIN, PARKING_REF),
    "view": lambda bank: bank.view(LIN, PARKING_REF),
    "listed": lambda bank: bank.listed(LIN),
    "suggested": lambda bank: bank.suggested(LIN, "park"),
    "programmes": lambda bank: bank.programmes(LIN),
    "nearest": lambda bank: bank.nearest(LIN, "parking"),
    "exported": lambda bank: bank.exported(LIN, None, FileFormat.CSV),
    "imported": lambda bank: bank.imported(LIN, b"\x00", FileFormat.CSV),
    "figures": lambda bank: bank.figures(LIN, 30, None),
}


@pytest.mark.parametrize("doing", ALL.values(), ids=ALL)
async def test_only_coordinators_do_any_of_it(house: House, bank: FaqBank, doing: Doing) -> None:
    await bank.add(MAYA, PARKING)
    with pytest.raises(CoordinatorsOnly):
        await doing(bank)
    assert len(await versions(house)) == 1


async def test_a_guild_knows_nothing_of_anothers_entries(house: House, bank: FaqBank) -> None:
    await bank.add(MAYA, PARKING)
    there = elsewhere(MANAGER)
    assert (await bank.listed(there)).total == 0
    assert await bank.suggested(there, "") == []
    assert await bank.nearest(there, PARKING.question) is None
    for change in (
        bank.view(there, PARKING_REF),
        bank.remove(there, PARKING_REF),
        bank.confirm(there, PARKING_REF),
        bank.undo(there, PARKING_REF),
        bank.edit(there, PARKING_REF, PARKING, version=1),
    ):
        with pytest.raises(EntryNotFound):
            await change
    assert len(await versions(house)) == 1


async def test_what_never_was_is_not_found(bank: FaqBank) -> None:
    for ref in (FaqRef(KEY, "nothing"), FaqRef(HINA, PARKING_REF.id), entry().ref):
        with pytest.raises(EntryNotFound):
            await bank.view(MAYA, ref)
