"""The bank as files: what is written is read again exactly, and what is wrong is told by line."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from string import Formatter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.faq_csv import COLUMNS, guarded, unguarded
from bot.content.faq_files import FaqFiles
from bot.content.loader import check, shipped
from bot.content.traditional import ChineseConversion
from bot.domain.faq import GENERAL, BankEntry, FaqRef, InLanguages, seeds
from bot.domain.faq_rules import line, paragraphs, ways
from bot.domain.ids import ProgrammeKey
from bot.domain.text import Locale
from bot.services.ports_answers import BrokenFile, Fault, FileFormat
from bot.texts import Texts
from bot.texts.extract import used_keys
from tests.unit.broken_files import SMALL, changed

TODAY = date(2026, 2, 1)
HINA = ProgrammeKey("hina")
KNOWN = frozenset({HINA, ProgrammeKey("chunm"), GENERAL})
FILES = FaqFiles()
each_kind = pytest.mark.parametrize("kind", list(FileFormat))

PLAIN = """\
entries:
  - programme: hina
    id: fee
    question:
      en: Is there a fee?
      zh-CN: 要交钱吗？
    answer:
      en: |
        No.

        Not now, not later.
      zh-CN: 不用。
    phrasings:
      en:
        - What does it cost?
        - Is it free?
    source: The announcement
    valid_from: 2026-01-01
    valid_until: 2026-3-31
    confirmed: 2026-01-15
    related: [deadline]
