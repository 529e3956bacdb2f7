"""Entries compared with a question, and what their scores allow."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers import decide as gate
from bot.answers.decide import LexicalMatcher, decide
from bot.answers.lexical import LexicalIndex
from bot.answers.normalise import clean
from bot.content.loader import shipped
from bot.domain.errors import NothingToAsk
from bot.domain.ids import ProgrammeKey
from bot.domain.programme import FaqEntry, Programme
from bot.domain.text import Locale, Localized
from bot.services.ports import Candidate, Decision
from tests.db.samples import programme
from tests.unit.test_worth_of_answers import phrasings


def bank(*asked: tuple[str, str], key: str = "chunm", name: str = "ChunM") -> Programme:
    """A programme with an entry for each id and question."""
    faqs = tuple(
        FaqEntry(
            entry,
            Localized(question, question, question),
            {Locale.EN: (question,)},
            Localized("A.", "答。", "答。"),
            date(2026, 1, 1),
        )
        for entry, question in asked
    )
    named = Localized(name, name, name)
    return programme(ProgrammeKey(key), name=named, faqs=faqs)


CHUNM = bank(("fee", "Is there a fee?"), ("mentors", "Who are the mentors?"))
HINA = bank(
    ("fee", "Is there a fee for directors?"),
    ("age", "Is there an age limit?"),
    key="hina",
    name="Hina",
)


def ranked(question: str, *programmes: Programme) -> list[str]:
    found = LexicalIndex(programmes).rank(clean(question))
    return [f"{candidate.programme}/{candidate.entry}" for candidate in found]


class TestRanking:
    def test_shared_words_come_first(self) -> None:
        assert ranked("mentors?", CHUNM, HINA)[0] == "chunm/mentors"
        assert ranked("the limit of age", CHUNM, HINA)[0] == "hina/age"

    def test_a_typing_error_is_forgiven(self) -> None:
        assert ranked("who are the mentros", CHUNM, HINA)[0] == "chunm/mentors"

    def test_the_programme_that_is_named_comes_first(self) -> None:
        assert ranked("is there a fee for hina", CHUNM, HINA)[0] == "hina/fee"
        assert ranked("does chunm have a fee", CHUNM, HINA)[0] == "chunm/fee"

    def test_what_shares_nothing_is_not_listed(self) -> None:
        assert ranked("wonderful weather", CHUNM, HINA) == []
        assert ranked("anything") == []

    def test_scores_are_between_nothing_and_one_and_the_order_never_varies(self) -> None:
        index = LexicalIndex(shipped())
        for question in ("when is the deadline", "导师是谁", "is there a fee", "hina"):
            found = index.rank(question)
            assert all(0 < candidate.score <= 1 for candidate in found)
            assert found == LexicalIndex(shipped()).rank(question)
            scores = [candidate.score for candidate in found]
            assert scores == sorted(scores, reverse=True)

    def test_a_phrasing_without_words_is_passed_over(self) -> None:
        assert ranked("a fee", bank(("fee", "A fee?"), ("blank", "😀"))) == ["chunm/fee"]

    @given(st.text(st.characters(), min_size=1, max_size=400))
    def test_no_question_is_too_strange(self, question: str) -> None:
        try:
            cleaned = clean(question)
        except NothingToAsk:
            return
        assert all(0 <= candidate.score <= 1 for candidate in shipped_index().rank(cleaned))


@cache
def shipped_index() -> LexicalIndex:
    return LexicalIndex(shipped())


def scored(*scores: float) -> list[Candidate]:
    return [Candidate(ProgrammeKey("p"), f"e{n}", score) for n, score in enumerate(scores)]


class TestDeciding:
    @pytest.mark.parametrize(
        ("scores", "decision", "shown"),
        [
            ((), Decision.UNKNOWN, 0),
            ((gate.OFFER_FROM - 0.01,), Decision.UNKNOWN, 1),
            ((gate.OFFER_FROM,), Decision.OFFER, 1),
            ((gate.ANSWER_FROM - 0.01, 0.1), Decision.OFFER, 1),
            ((gate.ANSWER_FROM,), Decision.ANSWER, 1),
            ((gate.ANSWER_FROM, gate.ANSWER_FROM - gate.MARGIN - 0.01), Decision.ANSWER, 2),
            ((0.99, 0.99), Decision.OFFER, 2),
            ((0.9, 0.9, 0.9, 0.9), Decision.OFFER, 3),
            ((0.5, 0.4, 0.1), Decision.OFFER, 2),
        ],
    )
    def test_what_the_scores_allow(
        self, scores: Sequence[float], decision: Decision, shown: int
    ) -> None:
        judgement = decide(scored(*scores))
        assert judgement.decision is decision
        assert len(judgement.ranked) == shown

    async def test_a_question_that_fits_two_programmes_alike_is_not_guessed(self) -> None:
        matcher = LexicalMatcher()
        for question in (
            "When is the deadline?",
            "截止日期是什么时候",
            "is it free?",
            "谁可以申请",
        ):
            judgement = await matcher.judge(question, shipped())
            assert judgement.decision is Decision.OFFER, question
            assert {c.programme for c in judgement.ranked[:2]} == {"hina", "chunm"}

    async def test_the_same_question_that_names_one_is_answered(self) -> None:
        judgement = await LexicalMatcher().judge("When is the Hina deadline?", shipped())
        assert judgement.decision is Decision.ANSWER
        assert (judgement.ranked[0].programme, judgement.ranked[0].entry) == ("hina", "deadline")

    async def test_every_phrasing_is_answered_by_its_own_entry_or_offered_with_its_twin(
        self,
    ) -> None:
        matcher = LexicalMatcher()
        twins = Counter[str]()
        for of, entry, phrasing in phrasings():
            judgement = await matcher.judge(phrasing, shipped())
            shown = judgement.ranked[: 1 if judgement.decision is Decision.ANSWER else 2]
            assert judgement.decision is not Decision.UNKNOWN, phrasing
            assert (of.key, entry.id) in {(c.programme, c.entry) for c in shown}, phrasing
            if judgement.decision is Decision.OFFER:
                twins[entry.id] += 1
        assert set(twins) <= {"difference-from-hina", "difference-from-chunm"}

    @pytest.mark.parametrize("question", ["", "😀", "<@1>"])
    async def test_nothing_to_ask_is_told(self, question: str) -> None:
        with pytest.raises(NothingToAsk):
            await LexicalMatcher().judge(question, shipped())


class TestIndexes:
    """Building an index takes a while: it is kept for as long as its bank is asked."""

    @pytest.fixture
    def built(self, monkeypatch: pytest.MonkeyPatch) -> list[Sequence[Programme]]:
        banks: list[Sequence[Programme]] = []

        class Counted(LexicalIndex):
            def __init__(self, of: Sequence[Programme]) -> None:
                banks.append(of)
                super().__init__(of)

        monkeypatch.setattr(gate, "LexicalIndex", Counted)
        monkeypatch.setattr(gate, "KEPT_INDEXES", 2)
        return banks

    async def test_a_bank_is_indexed_once_also_when_many_ask_at_once(
        self, built: list[Sequence[Programme]]
    ) -> None:
        matcher = LexicalMatcher()
        judged = await asyncio.gather(*(matcher.judge("a fee", [CHUNM]) for _ in range(5)))
        assert len(built) == 1
        assert {judgement.ranked[0].entry for judgement in judged} == {"fee"}

    async def test_a_programme_that_changed_is_indexed_anew(
        self, built: list[Sequence[Programme]]
    ) -> None:
        matcher = LexicalMatcher()
        await matcher.judge("a fee", [CHUNM])
        await matcher.judge("a fee", [replace(CHUNM, prefix="XX")])
        assert len(built) == 2

    async def test_the_banks_that_were_asked_last_are_kept(
        self, built: list[Sequence[Programme]]
    ) -> None:
        matcher = LexicalMatcher()
        for asked in ([CHUNM], [HINA], [CHUNM], [CHUNM, HINA], [CHUNM]):
            await matcher.judge("a fee", asked)
        assert len(built) == 3
        await matcher.judge("a fee", [HINA])
        assert len(built) == 4
