"""Lexical matching: shared words, weighed by how telling they are, and shared spelling.

Each phrasing of each entry, in every language, stands for its entry. A question's score against a
phrasing is the larger part weighted overlap of tokens and the rest likeness of spelling, which
forgives typing errors.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from bot.answers.normalise import STOP_WORDS, clean, tokens
from bot.domain.errors import NothingToAsk
from bot.domain.ids import ProgrammeKey
from bot.domain.programme import Programme
from bot.services.ports import Candidate

OVERLAP_SHARE = 0.65
STOP_WEIGHT = 0.15
TYPO_CUTOFF = 82.0
"""Likeness (0 to 100) from which a word that the bank lacks is read as one that it has."""


@dataclass(frozen=True, slots=True)
class _Phrasing:
    programme: ProgrammeKey
    entry: str
    text: str
    tokens: frozenset[str]


class LexicalIndex:
    """The phrasings of a bank, ready to be compared. Immutable; built once per bank."""

    def __init__(self, bank: Sequence[Programme]) -> None:
        self._phrasings = [phrasing for programme in bank for phrasing in _phrasings(programme)]
        seen = Counter(token for p in self._phrasings for token in p.tokens)
        total = len(self._phrasings)
        self._weights = {
            token: (STOP_WEIGHT if token in STOP_WORDS else 1.0) * math.log(1 + total / count)
            for token, count in seen.items()
        }
        self._unknown = math.log(1 + total)
        self._words = sorted(token for token in seen if token.isascii() and len(token) > 3)

    def rank(self, question: str) -> list[Candidate]:
        """Entries by their best phrasing, best first. ``question`` is clean."""
        asked = frozenset(self._corrected(token) for token in tokens(question))
        best: dict[tuple[ProgrammeKey, str], float] = {}
        spelling = process.cdist(
            [question], [p.text for p in self._phrasings], scorer=fuzz.token_sort_ratio, workers=1
        )[0]
        for phrasing, likeness in zip(self._phrasings, spelling, strict=True):
            score = OVERLAP_SHARE * self._overlap(asked, phrasing.tokens)
            score += (1 - OVERLAP_SHARE) * float(likeness) / 100
            name = (phrasing.programme, phrasing.entry)
            best[name] = max(score, best.get(name, 0.0))
        ranked = [Candidate(*name, score=score) for name, score in best.items()]
        return sorted(ranked, key=lambda c: (-c.score, c.programme, c.entry))

    def _overlap(self, asked: frozenset[str], known: frozenset[str]) -> float:
        """Weighted harmonic mean of how much of each side the other covers, 0 to 1."""
        shared = self._weight(asked & known)
        if not shared:
            return 0.0
        return 2 * shared / (self._weight(asked) + self._weight(known))

    def _weight(self, some: Iterable[str]) -> float:
        return sum(
            self._weights.get(token, STOP_WEIGHT if token in STOP_WORDS else self._unknown)
            for token in some
        )

    def _corrected(self, token: str) -> str:
        if token in self._weights or not token.isascii() or len(token) < 4:
            return token
        near = process.extractOne(token, self._words, scorer=fuzz.ratio, score_cutoff=TYPO_CUTOFF)
        return near[0] if near else token


def _phrasings(programme: Programme) -> Iterable[_Phrasing]:
    for entry in programme.faqs:
        asked = [entry.question.en, entry.question.zh_cn]
        asked += [phrasing for several in entry.phrasings.values() for phrasing in several]
        for phrasing in dict.fromkeys(asked):
            try:
                text = clean(phrasing)
            except NothingToAsk:
                continue
            yield _Phrasing(programme.key, entry.id, text, frozenset(tokens(text)))
