"""Times as people read and type them: in the course's time zone, and how far away.

What people see and type is local to the course; what is stored is UTC. A local time that a clock change skips means the
moment as far after the jump; of a local time that comes twice, the first one counts.
"""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

INPUT_FORMAT = "%Y-%m-%dT%H:%M"  # of <input type="datetime-local">
_STEPS = ((timedelta(days=1), "day"), (timedelta(hours=1), "hour"), (timedelta(minutes=1), "minute"))


def zone(name: str) -> ZoneInfo:
    """The time zone `name`, or UTC when this machine does not know it."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def local(moment: datetime, zone_name: str, *, now: datetime | None = None) -> str:
    """`moment` as ``Fri 12 Dec 23:59`` in the zone; with the year unless it is that of `now`."""
    there = moment.astimezone(zone(zone_name))
    year = "" if now is not None and now.astimezone(zone(zone_name)).year == there.year else f" {there.year}"
    return f"{there:%a} {there.day} {there:%b}{year} {there:%H:%M}"


def span(seconds: float) -> str:
    """A length of time in its largest whole unit, rounded up: ``40 s``, ``5 minutes``, ``2 hours``."""
    for step, unit in _STEPS:
        size = step.total_seconds()
        if seconds >= size:
            count = math.ceil(seconds / size)
            return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
    return f"{math.ceil(seconds)} s"


def relative(moment: datetime, now: datetime) -> str:
    """How far `moment` is from `now`: ``in 3 days``, ``2 hours ago``, ``now``; whole units, rounded down."""
    distance = abs(moment - now)
    for step, unit in _STEPS:
        if distance >= step:
            count = int(distance / step)
            words = f"{count} {unit}" if count == 1 else f"{count} {unit}s"
            return f"in {words}" if moment > now else f"{words} ago"
    return "now"


def to_utc(wall: datetime, zone_name: str) -> datetime:
    """The moment that the naive `wall` means in the zone.

    Of a time that the clock shows twice it is the first; one that it leaves out is as far after the jump.
    """
    # fold=0 is the offset from before a change of the clocks: the first of two, and past the end of a gap.
    return wall.replace(tzinfo=zone(zone_name), fold=0).astimezone(UTC)


def typed(text: str, zone_name: str) -> datetime:
    """The moment that somebody typed as a local date and time, ``2026-12-12T23:59``, in UTC: see `to_utc`.

    Raises:
        ValueError: with a sentence, for any other text.
    """
    try:
        wall = datetime.fromisoformat(text.strip())
    except ValueError:
        wall = None
    if wall is None or wall.tzinfo is not None or not 2000 <= wall.year <= 2200:
        raise ValueError(f"A date and time looks like 2026-12-12T23:59; this is {text.strip()[:40]!r}.")
    return to_utc(wall, zone_name)


def as_typed(moment: datetime | None, zone_name: str) -> str:
    """`moment` as a local date and time in a form: ``2026-12-12T23:59``; nothing for None."""
    return f"{moment.astimezone(zone(zone_name)):%Y-%m-%dT%H:%M}" if moment else ""


def to_local(moment: datetime, zone_name: str) -> datetime:
    """What the clock shows in the zone, naive."""
    return moment.astimezone(zone(zone_name)).replace(tzinfo=None, fold=0)


def clock_change_note(wall: datetime, zone_name: str) -> str | None:
    """One sentence where the zone has no such time, or two of it; None in the ordinary case."""
    moment = to_utc(wall, zone_name)
    shown = to_local(moment, zone_name)
    day = f"{wall.day} {wall:%B %Y}"
    if shown != wall:
        return f"On {day} the clocks of {zone_name} skip {wall:%H:%M}; {shown:%H:%M} is meant."
    second = wall.replace(tzinfo=zone(zone_name), fold=1)
    if second.astimezone(UTC) != moment:
        return f"On {day} the clocks of {zone_name} show {wall:%H:%M} twice; the first is meant."
    return None


def shift_days(moment: datetime, days: int, from_zone: str, to_zone: str) -> datetime:
    """The moment `days` later at the same time on the wall, which may be the wall of another zone."""
    return to_utc(to_local(moment, from_zone) + timedelta(days=days), to_zone)


def end_of_day(day: date, zone_name: str) -> datetime:
    """23:59 on that day, aware, in the zone itself: days that are added to it keep the time on the wall."""
    return datetime.combine(day, time(23, 59), zone(zone_name))


def days_between(first: datetime, day: date, zone_name: str) -> int:
    """How many days from the day of `first` in the zone to `day`."""
    return (day - to_local(first, zone_name).date()).days
