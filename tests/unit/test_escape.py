"""People's text shown as it was written: none of it is markup to Discord."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.discord_io.escape import cut, disarm_lines, escape

URL = re.compile(r"""https?://[^\s<]+[^<.,:;"'\]\s]""")
ESCAPED = re.compile(r"\\([^0-9A-Za-z\s])")
BLOCK = re.compile(r"[^\S\n]*(#{1,3}|-#|>|[-+]|\d+[.)])")
INLINE = frozenset("\\*_~`|[]<@")


class Markup(AssertionError):
    """Something would be markup to Discord."""


def as_shown(source: str) -> str:
    """What Discord shows of ``source``: a small model of its reader, made apart from `escape`.

    Links are taken as they stand; a backslash takes the meaning off the sign that follows; a sign
    that has kept its meaning fails.
    """
    shown, place = [], 0
    while place < len(source):
        if (place == 0 or source[place - 1] == "\n") and BLOCK.match(source, place):
            raise Markup(source[place : place + 20])
        if link := URL.match(source, place):
            shown.append(link.group())
            place = link.end()
        elif sign := ESCAPED.match(source, place):
            shown.append(sign[1])
            place = sign.end()
        elif source[place] in INLINE and not (source[place] == "]" and _ends_a_link(source, place)):
            raise Markup(source[place : place + 20])
        else:
            shown.append(source[place])
            place += 1
    return "".join(shown)


def _ends_a_link(source: str, place: int) -> bool:
    """A bracket that ends an address is not part of the link, but closes nothing either."""
    return re.search(r"https?://\S*$", source[:place]) is not None


def is_shown_as_written(source: str) -> bool:
    try:
        return as_shown(source) == source
    except Markup:
        return False


SIGNS = "\\*_~`|[]()<>@#-+.:/1 \n\ta月é\u200b\u202e\u200f\u3000😀"
PARTS = st.sampled_from(
    ["https://", "http://a.b/c_d", "<@1>", "@everyone", "[x](https://evil.example)", "||", "```"]
)
TEXTS = st.lists(st.text(SIGNS, max_size=12) | PARTS, max_size=12).map("".join)


@given(TEXTS | st.text(st.characters(exclude_categories=["Cs"])))
@example("https://*")
@example("https://a.]")
@example("x https://a.b/*c* *d*")
@example("<https://a.b>")
@example("\\https://a")
@example("\\\\https://a_b")
@example("https://a.b/c<@1>")
def test_text_is_shown_as_it_was_written(text: str) -> None:
    assert as_shown(escape(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        *("<@1>", "<@!1>", "<@&1>", "<#1>", "<t:1>", "</pitch start:1>", "<:film:1>", "<id:home>"),
        *("@everyone", "@here", "[sign in](https://evil.example)", "[x](<https://evil.example>)"),
        *("# heading", "   ## heading", "-# small", "> quote", ">>> quote", "- item", "  * item"),
        *("1. item", "12) item", "```py\ncode\n```", "`code`", "``co`de``", "||spoiler||"),
        *("**bold**", "__under__", "~~gone~~", "***_all_***", "a\\*b\\*", "\\", "\\\\"),
    ],
)
def test_markup_and_mentions_are_disarmed_wherever_they_stand(text: str) -> None:
    for written in (text, f"before {text}", f"before\n{text}\nafter", f"{text} {text}"):
        assert as_shown(escape(written)) == written
    assert not is_shown_as_written(text), "it would be markup, were it not disarmed"


@pytest.mark.parametrize(
    "link",
    [
        *(
            "https://example.org/a_b_c?d=*e*",
            "http://example.org/(paren)",
            "https://月亮.example/|x",
        ),
        *("https://example.org", "https://example.org/]", "https://example.org/x."),
    ],
)
def test_a_link_stays_one(link: str) -> None:
    assert escape(f"see {link} *there*") == f"see {link} \\*there\\*"


def test_what_only_begins_like_a_link_becomes_none() -> None:
    for text in ("https://* and https://_", "https://a.b<@1>", "https://a.."):
        assert not URL.search(escape(text))


@pytest.mark.parametrize(
    "text", ["\u202eevil\u202c", "\u200f\u05d0\u200e", "a\u200bb", "\u2066x\u2069"]
)
def test_directions_and_zero_widths_pass(text: str) -> None:
    assert escape(text) == text


@pytest.mark.parametrize(
    "unit", ["*", "船", "\n", " \n", "1.", "\\", "https://", "a https://a_ ", "https://a<"]
)
def test_four_thousand_characters_are_no_effort(unit: str) -> None:
    text = (unit * 4000)[:4000]
    assert as_shown(escape(text)) == text


@given(TEXTS)
def test_disarming_again_changes_nothing(text: str) -> None:
    escaped = escape(text)
    assert disarm_lines(escaped) == escaped


@given(TEXTS, st.integers(0, 60))
def test_text_that_was_broken_in_its_middle_can_be_disarmed_there(text: str, at: int) -> None:
    words = text.split(" ")
    first, rest = " ".join(words[:at]), " ".join(words[at:])
    escaped = escape(f"x {rest}").removeprefix("x ")
    assert as_shown(disarm_lines(escaped)) == rest
    assert len(disarm_lines(escaped)) - len(escaped) <= 1
    assert as_shown(escape(first)) == first


@given(st.text(), st.integers(1, 40))
def test_a_cut_text_is_one_line_that_fits(text: str, length: int) -> None:
    shown = cut(text, length)
    assert len(shown) <= length
    assert "\n" not in shown
    line = " ".join(text.split())
    assert shown == line if len(line) <= length else shown.endswith("…")
