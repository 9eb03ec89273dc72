"""Local times: what is typed in a course's zone, and the two nights a year on which a clock is moved."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from server.text import times
from server.text.times import to_utc

BERLIN = "Europe/Berlin"


def utc(*numbers: int) -> datetime:
    return datetime(*numbers, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "zone", "stored"),
    [
        (datetime(2026, 1, 15, 23, 59), BERLIN, utc(2026, 1, 15, 22, 59)),
        (datetime(2026, 7, 15, 23, 59), BERLIN, utc(2026, 7, 15, 21, 59)),
        (datetime(2026, 7, 15, 12, 0), "Asia/Kolkata", utc(2026, 7, 15, 6, 30)),
        (datetime(2026, 7, 15, 12, 0), "no such place", utc(2026, 7, 15, 12, 0)),
    ],
)
def test_an_ordinary_time_is_stored_as_utc_and_shown_as_it_was_typed(typed: datetime, zone: str, stored: datetime):
    assert to_utc(typed, zone) == stored
    assert times.to_local(stored, zone) == typed
    assert times.clock_change_note(typed, zone) is None


def test_a_time_that_the_clocks_skip_means_as_much_later():
    skipped = datetime(2026, 3, 29, 2, 30)  # on that night 02:00 is followed by 03:00
    assert to_utc(skipped, BERLIN) == utc(2026, 3, 29, 1, 30)
    assert times.to_local(utc(2026, 3, 29, 1, 30), BERLIN) == datetime(2026, 3, 29, 3, 30)
    assert (
        times.clock_change_note(skipped, BERLIN)
        == "On 29 March 2026, the clocks in Europe/Berlin skip 02:30. This time is interpreted as 03:30."
    )


def test_of_a_time_that_comes_twice_the_first_is_meant():
    twice = datetime(2026, 10, 25, 2, 30)  # at 03:00 summer time it is 02:00 again
    assert to_utc(twice, BERLIN) == utc(2026, 10, 25, 0, 30)  # 02:30 summer time; the other is 01:30 UTC
    assert times.clock_change_note(twice, BERLIN) == (
        "On 25 October 2026, the clocks in Europe/Berlin show 02:30 twice. This time is interpreted as the "
        "first occurrence."
    )


def test_the_ends_of_a_gap_are_ordinary_times():
    assert times.clock_change_note(datetime(2026, 3, 29, 1, 59), BERLIN) is None
    assert times.clock_change_note(datetime(2026, 3, 29, 3, 0), BERLIN) is None


def test_a_shift_keeps_the_local_time_over_a_change_of_the_clocks():
    winter = utc(2026, 3, 20, 22, 59)  # 23:59 in Berlin
    assert times.shift_days(winter, 14, BERLIN, BERLIN) == utc(2026, 4, 3, 21, 59)  # 23:59 there, in summer time
    assert times.shift_days(winter, 0, BERLIN, "UTC") == utc(2026, 3, 20, 23, 59)


def test_days_are_counted_in_the_zone():
    late = utc(2026, 3, 20, 23, 30)  # half past midnight on the 21st in Berlin
    assert times.days_between(late, date(2026, 3, 28), BERLIN) == 7
    assert times.days_between(late, date(2026, 3, 28), "UTC") == 8
