"""Between the clock on a course's wall and UTC: what is typed is local, what is stored is not.

A time that the clocks skip means the moment as far after the jump; of a time that comes twice, the first holds.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from server.text.times import to_utc, zone

FORM = "%Y-%m-%dT%H:%M"  # of <input type="datetime-local">


def to_wall(moment: datetime, zone_name: str) -> datetime:
    """What the clock shows in the zone, naive."""
    return moment.astimezone(zone(zone_name)).replace(tzinfo=None, fold=0)


def note(wall: datetime, zone_name: str) -> str | None:
    """One sentence where the zone has no such time, or two of it; None in the ordinary case."""
    moment = to_utc(wall, zone_name)
    shown = to_wall(moment, zone_name)
    day = f"{wall.day} {wall:%B %Y}"
    if shown != wall:
        return f"On {day} the clocks of {zone_name} skip {wall:%H:%M}; {shown:%H:%M} is meant."
    second = wall.replace(tzinfo=zone(zone_name), fold=1)
    if second.astimezone(UTC) != moment:
        return f"On {day} the clocks of {zone_name} show {wall:%H:%M} twice; the first is meant."
    return None


def shift(moment: datetime, days: int, from_zone: str, to_zone: str) -> datetime:
    """The moment `days` later at the same time on the wall, which may be the wall of another zone."""
    return to_utc(to_wall(moment, from_zone) + timedelta(days=days), to_zone)


def end_of(day: date, zone_name: str) -> datetime:
    """23:59 on that day, aware, in the zone itself: days that are added to it keep the time on the wall."""
    return datetime.combine(day, time(23, 59), zone(zone_name))


def days_between(first: datetime, day: date, zone_name: str) -> int:
    """How many days from the day of `first` in the zone to `day`."""
    return (day - to_wall(first, zone_name).date()).days
