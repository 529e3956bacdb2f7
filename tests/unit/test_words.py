"""Counting words: Latin ones, and two Han characters as one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.form import count_words

MIXED = st.text(
    st.characters(exclude_categories=["Cs"])
    | st.sampled_from("月亮港的船𠮷 ab's-co.1é\u0301\u200d👩🎤，。\n'’-")
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        (" \n\t ", 0),
        ("Gone with the Boat", 4),
        ("don't", 1),
        ("director’s cut", 2),
        ("well-known second-unit work", 3),
        ("a - b", 2),
        ("rock'n'roll", 1),
        ("3.5 hours, 8–12 episodes", 5),
        ("U.S.A.", 1),
        ("snake_case", 2),
        ("…!? -- '' . _", 0),
        ("caf\u00e9s", 1),
        ("cafe\u0301s", 1),
        ("月", 1),
        ("月亮", 1),
        ("月亮港", 2),
        ("月，亮。", 1),
        ("月亮港 Moon Harbour", 4),
        ("《山海经》3集", 3),
        ("拍IP的人", 3),
        ("𠮷野家", 2),
        ("〇々", 1),
        ("😀 👍🏽 👩‍🎤", 0),
        ("great 😀 film", 2),
    ],
)
def test_words_are_counted(text: str, words: int) -> None:
    assert count_words(text) == words


@given(MIXED)
def test_the_count_is_never_negative_nor_more_than_the_characters(text: str) -> None:
    assert 0 <= count_words(text) <= len(text)


@given(MIXED, MIXED)
def test_two_texts_on_two_lines_count_as_both_or_one_less(first: str, second: str) -> None:
    apart = count_words(first) + count_words(second)
    assert apart - 1 <= count_words(f"{first}\n{second}") <= apart


@given(MIXED)
def test_spaces_around_a_text_are_nothing(text: str) -> None:
    assert count_words(f"  {text}\n") == count_words(text)


@given(st.integers(0, 400))
def test_han_characters_are_half_a_word_each_rounded_up(number: int) -> None:
    assert count_words("船" * number) == (number + 1) // 2


@given(st.lists(st.text("abcdefgh", min_size=1), max_size=50))
def test_plain_words_are_counted_one_by_one(words: list[str]) -> None:
    assert count_words(" ".join(words)) == len(words)
