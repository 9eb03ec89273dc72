"""When work is late and by how many days, and when an assignment closes for a student."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from server.courses.dates import Dates, days_late, with_extensions
from server.courses.models import Assignment, Extension

DUE = datetime(2026, 12, 11, 22, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("after", "days"),
    [
        (timedelta(days=-3), 0),
        (timedelta(0), 0),  # on the dot is in time
        (timedelta(microseconds=1), 1),  # a day that has begun counts
        (timedelta(hours=24), 1),
        (timedelta(hours=24, microseconds=1), 2),
        (timedelta(days=6, hours=1), 7),
    ],
)
def test_a_begun_day_is_a_day_late(after: timedelta, days: int):
    assert days_late(DUE + after, DUE) == days


CLOCKS = [
    # zone, due and received by the course's clock, days late
    ("America/New_York", "2026-10-31T23:59", "2026-11-01T23:30", 1),  # 24 h 31 min: the clocks went back
    ("America/New_York", "2026-10-31T22:34", "2026-11-28T22:08", 28),
    ("Europe/Berlin", "2027-03-27T23:59", "2027-03-28T23:59", 1),  # 23 h: the clocks went forward
    ("Europe/Berlin", "2027-03-27T23:00", "2027-03-28T23:30", 2),  # 23 h 30 min, and yet on the second day
    ("Europe/Berlin", "2026-03-28T02:30", "2026-03-29T03:30", 1),  # the clocks skip 02:30, which is read as 03:30
    ("Europe/Berlin", "2026-03-28T02:30", "2026-03-29T03:31", 2),
    ("Europe/Berlin", "2026-10-24T02:30", "2026-10-25T02:30", 1),  # the first 02:30 ends the day
    ("Europe/Berlin", "2026-10-24T02:30", "2026-10-25T02:31", 2),
]


@pytest.mark.parametrize(("zone", "due", "received", "days"), CLOCKS)
def test_a_late_day_follows_the_clock_of_the_course(zone: str, due: str, received: str, days: int):
    at = [datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) for text in (received, due)]
    assert days_late(*at, zone) == days


def test_in_the_hour_that_comes_twice_a_minute_is_still_a_day():
    due = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # the first 02:30 in Berlin
    assert days_late(due + timedelta(hours=1), due, "Europe/Berlin") == 1  # the second one


def test_without_a_due_date_nothing_is_late():
    assert days_late(DUE, None) == 0


ZONES = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Pacific/Apia",
    "Africa/Cairo",
)
YEARS = st.datetimes(datetime(2005, 1, 1), datetime(2037, 12, 1), timezones=st.just(UTC))
SPANS = st.timedeltas(timedelta(seconds=1), timedelta(days=20))


def test_in_the_hour_that_comes_twice_later_work_is_not_less_late():
    due = datetime(2026, 10, 24, 0, 30, tzinfo=UTC)  # 02:30 in Berlin, a day before the clocks go back
    received = [datetime(2026, 10, 25, 0, 31, tzinfo=UTC) + timedelta(minutes=m) for m in range(0, 240, 10)]
    assert [days_late(at, due, "Europe/Berlin") for at in received] == [2] * 24


@given(zone=st.sampled_from(ZONES), due=YEARS, first=SPANS, more=SPANS)
@example(
    "Europe/Berlin", datetime(2026, 10, 24, 0, 30, tzinfo=UTC), timedelta(hours=24, minutes=1), timedelta(minutes=30)
)
@example("Pacific/Apia", datetime(2011, 12, 30, 3, 0, tzinfo=UTC), timedelta(hours=20), timedelta(hours=30))
def test_later_work_is_never_less_late(zone: str, due: datetime, first: timedelta, more: timedelta):
    assert 1 <= days_late(due + first, due, zone) <= days_late(due + first + more, due, zone)


@given(zone=st.sampled_from(ZONES), due=YEARS, late=SPANS)
def test_days_are_counted_as_the_clock_shows_but_for_a_clock_change(zone: str, due: datetime, late: timedelta):
    there = ZoneInfo(zone)
    by_clock = (due + late).astimezone(there).replace(tzinfo=None) - due.astimezone(there).replace(tzinfo=None)
    change = abs(late - by_clock)
    days = days_late(due + late, due, zone)
    assert by_clock - change <= timedelta(days=days)
    assert timedelta(days=days - 1) <= max(by_clock, late) + change


def extension(due: int, closes: int | None = None) -> Extension:
    return Extension(
        due_at=DUE + timedelta(days=due), closes_at=None if closes is None else DUE + timedelta(days=closes)
    )


@pytest.mark.parametrize(
    ("due", "closes", "extensions", "due_then", "closes_then"),
    [
        (0, 0, [(2, 10)], 2, 10),
        (0, 0, [(2, None)], 2, 2),
        (0, 5, [(2, None)], 2, 5),
        (0, None, [(2, 10)], 2, None),  # it never closes
        (3, 3, [(2, 10)], 3, 10),  # the assignment's own due date has moved past that of the extension
        (0, 0, [(2, 10), (4, 5)], 4, 10),  # of each date the latest
        (2, 2, [(2, 10)], 2, 10),
        (None, 3, [(2, 10)], None, 10),  # the due date was removed
    ],
)
def test_of_each_date_the_latest_applies(due, closes, extensions, due_then, closes_then):
    def at(days: int | None) -> datetime | None:
        return None if days is None else DUE + timedelta(days=days)

    assignment = Assignment(due_at=at(due), closes_at=at(closes))
    dates = with_extensions(assignment, [extension(*one) for one in extensions])
    assert dates == Dates(None, at(due_then), at(closes_then), is_extended=due_then != due)
