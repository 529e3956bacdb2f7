"""Gaps of the bank: questions that it does not answer, those that mean the same as one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.question import Question, QuestionId


@dataclass(frozen=True, slots=True)
class Gap:
    """Questions that mean the same and that the bank does not answer: at least one."""

    questions: tuple[Question, ...]
    """Newest first."""

    @property
    def first(self) -> datetime:
        """When it was first asked."""
        return self.questions[-1].at

    @property
    def latest(self) -> datetime:
        return self.questions[0].at

    @property
    def count(self) -> int:
        return len(self.questions)

    @classmethod
    def of(cls, questions: Iterable[Question]) -> Gap:
        return cls(tuple(sorted(questions, key=lambda one: (one.at, one.id), reverse=True)))

    def holds(self, question: QuestionId) -> bool:
        return any(one.id == question for one in self.questions)


@dataclass(frozen=True, slots=True)
class GapPage:
    """``page`` counts from 0; ``total`` counts all gaps. There is always at least one page."""

    items: tuple[Gap, ...]
    total: int
    page: int
    pages: int


def clustered(found: Sequence[Question], groups: Sequence[Sequence[int]]) -> list[Gap]:
    """The gaps that the questions make, those asked most first, then the latest. ``groups`` are
    positions of questions that mean the same; coordinators' merging joins them further."""
    leads: dict[QuestionId, QuestionId] = {}

    def head(one: QuestionId) -> QuestionId:
        while (before := leads.get(one, one)) != one:
            one = before
        return one

    for group in groups:
        for position in group[1:]:
            leads[head(found[position].id)] = head(found[group[0]].id)
    for question in found:
        if question.same_as is not None:
            leads[head(question.id)] = head(question.same_as)
    together: dict[QuestionId, list[Question]] = {}
    for question in found:
        together.setdefault(head(question.id), []).append(question)
    gaps = [Gap.of(questions) for questions in together.values()]
    return sorted(gaps, key=lambda gap: (gap.count, gap.latest), reverse=True)
