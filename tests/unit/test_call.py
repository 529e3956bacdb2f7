"""Calls: when pitches are taken."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.domain.call import GRACE_MINUTES, PER_PERSON, Call
from bot.domain.errors import CallClosed, ClosesInThePast
from bot.domain.errors_calls import OpensTooLate
from bot.domain.ids import CallId
from tests.db.samples import HOME, KEY, NOW, call, later

CLOSES = later(days=30)
WITH_DEADLINE = call(closes=CLOSES, grace_minutes=15)
WITHOUT = call(closes=None)
INSTANT = timedelta(microseconds=1)


def takes(of: Call, now: datetime) -> bool:
    try:
        of.check_takes(now)
    except CallClosed:
        return False
    return True


@pytest.mark.parametrize(
    ("when", "drafts", "submissions"),
    [
        (NOW, True, True),
        (CLOSES - INSTANT, True, True),
        (CLOSES, False, True),
        (CLOSES + timedelta(minutes=15) - INSTANT, False, True),
        (CLOSES + timedelta(minutes=15), False, False),
        (CLOSES + timedelta(days=365), False, False),
    ],
)
def test_drafts_begin_until_the_deadline_and_are_taken_in_its_grace(
    when: datetime, drafts: bool, submissions: bool
) -> None:
    assert WITH_DEADLINE.is_open(when) is drafts
    assert takes(WITH_DEADLINE, when) is submissions


def test_one_without_a_deadline_stays_open() -> None:
    assert WITHOUT.is_open(later(days=9999))
    assert takes(WITHOUT, later(days=9999))


class TestEnding:
    def test_it_takes_nothing_from_that_moment_on(self) -> None:
        ended = WITH_DEADLINE.end(later(days=1))
        assert not ended.is_open(later(days=1))
        assert not takes(ended, later(days=1))

    def test_the_refusal_says_when(self) -> None:
        with pytest.raises(CallClosed) as refused:
            WITHOUT.end(later(days=2)).check_takes(later(days=3))
        assert refused.value.params == {"closed": later(days=2)}

    def test_one_that_had_closed_ended_with_its_deadline(self) -> None:
        assert WITH_DEADLINE.end(later(days=40)).ended == CLOSES

    def test_it_takes_nothing_in_the_grace_of_a_deadline_it_was_ended_in(self) -> None:
        ended = WITH_DEADLINE.end(CLOSES + timedelta(minutes=5))
        assert not takes(ended, CLOSES + timedelta(minutes=6))


class TestOpening:
    def test_it_opens_at_once_with_the_usual_grace(self) -> None:
        opened = Call.opened(CallId("a"), HOME, KEY, now=NOW, closes=CLOSES, per_person=2)
        assert opened == replace(WITH_DEADLINE, id=CallId("a"), per_person=2)
        assert opened.grace_minutes == GRACE_MINUTES == 15

    def test_a_deadline_is_in_the_future(self) -> None:
        for closes in (NOW, NOW - INSTANT):
            with pytest.raises(ClosesInThePast):
                Call.opened(CallId("a"), HOME, KEY, now=NOW, closes=closes, per_person=1)

    def test_it_may_have_none(self) -> None:
        opened = Call.opened(CallId("a"), HOME, KEY, now=NOW, closes=None, per_person=PER_PERSON)
        assert opened.closes is None
        assert opened.is_open(NOW)

    def test_it_may_open_later(self) -> None:
        opens = later(days=2)
        opened = Call.opened(
            CallId("a"), HOME, KEY, now=NOW, opens=opens, closes=CLOSES, per_person=1
        )
        assert opened.opens == opens
        for when, runs in ((NOW, False), (opens - INSTANT, False), (opens, True)):
            assert opened.scheduled(when) is not runs
            assert opened.is_open(when) is runs
            assert takes(opened, when) is runs

    def test_an_opening_that_has_passed_means_now(self) -> None:
        early = later(days=-1)
        opened = Call.opened(
            CallId("a"), HOME, KEY, now=NOW, opens=early, closes=None, per_person=1
        )
        assert opened.opens == NOW

    def test_it_opens_before_its_deadline(self) -> None:
        for opens in (CLOSES, CLOSES + INSTANT):
            with pytest.raises(OpensTooLate):
                Call.opened(
                    CallId("a"), HOME, KEY, now=NOW, opens=opens, closes=CLOSES, per_person=1
                )

    def test_one_that_was_called_off_is_not_scheduled(self) -> None:
        off = replace(WITHOUT, opens=later(days=2)).end(NOW)
        assert not off.scheduled(NOW)
        assert not off.is_open(later(days=3))


class TestMakingWay:
    """For a call that is to open later."""

    def test_the_grace_that_is_running_goes_on(self) -> None:
        ended = WITH_DEADLINE.make_way(CLOSES + timedelta(minutes=5))
        assert takes(ended, CLOSES + timedelta(minutes=15) - INSTANT)
        assert not takes(ended, CLOSES + timedelta(minutes=15))
        assert not ended.is_open(CLOSES + timedelta(minutes=6))

    def test_one_that_is_over_ended_with_its_deadline(self) -> None:
        assert WITH_DEADLINE.make_way(later(days=40)).ended == CLOSES

    def test_one_without_a_deadline_ends_now(self) -> None:
        assert WITHOUT.make_way(later(days=1)).ended == later(days=1)
