"""Entries compared with a question, and what their scores allow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers import gate
from bot.answers.engine import Engine
from bot.answers.entry import Judged, Scored
from bot.answers.lexical import LexicalIndex
from bot.answers.matcher import EngineMatcher, entries
from bot.answers.normalise import clean
from bot.content.loader import shipped
from bot.domain.errors import NothingToAsk
from bot.domain.faq import seeds
from bot.domain.ids import GuildId, ProgrammeKey
from bot.domain.programme import FaqEntry, Programme
from bot.domain.text import Locale, Localized
from bot.services.ports_answers import Bank, Decision, Judgement
from tests.db.samples import programme
from tests.unit.test_worth_of_answers import phrasings

GUILD = GuildId(1)


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
    return [found.id for found in index_of(*programmes).rank(clean(question))]


def index_of(*programmes: Programme) -> LexicalIndex:
    index = LexicalIndex()
    for entry in entries(programmes):
        index.put(entry)
    return index


def all_of(*programmes: Programme, guild: GuildId = GUILD) -> Bank:
    """Everything that the programmes bring along."""
    held = tuple(entry for of in programmes for entry in seeds(of))
    names = {of.key: (of.name.en, of.name.zh_cn) for of in programmes}
    return Bank(guild, held, {entry.ref for entry in held}, names)


async def judged(question: str) -> Judgement:
    """By words alone, from what is shipped."""
    return await EngineMatcher(Engine()).judge(question, all_of(*shipped()))


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
        index = index_of(*shipped())
        for question in ("when is the deadline", "导师是谁", "is there a fee", "hina"):
            found = index.rank(question)
            assert all(0 < candidate.score <= 1 for candidate in found)
            assert found == index_of(*shipped()).rank(question)
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
    return index_of(*shipped())


def scored(*scores: float) -> list[Scored]:
    return [Scored(f"e{n}", score) for n, score in enumerate(scores)]


class TestDecidingByWords:
    @pytest.mark.parametrize(
        ("scores", "decision", "shown"),
        [
            ((), Decision.UNKNOWN, 0),
            ((gate.WORDS_OFFER_FROM - 0.01,), Decision.UNKNOWN, 1),
            ((gate.WORDS_OFFER_FROM,), Decision.OFFER, 1),
            ((gate.WORDS_ANSWER_FROM - 0.01, 0.1), Decision.OFFER, 1),
            ((gate.WORDS_ANSWER_FROM,), Decision.ANSWER, 1),
            ((0.6, 0.6 - gate.WORDS_LEAD - 0.01), Decision.ANSWER, 2),
            ((0.99, 0.99), Decision.OFFER, 2),
            ((0.9, 0.9, 0.9, 0.9), Decision.OFFER, 3),
            ((0.5, 0.4, 0.1), Decision.OFFER, 2),
        ],
    )
    def test_what_the_scores_allow(
        self, scores: Sequence[float], decision: Decision, shown: int
    ) -> None:
        judgement = gate.by_words(scored(*scores), strict=False)
        assert judgement.decision is decision
        assert len(judgement.ranked) == shown

    def test_where_nobody_asked_the_bot_more_is_needed(self) -> None:
        assert gate.by_words(scored(0.6), strict=True).decision is Decision.OFFER
        assert gate.by_words(scored(0.8), strict=True).decision is Decision.ANSWER

    async def test_a_question_that_fits_two_programmes_alike_is_not_guessed(self) -> None:
        for question in (
            "When is the deadline?",
            "截止日期是什么时候",
            "is it free?",
            "谁可以申请",
        ):
            judgement = await judged(question)
            assert judgement.decision is Decision.OFFER, question
            assert {c.ref.programme for c in judgement.ranked[:2]} == {"hina", "chunm"}

    async def test_the_same_question_that_names_one_is_answered(self) -> None:
        judgement = await judged("When is the Hina deadline?")
        assert judgement.decision is Decision.ANSWER
        assert judgement.ranked[0].ref == ("hina", "deadline")

    async def test_every_phrasing_is_answered_by_its_own_entry_or_offered_with_its_twin(
        self,
    ) -> None:
        matcher, everything = EngineMatcher(Engine()), all_of(*shipped())
        twins = Counter[str]()
        for of, entry, phrasing in phrasings():
            judgement = await matcher.judge(phrasing, everything)
            shown = judgement.ranked[: 1 if judgement.decision is Decision.ANSWER else 2]
            assert judgement.decision is not Decision.UNKNOWN, phrasing
            assert (of.key, entry.id) in {c.ref for c in shown}, phrasing
            if judgement.decision is Decision.OFFER:
                twins[entry.id] += 1
        assert set(twins) <= {"difference-from-hina", "difference-from-chunm"}

    @pytest.mark.parametrize("question", ["", "😀", "<@1>"])
    async def test_nothing_to_ask_is_told(self, question: str) -> None:
        with pytest.raises(NothingToAsk):
            await judged(question)


FAR = [0.0] * 5


def by_meaning(
    near: Sequence[float],
    decoys: Sequence[float] = FAR,
    words: float = 0.0,
    *,
    strict: bool = False,
) -> Judged:
    """Entries that are so near, of which the first has a score by words."""
    named = {f"e{n}": value for n, value in enumerate(near)}
    said = scored(words) if words else []
    return gate.by_meaning(named, decoys, said, frozenset(), strict=strict)


class TestDecidingByMeaning:
    def test_what_stands_out_is_answered(self) -> None:
        found = by_meaning([0.6, 0.1, 0.1, 0.1])
        assert found.decision is Decision.ANSWER
        assert found.ranked[0].id == "e0"
        assert found.ranked[0].score > 0.9 > 0.1 > found.ranked[1].score

    def test_twins_are_offered_however_near(self) -> None:
        assert by_meaning([0.9, 0.89, 0.1, 0.1]).decision is Decision.OFFER

    def test_what_stands_out_little_is_offered_and_what_does_not_is_unknown(self) -> None:
        assert by_meaning([0.2, 0.1, 0.1, 0.1, 0.1, 0.1]).decision is Decision.OFFER
        assert by_meaning([0.1, 0.1, 0.1, 0.1, 0.1, 0.1]).decision is Decision.UNKNOWN
        assert by_meaning([]).decision is Decision.UNKNOWN

    def test_decoys_that_come_near_hold_an_answer_back(self) -> None:
        assert by_meaning([0.6, 0.1, 0.1], [0.6] * 5).decision is not Decision.ANSWER

    def test_a_small_bank_and_a_channel_need_more(self) -> None:
        wide = [0.2, *[0.05] * 50]
        assert by_meaning(wide, [0.05] * 5).decision is Decision.ANSWER
        assert by_meaning(wide[:2], [0.05] * 5).decision is Decision.OFFER
        assert by_meaning(wide, [0.05] * 5, strict=True).decision is Decision.OFFER

    def test_words_that_name_the_same_entry_help(self) -> None:
        near = [0.2, *[0.1] * 50]
        assert by_meaning(near, [0.1] * 5).decision is Decision.OFFER
        assert by_meaning(near, [0.1] * 5, words=0.7).decision is Decision.ANSWER


class TestNames:
    @pytest.mark.parametrize("question", ["who is zhang yimou", "zhangyimou?", "zhang yi mou"])
    def test_a_name_in_pinyin_finds_the_name_in_characters(self, question: str) -> None:
        assert ranked(question, bank(("fee", "要交钱吗"), ("mentor", "张艺谋是导师吗")))[0] == (
            "chunm/mentor"
        )

    def test_a_name_in_characters_finds_the_name_in_pinyin(self) -> None:
        asked = bank(("fee", "Is there a fee?"), ("mentor", "Is Zhang Yimou a mentor?"))
        assert ranked("張藝謀", asked)[0] == "chunm/mentor"
