"""Coordinators say how and when they are told; in their time zone, and not in their quiet hours."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.domain.errors import CoordinatorsOnly, ProgrammeNotFound, UnknownTimezone
from bot.domain.errors_review import UnreadableHour
from bot.domain.ids import ProgrammeKey
from bot.domain.notice import NoticeKind
from bot.domain.preferences import Preferences, Telling
from bot.services.preferring import SCHOOLS, Preferring, Times, read_hour
from tests.db.samples import HOME, OTHER, seed
from tests.services.house import KEY, LIN, MANAGER, MAYA, SAM, WEI, House, elsewhere

ZONES = st.sampled_from(
    [
        "UTC",
        "America/Los_Angeles",
        "America/Sao_Paulo",
        "Asia/Kolkata",
        "Asia/Taipei",
        "Australia/Lord_Howe",
        "Europe/Berlin",
        "Pacific/Chatham",
    ]
)
HOURS = st.integers(0, 23)
MOMENTS = st.integers(1_700_000_000, 1_950_000_000).map(
    lambda seconds: datetime.fromtimestamp(seconds, UTC)
)
"""From 2023 to 2031."""
LONGEST = timedelta(hours=25)
"""A day on which the clocks go back."""


def quiet(zone: str, begin: int | None, end: int | None) -> Preferences:
    return Preferences(HOME, MAYA.user, zone, quiet_from=begin, quiet_until=end)


def preferring(house: House) -> Preferring:
    return Preferring(house.database.store, house.clock)


def typed(zone: str = "Asia/Taipei", begin: str = "", end: str = "", schools: str = "") -> Times:
    return Times(zone, begin, end, schools)


class TestQuietHours:
    @settings(deadline=None)  # the first look into a time zone reads a file
    @given(ZONES, HOURS, HOURS, MOMENTS)
    def test_what_waits_goes_when_they_end_and_no_later(
        self, zone: str, begin: int, end: int, now: datetime
    ) -> None:
        known = quiet(zone, begin, end)
        loud = known.loud_from(now)
        assert not known.quiet_at(loud)
        assert timedelta(0) <= loud - now <= LONGEST
        assert (loud == now) is not known.quiet_at(now)
        assert loud == now or known.quiet_at(loud - timedelta(seconds=1))

    @settings(deadline=None)  # the first look into a time zone reads a file
    @given(ZONES, HOURS, HOURS, MOMENTS)
    def test_an_hour_is_quiet_or_its_opposite_is(
        self, zone: str, begin: int, end: int, now: datetime
    ) -> None:
        assume(begin != end)
        assert quiet(zone, begin, end).quiet_at(now) is not quiet(zone, end, begin).quiet_at(now)

    @settings(deadline=None)  # the first look into a time zone reads a file
    @given(ZONES, HOURS, MOMENTS)
    def test_without_both_or_from_an_hour_to_itself_there_are_none(
        self, zone: str, hour: int, now: datetime
    ) -> None:
        for begin, end in ((None, hour), (hour, None), (hour, hour), (None, None)):
            known = quiet(zone, begin, end)
            assert not known.quiet_at(now)
            assert known.loud_from(now) == now

    def test_they_may_pass_midnight(self) -> None:
        known = quiet("Asia/Taipei", 22, 7)
        late = datetime(2026, 3, 1, 15, 30, tzinfo=UTC)  # half past eleven in the evening
        early = datetime(2026, 3, 1, 22, 59, tzinfo=UTC)  # one minute to seven
        end = datetime(2026, 3, 1, 23, tzinfo=UTC)
        assert known.loud_from(late) == known.loud_from(early) == end
        assert known.loud_from(end) == end

    def test_an_end_that_the_clocks_skip_is_the_moment_they_do(self) -> None:
        known = quiet("America/Los_Angeles", 22, 2)
        night = datetime(2026, 3, 8, 9, 30, tzinfo=UTC)  # 01:30; 02:00 is followed by 03:00
        assert known.loud_from(night) == datetime(2026, 3, 8, 10, tzinfo=UTC)

    def test_the_hour_that_comes_twice_is_quiet_twice(self) -> None:
        known = quiet("America/Los_Angeles", 1, 2)
        first = datetime(2026, 11, 1, 8, 30, tzinfo=UTC)
        second = first + timedelta(hours=1)
        end = datetime(2026, 11, 1, 10, tzinfo=UTC)
        assert known.loud_from(first) == known.loud_from(second) == end


class TestDigestDays:
    @settings(deadline=None)  # the first look into a time zone reads a file
    @given(ZONES, HOURS, MOMENTS)
    def test_a_day_has_its_digest_from_the_hour_on(
        self, zone: str, hour: int, now: datetime
    ) -> None:
        known = replace(quiet(zone, None, None), digest_hour=hour)
        local = now.astimezone(ZoneInfo(zone))
        due = known.digest_day(now)
        assert due == (local.date().isoformat() if local.hour >= hour else None)

    def test_an_hour_that_the_clocks_skip_is_the_next(self) -> None:
        known = replace(quiet("America/Los_Angeles", None, None), digest_hour=2)
        before = datetime(2026, 3, 8, 9, 59, tzinfo=UTC)
        assert known.digest_day(before) is None
        assert known.digest_day(before + timedelta(minutes=1)) == "2026-03-08"


@pytest.mark.parametrize(
    ("said", "hour"),
    [("", None), (" ", None), ("22", 22), ("7:00", 7), ("０７:00", 7), ("22点", 22), ("9時", 9)],
)
def test_hours_are_read_as_people_write_them(said: str, hour: int | None) -> None:
    assert read_hour(said) == hour


def test_24_is_midnight() -> None:
    assert read_hour("24") == read_hour("24:00") == 0


@pytest.mark.parametrize("said", ["25", "-1", "7:30", "noon", "7 pm", "007"])
def test_what_is_no_hour_is_refused(said: str) -> None:
    with pytest.raises(UnreadableHour):
        read_hour(said)


async def test_before_anything_was_set_it_is_the_guilds_time_zone_and_no_hour(house: House) -> None:
    found = (await preferring(house).get(MAYA)).preferences
    assert (found.timezone, found.digest_hour) == ("Asia/Taipei", None)
    assert not found.quiet_at(house.clock.now())
    assert found.telling(ProgrammeKey(KEY)) is Telling.DIGEST


async def test_each_coordinator_has_settings_of_their_own_in_each_guild(house: House) -> None:
    await seed(house.database, OTHER)
    service = preferring(house)
    await service.tell(MAYA, Telling.INSTANT)
    await service.tell(elsewhere(MAYA), Telling.OFF)
    usual = [(await service.get(actor)).preferences.usual for actor in (MAYA, WEI, elsewhere(MAYA))]
    assert usual == [Telling.INSTANT, Telling.DIGEST, Telling.OFF]


async def test_a_programme_can_be_told_of_otherwise_and_as_the_others_again(house: House) -> None:
    service, key = preferring(house), ProgrammeKey(KEY)
    await service.tell(MAYA, Telling.OFF)
    found = (await service.tell(MAYA, Telling.INSTANT, key)).preferences
    assert found.telling(key) is Telling.INSTANT
    assert found.telling(ProgrammeKey("hina")) is Telling.OFF
    found = (await service.tell(MAYA, None, key)).preferences
    assert found.programmes == {}
    assert (await service.get(MAYA)).preferences == found


async def test_times_and_schools_are_kept_as_they_are_read(house: House) -> None:
    schools = "\n".join(["  USC  ", "", "北京电影学院", "USC", *(f"S{n}" for n in range(20))])
    service = preferring(house)
    await service.digest(MAYA, 9)
    await service.times(MAYA, typed("America/Los_Angeles", "22:00", "７", schools))
    found = (await service.get(MAYA)).preferences
    assert (found.timezone, found.quiet_from, found.quiet_until) == ("America/Los_Angeles", 22, 7)
    assert found.digest_hour == 9
    assert found.schools[:2] == ("USC", "北京电影学院")
    assert len(found.schools) == SCHOOLS


async def test_what_cannot_be_read_changes_nothing(house: House) -> None:
    service = preferring(house)
    for wrong in (typed("Mars/Olympus"), typed("../etc/passwd"), typed("")):
        with pytest.raises(UnknownTimezone):
            await service.times(MAYA, wrong)
    for wrong in (typed(begin="late", end="7"), typed(begin="22"), typed(end="7")):
        with pytest.raises(UnreadableHour):
            await service.times(MAYA, wrong)
    for hour in (-1, 24):
        with pytest.raises(UnreadableHour):
            await service.digest(MAYA, hour)
    with pytest.raises(ProgrammeNotFound):
        await service.tell(MAYA, Telling.OFF, ProgrammeKey("none"))
    async with house.database.store.reading() as work:
        assert await work.preferences.get(HOME, MAYA.user) is None


async def test_only_coordinators_have_any(house: House) -> None:
    service = preferring(house)
    for stranger in (LIN, elsewhere(MAYA)):
        with pytest.raises(CoordinatorsOnly):
            await service.get(stranger)
        with pytest.raises(CoordinatorsOnly):
            await service.tell(stranger, Telling.INSTANT)
        with pytest.raises(CoordinatorsOnly):
            await service.digest(stranger, 9)
        with pytest.raises(CoordinatorsOnly):
            await service.times(stranger, typed())


async def at_once(house: House) -> list[tuple[int | None, str]]:
    rows = [row for row in await house.queue() if row["kind"] == NoticeKind.NEW_PITCH]
    return [(row["recipient"], row["detail"]) for row in rows]


async def test_a_new_pitch_is_told_at_once_to_those_who_want_it(house: House) -> None:
    service = preferring(house)
    await service.tell(MAYA, Telling.INSTANT)
    await service.tell(WEI, Telling.INSTANT)
    await service.tell(WEI, Telling.OFF, ProgrammeKey(KEY))
    await service.tell(MANAGER, Telling.DIGEST)
    await house.handed_in()
    assert await at_once(house) == [(MAYA.user, "")]


async def test_nobody_is_told_of_what_they_wrote_themselves(house: House) -> None:
    service = preferring(house)
    await service.tell(MAYA, Telling.INSTANT)
    await service.tell(WEI, Telling.INSTANT)
    draft = await house.drafted(MAYA)
    await house.joined(draft.id, SAM, MAYA)
    await house.intake.submit(MAYA, draft.id)
    assert await at_once(house) == [(WEI.user, "")]


async def test_in_quiet_hours_it_waits_and_nothing_else_does(house: House) -> None:
    service = preferring(house)
    await service.tell(MAYA, Telling.INSTANT)
    await service.times(MAYA, typed("UTC", "10", "14"))
    pitch = await house.handed_in()
    await house.reviewing.assign(
        WEI, str(pitch.ref), MAYA.user, "Maya", roles=MAYA.roles, manages_guild=False
    )
    held = {NoticeKind.NEW_PITCH, NoticeKind.ASSIGNED}
    rows = await house.queue()
    assert {row["kind"] for row in rows if row["due"] > house.clock.now()} == held
    assert {row["due"].hour for row in rows if row["kind"] in held} == {14}
    others = {row["destination"] for row in rows if row["kind"] not in held}
    assert not others & {row["destination"] for row in rows if row["kind"] in held}
