"""Questions and phrasings brought to one form before they are compared."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from opencc import OpenCC

from bot.domain.errors import NothingToAsk

LONGEST = 300
"""Characters of a question that are read; more adds noise and cost, not meaning."""

_MENTION = re.compile(r"<(?:@[!&]?|#|a?:\w+:|/[\w -]+:|t:)-?\d*[^>\s]*>")
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(rf"[{_HAN}]+|[^\W_{_HAN}]+(?:'[^\W_{_HAN}]+)?")
_HAN_RUN = re.compile(rf"[{_HAN}]+")

STOP_WORDS = frozenset(
    """
    a an and are at be by can could do does for from get give have how i if in is it its me my of
    on or please should so tell that the their them there they this to us was we what when where
    which who why will with would you your about any some
    """.split()
)
"""Words too common to tell one entry from another; they count a little, never alone."""


def clean(question: str) -> str:
    """The question as it is compared: NFKC, no mentions or surrogates, simplified, lower case.

    Raises:
        NothingToAsk: no letter or digit is left.
    """
    text = question.replace("\x00", " ").encode("utf-8", "ignore").decode("utf-8")
    text = unicodedata.normalize("NFKC", _MENTION.sub(" ", text[: LONGEST * 4]))[:LONGEST]
    text = " ".join(_simplified(text).casefold().split())
    if not _TOKEN.search(text):
        raise NothingToAsk
    return text


@lru_cache(maxsize=8192)
def tokens(text: str) -> tuple[str, ...]:
    """Latin words, reduced to a rough stem, and pairs of Han characters of a clean text."""
    found: list[str] = []
    for token in _TOKEN.findall(text):
        if _HAN_RUN.fullmatch(token):
            found += (
                [token] if len(token) == 1 else [token[i : i + 2] for i in range(len(token) - 1)]
            )
        else:
            found.append(_stem(token))
    return tuple(found)


def _stem(word: str) -> str:
    """Plural and common verb endings off, so that *pitches* meets *pitch* and *asked* *ask*."""
    word = word.removesuffix("'s")
    for ending, least in (("ing", 6), ("ies", 5), ("es", 5), ("ed", 5), ("s", 4)):
        if len(word) >= least and word.endswith(ending) and not word.endswith("ss"):
            return word[: -len(ending)] + ("y" if ending == "ies" else "")
    return word


@lru_cache(maxsize=1)
def _converter() -> OpenCC:
    return OpenCC("t2s")


def _simplified(text: str) -> str:
    return str(_converter().convert(text))
