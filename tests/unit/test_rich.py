"""Coordinators' texts: links live, mentions do not, and a page never ends within a link."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.discord_io.escape import escape
from bot.discord_io.rich import GALLERY, PAGE_CHARACTERS, PAGE_PARTS, Gallery, is_picture, pages
from bot.discord_io.rich import rich as shown

LINK = "[the rules](https://example.com/a_b_c)"
PIECES = st.sampled_from(
    ["word ", "字。", "*", "_", "\n", "\n\n", "@everyone ", "<@1> ", "[", "](", ")", LINK,
     "https://example.com/x_y ", "\nhttps://example.com/a.png\n", "\nhttps://e.org/b.webp\n",
     "- item\n", "# title\n", "1. one\n", "x" * 900, "字" * 1700, "*" * 1300]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=40).map("".join)


def test_links_stay_links_and_the_rest_is_disarmed() -> None:
    written = f"_See_ {LINK} or https://example.com/x_y; [no](javascript:1) <@&5> @here"
    assert shown(written) == (
        rf"\_See\_ {LINK} or https://example.com/x_y; \[no\]\(javascript:1\) \<\@&5> \@here"
    )


def test_the_words_of_a_link_are_disarmed_too() -> None:
    assert shown("[*a* <@1>](https://example.com/)") == (r"[\*a\* \<\@1>](https://example.com/)")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("press *Ask a coordinator*.", "press *Ask a coordinator*."),
        ("**Two** and *one*", "**Two** and *one*"),
        ("请按*问协调员*了解", "请按*问协调员*了解"),
        ("2*3*4", r"2\*3\*4"),
        ("2 * 3 * 4", r"2 \* 3 \* 4"),
        ("***all***", r"\*\*\*all\*\*\*"),
        ("*a <@1> b*", r"\*a \<\@1> b\*"),
        ("*https://example.com/a*", r"\*https://example.com/a*"),
        (r"\*no*", r"\\\*no\*"),
        ("*one\ntwo*", "\\*one\ntwo\\*"),
    ],
)
def test_stressed_words_stay_so(written: str, expected: str) -> None:
    assert shown(written) == expected


def test_commands_among_stressed_words_are_named_too() -> None:
    assert shown("*ask* ask", str.upper) == "*ASK* ASK"


@pytest.mark.parametrize(
    "address", ["https://example.com/a_(b)", "https://example.com/?q=1&r=[2]", "http://e.org/x"]
)
def test_an_address_is_left_as_it_is(address: str) -> None:
    assert shown(f"[it]({address})") == f"[it]({address})"


def test_what_else_is_done_to_words_is_not_done_to_links() -> None:
    assert shown(f"ask {LINK} ask", str.upper) == f"ASK {LINK} ASK"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("https://example.com/map.png", True),
        ("https://cdn.example.com/a/b.JPEG?ex=1&is=2#top", True),
        ("https://example.com/a.webp", True),
        ("https://example.com/a.gif", True),
        ("http://example.com/map.png", False),
        ("https://example.com/map.svg", False),
        ("https://example.com/?file=map.png", False),
        ("https://localhost/map.png", False),
        ("https://a:b@example.com/map.png", False),
        ("https://example.com:99999/map.png", False),
        ("https://exa mple.com/map.png", False),
        ("https://[::1/map.png", False),
        ("https://例子.com/map.png", False),
        (f"https://example.com/{'a' * 2100}.png", False),
        ("map.png", False),
    ],
)
def test_a_picture_is_a_sound_address_of_a_known_kind(line: str, expected: bool) -> None:
    assert is_picture(line) is expected


def test_pictures_in_a_row_stand_together() -> None:
    urls = [f"https://example.com/{n}.png" for n in range(GALLERY + 2)]
    (page,) = pages("Before\n" + "\n\n".join(urls) + "\n\nafter")
    assert page == (
        "Before",
        Gallery(tuple(urls[:GALLERY])),
        Gallery(tuple(urls[GALLERY:])),
        "after",
    )


def test_a_picture_within_a_sentence_is_a_link() -> None:
    assert pages("See https://example.com/a.png here") == [("See https://example.com/a.png here",)]


def test_no_text_is_one_empty_page() -> None:
    assert pages(" \n ") == [()]


def test_a_link_at_the_end_of_a_page_goes_on_the_next() -> None:
    first, second = pages("x" * (PAGE_CHARACTERS - 10) + " " + LINK)
    assert (first, second) == (("x" * (PAGE_CHARACTERS - 10),), (LINK,))


def test_many_pictures_among_words_fill_several_pages() -> None:
    text = "\n".join(f"word {n}\nhttps://example.com/{n}.png" for n in range(20))
    made = pages(text)
    assert [len(page) for page in made] == [PAGE_PARTS] * 5


@given(TEXTS)
@example("字" * 8000)
@example("*" * 8000)
@example("https://example.com/" + "x" * 7000)
@example(f"{LINK} " * 200)
def test_nothing_of_a_text_is_lost_or_too_long_for_its_page(text: str) -> None:
    made = pages(text)
    for page in made:
        words = [part for part in page if isinstance(part, str)]
        assert sum(map(len, words)) <= PAGE_CHARACTERS
        assert len(page) <= PAGE_PARTS
        assert all(words)
    if len(made) > 1:
        assert all(made)
    kept = [part if isinstance(part, str) else "".join(part.urls) for page in made for part in page]
    assert _bare("".join(kept)) == _bare(text)
    assert sum(part.count(LINK) for part in kept) == text.count(LINK)


@given(TEXTS)
def test_without_links_it_is_escaped_as_any_text(text: str) -> None:
    plain = re.sub(r"[\[\]:*]", "", text)
    assert shown(plain) == escape(plain)


def _bare(text: str) -> str:
    return re.sub(r"[\s\\]", "", text)
