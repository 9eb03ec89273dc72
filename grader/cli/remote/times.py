"""Show the times that a server sends in the time zone of the course, with the name of the zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_STEPS = ((timedelta(days=1), "day"), (timedelta(hours=1), "hour"), (timedelta(minutes=1), "minute"))


def moment(text: object) -> datetime | None:
    """Return the time in an ISO text, in UTC if it names no zone; None if it is not a time."""
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def zone(name: object) -> tuple[tzinfo, str]:
    """Return a time zone and its name; UTC if this machine does not know it."""
    try:
        return ZoneInfo(str(name)), str(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: the name of a folder of zones, such as Europe
        return UTC, "UTC"


def local_time(when: datetime, where: tzinfo) -> str:
    """Return a time as ``Mon 7 Dec 23:59`` in a zone."""
    there = when.astimezone(where)
    return f"{there:%a} {there.day} {there:%b %H:%M}"


def in_words(span: timedelta) -> str:
    """Return a duration in its two largest units, rounded down: ``2 days 4 hours``, ``3 hours``, ``5 minutes``."""
    words: list[str] = []
    for step, unit in _STEPS:
        count, span = divmod(span, step)
        if count:
            words.append(f"{count} {unit}{'' if count == 1 else 's'}")
        if words and (len(words) == 2 or not count):
            break
    return " ".join(words) or "less than a minute"
