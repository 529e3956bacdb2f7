"""Names in a text: finding them however they are written, and blacking them out.

Case, width, accents, invisible characters, traditional or simplified characters and what stands
between the words of a name make no difference: ``Lin Wei`` is found in ``LIN-WEI``, ``linwei`` and
``Ｌｉｎ　Ｗｅｉ``, ``張偉`` in ``张 伟``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

from bot.domain.files import SUFFIXES
from bot.domain.form import Answer
from bot.domain.han import SIMPLE

BLACK = "▇▇▇"
SHORTEST = 2
"""Characters of a text that is blacked out elsewhere: a single letter says nothing."""
LONGEST = 100
"""Of a line that is taken for a name. A longer one is prose: its own words are hidden with the
answer, but they are not names that could be looked for elsewhere."""
NAME_WORDS = 5
"""Words of a line, common ones not counted, that are looked for one by one; a line of more is a
sentence."""
COMMON = frozenset(
    """the and for with from new of in at de la le von van der al
    an am as be by do go he if is it me my no on or so to up us we ma pa yes none na other others
    university college school institute academy faculty department conservatory national state
    north south east west central city film films cinema media art arts fine visual
    final draft script screenplay treatment deck pitch synopsis logline bible pilot version story
    portfolio resume cv show file document untitled image photo scan copy v
    http https www com org net edu gmail outlook hotmail mail qq
    大学 学院 电影 艺术 剧本 简历 作品 终稿 初稿 其他 其它""".split()
)
"""Parts of names of people, schools and files that are no names by themselves."""

_HAN = r"\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_TOKEN = re.compile(rf"[{_HAN}]|[^\W\d_{_HAN}]+|\d+")
"""What a name is made of: a Han character, a run of letters, a run of digits."""
_WORD = re.compile(rf"[{_HAN}]+|[^\W\d_{_HAN}]+")
_SIGNS = re.compile(r"[\W_]+")
"""What may stand between the parts of a name."""
_IS_HAN = re.compile(rf"[{_HAN}]+")
_SPACED = r"a-z\u00df-\u0dff"
"""Letters of scripts that put spaces between words, folded."""
APART = 3
"""Signs and spaces that may stand between two parts of a name, unless it has more of them."""
_PLAIN = {
    "\u0142": "l", "\u00f8": "o", "\u0111": "d", "\u00f0": "d", "\u0127": "h", "\u0131": "i",
    "\u0167": "t", "\u00e6": "ae", "\u0153": "oe", "\u00fe": "th",
}  # fmt: skip
"""How people write letters that no keyboard of theirs has: ``Walesa`` for ``Wa\u0142\u0119sa``."""
_ALIKE = {**SIMPLE, **_PLAIN}
_LEFT_OUT = frozenset({"Mn", "Cf"})
"""Accents, once they are taken off their letters, and characters that cannot be seen."""


class Names:
    """Texts that would give somebody away."""

    def __init__(self, texts: Iterable[str]) -> None:
        folded = frozenset(one for text in texts if len(one := fold(text)) >= SHORTEST)
        self._folded = folded
        self._bare = {one: _SIGNS.sub("", one) for one in folded}

    def __add__(self, others: Names) -> Names:
        """All that either of the two names."""
        return Names(self._folded | others._folded)

    def black_out(self, text: str) -> str:
        """The text with every such name replaced by `BLACK`."""
        pattern = self._pattern_in(fold(text))
        if pattern is None:
            return text
        folded, places = _with_places(text)
        pieces, after = [], 0
        for match in pattern.finditer(folded):
            begin = places[match.start()]
            # A letter that was folded to several is hidden as a whole.
            end = max(places[match.end()], places[match.end() - 1] + 1)
            if begin >= after:
                pieces += [text[after:begin], BLACK]
            after = max(after, end)
        return "".join([*pieces, text[after:]])

    def _pattern_in(self, folded: str) -> re.Pattern[str] | None:
        """For those that may be in a text, which are few; compiling all takes longer than reading
        a pitch."""
        bare = _SIGNS.sub("", folded)
        found = [name for name, letters in self._bare.items() if letters in bare]
        # The longest first: a part of a longer name must not leave the rest of it standing.
        found.sort(key=lambda one: (-len(one), one))
        return re.compile("|".join(map(_pattern, found))) if found else None

    def of_answer(self, answer: Answer) -> Answer:
        if isinstance(answer, tuple):
            return tuple(self.black_out(part) for part in answer)
        return self.black_out(answer)


def fold(text: str) -> str:
    """Small, narrow, simplified, without accents and invisible characters, in one line."""
    # The same as with places, several times as fast.
    return " ".join("".join(map(_folded, text)).split())


def names_in(text: str) -> Iterator[str]:
    """Each line that may be a name, the words in it that may stand alone, and those beside one
    another in either order. Of a Chinese name of three or four characters also the last two, and
    any without the kind of school at its end."""
    for line in text.splitlines():
        folded = fold(line)
        if not folded or len(folded) > LONGEST:
            continue
        words = _WORD.findall(folded)
        if words and COMMON.issuperset(words):
            continue
        yield folded
        if len([word for word in words if word not in COMMON]) <= NAME_WORDS:
            yield from _parts(words)


def _parts(words: list[str]) -> Iterator[str]:
    for word in words:
        if word not in COMMON:
            yield word
            if _IS_HAN.fullmatch(word):
                yield from _parts_of_han(word)
    for one, other in pairwise(words):
        if not COMMON.issuperset((one, other)):
            yield f"{one} {other}"
            yield f"{other} {one}"


def _parts_of_han(word: str) -> Iterator[str]:
    """Friends leave out a surname; and of a school its kind is left out."""
    if 3 <= len(word) <= 4 and word[-2:] not in COMMON:
        yield word[-2:]
    while len(word) > 3 and word[-2:] in COMMON:
        word = word[:-2]
        if word not in COMMON:
            yield word


def words_of(text: str) -> list[str]:
    """Its words, folded."""
    return _WORD.findall(fold(text))


def file_names(name: str, title: str) -> Iterator[str]:
    """A file's name, and the same without its ending: unless that says no more than the pitch's
    title, or what kind of a file it is."""
    folded = fold(name)
    yield folded
    for suffix in SUFFIXES.values():
        if folded.endswith(suffix):
            stem = folded[: -len(suffix)]
            words = words_of(stem)
            if words != words_of(title) and not COMMON.issuperset(words):
                yield stem


def handle_names(handle: str, title: str) -> Iterator[str]:
    """A user name, and the names in it: but for words that the pitch's title has without it, as
    people call themselves after their work too. One of signs alone would be found in any text."""
    if not any(map(str.isalnum, handle)):
        return
    whole = fold(handle)
    spared = set(words_of(Names([whole]).black_out(title)))
    for one in names_in(handle):
        if one == whole or not spared.issuperset(words_of(one)):
            yield one


def _pattern(folded: str) -> str:
    """A Latin name is looked for as a whole word; Han characters stand in no words."""
    tokens: list[str] = _TOKEN.findall(folded)
    if not tokens:
        return re.escape(folded)
    apart = max(APART, len(folded) - sum(map(len, tokens)))
    parts = rf"[\W_]{{0,{apart}}}".join(map(re.escape, tokens))
    return f"{_edge(tokens[0], '<!')}{parts}{_edge(tokens[-1], '!')}"


def _edge(token: str, looking: str) -> str:
    """That no letter follows a letter, or comes before it, and no digit a digit."""
    if token.isdecimal():
        return rf"(?{looking}\d)"
    return rf"(?{looking}[{_SPACED}])" if re.match(f"[{_SPACED}]", token) else ""


def _with_places(text: str) -> tuple[str, list[int]]:
    """The text folded, white space as single spaces, and for each of its characters (and the end)
    where it comes from."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        for one in _folded(letter):
            if one != " " or (letters and letters[-1] != " "):
                letters.append(one)
                places.append(place)
    return "".join(letters), [*places, len(text)]


@lru_cache(maxsize=10_000)
def _folded(letter: str) -> str:
    """What one letter is compared by: none, one or several."""
    # Twice: some letters are capitals only once they are taken apart.
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", letter).casefold())
    kept = (one for one in apart if unicodedata.category(one) not in _LEFT_OUT)
    return "".join(" " if one.isspace() else _ALIKE.get(one, one) for one in kept)
