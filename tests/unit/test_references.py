"""References such as CM-7F3K2, as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import ALPHABET, Reference

PREFIXES = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=2, max_size=4)
CODES = st.text(ALPHABET, min_size=5, max_size=5)
REFERENCES = st.builds(Reference, PREFIXES, CODES)
BETWEEN = st.text(" -\t\u2010\u2011\u2012\u2013\u2014\u2212\uff0d_`\u3000", max_size=3)


def test_a_reference_is_written_with_a_dash() -> None:
    assert str(Reference("CM", "7F3K2")) == "CM-7F3K2"


@pytest.mark.parametrize(
    "typed",
    [
        *("CM-7F3K2", "cm-7f3k2", "cm7f3k2", " CM 7F3K2 ", "c m 7 f 3 k 2", "CM—7F3K2"),
        *("`CM-7F3K2`", "ＣＭ－７Ｆ３Ｋ２", "cm_7f3k2", "CM−7F3K2", "-CM--7F3K2-"),
    ],
)
def test_a_reference_is_understood_however_it_is_typed(typed: str) -> None:
    assert Reference.parse(typed) == Reference("CM", "7F3K2")


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "nothing"),
        ("CM-", "no code"),
        ("7F3K2", "no prefix"),
        ("C-7F3K2", "a prefix of one letter"),
        ("CALLS-7F3K2", "a prefix of five letters"),
        ("C2-7F3K2", "a digit in the prefix"),
        ("ÇM-7F3K2", "an accent in the prefix"),
        ("片名-7F3K2", "Chinese in the prefix"),
        ("CM-7F3K", "a code of four"),
        ("CM-7F3O2", "a letter that is not in the alphabet"),
        ("CM-7F3K1", "a digit that is not in the alphabet"),
        ("CM-7F3K٢", "a digit of another script"),
    ],
)
def test_what_is_no_reference_is_none(typed: str, why: str) -> None:
    assert Reference.parse(typed) is None, why


@given(REFERENCES, st.data())
def test_case_dashes_and_spaces_never_matter(ref: Reference, data: st.DataObject) -> None:
    typed = data.draw(BETWEEN)
    for letter in f"{ref.prefix}{ref.code}":
        typed += data.draw(st.sampled_from([letter, letter.lower()])) + data.draw(BETWEEN)
    assert Reference.parse(typed) == ref


@given(st.text(st.characters()))
def test_junk_is_never_more_than_none(typed: str) -> None:
    found = Reference.parse(typed)
    assert found is None or Reference.parse(str(found)) == found


def test_the_alphabet_has_no_look_alikes() -> None:
    assert len(ALPHABET) == len(set(ALPHABET)) == 30
    assert not set(ALPHABET) & set("01ILOU")