"""
FEE = BankEntry(
    ref=FaqRef(HINA, "fee"),
    question=InLanguages({Locale.EN: "Is there a fee?", Locale.ZH_CN: "要交钱吗？"}),
    answer=InLanguages({Locale.EN: "No.\n\nNot now, not later.", Locale.ZH_CN: "不用。"}),
    phrasings={Locale.EN: ("What does it cost?", "Is it free?")},
    confirmed=date(2026, 1, 15),
    source="The announcement",
    valid_from=date(2026, 1, 1),
    valid_until=date(2026, 3, 31),
    related=("deadline",),
)
SHORT = BankEntry(
    ref=FaqRef(GENERAL, "hours"),
    question=InLanguages({Locale.EN: "When?"}),
    answer=InLanguages({Locale.EN: "Always."}),
    phrasings={},
    confirmed=TODAY,
)


def read(text: str | bytes, kind: FileFormat) -> list[BankEntry]:
    data = text.encode() if isinstance(text, str) else text
    return list(FILES.read(data, kind, KNOWN, TODAY))


def faults(text: str | bytes, kind: FileFormat) -> list[tuple[int, str]]:
    return [(fault.line, fault.key.removeprefix("bank.fault.")) for fault in broken(text, kind)]


def broken(text: str | bytes, kind: FileFormat) -> Sequence[Fault]:
    with pytest.raises(BrokenFile) as caught:
        read(text, kind)
    for fault in caught.value.faults:
        said(fault)
    return caught.value.faults


def said(fault: Fault) -> None:
    """Every text of a fault takes exactly what the fault gives it, in every language."""
    for locale in Locale:
        text = Texts.load().of(locale)
        raw = text(fault.key)
        assert raw != fault.key
        needed = {name for _, name, _, _ in Formatter().parse(raw) if name}
        assert needed <= set(fault.params), fault
        assert text(fault.key, **fault.params)


def with_line(old: str, new: str) -> str:
    assert PLAIN.count(old) == 1
    return PLAIN.replace(old, new)


def entry_yaml(id_: str, **more: str) -> str:
    rest = "".join(f"  {name}: {value}\n" for name, value in more.items())
    return (
        f"- programme: hina\n  id: {id_}\n  question: {{en: Is it so?}}\n  answer: {{en: Yes.}}\n"
        + rest
    )


def table(*rows: str, columns: str = ",".join(COLUMNS)) -> str:
    return "\r\n".join([columns, *rows, ""])


SLUGS = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,3}", fullmatch=True)
LETTERS = st.characters(exclude_categories=["Cs"])
STARTS = st.sampled_from(
    ["", "=", "+", "-", "@", "'", "'=", "''@", "＝", "- ", "# ", '"', "|", "? "]
)
WORDS = st.sampled_from(
    [
        "true",
        "NULL",
        "tRue",
        "~",
        "12",
        "2026-01-01",
        "a: b",
        "a #b",
        "&a",
        "*a",
        "!b",
        "{x}",
        "1e3",
    ]
)
TEXTS = st.one_of(
    WORDS,
    st.builds(str.__add__, STARTS, st.text(LETTERS, max_size=30)),
    st.text(st.sampled_from("ab \n\t'\"=;,:#-\\\r\u2028\x85\ufeff😀好"), max_size=40),
)
DAYS = st.dates(min_value=date(1900, 1, 1))
QUESTIONS = (
    TEXTS.map(line)
    .map(lambda text: text[:150].strip())
    .map(lambda text: text if any(letter.isalnum() for letter in text) else f"{text}q")
)
ANSWERS = TEXTS.map(paragraphs).map(lambda text: text or "a")


@st.composite
def bank_entries(draw: st.DrawFn, key: str) -> BankEntry:
    """Any entry as the bank keeps it."""
    locales = draw(st.lists(st.sampled_from(Locale), min_size=1, unique=True))
    question = {locale: draw(QUESTIONS) for locale in locales}
    told = {
        locale: ways(tuple(draw(st.lists(TEXTS, max_size=4))), question.get(locale))
        for locale in Locale
    }
    begins, ends = sorted([draw(DAYS), draw(DAYS)])
    related = draw(st.lists(SLUGS, max_size=3, unique=True))
    return BankEntry(
        ref=FaqRef(draw(st.sampled_from(sorted(KNOWN))), key),
        question=InLanguages(question),
        phrasings={locale: texts for locale, texts in told.items() if texts},
        answer=InLanguages({locale: draw(ANSWERS) for locale in locales}),
        confirmed=draw(DAYS),
        source=line(draw(TEXTS)),
        valid_from=draw(st.sampled_from([None, begins])),
        valid_until=draw(st.sampled_from([None, ends])),
        related=tuple(name for name in related if name != key),
        version=draw(st.integers(0, 9)),
    )


BANKS = st.lists(SLUGS, min_size=1, max_size=3, unique=True).flatmap(
    lambda keys: st.tuples(*(bank_entries(key) for key in keys))
)


class TestThereAndBack:
    @each_kind
    @settings(max_examples=60, deadline=None)
    @given(bank=BANKS)
    def test_what_is_written_is_read_again_exactly(
        self, kind: FileFormat, bank: tuple[BankEntry, ...]
    ) -> None:
        again = FILES.read(FILES.write(bank, kind), kind, KNOWN, TODAY)
        assert list(again) == [replace(entry, version=0) for entry in bank]

    @each_kind
    def test_the_shipped_banks_come_back_as_they_went(self, kind: FileFormat) -> None:
        bank = [entry for programme in shipped() for entry in seeds(programme)]
        told = [
            replace(entry, phrasings={one: all_ for one, all_ in entry.phrasings.items() if all_})
            for entry in bank
        ]
        assert read(FILES.write(bank, kind), kind) == told

    @each_kind
    def test_the_longest_texts_come_back(self, kind: FileFormat) -> None:
        long = replace(
            FEE,
            question=InLanguages({Locale.EN: "q" * 200}),
            answer=InLanguages({Locale.EN: "好 answer " * 999 + "🎬"}),
            phrasings={Locale.EN: tuple(f"{number} " + "p" * 296 for number in range(10, 60))},
            source="s" * 200,
        )
        long = replace(long, answer=InLanguages({Locale.EN: long.answer.in_(Locale.EN)[:8000]}))
        assert read(FILES.write([long], kind), kind) == [long]

    @pytest.mark.parametrize("text", ["'", "'quoted'", "''", "'tis", "=1+1", "'=1", "''-2", "\t=1"])
    def test_what_a_cell_is_guarded_with_is_taken_away_and_no_more(self, text: str) -> None:
        assert unguarded(guarded(text)) == text

    def test_no_cell_begins_a_formula(self) -> None:
        texts = ("=HYPERLINK(1)", "+1", "-1", "@SUM(1)", "'=1", "＝1")
        risky = replace(
            SHORT,
            question=InLanguages({Locale.EN: "=1+1"}),
            answer=InLanguages({Locale.EN: "@all of you"}),
            phrasings={Locale.EN: texts},
            source="-x",
        )
        written = FILES.write([risky], FileFormat.CSV).decode("utf-8-sig")
        cells = [cell.strip('"') for cell in written.splitlines()[1].split(",")]
        assert not [cell for cell in cells if cell[:1] in tuple("=+-@\t\r＝＋－＠")]
        assert read(written, FileFormat.CSV) == [risky]


class TestYaml:
    def test_a_file_as_people_write_it_is_read(self) -> None:
        assert read(PLAIN, FileFormat.YAML) == [FEE]

    def test_a_bare_list_will_do(self) -> None:
        bare = "\n".join(row[2:] for row in PLAIN.splitlines()[1:])
        assert read(bare, FileFormat.YAML) == [FEE]

    def test_windows_lines_and_a_byte_order_mark_do_not_matter(self) -> None:
        data = b"\xef\xbb\xbf" + PLAIN.replace("\n", "\r\n").encode()
        assert read(data, FileFormat.YAML) == [FEE]

    def test_lines_are_written_as_lines_and_chinese_as_chinese(self) -> None:
        written = FILES.write([FEE], FileFormat.YAML).decode()
        assert "Not now, not later.\n" in written
        assert "要交钱吗？" in written

    @pytest.mark.parametrize(
        ("old", "new", "expected"),
        [
            ("    source: The announcement", "    sorce: x", [(17, "unknown_field")]),
            ("      zh-CN: 要交钱吗？", "      zh-HK: 要交钱吗？", [(6, "unknown_field")]),
            ("      zh-CN: 不用。\n", "", [(6, "unpaired")]),
            ("      zh-CN: 要交钱吗？\n", "", [(11, "unpaired")]),
            ("hina", "nowhere", [(2, "unknown_programme")]),
            ("id: fee", "id: The Fee", [(3, "id")]),
            ("id: fee", f"id: {'a' * 41}", [(3, "id")]),
            ("id: fee", "id: 12", [(3, "not_text")]),
            ("en: Is there a fee?", "en: ???", [(5, "empty")]),
            ("en: Is there a fee?", f"en: {'q' * 201}", [(5, "too_long")]),
            ("zh-CN: 不用。", f"zh-CN: {'a' * 8001}", [(12, "too_long")]),
            ("zh-CN: 不用。", "zh-CN: ''", [(12, "empty")]),
            ("zh-CN: 不用。", "zh-CN: 7", [(12, "not_text")]),
            ("- Is it free?", f"- {'p' * 301}", [(16, "too_long")]),
            ("- Is it free?", "- 5", [(16, "not_text")]),
            ("- Is it free?", "- x?" + "\n        - y?" * 50, [(14, "too_many")]),
            ("source: The announcement", f"source: {'s' * 201}", [(17, "too_long")]),
            ("valid_from: 2026-01-01", "valid_from: soon", [(18, "day")]),
            ("valid_from: 2026-01-01", "valid_from: 2026-02-30", [(18, "day")]),
            ("confirmed: 2026-01-15", "confirmed: [2026]", [(20, "day")]),
            ("valid_until: 2026-3-31", "valid_until: 2025-12-31", [(19, "ends_first")]),
            ("related: [deadline]", "related: deadline", [(21, "not_list")]),
            ("related: [deadline]", "related: [Dead Line]", [(21, "id")]),
            ("id: fee", "id: &a fee", [(3, "reference")]),
            ("id: fee", "id: !!str fee", [(3, "reference")]),
            ("id: fee", "id: fee\n    id: fee", [(4, "key_twice")]),
            ("source: The announcement", "source: 'The", [(17, "yaml")]),
        ],
    )  # fmt: skip
    def test_a_fault_is_told_with_its_line(
        self, old: str, new: str, expected: list[tuple[int, str]]
    ) -> None:
        assert faults(with_line(old, new), FileFormat.YAML) == expected

    def test_all_faults_are_told_at_once(self) -> None:
        text = with_line("hina", "nowhere").replace("id: fee", "id: Fee").replace("3-31", "3-32")
        expected = [(2, "unknown_programme"), (3, "id"), (19, "day")]
        assert faults(text, FileFormat.YAML) == expected

    def test_a_bomb_is_refused_where_it_begins(self) -> None:
        bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n"
        assert faults(bomb, FileFormat.YAML) == [(1, "reference")]

    def test_what_lies_too_deep_is_refused(self) -> None:
        assert faults("entries:\n  - " + "[" * 50_000, FileFormat.YAML) == [(2, "deep")]

    def test_a_second_document_is_refused(self) -> None:
        assert faults(PLAIN + "---\nentries: []\n", FileFormat.YAML) == [(22, "documents")]

    @pytest.mark.parametrize("text", ["just words", "3", "entries: 5", "entries: {a: b}"])
    def test_what_holds_no_list_of_entries_is_told_so(self, text: str) -> None:
        assert faults(text, FileFormat.YAML) == [(1, "no_entries")]

    def test_an_entry_that_is_no_group_is_told_so(self) -> None:
        assert faults("entries:\n  - fee\n  - 5\n", FileFormat.YAML) == [
            (2, "not_group"), (3, "not_group"),
        ]  # fmt: skip

    def test_what_an_entry_lacks_is_told(self) -> None:
        assert faults("- id: a\n", FileFormat.YAML) == [(1, "missing")] * 3

    def test_an_entry_in_no_language_is_told(self) -> None:
        text = "- programme: hina\n  id: a\n  question: {}\n  answer: {}\n"
        assert faults(text, FileFormat.YAML) == [(3, "missing")]

    def test_an_id_that_stands_twice_is_told_with_the_first(self) -> None:
        (fault,) = broken(entry_yaml("a") + entry_yaml("b") + entry_yaml("a"), FileFormat.YAML)
        assert (fault.line, fault.key, fault.params["other"]) == (10, "bank.fault.twice", 2)

    def test_more_entries_than_a_programme_may_have_are_told_once(self) -> None:
        text = "".join(entry_yaml(f"e-{number}") for number in range(503))
        assert faults(text, FileFormat.YAML) == [(2001, "too_many_entries")]


class TestJson:
    def test_an_entry_is_read(self) -> None:
        written = FILES.write([FEE], FileFormat.JSON)
        assert read(written, FileFormat.JSON) == [FEE]
        assert read(json.dumps(json.loads(written)), FileFormat.JSON) == [FEE]
        assert read(json.dumps(json.loads(written)["entries"]), FileFormat.JSON) == [FEE]

    def test_signs_written_as_pairs_and_tabs_for_indentation_are_read(self) -> None:
        wanted = replace(FEE, source="🎬")
        values = json.loads(FILES.write([wanted], FileFormat.JSON))
        text = json.dumps(values, ensure_ascii=True, indent="\t")
        assert "\\ud83c\\udfac" in text
        assert read(text, FileFormat.JSON) == [wanted]

    @pytest.mark.parametrize(
        ("old", "new", "expected"),
        [
            ('"id": "hours"', '"id": "Hours"', [(5, "id")]),
            ('"id": "hours"', '"id": "hours", "id": "x"', [(5, "key_twice")]),
            ('"id": "hours"', '"id": NaN', [(5, "not_text")]),
            ('"id": "hours"', '"id": 1' + "0" * 5000, [(5, "not_text")]),
            ('"id": "hours"', '"id": "hours",,', [(5, "json")]),
            ('"When?"', '"When\n?"', [(7, "json")]),
            ('"When?"', '"When \\ud800?"', [(7, "character")]),
            ('"When?"', '"When \\u0000?"', [(7, "character")]),
            ('"confirmed": "2026-02-01"', '"confirmed": 20260201', [(12, "day")]),
            ('"2026-02-01"', '"2026-02-01", "x": 1', [(12, "unknown_field")]),
            ('"entries"', '"items"', [(2, "unknown_field")]),
        ],
    )  # fmt: skip
    def test_a_fault_is_told_with_its_line(
        self, old: str, new: str, expected: list[tuple[int, str]]
    ) -> None:
        written = FILES.write([SHORT], FileFormat.JSON).decode()
        assert written.count(old) == 1
        assert faults(written.replace(old, new), FileFormat.JSON) == expected

    def test_what_lies_too_deep_is_refused(self) -> None:
        assert [told for _, told in faults("[" * 100_000, FileFormat.JSON)] == ["deep"]
        deep = "\n" + "[" * 30 + "]" * 30
        assert faults(deep, FileFormat.JSON) == [(2, "deep")]


class TestCsv:
    def test_a_row_for_each_language_makes_one_entry(self) -> None:
        text = table(
            'hina,fee,en,Is there a fee?,"No.\n\nNot now, not later.",'
            '"What does it cost?\n\nIs it free?",The announcement,2026/1/1,2026-03-31,2026-01-15,'
            "deadline",
            "hina,fee,zh_cn,要交钱吗？,不用。,,,,,,",
        )
        assert read(text, FileFormat.CSV) == [FEE]

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
    @pytest.mark.parametrize("delimiter", [",", ";"])
    def test_marks_and_delimiters_of_spreadsheets_are_known(
        self, encoding: str, delimiter: str
    ) -> None:
        text = table("general,hours,en,When?,Always.,,,,,,").replace(",", delimiter)
        assert read(text.encode(encoding), FileFormat.CSV) == [SHORT]

    def test_a_file_begins_with_a_mark_by_which_excel_knows_it(self) -> None:
        assert FILES.write([SHORT], FileFormat.CSV).startswith(b"\xef\xbb\xbf")

    def test_columns_may_be_left_out_and_stand_in_any_order(self) -> None:
        text = table(
            "When?,en,Always.,general,hours", columns="Question,language,ANSWER,programme,id"
        )
        assert read(text, FileFormat.CSV) == [SHORT]

    def test_empty_rows_and_cells_to_the_right_do_not_matter(self) -> None:
        text = table(
            ",,,,,,",
            "general,hours,en,When?,Always.,,,,,,,,",
            "",
            columns=",".join([*COLUMNS, "", ""]),
        )
        assert read(text, FileFormat.CSV) == [SHORT]

    @pytest.mark.parametrize(
        ("rows", "expected"),
        [
            (["nowhere,a,en,Why?,So.,,,,,,"], [(2, "unknown_programme")]),
            (["hina,a,fr,Why?,So.,,,,,,"], [(2, "language")]),
            (["hina,a,en,Why?,,,,,,,"], [(2, "missing")]),
            (["hina,a,en,,So.,,,,,,"], [(2, "missing")]),
            (["hina,a,en,Why?,So.,,,,,,", "hina,a,zh-CN,吗,,,,,,,"], [(3, "unpaired")]),
            (['hina,a,en,Why?,"So\n\n.",,,x,,,'], [(4, "day")]),
            (['hina,a,en,Why?,So.,"a\nb\n' + "p" * 301 + '",,,,,'], [(4, "too_long")]),
            (["hina,A,en,Why?,So.,,,,,,"], [(2, "id")]),
            (["hina,a,en,Why?,So.,,,2026-02-02,2026-02-01,,"], [(2, "ends_first")]),
            (["hina,a,en,Why?,So.,,,,,,,more"], [(2, "cells")]),
            (['hina,a,en,"Why"?,So.,,,,,,'], [(2, "csv")]),
            (["hina,a,en,Why?,So.,,,,,,", 'hina,b,en,"Why?,So.,,,,,,'], [(3, "csv")]),
            (["hina,a,en,Why?,So.,,,,,,"] * 2, [(3, "twice")]),
            (["hina,a,en,Why?,So.,,x,,,,", "hina,a,zh-CN,吗,好,,y,,,,"], [(3, "differs")]),
        ],
    )
    def test_a_fault_is_told_with_its_line(
        self, rows: list[str], expected: list[tuple[int, str]]
    ) -> None:
        assert faults(table(*rows), FileFormat.CSV) == expected

    @pytest.mark.parametrize(
        ("columns", "expected"),
        [
            ("programme,id,language,question,answr", "column"),
            ("programme,id,language,question,question", "key_twice"),
            ("id,language,question,answer", "no_column"),
        ],
    )
    def test_a_fault_of_the_first_row_is_told(self, columns: str, expected: str) -> None:
        text = table("hina,a,en,Why?,So.", columns=columns)
        assert faults(text, FileFormat.CSV) == [(1, expected)]


class TestIds:
    def test_an_id_that_is_left_out_is_made_of_the_question(self) -> None:
        text = "- programme: hina\n  question: {en: Is there a fee?}\n  answer: {en: No.}\n"
        assert read(text, FileFormat.YAML)[0].ref == FaqRef(HINA, "is-there-a-fee")

    def test_ids_that_are_made_differ_from_all_others(self) -> None:
        one = "- programme: hina\n  question: {en: Is it so?}\n  answer: {en: No.}\n"
        named = entry_yaml("is-it-so")
        ids = [entry.ref.id for entry in read(one + named + one, FileFormat.YAML)]
        assert ids == ["is-it-so-2", "is-it-so", "is-it-so-3"]

    def test_a_question_in_chinese_gives_a_number_that_stays_the_same(self) -> None:
        text = "- programme: hina\n  question: {zh-CN: 要钱吗}\n  answer: {zh-CN: 不}\n"
        (first,), (second,) = read(text, FileFormat.YAML), read("\n" + text, FileFormat.YAML)
        assert first == second
        assert first.ref.id.removeprefix("entry-").isdigit()

    def test_rows_without_an_id_are_entries_of_their_own(self) -> None:
        text = table("hina,,en,Is it so?,Yes.,,,,,,", "hina,,en,Is it not?,No.,,,,,,")
        ids = [entry.ref.id for entry in read(text, FileFormat.CSV)]
        assert ids == ["is-it-so", "is-it-not"]

    def test_the_column_of_ids_may_be_left_out(self) -> None:
        text = table("hina,en,Is it so?,Yes.", columns="programme,language,question,answer")
        assert [entry.ref.id for entry in read(text, FileFormat.CSV)] == ["is-it-so"]


class TestAnyKind:
    @each_kind
    @pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "gb18030", "big5"])
    def test_another_encoding_is_told(self, kind: FileFormat, encoding: str) -> None:
        data = FILES.write([FEE], kind).decode("utf-8-sig").replace("吗", "嗎").replace("钱", "錢")
        (fault,) = broken(data.encode(encoding, "replace"), kind)
        assert fault.key in ("bank.fault.encoding", "bank.fault.character_here")

    @each_kind
    def test_nul_is_told_with_its_line(self, kind: FileFormat) -> None:
        assert faults(b"a\nb\x00c", kind) == [(2, "character_here")]

    @each_kind
    @pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b" \n\n"])
    def test_an_empty_file_is_told(self, kind: FileFormat, data: bytes) -> None:
        assert faults(data, kind) == [(1, "nothing")]

    @each_kind
    def test_a_bank_without_entries_is_told(self, kind: FileFormat) -> None:
        assert faults(FILES.write([], kind), kind) == [(1, "nothing")]

    @each_kind
    def test_a_file_beyond_all_measure_is_told(self, kind: FileFormat) -> None:
        assert faults(b"x" * 5_000_000, kind) == [(1, "too_large")]

    @each_kind
    def test_who_does_not_say_when_it_was_confirmed_does_so_today(self, kind: FileFormat) -> None:
        written = FILES.write([replace(SHORT, confirmed=date(2020, 1, 1))], kind).decode()
        text = written.replace("2020-01-01", "" if kind is not FileFormat.YAML else "null")
        if kind is FileFormat.JSON:
            text = text.replace('""', "null")
        assert read(text, kind)[0].confirmed == TODAY

    @each_kind
    @settings(max_examples=80, deadline=None)
    @given(data=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
    def test_any_bytes_are_read_or_refused(self, kind: FileFormat, data: bytes) -> None:
        told: Sequence[Fault | BankEntry]
        try:
            told = read(data, kind)
        except BrokenFile as refused:
            told = refused.faults
        assert told


class TestTheRest:
    def test_every_fault_has_a_text(self) -> None:
        keys = [name for name in used_keys() if name.startswith("bank.fault.")]
        assert len(keys) > 20
        for locale in Locale:
            text = Texts.load().of(locale)
            assert [name for name in keys if text(name) == name] == []

    @pytest.mark.parametrize(
        "text", ["影片打不开", "征集什么时候截止？", "“剧集”项目", "ChunM 2026"]
    )
    def test_chinese_converted_and_back_is_as_it_was(self, text: str) -> None:
        chinese = ChineseConversion()
        assert chinese.simplified(chinese.traditional(text)) == text

    def test_no_programme_may_be_called_general(self) -> None:
        (fault,) = check(changed("key: small", "key: general"))
        assert (fault.line, fault.field) == (SMALL.splitlines().index("key: small") + 1, "key")
