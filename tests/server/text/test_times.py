"""Times as people read them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from server.text.times import exact_span, local, relative, zone_label

NOW = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("distance", "words"),
    [
        (timedelta(seconds=20), "now"),
        (timedelta(minutes=1), "in 1 minute"),
        (timedelta(minutes=59, seconds=59), "in 59 minutes"),
        (timedelta(hours=1), "in 1 hour"),
        (timedelta(days=3, hours=2), "in 3 days"),
        (-timedelta(hours=2), "2 hours ago"),
        (-timedelta(days=1), "1 day ago"),
    ],
)
def test_how_far_away(distance: timedelta, words: str):
    assert relative(NOW + distance, NOW) == words


def test_a_moment_in_the_zone_of_the_course():
    assert local(NOW, "Europe/Berlin", now=NOW) == "Mon 23 Nov 23:30"
    assert local(NOW, "Asia/Tokyo", now=NOW) == "Tue 24 Nov 07:30"
    assert local(datetime(2027, 1, 5, 9, tzinfo=UTC), "UTC", now=NOW) == "Tue 5 Jan 2027 09:00"


def test_the_year_is_left_out_by_the_calendar_of_the_zone():
    new_year = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    assert local(new_year, "Europe/Berlin", now=NOW) == "Fri 1 Jan 2027 00:30"


def test_an_unknown_zone_is_shown_as_utc():
    assert local(NOW, "Mars/Olympus", now=NOW) == "Mon 23 Nov 22:30"


@pytest.mark.parametrize(
    ("zone_name", "label"),
    [("Europe/Berlin", "CET"), ("America/New_York", "EST"), ("UTC", "UTC"), ("America/Sao_Paulo", "UTC-03")],
)
def test_a_zone_has_a_short_form_also_without_a_name(zone_name: str, label: str):
    assert zone_label(datetime(2026, 12, 12, tzinfo=UTC), zone_name) == label
    assert zone_label(datetime(2026, 7, 1, tzinfo=UTC), "Europe/Berlin") == "CEST"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(45, "45 s"), (60, "1 minute"), (90, "90 s"), (5400, "90 minutes"), (7200, "2 hours"), (86400, "1 day")],
)
def test_an_exact_span_is_not_rounded(seconds: int, words: str):
    assert exact_span(seconds) == words
