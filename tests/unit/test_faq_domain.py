"""Entries of the bank: in which language they are read, when they hold, how they are asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.loader import check, shipped
from bot.domain.faq import BankEntry, FaqRef, InLanguages, seeds
from bot.domain.faq_rules import (
    ID_CHARACTERS,
    id_of,
    is_id,
    line,
    paragraphs,
    read_day,
    ways,
)
from bot.domain.ids import ProgrammeKey
from bot.domain.text import Locale, Localized
from tests.db.samples import programme

EN, CN, TW = Locale.EN, Locale.ZH_CN, Locale.ZH_TW
DAY = date(2026, 3, 1)


def entry(**changes: object) -> BankEntry:
    first = BankEntry(
        FaqRef(ProgrammeKey("chunm"), "fee"),
        InLanguages({EN: "What does it cost?"}),
        {EN: ("Is there a fee?", "How much?")},
        InLanguages({EN: "Nothing."}),
        confirmed=DAY,
    )
    return replace(first, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("there", "asked", "given_"),
    [
        ({EN, CN, TW}, TW, TW),
        ({EN, CN}, TW, CN),
        ({EN, TW}, CN, TW),
        ({EN}, TW, EN),
        ({EN}, CN, EN),
        ({CN, TW}, EN, CN),
        ({TW}, EN, TW),
    ],
)
def test_a_text_is_read_in_the_closest_language_there_is(
    there: set[Locale], asked: Locale, given_: Locale
) -> None:
    text = InLanguages({locale: f"in {locale}" for locale in there})
    assert text.closest(asked) is given_
    assert text.in_(asked) == f"in {given_}"


def test_a_text_in_all_languages_stays_so() -> None:
    assert InLanguages.of(Localized("a", "b", "c")).texts == {EN: "a", CN: "b", TW: "c"}


@pytest.mark.parametrize(
    ("begins", "ends", "holds"),
    [
        (None, None, True),
        (DAY, DAY, True),
        (date(2026, 3, 2), None, False),
        (None, date(2026, 2, 28), False),
        (date(2026, 1, 1), date(2026, 4, 1), True),
    ],
)
def test_the_first_and_the_last_day_count(
    begins: date | None, ends: date | None, *, holds: bool
) -> None:
    assert entry(valid_from=begins, valid_until=ends).valid_on(DAY) is holds


def test_every_way_of_asking_is_there_once_the_questions_first() -> None:
    asked = entry(
        question=InLanguages({EN: "Fee?", CN: "费用？"}),
        phrasings={EN: ("How much?", "Fee?"), CN: ("多少钱？",)},
    )
    assert asked.asked_as() == ("Fee?", "费用？", "How much?", "多少钱？")


@pytest.mark.parametrize(
    ("question", "phrasings", "few"),
    [
        ({EN: "a"}, {EN: ("b", "c")}, False),
        ({EN: "a"}, {EN: ("b", "a")}, True),
        ({EN: "a"}, {}, True),
        ({CN: "甲", TW: "甲"}, {CN: ("乙", "丙")}, False),
        ({TW: "甲"}, {TW: ("乙",)}, True),
        ({EN: "a", CN: "甲"}, {EN: ("b", "c"), CN: ("乙",)}, True),
    ],
)
def test_an_entry_needs_three_ways_in_each_language_that_was_written(
    question: dict[Locale, str], phrasings: dict[Locale, tuple[str, ...]], *, few: bool
) -> None:
    asked = entry(question=InLanguages(question), phrasings=phrasings)
    assert asked.few_phrasings is few


def test_ways_can_be_there_where_no_question_is() -> None:
    assert entry(phrasings={CN: ("多少钱？",)}).ways(CN) == 1


def test_what_a_programme_brings_along_becomes_entries() -> None:
    (seed,) = seeds(programme())
    assert seed.ref == FaqRef(ProgrammeKey("chunm"), "who")
    assert seed.question.in_(EN) == "Who may apply?"
    assert seed.phrasings[EN] == ("Am I eligible?",)
    assert (seed.version, seed.removed, seed.confirmed) == (0, False, date(2026, 1, 2))


def test_the_shipped_entries_have_ids_that_files_take() -> None:
    assert all(is_id(seed.ref.id) for each in shipped() for seed in seeds(each))


@pytest.mark.parametrize(
    ("question", "made"),
    [
        ("Who may apply?", "who-may-apply"),
        ("What's the FEE (in €)?", "whats-the-fee-in"),
        ("谁可以申请？", ""),
        ("2026 年？", ""),
        ("AI 能用吗", ""),
        ("用 DaVinci 可以吗", "davinci"),
        ("Is it " + "very " * 20 + "late?", "is-it-very-very-very-very-very-very"),
        ("x" * 60, ""),
        ("", ""),
    ],
)
def test_an_id_is_made_of_latin_words(question: str, made: str) -> None:
    assert id_of(question) == made


@given(st.text(max_size=300))
def test_a_made_id_leaves_room_for_a_number(question: str) -> None:
    made = id_of(question)
    assert not made or is_id(made)
    assert len(made) <= ID_CHARACTERS - len("-500")


@given(st.text(max_size=100))
def test_texts_are_put_right_once_and_for_all(text: str) -> None:
    assert line(line(text)) == line(text)
    assert paragraphs(paragraphs(text)) == paragraphs(text)
    assert "\n" not in line(text)
    for made in (line(text), paragraphs(text)):
        made.encode()
        assert made == made.strip()
        assert "\x00" not in made
        assert "\r" not in made


def test_ways_are_kept_once_and_without_the_question() -> None:
    assert ways((" a  b", "a b", "", "c"), "c") == ("a b",)


@pytest.mark.parametrize(
    "written", ["2026-03-01", "2026/3/1", "2026.3.1", "2026年3月1日", " 2026年 3月 1日 "]
)
def test_a_day_is_read_as_people_and_spreadsheets_write_it(written: str) -> None:
    assert read_day(written) == DAY


@pytest.mark.parametrize("written", ["", "2026-02-30", "1/3/2026", "2026-13-01", "0000-01-01"])
def test_what_is_no_day_is_none(written: str) -> None:
    assert read_day(written) is None


def test_no_programme_is_called_as_what_stands_for_all_of_them() -> None:
    (fault,) = [one for one in check("key: general\n") if one.field == "key"]
    assert "general" in fault.message
