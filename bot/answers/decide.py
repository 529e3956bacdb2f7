"""The gate: answer, offer a choice, or say that nothing is known."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from bot.answers.lexical import LexicalIndex
from bot.answers.normalise import clean
from bot.domain.programme import Programme
from bot.services.ports import Candidate, Decision, Judgement

ANSWER_FROM = 0.54
MARGIN = 0.04
"""By how much the best must lead the second to be given alone."""
OFFER_FROM = 0.32
"""All three fitted to the questions in ``tests/unit/questions.yaml`` and
``questions_tuning.yaml``."""
OFFERED = 3
"""How many are worth offering: what is further down is hardly ever what was meant."""

QUICK = 2000
"""Phrasings that are compared in a few milliseconds. More are compared in a thread: at five times
as many, a question takes up to 20 ms, and nothing else should wait that long."""

KEPT_INDEXES = 64


class LexicalMatcher:
    """A `Matcher` that compares words. Keeps the indexes of the banks asked last."""

    def __init__(self) -> None:
        self._indexes: dict[tuple[int, ...], tuple[Sequence[Programme], LexicalIndex]] = {}
        self._building = asyncio.Lock()

    async def judge(self, question: str, bank: Sequence[Programme]) -> Judgement:
        asked = clean(question)
        index = await self._index(bank)
        if len(index) > QUICK:
            return decide(await asyncio.to_thread(index.rank, asked))
        return decide(index.rank(asked))

    async def _index(self, bank: Sequence[Programme]) -> LexicalIndex:
        """By identity of the programmes: repositories hand out the same object per version.

        A new one is built in a thread: a large bank takes longer than others should wait.
        """
        name = tuple(id(programme) for programme in bank)
        async with self._building:
            kept = self._indexes.pop(name, None)
            if kept is None:
                kept = (tuple(bank), await asyncio.to_thread(LexicalIndex, bank))
            self._indexes[name] = kept
            if len(self._indexes) > KEPT_INDEXES:
                self._indexes.pop(next(iter(self._indexes)))
        return kept[1]


def decide(ranked: Sequence[Candidate]) -> Judgement:
    """What the scores allow. Two entries that lie close together are offered, never guessed."""
    if not ranked or ranked[0].score < OFFER_FROM:
        return Judgement(Decision.UNKNOWN, ranked)
    best = ranked[0].score
    second = ranked[1].score if len(ranked) > 1 else 0.0
    if best >= ANSWER_FROM and best - second >= MARGIN:
        return Judgement(Decision.ANSWER, ranked)
    return Judgement(Decision.OFFER, [c for c in ranked if c.score >= OFFER_FROM][:OFFERED])
