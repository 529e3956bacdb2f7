"""How often one may ask, and what counts as asked already."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.errors_answers import TooManyQuestions
from bot.domain.ids import ChannelId, ProgrammeKey, UserId
from bot.domain.question import QuestionId
from bot.services.pace import A_MINUTE, Pace, Said
from tests.db.samples import GUEST, HOME, OTHER, OWNER
from tests.services.played import SetClock

SAID = Said(HOME, OWNER, ChannelId(7), None, "when is the deadline")
FIRST, SECOND = QuestionId("1" * 20), QuestionId("2" * 20)


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def pace(clock: SetClock) -> Pace:
    return Pace(clock)


def filled(pace: Pace, clock: SetClock) -> None:
    """As many as there may be, five seconds apart."""
    for _ in range(A_MINUTE):
        pace.take(HOME, OWNER)
        clock.passes(seconds=5)


class TestHowOften:
    def test_one_too_many_within_a_minute_is_refused_until_the_first_is_a_minute_old(
        self, pace: Pace, clock: SetClock
    ) -> None:
        began = clock.now()
        filled(pace, clock)
        with pytest.raises(TooManyQuestions) as refused:
            pace.take(HOME, OWNER)
        assert refused.value.params == {"until": began + timedelta(minutes=1)}
        assert pace.full_until(HOME, OWNER) == began + timedelta(minutes=1)

    def test_what_was_refused_does_not_count(self, pace: Pace, clock: SetClock) -> None:
        filled(pace, clock)
        for _ in range(5):
            with pytest.raises(TooManyQuestions):
                pace.take(HOME, OWNER)
        clock.passes(seconds=30)
        pace.take(HOME, OWNER)
        with pytest.raises(TooManyQuestions):
            pace.take(HOME, OWNER)
        clock.passes(minutes=1)
        assert pace.full_until(HOME, OWNER) is None

    def test_others_and_other_guilds_have_their_own(self, pace: Pace, clock: SetClock) -> None:
        filled(pace, clock)
        pace.take(HOME, GUEST)
        pace.take(OTHER, OWNER)

    def test_who_asked_long_ago_is_forgotten(self, pace: Pace, clock: SetClock) -> None:
        for user in range(1, 100):
            pace.take(HOME, UserId(user))
            clock.passes(seconds=1)
        pace.take(HOME, OWNER)
        assert len(pace._asked) == 60


class TestTheSameAgain:
    def test_the_same_words_are_the_same_question_for_two_minutes(
        self, pace: Pace, clock: SetClock
    ) -> None:
        assert pace.said(SAID, FIRST) is None
        clock.passes(seconds=119)
        assert pace.said(SAID, SECOND) == FIRST
        clock.passes(seconds=1)
        assert pace.said(SAID, SECOND) is None
        assert pace.said(SAID, FIRST) == SECOND

    @pytest.mark.parametrize(
        "other",
        [
            SAID._replace(guild=OTHER),
            SAID._replace(user=GUEST),
            SAID._replace(channel=None),
            SAID._replace(only=ProgrammeKey("hina")),
            SAID._replace(words="when is the start"),
        ],
    )
    def test_by_another_elsewhere_or_in_other_words_it_is_another(
        self, pace: Pace, other: Said
    ) -> None:
        pace.said(SAID, FIRST)
        assert pace.said(other, SECOND) is None

    def test_what_came_to_nothing_was_not_asked(self, pace: Pace) -> None:
        pace.said(SAID, FIRST)
        pace.unsaid(SAID)
        pace.unsaid(SAID)
        assert pace.said(SAID, SECOND) is None

    def test_what_is_past_is_not_kept(self, pace: Pace, clock: SetClock) -> None:
        for number in range(300):
            pace.said(SAID._replace(words=str(number)), FIRST)
            clock.passes(seconds=1)
        assert len(pace._said) == 120
