"""Lexical matching: shared words, weighed by how telling they are, and shared spelling.

Each phrasing of each entry, in every language, stands for its entry. A question is compared with
every phrasing, by weighted overlap of tokens and, a little, by likeness of spelling, and with all
phrasings of an entry together, which shows whether any word of the question is left unexplained.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest

from rapidfuzz import fuzz, process

from bot.answers.normalise import STOP_WORDS, clean, substance, tokens
from bot.domain.errors import NothingToAsk
from bot.domain.ids import ProgrammeKey
from bot.domain.programme import Programme
from bot.services.ports import Candidate

QUESTION_SHARE = 0.7
"""Of an overlap: how much the question must be covered by the phrasing, against the reverse."""
OVERLAP_SHARE = 0.85
"""Of a phrasing's score; the rest is likeness of spelling."""
EXPLAINED_SHARE = 0.4
"""Of an entry's score: how much of the question all its phrasings explain. The rest is the best
phrasing's score."""
UNKNOWN_WEIGHT = 0.6
"""Of a word that no phrasing has, against the rarest that one has."""
NAME_WEIGHT = 0.5
"""Of a word of a programme's name: it says where to look, not what is asked."""
OTHER_PROGRAMME = 0.5
"""What is left of a score where the question names another programme."""
ONE_WORD = 0.6
"""What is left of a score where one telling word speaks for it and others against it, or where
there is none; unless the programme is named."""
TYPO_CUTOFF = 85.0
"""Likeness (0 to 100) from which a word that the bank lacks is read as one that it has."""
CLOSEST = 60
"""How many phrasings, the best by words, are compared by spelling too."""

Entry = tuple[ProgrammeKey, str]


@dataclass(frozen=True, slots=True)
class _Phrasing:
    """One way to ask for an entry. ``weight`` is that of all its words."""

    entry: Entry
    text: str
    words: frozenset[str]
    weight: float


class LexicalIndex:
    """The phrasings of a bank, ready to be compared. Immutable; built once per bank."""

    def __init__(self, bank: Sequence[Programme]) -> None:
        self._keys = {p.key: frozenset(tokens(clean(p.key))) for p in bank}
        self._names = {p.key: self._keys[p.key] | _name_words(p) for p in bank}
        self._every_name = frozenset[str]().union(*self._names.values())
        said = [(entry, text) for programme in bank for entry, text in _phrasings(programme)]
        self._words_of: Mapping[Entry, set[str]] = defaultdict(set)
        for entry, text in said:
            self._words_of[entry].update(tokens(text))
        self._weights = self._weighed()
        self._spelt = sorted(w for w in self._weights if w.isascii() and len(w) > 3)
        self._phrasings: list[_Phrasing] = []
        self._found_in: dict[str, list[int]] = defaultdict(list)
        for entry, text in said:
            self._add(entry, text)

    def __len__(self) -> int:
        """How many phrasings there are."""
        return len(self._phrasings)

    def rank(self, question: str) -> list[Candidate]:
        """Entries that share words with ``question`` (which is clean), best first."""
        asked = frozenset(self._corrected(token) for token in tokens(question))
        best: dict[Entry, float] = {}
        for phrasing, overlap in nlargest(CLOSEST, self._overlaps(asked), key=_overlap):
            likeness = fuzz.token_sort_ratio(question, phrasing.text) / 100
            score = OVERLAP_SHARE * overlap + (1 - OVERLAP_SHARE) * likeness
            best[phrasing.entry] = max(score, best.get(phrasing.entry, 0.0))
        named = {key for key, words in self._keys.items() if words <= asked}
        ranked = [
            Candidate(*entry, score=self._judged(entry, score, asked, named))
            for entry, score in best.items()
        ]
        return sorted(ranked, key=lambda c: (-c.score, c.programme, c.entry))

    def _overlaps(self, asked: frozenset[str]) -> Iterator[tuple[_Phrasing, float]]:
        """Each phrasing with a word of the question, and how far the two cover one another: 0 to
        1. The words of a programme's name count as said in all that is asked about it."""
        shared: dict[int, float] = defaultdict(float)
        for token in asked:
            weight = self._weight(token)
            for place in self._found_in.get(token, ()):
                shared[place] += weight
        names = {key: asked & words for key, words in self._names.items()}
        whole = QUESTION_SHARE * self._sum(asked)
        for place, common in shared.items():
            phrasing = self._phrasings[place]
            named = names[phrasing.entry[0]]
            implied = self._sum(named - phrasing.words) if named else 0.0
            both = whole + (1 - QUESTION_SHARE) * (phrasing.weight + implied)
            yield phrasing, (common + implied) / both

    def _judged(
        self, entry: Entry, score: float, asked: frozenset[str], named: set[ProgrammeKey]
    ) -> float:
        """An entry's score, from that of its best phrasing."""
        known = self._words_of[entry] | self._names[entry[0]]
        explained = self._sum(asked & known) / self._sum(asked)
        score = (1 - EXPLAINED_SHARE) * score + EXPLAINED_SHARE * explained
        if named and entry[0] not in named:
            score *= OTHER_PROGRAMME
        telling = {token for token in asked if substance(token) == 1}
        if not named and len(telling & known) < 2 and not (telling and telling <= known):
            score *= ONE_WORD
        return min(score, 1.0)

    def _weighed(self) -> dict[str, float]:
        """A word weighs the more, the fewer entries have it."""
        entries = len(self._words_of)
        seen = Counter(token for words in self._words_of.values() for token in words)
        weights = {token: math.log(1 + entries / count) for token, count in seen.items()}
        self._unknown = UNKNOWN_WEIGHT * math.log(1 + entries)
        return {token: self._lightened(token, weight) for token, weight in weights.items()}

    def _weight(self, token: str) -> float:
        known = self._weights.get(token)
        return self._lightened(token, self._unknown) if known is None else known

    def _sum(self, some: Iterable[str]) -> float:
        return sum(map(self._weight, some))

    def _lightened(self, token: str, weight: float) -> float:
        return weight * substance(token) * (NAME_WEIGHT if token in self._every_name else 1)

    def _add(self, entry: Entry, text: str) -> None:
        words = frozenset(tokens(text))
        for word in words:
            self._found_in[word].append(len(self._phrasings))
        self._phrasings.append(_Phrasing(entry, text, words, self._sum(words)))

    def _corrected(self, token: str) -> str:
        if token in self._weights or token in STOP_WORDS:
            return token
        if not token.isascii() or len(token) < 4:
            return token
        # A slip of the finger adds or drops one letter; two more make another word.
        alike = [word for word in self._spelt if abs(len(word) - len(token)) <= 1]
        near = process.extractOne(token, alike, scorer=fuzz.ratio, score_cutoff=TYPO_CUTOFF)
        return near[0] if near else token


def _overlap(found: tuple[_Phrasing, float]) -> tuple[float, str]:
    """To sort by; of two alike the same one comes first every time."""
    return found[1], found[0].text


def _name_words(programme: Programme) -> frozenset[str]:
    return frozenset(tokens(clean(f"{programme.name.en} {programme.name.zh_cn}")))


def _phrasings(programme: Programme) -> Iterable[tuple[Entry, str]]:
    for entry in programme.faqs:
        asked = [entry.question.en, entry.question.zh_cn]
        asked += [phrasing for several in entry.phrasings.values() for phrasing in several]
        cleaned: dict[str, None] = {}
        for phrasing in asked:
            try:
                cleaned[clean(phrasing)] = None
            except NothingToAsk:
                continue
        for text in cleaned:
            yield (programme.key, entry.id), text
