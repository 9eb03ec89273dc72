"""Format and parse times for people, in the time zone of the course.

People see and type local times; the database stores UTC. A local time that a clock change skips is moved past the
change by the length of the gap. If a local time occurs twice, the first occurrence counts.
"""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

INPUT_FORMAT = "%Y-%m-%dT%H:%M"  # of <input type="datetime-local">
_STEPS = ((timedelta(days=1), "day"), (timedelta(hours=1), "hour"), (timedelta(minutes=1), "minute"))


def zone(name: str) -> ZoneInfo:
    """Return the time zone `name`, or UTC if this machine does not know it."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def local(moment: datetime, zone_name: str, *, now: datetime | None = None, with_seconds: bool = False) -> str:
    """Return `moment` as ``Fri 12 Dec 23:59`` in the zone, with the year unless it is the year of `now`."""
    there = moment.astimezone(zone(zone_name))
    year = "" if now is not None and now.astimezone(zone(zone_name)).year == there.year else f" {there.year}"
    return f"{there:%a} {there.day} {there:%b}{year} {there:{'%H:%M:%S' if with_seconds else '%H:%M'}}"


def day(moment: datetime, zone_name: str) -> str:
    """Return the day of `moment` in the zone as ``12 Dec 2026``."""
    there = moment.astimezone(zone(zone_name))
    return f"{there.day} {there:%b %Y}"


def zone_label(moment: datetime, zone_name: str) -> str:
    """Return the short form of the zone at this moment: ``CET``, ``EDT``, ``UTC``, or ``UTC-03`` without a name."""
    label = f"{moment.astimezone(zone(zone_name)):%Z}"
    return f"UTC{label}" if label.startswith(("+", "-")) else label


def span(seconds: float) -> str:
    """Return a duration in its largest unit, rounded up: ``40 s``, ``5 minutes``, ``2 hours``."""
    for step, unit in _STEPS:
        size = step.total_seconds()
        if seconds >= size:
            count = math.ceil(seconds / size)
            return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
    return f"{math.ceil(seconds)} s"


def exact_span(seconds: int) -> str:
    """Return a duration in the largest unit that divides it: ``2 hours``, ``90 minutes``, ``45 s``."""
    for step, unit in _STEPS:
        count, rest = divmod(seconds, int(step.total_seconds()))
        if count and not rest:
            return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
    return f"{seconds} s"


def relative(moment: datetime, now: datetime) -> str:
    """Return the distance of `moment` from `now`, rounded down: ``in 3 days``, ``2 hours ago``, ``now``."""
    distance = abs(moment - now)
    for step, unit in _STEPS:
        if distance >= step:
            count = int(distance / step)
            words = f"{count} {unit}" if count == 1 else f"{count} {unit}s"
            return f"in {words}" if moment > now else f"{words} ago"
    return "now"


def to_utc(local_time: datetime, zone_name: str) -> datetime:
    """Convert the naive `local_time` in the zone to UTC; the module says what happens when clocks change."""
    # fold=0 uses the offset from before the change: the first of two occurrences, and a time after the end of a gap.
    return local_time.replace(tzinfo=zone(zone_name), fold=0).astimezone(UTC)


def typed(text: str, zone_name: str) -> datetime:
    """Parse a local date and time that somebody typed, such as ``2026-12-12T23:59``, and convert it to UTC.

    Raises:
        ValueError: for any other text, with a sentence for the person who typed it.
    """
    try:
        local_time = datetime.fromisoformat(text.strip())
    except ValueError:
        local_time = None
    if local_time is None or local_time.tzinfo is not None or not 2000 <= local_time.year <= 2200:
        raise ValueError(f"Enter a date and time such as 2026-12-12T23:59. Found {text.strip()[:40]!r}.")
    return to_utc(local_time, zone_name)


def as_typed(moment: datetime | None, zone_name: str) -> str:
    """Return `moment` as a local date and time for a form, such as ``2026-12-12T23:59``; empty for None."""
    return f"{moment.astimezone(zone(zone_name)):%Y-%m-%dT%H:%M}" if moment else ""


def to_local(moment: datetime, zone_name: str) -> datetime:
    """Return the naive local time of `moment` in the zone."""
    return moment.astimezone(zone(zone_name)).replace(tzinfo=None, fold=0)


def clock_change_note(local_time: datetime, zone_name: str, meant: datetime | None = None) -> str | None:
    """Return a sentence if the local time does not exist in the zone or occurs twice; otherwise None.

    Args:
        local_time: the naive local time.
        zone_name: the zone.
        meant: the moment that the local time stands for; None for what `to_utc` returns.
    """
    moment = to_utc(local_time, zone_name)
    shown = to_local(moment, zone_name)
    day = f"{local_time.day} {local_time:%B %Y}"
    if shown != local_time:
        return (
            f"On {day}, the clocks in {zone_name} skip {local_time:%H:%M}. This time is interpreted as {shown:%H:%M}."
        )
    second = local_time.replace(tzinfo=zone(zone_name), fold=1)
    if second.astimezone(UTC) != moment:
        shown_twice = f"On {day}, the clocks in {zone_name} show {local_time:%H:%M} twice."
        if meant is not None and meant.astimezone(zone(zone_name)).fold:
            return f"{shown_twice} This time is interpreted as the second occurrence."
        return f"{shown_twice} This time is interpreted as the first occurrence."
    return None


def shift_days(moment: datetime, days: int, from_zone: str, to_zone: str) -> datetime:
    """Return the moment `days` later at the same local time, which may be local to another zone."""
    return to_utc(to_local(moment, from_zone) + timedelta(days=days), to_zone)


def end_of_day(day: date, zone_name: str) -> datetime:
    """Return 23:59 on that day, aware and in the zone, so that adding days keeps the local time."""
    return datetime.combine(day, time(23, 59), zone(zone_name))


def days_between(first: datetime, day: date, zone_name: str) -> int:
    """Return the number of days from the day of `first` in the zone to `day`."""
    return (day - to_local(first, zone_name).date()).days
