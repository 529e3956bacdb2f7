"""What the bank lacks: questions that mean the same are one gap, until an entry closes it."""

from __future__ import annotations

import pytest

from bot.domain.errors_answers import EntryNotFound
from bot.domain.faq import FaqRef
from bot.domain.ids import ProgrammeKey
from bot.domain.notice import NoticeKind
from bot.domain.question import Outcome
from tests.services.asked import CATS, Counter
from tests.services.house import KIM, MAYA, SAM, House, on_both_engines


@pytest.fixture
def counter(house: House) -> Counter:
    return Counter.in_(house)


class TestGaps:
    async def test_what_means_the_same_is_one_gap_and_the_most_asked_comes_first(
        self, counter: Counter
    ) -> None:
        fee = await counter.asks("What does it cost?")
        cats = [await counter.asks("Cats?"), await counter.asks("May cats apply?", SAM)]
        counter.matcher.alike = [(0, 1)]  # the newest two
        found = await counter.questions.gaps(MAYA, 0)
        assert (found.total, found.page, found.pages) == (2, 0, 1)
        first, second = found.items
        assert [one.id for one in first.questions] == cats[::-1]
        assert (first.count, second.count) == (2, 1)
        assert first.first < first.latest == (await counter.stored(cats[1])).at
        assert [one.id for one in second.questions] == [fee]

    async def test_they_come_five_to_a_page(self, counter: Counter) -> None:
        for number in range(6):
            await counter.asks(f"Question {number}?")
        pages = [await counter.questions.gaps(MAYA, page) for page in range(3)]
        assert [len(page.items) for page in pages] == [5, 1, 0]
        assert {(page.total, page.pages) for page in pages} == {(6, 2)}
        assert (await counter.questions.gaps(MAYA, 0)).items[0].questions[0].text == "Question 5?"

    async def test_there_are_none_at_first(self, counter: Counter) -> None:
        found = await counter.questions.gaps(MAYA, 0)
        assert (found.items, found.total, found.pages) == ((), 0, 1)

    async def test_what_was_answered_well_or_put_aside_is_none(self, counter: Counter) -> None:
        await counter.asks(outcome=Outcome.ANSWERED)
        aside = await counter.asks()
        await counter.questions.dismiss(MAYA, aside)
        assert (await counter.questions.gaps(MAYA, 0)).total == 0
        alone = await counter.questions.gap(MAYA, aside)
        assert [one.id for one in alone.questions] == [aside]

    @on_both_engines
    async def test_merged_ones_stay_together_whatever_they_mean(self, counter: Counter) -> None:
        first, second, third = [await counter.asks(f"{number}?") for number in range(3)]
        merged = await counter.questions.merge(MAYA, first, second)
        assert {one.id for one in merged.questions} == {first, second}
        merged = await counter.questions.merge(MAYA, second, third)
        assert {one.id for one in merged.questions} == {first, second, third}
        assert {(await counter.stored(one)).same_as for one in (first, second)} == {third}
        assert (await counter.stored(third)).same_as is None
        assert (await counter.questions.gaps(MAYA, 0)).total == 1

    async def test_a_gap_is_not_merged_into_itself(self, counter: Counter) -> None:
        first, second = await counter.asks("1?"), await counter.asks("2?")
        await counter.questions.merge(MAYA, first, second)
        for question, into in ((first, second), (second, first), (first, first)):
            merged = await counter.questions.merge(MAYA, question, into)
            assert merged.count == 2
        assert (await counter.stored(second)).same_as is None

    async def test_merging_into_a_merged_one_leads_to_what_that_was_merged_into(
        self, counter: Counter
    ) -> None:
        first, second, third = [await counter.asks(f"{number}?") for number in range(3)]
        await counter.questions.merge(MAYA, first, second)
        await counter.questions.merge(MAYA, third, first)
        assert (await counter.stored(third)).same_as == second

    async def test_merging_again_into_what_was_put_aside_changes_nothing(
        self, counter: Counter
    ) -> None:
        first, second = await counter.asks("1?"), await counter.asks("2?")
        await counter.questions.merge(MAYA, first, second)
        await counter.questions.dismiss(MAYA, second)
        before = await counter.stored(first)
        merged = await counter.questions.merge(MAYA, first, second)
        assert {one.id for one in merged.questions} == {first, second}
        assert await counter.stored(first) == before


class TestSaving:
    @on_both_engines
    async def test_the_entry_closes_the_whole_gap(self, counter: Counter) -> None:
        await counter.entry()
        other = await counter.asks("What does it cost?")
        asked = await counter.at_desk()
        same = await counter.asks("Cats?", SAM)
        merged = await counter.asks("Felines?", KIM)
        counter.matcher.alike = [(1, 2)]
        await counter.questions.merge(MAYA, merged, asked)
        count = len(await counter.house.queue())
        assert await counter.questions.saved(MAYA, asked, CATS) == 3
        for one in (asked, same, merged):
            assert (await counter.stored(one)).saved_as == CATS
        assert (await counter.stored(other)).saved_as is None
        found = await counter.questions.gaps(MAYA, 0)
        assert [gap.questions[0].id for gap in found.items] == [other]
        told = (await counter.house.queue())[count:]
        assert [(row["kind"], row["detail"]) for row in told] == [
            (NoticeKind.QUESTION_UPDATE, asked)
        ]

    async def test_what_became_another_entry_stays_that(self, counter: Counter) -> None:
        dogs = await counter.entry(FaqRef(ProgrammeKey("chunm"), "dogs"), "Dogs?")
        await counter.entry()
        first, second = await counter.asks("Dogs?"), await counter.asks("Cats?")
        assert await counter.questions.saved(MAYA, first, dogs) == 1
        await counter.questions.merge(MAYA, first, second)
        assert await counter.questions.saved(MAYA, second, CATS) == 1
        assert (await counter.stored(first)).saved_as == dogs
        assert await counter.questions.saved(MAYA, first, CATS) == 1
        assert (await counter.stored(first)).saved_as == CATS

    async def test_an_entry_that_is_none_closes_nothing(self, counter: Counter) -> None:
        question = await counter.asks()
        with pytest.raises(EntryNotFound):
            await counter.questions.saved(MAYA, question, CATS)
        assert (await counter.stored(question)).saved_as is None
