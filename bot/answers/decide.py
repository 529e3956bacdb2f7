"""The gate: answer, offer a choice, or say that nothing is known."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers.lexical import LexicalIndex
from bot.answers.normalise import clean
from bot.domain.programme import Programme
from bot.services.ports import Candidate, Decision, Judgement

ANSWER_FROM = 0.62
CLEARLY_FROM = 0.74
"""From here on the margin no longer matters."""
MARGIN = 0.08
"""By how much the best must lead the second to be given alone."""
OFFER_FROM = 0.36
"""Fitted by hand to the questions in ``tests/unit/questions.yaml``."""

KEPT_INDEXES = 64


class LexicalMatcher:
    """A `Matcher` that compares words. Keeps the indexes of the banks asked last."""

    def __init__(self) -> None:
        self._indexes: dict[tuple[int, ...], tuple[Sequence[Programme], LexicalIndex]] = {}

    async def judge(self, question: str, bank: Sequence[Programme]) -> Judgement:
        return decide(self._index(bank).rank(clean(question)))

    def _index(self, bank: Sequence[Programme]) -> LexicalIndex:
        """By identity of the programmes: repositories hand out the same object per version."""
        name = tuple(id(programme) for programme in bank)
        kept = self._indexes.get(name)
        if kept is None:
            if len(self._indexes) >= KEPT_INDEXES:
                self._indexes.pop(next(iter(self._indexes)))
            kept = self._indexes[name] = (tuple(bank), LexicalIndex(bank))
        return kept[1]


def decide(ranked: Sequence[Candidate]) -> Judgement:
    """What the scores allow. Two entries that lie close together are offered, never guessed."""
    if not ranked or ranked[0].score < OFFER_FROM:
        return Judgement(Decision.UNKNOWN, ranked)
    best = ranked[0].score
    second = ranked[1].score if len(ranked) > 1 else 0.0
    if best >= CLEARLY_FROM or (best >= ANSWER_FROM and best - second >= MARGIN):
        return Judgement(Decision.ANSWER, ranked)
    return Judgement(Decision.OFFER, [c for c in ranked if c.score >= OFFER_FROM])
