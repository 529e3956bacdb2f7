"""Forms: what each kind of answer may be, and which fields are asked."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.form import (
    Answer,
    Answers,
    Condition,
    Consent,
    Field,
    Form,
    Kind,
    Option,
    Page,
    Problem,
    is_link,
)
from bot.domain.text import Localized

SAME = Localized("x", "x", "x")
OPTIONS = tuple(Option(value, SAME) for value in ("film", "series", "short"))


def field(kind: Kind, name: str = "f", **changes: Any) -> Field:
    return Field(name, kind, SAME, options=OPTIONS, **changes)


def problem(name: str, **params: int) -> Problem:
    return Problem(f"form.{name}", tuple(params.items()))


REQUIRED = problem("required")
MISSING = {Kind.FILES: problem("file_required"), Kind.CONSENT: problem("consent_required")}
UNKNOWN = problem("unknown_choice")


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("blank", [None, "", " \n\t", ()])
def test_a_blank_is_missing_only_where_it_is_required(kind: Kind, blank: Answer | None) -> None:
    assert field(kind).problem(blank) == MISSING.get(kind, REQUIRED)
    assert field(kind, required=False).problem(blank) is None


@pytest.mark.parametrize("kind", [Kind.SHORT, Kind.LONG])
class TestText:
    def test_it_may_be_anything_up_to_its_limits(self, kind: Kind) -> None:
        assert field(kind).problem("x" * 4000) is None
        assert field(kind).problem("x" * 4001) == problem(
            "too_many_characters", limit=4000, given=4001
        )

    def test_a_field_may_have_a_lower_limit_of_characters(self, kind: Kind) -> None:
        short = field(kind, max_characters=3)
        assert short.problem("月亮港") is None
        assert short.problem("moon") == problem("too_many_characters", limit=3, given=4)

    def test_words_are_counted_where_they_are_limited(self, kind: Kind) -> None:
        limited = field(kind, max_words=2)
        assert limited.problem("two words") is None
        assert limited.problem("月亮港的") is None
        assert limited.problem("月亮港的船") == problem("too_many_words", limit=2, given=3)

    def test_choices_are_no_text(self, kind: Kind) -> None:
        assert field(kind).problem(("anything",)) == UNKNOWN


class TestNumbers:
    @pytest.mark.parametrize("typed", ["0", "7", " 42 ", "+3", "-8", "007", "999999999"])
    def test_whole_numbers_in_digits_are_taken(self, typed: str) -> None:
        assert field(Kind.NUMBER).problem(typed) is None

    @pytest.mark.parametrize(
        "typed", ["x", "1.5", "1,000", "٣", "1e3", "0x1", "--1", "1 2", "1" * 10]
    )
    def test_anything_else_is_not(self, typed: str) -> None:
        assert field(Kind.NUMBER).problem(typed) == problem("not_a_number")

    def test_its_bounds_belong_to_it(self) -> None:
        bounded = field(Kind.NUMBER, least=8, most=24)
        assert [bounded.problem(n) for n in ("8", "24")] == [None, None]
        assert bounded.problem("7") == problem("number_too_small", limit=8)
        assert bounded.problem("25") == problem("number_too_large", limit=24)


class TestLinks:
    @pytest.mark.parametrize(
        "typed",
        [
            "https://example.org",
            "http://example.org/reel?v=1#t",
            " https://example.org ",
            "HTTPS://EXAMPLE.ORG/x",
            "https://电影.example/片",
            "https://127.0.0.1:8000/",
        ],
    )
    def test_an_absolute_address_is_a_link(self, typed: str) -> None:
        assert field(Kind.LINK).problem(typed) is None

    @pytest.mark.parametrize(
        "typed",
        [
            *("example.org", "www.example.org", "ftp://example.org", "javascript:alert(1)"),
            *("https://", "https://localhost", "https://.", "https:///x.y", "//example.org"),
            *("https://example.org x", "https://exa\nmple.org", "https://[::1", "mailto:a@b.c"),
            *("https://example.org\u3000https://example.com", "https://a.b\u2028c"),
        ],
    )
    def test_anything_else_is_not(self, typed: str) -> None:
        assert field(Kind.LINK).problem(typed) == problem("not_a_link")

    @given(st.text(st.characters()))
    def test_no_text_is_too_much_to_ask(self, text: str) -> None:
        assert is_link(text) in (True, False)
        assert is_link(f"https://{text}") in (True, False)


class TestChoices:
    def test_one_choice_is_one_of_the_options(self) -> None:
        assert field(Kind.CHOICE).problem("film") is None
        assert field(Kind.CHOICE).problem("Film") == UNKNOWN

    def test_several_are_all_among_them(self) -> None:
        assert field(Kind.CHOICES).problem(("film", "short")) is None
        assert field(Kind.CHOICES).problem(("film", "book")) == UNKNOWN

    def test_an_answer_of_when_the_field_was_of_another_kind_is_none(self) -> None:
        assert field(Kind.CHOICES).problem("film") == UNKNOWN
        assert field(Kind.FILES).problem("film") == UNKNOWN
        assert field(Kind.CHOICE).problem(("film",)) == UNKNOWN

    def test_several_are_no_more_than_the_most(self) -> None:
        two = field(Kind.CHOICES, most=2)
        assert two.problem(("film", "short")) is None
        assert two.problem(("film", "short", "series")) == problem(
            "too_many_choices", limit=2, given=3
        )

    def test_yes_or_no_is_yes_or_no(self) -> None:
        assert [field(Kind.YES_NO).problem(a) for a in ("yes", "no")] == [None, None]
        assert field(Kind.YES_NO).problem("maybe") == UNKNOWN


class TestFiles:
    def test_they_are_no_more_than_the_most(self) -> None:
        two = field(Kind.FILES, most=2)
        assert two.problem(("a", "b")) is None
        assert two.problem(("a", "b", "c")) == problem("too_many_files", limit=2, given=3)
        assert field(Kind.FILES).problem(tuple("abcdefghijk")) is None


class TestConsent:
    def test_it_is_given_or_it_is_missing(self) -> None:
        assert field(Kind.CONSENT).problem("yes") is None
        assert field(Kind.CONSENT).problem("sole-owner") == MISSING[Kind.CONSENT]
        assert field(Kind.CONSENT, required=False).problem("no") is None


class TestReading:
    """A select gives a list also for one choice; text never is one."""

    @pytest.mark.parametrize(
        ("kind", "given", "read"),
        [
            (Kind.CHOICES, ("film", "short"), ("film", "short")),
            (Kind.CHOICES, "film", ("film",)),
            (Kind.CHOICE, ("film",), "film"),
            (Kind.CHOICE, (), ""),
            (Kind.FILES, "file", ("file",)),
            (Kind.CONSENT, ("yes",), "yes"),
            (Kind.YES_NO, ("yes",), "yes"),
            (Kind.SHORT, "words", "words"),
        ],
    )
    def test_an_answer_takes_the_shape_of_its_kind(
        self, kind: Kind, given: Answer, read: Answer
    ) -> None:
        assert field(kind).read(given) == read


# A story: only an adaptation names its source, and only a novel its publisher.
ORIGIN = field(Kind.CHOICE, "origin")
SOURCE = field(Kind.CHOICES, "source", show_if=Condition("origin", ("series", "short")))
PUBLISHER = field(Kind.SHORT, "publisher", show_if=Condition("source", ("film",)))
TITLE = field(Kind.SHORT, "title")
FORM = Form(
    (
        Page("first", SAME, (TITLE, ORIGIN)),
        Page("second", SAME, (SOURCE,)),
        Page("third", SAME, (PUBLISHER,)),
    ),
    Consent("1", SAME),
)
FIRST, SECOND, THIRD = FORM.pages

CHAINS = [
    ({}, [FIRST]),
    ({"origin": "film"}, [FIRST]),
    ({"origin": "series"}, [FIRST, SECOND]),
    ({"origin": "series", "source": ("short",)}, [FIRST, SECOND]),
    ({"origin": "short", "source": ("film", "short")}, [FIRST, SECOND, THIRD]),
    # The source was answered before its author changed their mind about the origin.
    ({"origin": "film", "source": ("film",), "publisher": "Acorn"}, [FIRST]),
]


class TestConditions:
    @pytest.mark.parametrize(("answers", "pages"), CHAINS)
    def test_a_page_is_shown_while_its_condition_holds(
        self, answers: Answers, pages: list[Page]
    ) -> None:
        assert FORM.shown_pages(answers) == tuple(pages)
        assert [page for page in FORM.pages if FORM.shown(page, answers)] == pages

    def test_a_hidden_answer_does_not_count_nor_what_hung_on_it(self) -> None:
        answers: Answers = {
            "title": "T",
            "origin": "film",
            "source": ("film",),
            "publisher": "Acorn",
        }
        assert FORM.in_force(answers) == {"title": "T", "origin": "film"}
        assert FORM.problems(answers) == {}

    def test_it_counts_again_once_it_is_shown_again(self) -> None:
        answers: Answers = {
            "title": "T",
            "origin": "short",
            "source": ("film",),
            "publisher": "Acorn",
        }
        assert FORM.in_force(answers) == answers

    def test_what_is_no_field_of_the_form_does_not_count(self) -> None:
        assert FORM.in_force({"title": "T", "other": "x"}) == {"title": "T"}

    def test_problems_come_in_the_order_of_the_form_and_only_of_what_is_shown(self) -> None:
        assert FORM.problems({}) == {"title": REQUIRED, "origin": REQUIRED}
        assert list(FORM.problems({"origin": "series"}).items()) == [
            ("title", REQUIRED),
            ("source", REQUIRED),
        ]

    def test_what_the_form_no_longer_asks_is_left_over(self) -> None:
        assert FORM.leftover({"title": "T", "old": "x", "older": ("y",)}) == ("old", "older")

    def test_a_field_is_found_on_its_page(self) -> None:
        assert [FORM.page_of(f.id) for f in FORM.fields()] == [FIRST, FIRST, SECOND, THIRD]

    @given(
        st.dictionaries(
            st.sampled_from(["title", "origin", "source", "publisher", "other"]),
            st.sampled_from(["", "film", "series", "short", ("film",), ("film", "short"), ()]),
        )
    )
    def test_what_counts_is_what_is_shown(self, answers: dict[str, Answer]) -> None:
        counted = FORM.in_force(answers)
        shown = {f.id for page in FORM.shown_pages(answers) for f in FORM.shown(page, answers)}
        assert set(counted) == shown & set(answers)
        assert FORM.in_force(counted) == counted
        assert FORM.problems(counted) == FORM.problems(answers)
