"""The font of pictures: Latin and Chinese, the same on every machine."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.ft2font import FT2Font

PACKAGE = "cvttf_NotoSansCJK_Regular"
FILE = "NotoSansCJKtc-Regular.otf"


def font_path() -> Path:
    """Noto Sans CJK, which covers Latin, Simplified and Traditional Chinese, Kana and Hangul."""
    return Path(str(resources.files(PACKAGE) / FILE))


EM = 1000
"""Pixels that glyphs are measured at."""


@cache
def _font() -> FT2Font:
    from matplotlib.ft2font import FT2Font

    font = FT2Font(str(font_path()))
    font.set_size(EM, 72)
    return font


@cache
def _known() -> frozenset[int]:
    return frozenset(_font().get_charmap())


@lru_cache(maxsize=4096)
def _advance(letter: str) -> float:
    from matplotlib.ft2font import LoadFlags

    glyph = _font().load_char(ord(letter), LoadFlags.NO_HINTING)
    return float(glyph.linearHoriAdvance) / 65536 / EM


def width(text: str) -> float:
    """How wide a showable text is, in ems (a Han character is one)."""
    return sum(_advance(letter) for letter in text)


def showable(text: str) -> str:
    """The text without what the font lacks, such as emoji; white space of any kind is a space."""
    known = _known()
    spaced = (" " if letter.isspace() else letter for letter in text)
    return " ".join("".join(one for one in spaced if ord(one) in known).split())
