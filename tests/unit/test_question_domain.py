"""What becomes of a question: votes, coordinators, the bank."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.errors_answers import AnsweredAlready, NotYourQuestion, PassedOnAlready
from bot.domain.faq import FaqRef
from bot.domain.question import (
    MISSING_CHARACTERS,
    Outcome,
    Place,
    Question,
    QuestionId,
    Stage,
    Where,
)
from bot.domain.text import Locale
from tests.db.samples import COORDINATOR, GUEST, HOME, KEY, NOW, OWNER, later


def question(**changes: Any) -> Question:
    first = Question(
        id=QuestionId("a" * 20),
        guild=HOME,
        at=NOW,
        asker=OWNER,
        locale=Locale.EN,
        text="Is lunch provided?",
        where=Where(Place.COMMAND),
        outcome=Outcome.UNKNOWN,
    )
    return replace(first, **changes)


ASKED = question()
PASSED_ON = ASKED.passed_on(OWNER)
ANSWERED = PASSED_ON.answered(COORDINATOR, "Yes.", later(hours=1))


def test_what_was_asked_in_front_of_others_is_answered_there() -> None:
    public = {place for place in Place if place.public}
    assert public == {Place.MENTION, Place.CHANNEL, Place.FORUM}


class TestVotes:
    def test_who_asked_says_whether_it_helped_and_what_was_missing(self) -> None:
        voted = ASKED.voted(OWNER, helpful=False, missing="  The date. ")
        assert (voted.helpful, voted.missing) == (False, "The date.")

    def test_words_are_kept_where_the_next_vote_brings_none(self) -> None:
        voted = ASKED.voted(OWNER, helpful=False, missing="The date.")
        assert voted.voted(OWNER, helpful=False).missing == "The date."
        assert voted.voted(OWNER, helpful=False, missing="All.").missing == "All."

    def test_where_it_helped_after_all_nothing_is_missing(self) -> None:
        voted = ASKED.voted(OWNER, helpful=False, missing="The date.")
        again = voted.voted(OWNER, helpful=True, missing="The date.")
        assert (again.helpful, again.missing) == (True, "")

    def test_no_more_words_are_kept_than_fit(self) -> None:
        voted = ASKED.voted(OWNER, helpful=False, missing="a" * 5000)
        assert len(voted.missing) == MISSING_CHARACTERS

    @pytest.mark.parametrize("forgotten", [False, True])
    def test_nobody_else_votes(self, forgotten: bool) -> None:
        asked = replace(ASKED, asker=None) if forgotten else ASKED
        with pytest.raises(NotYourQuestion):
            asked.voted(GUEST, helpful=True)


class TestCoordinators:
    def test_who_asked_passes_it_on_once(self) -> None:
        assert PASSED_ON.stage is Stage.OPEN
        with pytest.raises(PassedOnAlready):
            PASSED_ON.passed_on(OWNER)
        with pytest.raises(NotYourQuestion):
            ASKED.passed_on(GUEST)

    def test_what_was_put_aside_may_be_passed_on_again(self) -> None:
        aside = PASSED_ON.dismissed(COORDINATOR, NOW)
        assert (aside.stage, aside.answered_by, aside.answered_at) == (
            Stage.DISMISSED,
            COORDINATOR,
            NOW,
        )
        assert aside.passed_on(OWNER).stage is Stage.OPEN

    def test_an_answer_says_who_gave_it_and_when(self) -> None:
        assert (ANSWERED.stage, ANSWERED.answer) == (Stage.ANSWERED, "Yes.")
        assert (ANSWERED.answered_by, ANSWERED.answered_at) == (COORDINATOR, later(hours=1))

    def test_what_is_answered_stays_so(self) -> None:
        with pytest.raises(AnsweredAlready) as passed:
            ANSWERED.passed_on(OWNER)
        with pytest.raises(AnsweredAlready) as again:
            ANSWERED.answered(GUEST, "No.", NOW)
        with pytest.raises(AnsweredAlready) as dismissed:
            ANSWERED.dismissed(GUEST, NOW)
        for refused in (passed, again, dismissed):
            assert refused.value.params == {"by": COORDINATOR}


class TestGaps:
    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            ({}, True),
            ({"outcome": Outcome.OFFERED}, False),
            ({"outcome": Outcome.ANSWERED}, False),
            ({"outcome": Outcome.ANSWERED, "helpful": True}, False),
            ({"outcome": Outcome.ANSWERED, "helpful": False}, True),
            ({"outcome": Outcome.OFFERED, "stage": Stage.OPEN}, True),
            ({"outcome": Outcome.OFFERED, "stage": Stage.ANSWERED}, True),
            ({"stage": Stage.DISMISSED}, False),
        ],
    )
    def test_what_the_bank_should_have_answered_is_one(
        self, changes: dict[str, Any], expected: bool
    ) -> None:
        assert question(**changes).is_gap is expected

    def test_an_entry_fills_it(self) -> None:
        saved = ANSWERED.saved(FaqRef(KEY, "lunch"))
        assert saved.saved_as == FaqRef(KEY, "lunch")
        assert ANSWERED.is_gap
        assert not saved.is_gap
