"""The fonts of pictures: the same on every machine."""

from __future__ import annotations

import re
import unicodedata
from enum import Enum
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties
    from matplotlib.ft2font import FT2Font

FAMILIES = ("Noto Sans CJK TC", "DejaVu Sans")
"""By name, as `font_paths` has them."""
EM = 1000
"""Pixels that glyphs are measured at."""
MISSING = "〓"
"""Stands for what no font can show: printers of Japanese and Chinese put this where they lack a
type."""
UNSEEN = frozenset({"Cc", "Cf"})
"""Characters that nobody sees, such as what joins emoji; selectors of variants are others."""
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_SEVERAL = re.compile(f"{MISSING}{{2,}}")


def font_paths() -> tuple[Path, ...]:
    """Noto Sans CJK, which covers Chinese of all regions, Kana, Hangul and most of Latin; for what
    it lacks DejaVu, which comes with matplotlib: the rest of Latin, Greek, Cyrillic, Hebrew,
    Arabic."""
    noto = resources.files("cvttf_NotoSansCJK_Regular") / "NotoSansCJKtc-Regular.otf"
    dejavu = resources.files("matplotlib") / "mpl-data/fonts/ttf/DejaVuSans.ttf"
    return Path(str(noto)), Path(str(dejavu))


class Order(Enum):
    """Which of the fonts is asked first for a letter."""

    COMMON = 0
    RARE = 1


def order_for(text: str) -> Order:
    """What matplotlib needs for a whole text: where the first font lacks a letter with an accent,
    it would take the letter from there and lose the accent on the way."""
    common, _ = _charts()
    return Order.COMMON if all(ord(one) in common for one in text) else Order.RARE


@cache
def look(order: Order) -> FontProperties:
    """The fonts as matplotlib wants them, of which it takes the next for what one lacks."""
    from matplotlib.font_manager import FontProperties, fontManager

    for path in font_paths():
        fontManager.addfont(str(path))
    return FontProperties(family=list(FAMILIES if order is Order.COMMON else FAMILIES[::-1]))


@cache
def _fonts() -> tuple[FT2Font, ...]:
    from matplotlib.ft2font import FT2Font

    fonts = tuple(FT2Font(str(path)) for path in font_paths())
    for font in fonts:
        font.set_size(EM, 72)
    return fonts


@cache
def _charts() -> tuple[frozenset[int], ...]:
    """The characters of each font."""
    return tuple(frozenset(font.get_charmap()) for font in _fonts())


@lru_cache(maxsize=4096)
def _advance(letter: str, order: Order) -> float:
    from matplotlib.ft2font import LoadFlags

    places = (0, 1) if order is Order.COMMON else (1, 0)
    place = next(place for place in places if ord(letter) in _charts()[place])
    glyph = _fonts()[place].load_char(ord(letter), LoadFlags.NO_HINTING)
    return float(glyph.linearHoriAdvance) / 65536 / EM


def width(text: str, order: Order = Order.COMMON) -> float:
    """How wide a showable text is, in ems (a Han character is one)."""
    return sum(_advance(letter, order) for letter in text)


def showable(text: str) -> str:
    """The text as the fonts can show it: a `MISSING` for each run that they cannot, such as emoji;
    white space of any kind is a space."""
    seen = _SELECTORS.sub("", unicodedata.normalize("NFC", text))
    shown = _SEVERAL.sub(MISSING, "".join(map(_shown, seen)))
    return " ".join(shown.split())


def lacks(text: str) -> bool:
    """Whether something of a text cannot be shown."""
    return any(_shown(letter) == MISSING != letter for letter in text)


@lru_cache(maxsize=4096)
def _shown(letter: str) -> str:
    if letter.isspace():
        return " "
    category = unicodedata.category(letter)
    if category in UNSEEN or _SELECTORS.match(letter):
        return ""
    common, rare = _charts()
    for written in (letter, unicodedata.normalize("NFD", letter)):
        if all(ord(one) in common or ord(one) in rare for one in written):
            return written
    return MISSING
