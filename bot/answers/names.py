"""Names that are written in Han characters in one place and in pinyin in the other.

Only names of three characters are looked for: many English words read as two syllables of pinyin,
hardly any as three that follow one another in a bank.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from functools import cache, lru_cache

_HAN_RUN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]{3,}")
_LATIN_WORD = re.compile("[a-z]+")
SHORTEST = 6
"""Letters of a name in pinyin; shorter ones are mostly English words."""


def by_sound(vocabulary: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """The runs of three characters that pairs of ``vocabulary`` make, by their sound."""
    pairs = sorted(word for word in vocabulary if len(word) == 2 and not word.isascii())
    following: dict[str, list[str]] = defaultdict(list)
    for pair in pairs:
        following[pair[0]].append(pair)
    found: dict[str, tuple[str, ...]] = {}
    for pair in pairs:
        for then in following.get(pair[1], ()):
            found.setdefault("".join(map(_sound, pair + then[1])), (pair, then))
    return found


def in_han(question: str, sounds: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """The pairs of characters meant by what a clean question says in pinyin."""
    words = _LATIN_WORD.findall(question)
    for size in (1, 2, 3):
        for start in range(len(words) - size + 1):
            sound = "".join(words[start : start + size])
            if len(sound) >= SHORTEST:
                yield from sounds.get(sound, ())


def in_pinyin(question: str, vocabulary: Container[str]) -> Iterator[str]:
    """The words of ``vocabulary`` that spell a name which a clean question says in characters."""
    for run in _HAN_RUN.findall(question):
        sounds = [_sound(character) for character in run]
        for start in range(len(run) - 2):
            family, given = sounds[start], "".join(sounds[start + 1 : start + 3])
            if family in vocabulary and given in vocabulary:
                yield from (family, given)


@lru_cache(maxsize=8192)
def _sound(character: str) -> str:
    return pinyin()(character)[0]


@cache
def pinyin() -> Callable[[str], list[str]]:
    """What gives the sounds of characters; loading it takes some 50 ms, once."""
    # Its phrases, a fifth of what a start took, are of no use for single characters.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin import lazy_pinyin

    return lazy_pinyin
