"""Traditional Chinese made from Simplified, with the words that people in Taiwan use."""

from __future__ import annotations

import re
from functools import lru_cache

from opencc import OpenCC

_BETTER = {
    "型別": "類型",
    "釋出": "發布",
    "稽核": "審核",
    "賬號": "帳號",
    "質量": "品質",
    "籤合同": "簽合約",
    "籤約": "簽約",
    "合同里": "合約裡",
    "合同": "合約",
    "頻道里": "頻道裡",
    "寫明瞭": "寫明了",
    "聯合制作": "聯合製作",
    "戛納": "坎城",
    "計劃": "計畫",
    "“": "「",
    "”": "」",
}
"""OpenCC's words on the left are those of programmers, or come from a word cut in the wrong place;
on the right is what a Taiwanese reader expects in a text about films."""
_WORSE = re.compile("|".join(map(re.escape, sorted(_BETTER, key=len, reverse=True))))


@lru_cache(maxsize=4096)
def traditional(text: str) -> str:
    """``text`` in Traditional characters. Latin text comes back as it is."""
    return _WORSE.sub(lambda found: _BETTER[found[0]], _converter().convert(text))


@lru_cache(maxsize=1)
def _converter() -> OpenCC:
    return OpenCC("s2twp")
