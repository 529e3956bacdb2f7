"""What the engine is worth on a set of questions with known answers: ``callboard faq eval``.

Of the questions that an entry of the bank answers (``gold_id``): *right* is the decision to answer,
with that entry; *wrong* the decision to answer, with another; *offered* and *refused* are the other
two decisions, so that the four make 100 %. *top-1* and *top-3* are the share whose entry comes
first, or among the first three, whatever was decided. Of the questions that no entry answers,
*recognised* is any decision but to answer: to offer a choice is no wrong answer.
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from bot.answers.engine import Engine
from bot.answers.entry import Entry, Judged
from bot.domain.errors import NothingToAsk
from bot.services.ports_answers import Decision

BANK = "evaluated"
SPLITS = {"validation": {"validation", "val", "dev"}, "test": {"test"}, "train": {"train"}}
"""Sets call them by several names."""


class SetEntry(BaseModel):
    """What can be answered. ``answer`` is not matched."""

    id: str
    question: str
    alternates: list[str] = []
    answer: str = ""


class SetQuery(BaseModel):
    """``gold_id`` is None where nothing in the bank answers it."""

    text: str
    gold_id: str | None = None
    lang: str = ""
    split: str = "validation"
    kind: str = ""


class QuestionSet(BaseModel):
    """A file of entries and of questions to ask them."""

    name: str = ""
    meta: dict[str, Any] = {}
    entries: list[SetEntry]
    queries: list[SetQuery]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question, what came of it, and how many seconds it took."""

    query: SetQuery
    judged: Judged
    seconds: float

    def as_line(self) -> str:
        """One line of predictions."""
        ranked = self.judged.ranked
        line = {
            "text": self.query.text,
            "decision": str(self.judged.decision),
            "ranked": [found.id for found in ranked],
            "score": round(ranked[0].score, 6) if ranked else 0.0,
        }
        return json.dumps(line, ensure_ascii=False)


def load(file: Path) -> QuestionSet:
    """Raises: ValueError: the file is not a question set; OSError."""
    return QuestionSet.model_validate_json(file.read_bytes())


async def ask(engine: Engine, questions: QuestionSet, split: str) -> AsyncIterator[Asked]:
    """Ask each question of the split, once the bank is ready."""
    bank = [Entry(e.id, (e.question, *e.alternates)) for e in questions.entries]
    await engine.sync(BANK, bank)
    await engine.ready()
    for query in questions.queries:
        if query.split not in SPLITS.get(split, {split}):
            continue
        started = time.perf_counter()
        try:
            judged = await engine.judge(BANK, query.text)
        except NothingToAsk:
            judged = Judged(Decision.UNKNOWN, (), semantic=False)
        yield Asked(query, judged, time.perf_counter() - started)


def report(asked: Sequence[Asked]) -> str:
    """The figures, a line each; percentages and milliseconds."""
    inside = [each for each in asked if each.query.gold_id is not None]
    outside = [each for each in asked if each.query.gold_id is None]
    first = [_first(each, 1) for each in inside]
    answered = [each.judged.decision is Decision.ANSWER for each in inside]
    lines = [
        f"{'questions':<12}{len(inside)} in scope, {len(outside)} out of it",
        _line("top-1", first),
        _line("top-3", [_first(each, 3) for each in inside]),
        _line("right", [a and f for a, f in zip(answered, first, strict=True)]),
        _line("wrong", [a and not f for a, f in zip(answered, first, strict=True)]),
        _line("offered", [each.judged.decision is Decision.OFFER for each in inside]),
        _line("refused", [each.judged.decision is Decision.UNKNOWN for each in inside]),
        _line("recognised", [each.judged.decision is not Decision.ANSWER for each in outside]),
    ]
    taken = sorted(1000 * each.seconds for each in asked)
    for share in (50, 95):
        value = taken[max(0, math.ceil(share * len(taken) / 100) - 1)] if taken else math.nan
        lines.append(f"{f'p{share}':<12}{value:.1f} ms")
    if not all(each.judged.semantic for each in asked if each.judged.ranked):
        by_words = sum(not each.judged.semantic for each in asked)
        lines.append(f"{'by words':<12}{by_words} of {len(asked)}")
    return "\n".join(lines)


def _first(asked: Asked, places: int) -> bool:
    return asked.query.gold_id in [found.id for found in asked.judged.ranked[:places]]


def _line(name: str, hits: Sequence[bool]) -> str:
    return f"{name:<12}{100 * sum(hits) / len(hits):.1f} %" if hits else f"{name:<12}-"
