"""A pitch in full, in pages: nothing of it lost, nothing over Discord's limits."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.discord_io.escape import escape
from bot.discord_io.reading import (
    PAGE_CHARACTERS,
    answer_text,
    pages,
    problem_text,
    split,
    title_of,
)
from bot.domain.form import Consent, Field, Form, Kind, Option, Page, Problem
from bot.domain.pitch import Pitch
from bot.domain.text import Locale, Localized, key
from bot.texts import Text, Texts
from tests.db.samples import pitch
from tests.unit import samples
from tests.unit.test_escape import SIGNS, as_shown

ENGLISH = Texts.load().of(Locale.EN)
BREAKS = str.maketrans("", "", "\n ")
WORDS = st.lists(st.text(SIGNS + "abcd。", max_size=30), max_size=30).map(" ".join)


def label(words: str) -> Localized:
    return Localized(words, words, words)


def long_form(*kinds: Kind) -> Form:
    fields = tuple(Field(f"f{n}", kind, label(f"Field *{n}*")) for n, kind in enumerate(kinds))
    return Form((Page("one", label("One"), fields),), Consent("1", label("Yes.")))


def answered(*answers: str) -> Pitch:
    return pitch(answers={f"f{n}": answer for n, answer in enumerate(answers)})


class TestSplitting:
    @given(WORDS | st.text(st.characters(exclude_categories=["Cs"])), st.integers(2, 80))
    def test_the_parts_are_the_text_again_but_for_the_breaks(self, text: str, length: int) -> None:
        parts = split(text, length)
        assert all(len(part) <= length for part in parts)
        assert "".join(map(as_shown, parts)).translate(BREAKS) == text.translate(BREAKS)

    @given(st.text("船\\*_ ", max_size=200), st.integers(2, 40))
    def test_no_part_ends_in_the_middle_of_an_escape(self, text: str, length: int) -> None:
        for part in split(text, length):
            assert (len(part) - len(part.rstrip("\\"))) % 2 == 0

    def test_a_short_text_is_one_part(self) -> None:
        assert split("", 10) == [""]
        assert split("*short*", 10) == [r"\*short\*"]

    @pytest.mark.parametrize("sign", ["\n", " "])
    def test_it_breaks_at_a_line_or_a_space_and_leaves_that_out(self, sign: str) -> None:
        assert split(f"aaaaaa{sign}bbbbbb", 10) == ["aaaaaa", "bbbbbb"]

    def test_it_breaks_after_a_chinese_full_stop(self) -> None:
        assert split("月亮港的船走了。它不回来", 10) == ["月亮港的船走了。", "它不回来"]

    def test_it_breaks_anywhere_rather_than_far_too_early(self) -> None:
        assert split("a bbbbbbbbbbbbb", 10) == ["a bbbbbbbb", "bbbbb"]

    def test_what_begins_a_part_begins_a_line_and_is_no_heading(self) -> None:
        assert split("aaaaaaa # bbb", 9) == ["aaaaaaa", r"\# bbb"]

    @pytest.mark.parametrize("unit", ["船", "*", "\\", "a ", "\n", "https://a/_", "。"])
    def test_four_thousand_characters_are_no_effort(self, unit: str) -> None:
        text = (unit * 4000)[:4000]
        parts = split(text, 3000)
        assert len(parts) <= 4
        assert "".join(map(as_shown, parts)).translate(BREAKS) == text.translate(BREAKS)


class TestPages:
    def test_a_short_pitch_is_one_page_with_questions_and_answers(self) -> None:
        made = pages(answered("Moon_Harbour"), long_form(Kind.SHORT, Kind.LINK), ENGLISH)
        assert made == ["**Field \\*0\\***\nMoon\\_Harbour\n**Field \\*1\\***\n—"]

    def test_there_is_always_a_page(self) -> None:
        assert pages(answered(), long_form(), ENGLISH) == [""]

    def test_a_long_answer_is_continued_and_says_so(self) -> None:
        made = pages(answered("船" * 4000), long_form(Kind.LONG), ENGLISH)
        assert [page.splitlines()[0] for page in made] == [
            "**Field \\*0\\***",
            "**Field \\*0\\*** (continued)",
        ]
        assert "".join(made).count("船") == 4000

    @given(st.lists(WORDS, max_size=6))
    def test_no_page_is_over_its_length_and_no_answer_is_lost(self, answers: list[str]) -> None:
        form = long_form(*[Kind.LONG] * len(answers))
        made = pages(answered(*answers), form, ENGLISH)
        assert all(len(page) <= PAGE_CHARACTERS for page in made)
        joined = "\n".join(made)
        assert all(escape(answer) in joined for answer in answers)

    @pytest.mark.parametrize("text", samples.TEXTS, ids=samples.name)
    @pytest.mark.parametrize("fill", [samples.longest, samples.too_long])
    @pytest.mark.parametrize("programme", samples.PROGRAMMES)
    def test_the_fullest_pitch_fits(self, programme: str, fill: samples.Fill, text: Text) -> None:
        draft = samples.draft(samples.PROGRAMMES[programme], fill)
        made = pages(draft.pitch, draft.programme.form, text)
        assert all(0 < len(page) <= PAGE_CHARACTERS for page in made)

    def test_a_field_that_is_hidden_is_not_read(self) -> None:
        programme = samples.PROGRAMMES["hina"]
        draft = samples.draft(programme)
        answers = {**draft.pitch.answers, "support": ("agency",)}
        made = pages(replace(draft.pitch, answers=answers), programme.form, ENGLISH)
        hidden = [f for f in programme.form.fields() if not f.shown({"support": ("agency",)})]
        assert hidden
        shown = "\n".join(made)
        assert not any(f"**{escape(f.label.en)}**" in shown for f in hidden)


class TestAnswers:
    @pytest.mark.parametrize(
        ("kind", "answer", "shown"),
        [
            (Kind.SHORT, "月亮*港*", "月亮*港*"),
            (Kind.SHORT, None, "—"),
            (Kind.CHOICES, (), "—"),
            (Kind.CHOICES, ("film", "gone"), "Film, gone"),
            (Kind.CHOICE, "film", "Film"),
            (Kind.CHOICE, "gone", "gone"),
            (Kind.YES_NO, "yes", "Yes"),
            (Kind.YES_NO, "no", "No"),
        ],
    )
    def test_an_answer_is_read_by_its_label(
        self, kind: Kind, answer: str | tuple[str, ...] | None, shown: str
    ) -> None:
        field = Field("f", kind, label("F"), options=(Option("film", label("Film")),))
        assert answer_text(field, answer, ENGLISH) == shown

    def test_a_problem_is_a_sentence_with_its_numbers(self) -> None:
        problem = Problem(key("form.number_too_small"), (("limit", 3),))
        assert problem_text(problem, ENGLISH) == "must be at least 3"

    def test_the_title_is_one_line_or_says_that_there_is_none(self) -> None:
        programme = samples.PROGRAMMES["chunm"]
        assert title_of(pitch("Moon\n Harbour"), programme, ENGLISH) == "Moon Harbour"
        assert title_of(pitch(" \n"), programme, ENGLISH) == "Untitled"
