"""How texts are folded and taken apart, so that people find them however they type."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from bot.domain.han import SIMPLE

TITLE_CHARACTERS = 300
"""How much of a title can be searched. PostgreSQL: an index entry holds at most 2704 bytes, of
which this takes 1200 at four bytes a character."""

SHORT = 2
"""Letters of a term that is looked for as it is; a longer one may be the beginning of others."""
LONGEST = 40
"""Letters of a term; what is longer is found by its first ones."""
MOST_TERMS = 32
"""Of one search."""

_PIECES = re.compile(
    # Radicals, Han, kana and bopomofo; compatibility forms; the planes of rarer Han; emoji.
    r"([\u2e80-\u2fff\u3005-\u3007\u3021-\u3029\u3031-\u9fff\uf900-\ufaff\u2600-\u27bf"
    r"\U0001f000-\U0001faff\U00020000-\U0003ffff]+)"
    r"|(?:(?![\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])[^\W_])+"
)
_CODE = re.compile("__[0-9a-f]{6}|_[0-9a-f]{4}")
_SIMPLIFIED = str.maketrans(SIMPLE)
_SEPARATORS = re.compile(r"[\s\-_\u2010-\u2015]+")


def fold_title(title: str) -> str:
    """As `fold_words`, at most `TITLE_CHARACTERS` long."""
    return fold_words(title.replace("\0", "")).strip()[:TITLE_CHARACTERS]


def fold_reference(typed: str) -> str:
    """Capitals, no dashes or spaces: ``cm-7f3`` becomes ``CM7F3``; empty if no reference."""
    folded = _SEPARATORS.sub("", typed).upper()
    return folded if folded.isascii() and folded.isalnum() else ""


def fold_words(words: str) -> str:
    """Case, width and Chinese script folded, without what no database takes.

    NFKC: full-width letters of Chinese keyboards match the common ones. Who types in traditional
    characters finds what is written in simplified ones, and the other way round.
    """
    clean = words.replace("\0", " ").encode("utf-8", "ignore").decode("utf-8")
    return unicodedata.normalize("NFKC", clean).casefold().translate(_SIMPLIFIED)


def fold_format(answer: object) -> str | None:
    """What the format field was answered with, a line each, as lists filter by it; None without
    any. At most `TITLE_CHARACTERS` long, for an index holds it."""
    said = (
        (answer,) if isinstance(answer, str) else answer if isinstance(answer, list | tuple) else ()
    )
    lines = [" ".join(str(each).replace("\0", "").split()) for each in said]
    text = "\n".join(filter(None, lines)).encode("utf-8", "ignore").decode("utf-8")
    return text[:TITLE_CHARACTERS] or None


def terms(folded: str) -> set[str]:
    """What is indexed of a folded text. Of Han characters and the like each one and each pair; of
    other words every letter, every pair, and every ending from the third letter from the end on:
    a part of a word is then the beginning of an ending."""
    found: set[str] = set()
    for han, word in _pieces(folded):
        letters = [_written(letter) for letter in word]
        found.update(letters)
        found.update(map("".join, pairwise(letters)))
        if not han:
            ends = range(len(letters) - SHORT)
            found.update("".join(letters[at : at + LONGEST]) for at in ends)
    return found


def sought(typed: str) -> list[tuple[str, bool]]:
    """The terms that must all be there for a text to be found by what was typed, each with whether
    it may go on. Empty where nothing that was typed is ever indexed."""
    found: dict[tuple[str, bool], None] = {}
    for han, word in _pieces(fold_words(typed)):
        letters = [_written(letter) for letter in word]
        if len(letters) == 1:
            found[letters[0], False] = None
        elif han or len(letters) == SHORT:
            found |= dict.fromkeys(("".join(pair), False) for pair in pairwise(letters))
        else:
            found["".join(letters[:LONGEST]), True] = None
    return list(found)[:MOST_TERMS]


def _pieces(folded: str) -> Iterator[tuple[bool, str]]:
    """Runs of Han characters and the like, and words of others, with which of them it is."""
    for match in _PIECES.finditer(folded):
        yield match[1] is not None, match[0]


def _written(letter: str) -> str:
    """In what no index takes apart, changes or leaves out, and no query reads as more than it is:
    ASCII letters, digits and underscores. No letter's is the beginning of another's."""
    if letter.isascii():
        return letter
    number = ord(letter)
    return f"_{number:04x}" if number < 0x10000 else f"__{number:06x}"


def spelled(term: str) -> str:
    """A term as it stands in a folded text: where the index has the term, the text has this, and
    the other way round."""
    return _CODE.sub(lambda code: chr(int(code[0].strip("_"), 16)), term)
