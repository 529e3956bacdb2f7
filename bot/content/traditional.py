"""Traditional Chinese made from Simplified, with the words that people in Taiwan use, and back."""

from __future__ import annotations

import re
from functools import lru_cache

from opencc import OpenCC

_BETTER = {
    "型別": "類型",
    "釋出": "發布",
    "公佈": "公布",
    "稽核": "審核",
    "檢視": "查看",
    "瞭解": "了解",
    "臺": "台",
    "賬號": "帳號",
    "郵箱": "電子信箱",
    "個人資訊": "個人資料",
    "質量": "品質",
    "籤合同": "簽合約",
    "籤約": "簽約",
    "合同里": "合約裡",
    "合同": "合約",
    "頻道里": "頻道裡",
    "寫明瞭": "寫明了",
    "發訊息": "傳訊息",
    "創始人": "創辦人",
    "行業": "產業",
    "計劃": "計畫",
    "專案": "企劃",
    "重點專案": "重點製作",
    "徵集": "徵件",
    "劇集": "影集",
    "劇本聖經": "影集聖經",
    "梗概": "大綱",
    "時長": "長度",
    "聯合制作": "聯合製作",
    "聯合導演": "共同導演",
    "聯合編劇": "共同編劇",
    "電影節": "影展",
    "國際電影節": "國際影展",
    "上海國際電影節": "上海國際電影節",
    "戛納": "坎城",
    "“": "「",
    "”": "」",
}
"""OpenCC's words on the left are those of programmers, or come from a word cut in the wrong place;
on the right is what a Taiwanese reader expects in a text about films. A proper name that another
entry would change stands on both sides."""
_WORSE = re.compile("|".join(map(re.escape, sorted(_BETTER, key=len, reverse=True))))


_BACK = {
    "帳號": "賬號",
    "電子信箱": "郵箱",
    "創辦人": "創始人",
    "影集聖經": "劇本聖經",
    "影集": "劇集",
    "徵件": "徵集",
    "國際影展": "國際電影節",
    "影展": "電影節",
    "合約": "合同",
    "簽約": "簽約",
    "傳訊息": "發消息",
    "坎城": "戛納",
    "企劃": "項目",
    "重點製作": "重點項目",
    "共同導演": "聯合導演",
    "共同編劇": "聯合編劇",
    "個人資料": "個人信息",
    "資料": "資料",
    "設定": "設定",
    "複製": "複製",
    "影片": "影片",
    "「": "“",
    "」": "”",
    "『": "‘",
    "』": "’",
}
"""Words of Taiwan that OpenCC leaves as they are, and what is said for them where people write
Simplified; a word that OpenCC would change for the worse stands on both sides."""
_THERE = re.compile("|".join(map(re.escape, sorted(_BACK, key=len, reverse=True))))


class ChineseConversion:
    """Fulfils the port `Conversion`."""

    def traditional(self, simplified: str) -> str:
        return traditional(simplified)

    def simplified(self, traditional: str) -> str:
        return simplified(traditional)


@lru_cache(maxsize=4096)
def simplified(text: str) -> str:
    """``text`` in Simplified characters. Latin text comes back as it is."""
    parts: list[str] = []
    end = 0
    for found in _THERE.finditer(text):
        parts += [_back().convert(text[end : found.start()]), _plainly().convert(_BACK[found[0]])]
        end = found.end()
    return "".join([*parts, _back().convert(text[end:])])


@lru_cache(maxsize=4096)
def traditional(text: str) -> str:
    """``text`` in Traditional characters. Latin text comes back as it is."""
    return _WORSE.sub(lambda found: _BETTER[found[0]], _converter().convert(text))


@lru_cache(maxsize=1)
def _converter() -> OpenCC:
    return OpenCC("s2twp")


@lru_cache(maxsize=1)
def _back() -> OpenCC:
    return OpenCC("tw2sp")


@lru_cache(maxsize=1)
def _plainly() -> OpenCC:
    """By characters alone."""
    return OpenCC("t2s")
