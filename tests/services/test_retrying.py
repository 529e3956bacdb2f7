"""A change that lost a race is made again on what is there now."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.errors import NotADraft, StaleVersion
from bot.services.common import ATTEMPTS, SystemClock, retrying


class Change:
    """Loses the first ``races``, then has ``outcome``."""

    def __init__(self, races: int, outcome: Exception | None = None) -> None:
        self.tries = 0
        self._races = races
        self._outcome = outcome

    async def __call__(self) -> str:
        self.tries += 1
        if self.tries <= self._races:
            raise StaleVersion
        if self._outcome:
            raise self._outcome
        return "done"


@pytest.mark.parametrize("races", range(ATTEMPTS))
async def test_a_change_that_loses_races_is_made_in_the_end(races: int) -> None:
    change = Change(races)
    assert await retrying(change) == "done"
    assert change.tries == races + 1


async def test_who_loses_every_time_is_told() -> None:
    change = Change(ATTEMPTS)
    with pytest.raises(StaleVersion):
        await retrying(change)
    assert change.tries == ATTEMPTS


async def test_any_other_refusal_is_told_at_once() -> None:
    change = Change(1, NotADraft(ref="CM-7F3K2"))
    with pytest.raises(NotADraft):
        await retrying(change)
    assert change.tries == 2


def test_the_real_clock_tells_the_present_in_utc() -> None:
    now = SystemClock().now()
    assert now.tzinfo is UTC
    assert abs(datetime.now(UTC) - now) < timedelta(minutes=1)
