"""Coordinators open and close calls, in the time zone of their guild."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from bot.domain.call import PER_PERSON, Call
from bot.domain.errors import (
    CallAlreadyOpen,
    CallClosed,
    ClosesInThePast,
    CoordinatorsOnly,
    NoOpenCall,
    ProgrammeNotFound,
    UnreadableTime,
)
from bot.domain.errors_calls import CallAlreadyScheduled, OpensTooLate, ProgrammeOpensLater
from bot.domain.people import Actor
from bot.domain.programme import Programme
from bot.domain.text import Localized
from tests.db.samples import HOME, later, programme
from tests.services.house import HINA, KEY, LIN, MANAGER, MAYA, WEI, House, on_both_engines

NAME = Localized("Hina Young Directors", "Hina 青年导演", "Hina 青年導演")


@pytest.fixture
async def hina(house: House) -> House:
    """A second programme, which never had a call."""
    async with house.database.store.writing() as work:
        await work.programmes.put(HOME, programme(HINA, name=NAME), house.clock.now())
        await work.commit()
    return house


async def test_all_programmes_are_shown_with_what_is_open(hina: House) -> None:
    shown = {
        offering.programme.key: (offering.call is not None, offering.open_)
        for offering in await hina.programmes.offered(HOME)
    }
    assert shown == {KEY: (True, True), HINA: (False, False)}
    hina.clock.passes(days=30)
    assert not any(offering.open_ for offering in await hina.programmes.offered(HOME))


@pytest.mark.parametrize(
    "typed", [HINA, " HINA ", "hina young directors", "Hina 青年导演", "hina 青年導演"]
)
async def test_a_programme_is_found_by_its_name_in_any_language(hina: House, typed: str) -> None:
    found = await hina.programmes.offered(HOME, typed)
    assert [offering.programme.key for offering in found] == [HINA]


async def test_a_name_that_no_programme_has_is_refused(hina: House) -> None:
    for attempt in (
        hina.programmes.offered(HOME, "Cannes"),
        hina.programmes.open_call(MAYA, "Cannes"),
        hina.programmes.close_call(MAYA, "Cannes"),
    ):
        with pytest.raises(ProgrammeNotFound):
            await attempt


async def test_who_is_no_coordinator_opens_and_closes_nothing(hina: House) -> None:
    for attempt in (
        hina.programmes.open_call(LIN, HINA),
        hina.programmes.close_call(LIN, KEY),
    ):
        with pytest.raises(CoordinatorsOnly):
            await attempt
    assert [each.open_ for each in await hina.programmes.offered(HOME)] == [True, False]


async def test_a_call_without_a_deadline_stays_open(hina: House) -> None:
    opened, call = await hina.programmes.open_call(MAYA, HINA)
    assert opened.key == HINA
    assert (call.opens, call.closes, call.per_person) == (hina.clock.now(), None, PER_PERSON)
    hina.clock.passes(days=3650)
    assert (await hina.programmes.offered(HOME, HINA))[0].open_


async def test_a_deadline_is_read_in_the_time_zone_of_the_guild(hina: House) -> None:
    _, call = await hina.programmes.open_call(MAYA, HINA, closes="2026-12-31 18:00", per_person=1)
    assert call.closes == datetime(2026, 12, 31, 10, 0, tzinfo=UTC)
    assert call.per_person == 1
    assert await hina.latest_call(HINA) == call


async def test_a_call_holds_decisions_only_where_that_was_said(hina: House) -> None:
    for given in (True, False):
        _, call = await hina.programmes.open_call(MAYA, HINA, holds=given)
        assert call.holds is given
        assert await hina.latest_call(HINA) == call
        _, ended = await hina.programmes.close_call(MAYA, HINA)
        assert ended.holds is given
    known = await hina.latest_call()
    assert known
    assert not known.holds


async def test_before_setup_a_deadline_is_read_in_utc(bare: House) -> None:
    async with bare.database.store.writing() as work:
        await work.programmes.put(HOME, programme(), bare.clock.now())
        await work.commit()
    _, call = await bare.programmes.open_call(MANAGER, KEY, closes="2026年12月31日")
    assert call.closes == datetime(2026, 12, 31, 23, 59, tzinfo=UTC)


@pytest.mark.parametrize("typed", ["2026-03-01 20:00", "2026-03-01T20:00:00.123456", "1999-01-01"])
async def test_a_deadline_that_is_not_ahead_is_refused(hina: House, typed: str) -> None:
    """It is 20:00 and a fraction of a second in Taipei."""
    with pytest.raises(ClosesInThePast):
        await hina.programmes.open_call(MAYA, HINA, closes=typed)
    assert await hina.latest_call(HINA) is None


async def test_a_deadline_that_nobody_can_read_is_refused_with_an_example(hina: House) -> None:
    with pytest.raises(UnreadableTime) as refused:
        await hina.programmes.open_call(MAYA, HINA, closes="next Friday")
    assert refused.value.params == {"typed": "next Friday", "example": "2026-12-31 18:00"}
    assert await hina.latest_call(HINA) is None


async def test_what_is_open_is_not_opened_again(house: House) -> None:
    before = await house.latest_call()
    with pytest.raises(CallAlreadyOpen) as refused:
        await house.programmes.open_call(MAYA, KEY)
    assert refused.value.params == {"name": "ChunM Talent"}
    assert await house.latest_call() == before


@on_both_engines
async def test_of_two_who_open_at_once_one_is_told_that_it_is_open(hina: House) -> None:
    outcomes = await asyncio.gather(
        hina.programmes.open_call(MAYA, HINA),
        hina.programmes.open_call(WEI, HINA),
        return_exceptions=True,
    )
    assert sum(isinstance(outcome, tuple) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, CallAlreadyOpen) for outcome in outcomes) == 1


@on_both_engines
async def test_of_two_who_close_at_once_one_is_told_that_none_is_open(house: House) -> None:
    async def closes(actor: Actor) -> tuple[Programme, Call]:
        return await house.programmes.close_call(actor, KEY)

    outcomes = await asyncio.gather(*map(closes, (MAYA, WEI) * 4), return_exceptions=True)
    assert sum(isinstance(outcome, tuple) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, NoOpenCall) for outcome in outcomes) == len(outcomes) - 1


async def test_a_closed_call_is_over_at_once(house: House) -> None:
    house.clock.passes(days=2)
    closed, call = await house.programmes.close_call(MAYA, "ChunM Talent")
    assert closed.key == KEY
    assert call.ended == later(days=2)
    assert await house.latest_call() == call
    with pytest.raises(NoOpenCall):
        await house.programmes.close_call(MAYA, KEY)


async def test_where_no_call_ever_was_there_is_none_to_close(hina: House) -> None:
    with pytest.raises(NoOpenCall):
        await hina.programmes.close_call(MAYA, HINA)


async def test_a_call_reopens_after_its_deadline_and_its_drafts_stay_with_the_old_one(
    house: House,
) -> None:
    draft = await house.drafted()
    house.clock.passes(days=30, minutes=1)
    _, reopened = await house.programmes.open_call(WEI, KEY, closes="2027/1/5")
    assert reopened.closes == datetime(2027, 1, 5, 15, 59, tzinfo=UTC)
    assert (await house.intake.start(LIN, KEY)).pitch.call == reopened.id
    with pytest.raises(CallClosed) as refused:
        await house.intake.submit(LIN, draft.id)
    assert refused.value.params == {"closed": later(days=30)}


async def test_a_call_reopens_after_it_was_closed_by_hand(house: House) -> None:
    _, ended = await house.programmes.close_call(MAYA, KEY)
    _, reopened = await house.programmes.open_call(MAYA, KEY)
    assert reopened.id != ended.id
    assert (await house.programmes.offered(HOME, KEY))[0].call == reopened


class TestScheduling:
    """A call may open later: on this day the hour is 20:00 in Taipei."""

    async def test_it_takes_nothing_before_its_hour(self, hina: House) -> None:
        _, call = await hina.programmes.open_call(
            MAYA, HINA, opens="2026-03-02 09:00", closes="2026-03-31"
        )
        assert call.opens == datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
        assert [each.open_ for each in await hina.programmes.offered(HOME, HINA)] == [False]
        with pytest.raises(ProgrammeOpensLater) as refused:
            await hina.intake.start(LIN, HINA)
        assert refused.value.params == {"name": "Hina 青年导演", "opens": call.opens}
        hina.clock.passes(hours=13)
        assert (await hina.intake.start(LIN, HINA)).pitch.call == call.id

    async def test_where_none_is_open_the_soonest_is_named(self, hina: House) -> None:
        await hina.programmes.close_call(MAYA, KEY)
        await hina.programmes.open_call(MAYA, KEY, opens="2026-04-01")
        _, sooner = await hina.programmes.open_call(MAYA, HINA, opens="2026-03-10")
        with pytest.raises(ProgrammeOpensLater) as refused:
            await hina.intake.open_programmes(LIN)
        assert refused.value.params["opens"] == sooner.opens

    async def test_a_day_alone_means_its_beginning(self, hina: House) -> None:
        _, call = await hina.programmes.open_call(MAYA, HINA, opens="2026-04-01")
        assert call.opens == datetime(2026, 3, 31, 16, 0, tzinfo=UTC)

    async def test_a_time_that_has_passed_means_at_once(self, hina: House) -> None:
        _, call = await hina.programmes.open_call(MAYA, HINA, opens="2026-03-01 09:00")
        assert call.opens == hina.clock.now()

    async def test_it_must_open_before_it_closes(self, hina: House) -> None:
        with pytest.raises(OpensTooLate):
            await hina.programmes.open_call(MAYA, HINA, opens="2026-04-01", closes="2026-03-31")
        assert await hina.latest_call(HINA) is None

    async def test_only_one_is_scheduled_at_a_time(self, hina: House) -> None:
        _, call = await hina.programmes.open_call(MAYA, HINA, opens="2026-04-01")
        with pytest.raises(CallAlreadyScheduled) as refused:
            await hina.programmes.open_call(MAYA, HINA)
        assert refused.value.params == {"name": NAME.en, "opens": call.opens}

    async def test_it_can_be_called_off(self, hina: House) -> None:
        await hina.programmes.open_call(MAYA, HINA, opens="2026-04-01")
        await hina.programmes.close_call(MAYA, HINA)
        _, call = await hina.programmes.open_call(MAYA, HINA)
        assert call.opens == hina.clock.now()

    async def test_what_is_in_the_grace_of_its_deadline_is_still_taken(self, house: House) -> None:
        draft = await house.drafted()
        house.clock.passes(days=30, minutes=5)
        await house.programmes.open_call(MAYA, KEY, opens="2026-05-01")
        assert [each.open_ for each in await house.intake.open_programmes(LIN)] == [False]
        assert (await house.intake.start(LIN, KEY)).pitch == draft
        house.clock.passes(minutes=9)
        assert (await house.intake.submit(LIN, draft.id)).pitch.submission is not None
