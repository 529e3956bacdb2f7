"""Scores and what they come to, conflicts of interest, and tags."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors_review import BadScore, BadTag, NothingScored
from bot.domain.ids import GuildId, PitchId, UserId
from bot.domain.programme import Category
from bot.domain.review import (
    HIGHEST,
    LOWEST,
    Conflict,
    ConflictKind,
    Score,
    counted,
    may_see_scores,
    read_tag,
    read_values,
    same_school,
    tally,
)
from bot.domain.text import Localized
from tests.db.samples import NOW

CATEGORIES = tuple(
    Category(name, Localized(name, name, name), weight)
    for name, weight in (("story", 3), ("craft", 1), ("fit", 2))
)
ME, YOU, THEY = UserId(1), UserId(2), UserId(3)


def score(reviewer: UserId = ME, **values: int) -> Score:
    return Score(GuildId(1), PitchId("p"), reviewer, values, "", "", 1, NOW)


class TestTallies:
    def test_a_mean_is_weighted_over_what_was_judged(self) -> None:
        assert score(story=5, craft=1).mean(CATEGORIES) == 4
        assert score(craft=2).mean(CATEGORIES) == 2

    def test_several_come_to_mean_median_and_spread(self) -> None:
        scores = [score(ME, craft=1), score(YOU, craft=2), score(THEY, craft=5)]
        found = tally(scores, CATEGORIES)
        assert found is not None
        assert (found.count, found.median, found.spread) == (3, 2, 4)
        assert math.isclose(found.mean, 8 / 3)

    def test_without_scores_there_is_none(self) -> None:
        assert tally([], CATEGORIES) is None

    @given(
        st.lists(
            st.dictionaries(
                st.sampled_from(["story", "craft", "fit"]),
                st.integers(LOWEST, HIGHEST),
                min_size=1,
            ),
            min_size=1,
            max_size=9,
        )
    )
    def test_it_stays_between_the_lowest_and_the_highest(
        self, given_: list[dict[str, int]]
    ) -> None:
        scores = [score(UserId(n), **values) for n, values in enumerate(given_)]
        found = tally(scores, CATEGORIES)
        assert found is not None
        values = [value for each in given_ for value in each.values()]
        for figure in (found.mean, found.median):
            assert min(values) - 1e-9 <= figure <= max(values) + 1e-9
        assert -1e-9 <= found.spread <= max(values) - min(values) + 1e-9


class TestReading:
    def test_numbers_are_read_and_what_was_not_judged_is_left_out(self) -> None:
        typed = {"story": " 5 ", "craft": "N/A", "unknown": "9"}
        assert read_values(typed, CATEGORIES) == {"story": 5}

    @pytest.mark.parametrize("typed", ["0", "6", "x", "4.5", "-1", "⁵"])
    def test_what_is_no_score_is_refused(self, typed: str) -> None:
        with pytest.raises(BadScore) as refused:
            read_values({"story": typed}, CATEGORIES)
        assert refused.value.params == {"category": "story", "typed": typed}

    def test_nothing_judged_is_nothing_scored(self) -> None:
        with pytest.raises(NothingScored):
            read_values({"story": "—", "craft": "na"}, CATEGORIES)


class TestSeeing:
    def test_ones_own_comes_first(self) -> None:
        others = [score(YOU, craft=1)]
        assert not may_see_scores(others, ME, lead=False, quorum=0)
        assert may_see_scores([*others, score(ME, craft=1)], ME, lead=False, quorum=9)

    def test_a_lead_sees_them_once_there_are_enough(self) -> None:
        scores = [score(YOU, craft=1), score(THEY, craft=2)]
        assert may_see_scores(scores, ME, lead=True, quorum=2)
        assert not may_see_scores(scores, ME, lead=True, quorum=3)
        assert not may_see_scores(scores, ME, lead=False, quorum=2)

    def test_who_declared_a_conflict_does_not_count(self) -> None:
        scores = [score(ME, craft=1), score(YOU, craft=2)]
        conflict = Conflict(GuildId(1), PitchId("p"), YOU, ConflictKind.DECLARED, NOW)
        assert counted(scores, [conflict]) == (scores[0],)
        assert counted(scores, [replace(conflict, user=THEY)]) == tuple(scores)


class TestSchools:
    @pytest.mark.parametrize(
        ("named", "known"),
        [
            ("USC", "usc"),
            ("ＵＳＣ", "USC"),
            ("USC School of Cinematic Arts", "USC"),
            ("NYU", "NYU Tisch School of the Arts"),
            ("École  Normale", "ecole normale"),
            ("北京电影学院", "北京电影学院导演系"),
            ("美国加州艺术学院", "加州艺术学院"),
        ],
    )
    def test_the_same_is_found_however_it_is_written(self, named: str, known: str) -> None:
        assert same_school(named, ["Somewhere", known])

    @pytest.mark.parametrize(
        ("named", "known"),
        [("USC", "NYU"), ("Columbia", "British Columbia Film"[:4]), ("", "USC"), ("USC", ""),
         ("AB", "AB"), ("北", "北"), ("中国美术学院", "北京电影学院")],
    )  # fmt: skip
    def test_another_is_another(self, named: str, known: str) -> None:
        assert not same_school(named, [known])


class TestTags:
    @pytest.mark.parametrize(
        ("typed", "tag"), [("#Sci-Fi", "sci-fi"), ("  two  words ", "two words"), ("科幻", "科幻")]
    )
    def test_a_tag_is_folded(self, typed: str, tag: str) -> None:
        assert read_tag(typed) == tag

    @pytest.mark.parametrize("typed", ["", "#", " # ", "x" * 31])
    def test_what_is_no_tag_is_refused(self, typed: str) -> None:
        with pytest.raises(BadTag):
            read_tag(typed)
