"""Questions and phrasings brought to one form before they are compared."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from opencc import OpenCC

from bot.domain.errors import NothingToAsk

LONGEST = 300
"""Characters of a question that are read; more adds noise and cost, not meaning."""

_MENTION = re.compile(
    r"<(?:@[!&]?|#|a?:\w+:|/[\w -]+:|t:)-?\d*[^>\s]*>"  # people, channels, emoji, commands, times
    r"|[0-9#*]\ufe0f?\u20e3"  # a digit in a box is an emoji, not a digit
)
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(rf"[{_HAN}]+|[^\W_{_HAN}]+(?:'[^\W_{_HAN}]+)?")
_HAN_RUN = re.compile(rf"[{_HAN}]+")
_VOWEL = re.compile("[aeiouy]")

STOP_WORDS = frozenset(
    """
    a about all also am an and any anybody anyone are as at be been but by can could did do does
    don't everybody everyone for from get give go had has have hello here hi how i i'm if im in is
    it its just like many may me might more most much my need no not of ok on one or out please
    really should so some somebody someone something tell than thank thanks that the their them then
    there these they this those to up us want was we were what whats when where which who why will
    with would yes you your
    """.split()
)
"""Words too common to tell one entry from another; they count a little, never alone."""

FUNCTION_CHARACTERS = frozenset(
    "的了吗呢吧么什怎哪是有我你您会能可以要在和与跟个这那就都也还对把被给到去做为谁几多少样些里上"
    "下很不没请想得着过啊呀嘛"
)
"""Their Chinese likes. A pair with one of them mostly stands across the border of two words."""

STOP_WEIGHT = 0.15
BORDER_WEIGHT = 0.3


def clean(question: str) -> str:
    """The question as it is compared: NFKC, no mentions or surrogates, simplified, lower case.

    Raises:
        NothingToAsk: no letter or digit is left, as of an emoji.
    """
    text = question[: LONGEST * 4].replace("\x00", " ").encode("utf-8", "ignore").decode("utf-8")
    text = _MENTION.sub(" ", text)
    # Asked before NFKC too, which turns some emoji into letters.
    if not _TOKEN.search(text):
        raise NothingToAsk
    text = unicodedata.normalize("NFKC", text)[:LONGEST]
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
            found.append(token if token in STOP_WORDS else _stem(token))
    return tuple(found)


def substance(token: str) -> float:
    """How much of a token is content: 1, or less for words that only hold others together."""
    if token in STOP_WORDS:
        return STOP_WEIGHT
    if not _HAN_RUN.fullmatch(token):
        return 1.0
    functional = sum(character in FUNCTION_CHARACTERS for character in token)
    if functional == len(token):
        return STOP_WEIGHT
    return BORDER_WEIGHT if functional else 1.0


def _stem(word: str) -> str:
    """Plural and common verb endings off, so that *pitches* meets *pitch*, *stories* *story* and
    *submitted* *submit*. What is left need not be a word."""
    word = word.removesuffix("'s")
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-2] if word.endswith(("ies", "ches", "shes", "sses", "xes")) else word[:-1]
    for ending in ("ing", "ed"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) > 2 and _VOWEL.search(rest):
            doubled = len(rest) > 3 and rest[-1] == rest[-2] and rest[-1] not in "lsz"
            word = rest[:-1] if doubled else rest
            break
    if len(word) > 3:
        word = word.removesuffix("e")
        word = f"{word[:-1]}i" if word.endswith("y") else word
    return word


@lru_cache(maxsize=1)
def _converter() -> OpenCC:
    return OpenCC("tw2sp")


def _simplified(text: str) -> str:
    return str(_converter().convert(text))
