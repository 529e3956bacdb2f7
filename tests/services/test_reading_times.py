"""Deadlines as people type them."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from bot.domain.errors import UnreadableTime
from bot.services.programmes import read_time

SHANGHAI = ZoneInfo("Asia/Shanghai")
ANGELES = ZoneInfo("America/Los_Angeles")


@pytest.mark.parametrize(
    ("typed", "utc"),
    [
        ("2026-12-31 18:00", "2026-12-31 10:00"),
        (" 2026-12-31  18:00 ", "2026-12-31 10:00"),
        ("2026-12-31T18:00", "2026-12-31 10:00"),
        ("2026/12/31 18:00:30", "2026-12-31 10:00:30"),
        ("2026.1.5 9:05", "2026-01-05 01:05"),
        ("2026-1-5 9", "2026-01-05 01:00"),
        ("2026年12月31日 18:00", "2026-12-31 10:00"),
        ("2026年12月31日18：00", "2026-12-31 10:00"),
        ("2026 年 1 月 5 日 9:05", "2026-01-05 01:05"),
        ("２０２６年１月５日　９：０５", "2026-01-05 01:05"),
        ("2026－12－31　18：00", "2026-12-31 10:00"),
        ("2026-12-31T18:00+00:00", "2026-12-31 18:00"),
        ("2026-12-31T18:00-08:00", "2027-01-01 02:00"),
        ("2026-12-31 18:00Z", "2026-12-31 18:00"),
    ],
)
def test_a_time_is_read_in_the_zone_unless_it_names_its_own(typed: str, utc: str) -> None:
    read = read_time(typed, SHANGHAI)
    assert read.isoformat(" ").removesuffix(":00+00:00").removesuffix("+00:00") == utc


@pytest.mark.parametrize(
    "typed",
    ["2026-12-31", "2026/12/31", "2026.12.31", "2026年12月31日", "2026年12月31", "20261231"],
)
def test_a_date_alone_means_the_last_minute_of_that_day(typed: str) -> None:
    assert read_time(typed, SHANGHAI).isoformat() == "2026-12-31T15:59:00+00:00"


@pytest.mark.parametrize(
    ("typed", "utc"),
    [
        ("2026-03-07", "2026-03-08T07:59:00+00:00"),
        ("2026-03-08", "2026-03-09T06:59:00+00:00"),
        ("2026-03-08 01:59", "2026-03-08T09:59:00+00:00"),
        ("2026-03-08 02:30", "2026-03-08T10:30:00+00:00"),
        ("2026-03-08 03:00", "2026-03-08T10:00:00+00:00"),
        ("2026-10-31", "2026-11-01T06:59:00+00:00"),
        ("2026-11-01", "2026-11-02T07:59:00+00:00"),
        ("2026-11-01 01:30", "2026-11-01T08:30:00+00:00"),
    ],
    ids=[
        "the day before summer time",
        "the day of 23 hours",
        "before the hour that is left out",
        "within the hour that is left out",
        "after the hour that is left out",
        "the day before winter time",
        "the day of 25 hours",
        "the hour that comes twice, the first time",
    ],
)
def test_a_day_is_as_long_as_it_is_where_the_guild_lives(typed: str, utc: str) -> None:
    assert read_time(typed, ANGELES).isoformat() == utc


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "  ",
        "tomorrow",
        "18:00",
        "12-31",
        "31.12.2026",
        "2026-13-01",
        "2026-02-29",
        "2026-12-31 25:00",
        "2026-12-31 6pm",
        "2026-12-31 18:00 Beijing",
        "2026年",
        "\x00",
        "9" * 400,
        "9999-12-31",
    ],
)
def test_what_is_none_of_these_is_refused_with_what_was_typed(typed: str) -> None:
    with pytest.raises(UnreadableTime) as refused:
        read_time(typed, ANGELES)
    assert refused.value.params["typed"] == typed
