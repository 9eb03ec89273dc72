"""The dates of a student in an assignment: the assignment's own, or later ones by an extension."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from server.courses.models import Assignment, Enrollment, Extension
from server.text import times

DAY = timedelta(days=1)
MAX_IDS_PER_QUERY = 500  # every database accepts this many ids in a query; for more, the whole course is read


@dataclass(frozen=True, slots=True)
class Dates:
    """When an assignment opens, is due and closes for one student.

    Attributes:
        is_extended: whether an extension made the due date later than the assignment's own.
    """

    opens_at: datetime | None
    due_at: datetime | None
    closes_at: datetime | None
    is_extended: bool = False

    def is_late(self, received_at: datetime) -> bool:
        """Return whether work received at this moment is late; time in the queue does not count."""
        return is_late(received_at, self.due_at)

    def is_due(self, now: datetime) -> bool:
        """Return whether the due date has come."""
        return self.due_at is not None and self.due_at <= now


def is_late(received_at: datetime, due_at: datetime | None) -> bool:
    """Return whether work received at this moment is late for this due date; see `server.scores.lateness` for SQL."""
    return due_at is not None and received_at > due_at


def days_late(received_at: datetime, due_at: datetime | None, timezone: str = "UTC") -> int:
    """Count the days begun between the due date and the receipt; 0 when on time or without a due date.

    A day ends at the local time of the due date on the next day, even if the clocks change in between; see
    `server.text.times` for a local time that they skip or show twice. Work received later is never fewer days late.
    """
    if due_at is None or not is_late(received_at, due_at):
        return 0
    # Clock changes move the end of a day by two days at most, so the search may begin that much earlier.
    days = max(1, (received_at - due_at) // DAY - 1)
    while _end_of_late_day(due_at, days, timezone) < received_at:
        days += 1
    return days


@lru_cache(maxsize=10_000)
def _end_of_late_day(due_at: datetime, days: int, timezone: str) -> datetime:
    return times.shift_days(due_at, days, timezone, timezone)


def with_extensions(assignment: Assignment, extensions: Collection[Extension]) -> Dates:
    """Return the dates of an assignment for a student with these extensions: of each date, the latest applies."""
    due_at, closes_at = assignment.due_at, assignment.closes_at
    if due_at is not None:
        due_at = max([due_at, *(extension.due_at for extension in extensions)])
    if closes_at is not None:
        closes_at = max([closes_at, *(extension.closes_at or extension.due_at for extension in extensions)])
    return Dates(assignment.opens_at, due_at, closes_at, is_extended=due_at != assignment.due_at)


def dates_of(session: Session, assignment: Assignment, user_id: int) -> Dates:
    """Return the dates of one student in one assignment."""
    return all_dates(session, [assignment], [user_id])[user_id, assignment.id]


def all_dates(
    session: Session, assignments: Collection[Assignment], user_ids: Collection[int]
) -> Mapping[tuple[int, int], Dates]:
    """Return the dates of each (user, assignment), in one query or two; the assignments are of one course."""
    dates = {}
    for assignment in assignments:
        plain = with_extensions(assignment, ())
        dates.update({(user_id, assignment.id): plain for user_id in user_ids})
    return dates | extended_dates(session, assignments, user_ids)


def extended_dates(
    session: Session, assignments: Collection[Assignment], user_ids: Collection[int]
) -> dict[tuple[int, int], Dates]:
    """Return the dates of only those (user, assignment) pairs for which an extension changes them."""
    granted = _current_extensions(session, assignments, user_ids)
    sections: dict[int, int | None] = {}
    if any(extension.section_id is not None for extension in granted):
        course_id = next(iter(assignments)).course_id
        query = select(Enrollment.user_id, Enrollment.section_id).where(Enrollment.course_id == course_id)
        if len(user_ids) <= MAX_IDS_PER_QUERY:
            query = query.where(Enrollment.user_id.in_(user_ids))
        sections = {row.user_id: row.section_id for row in session.execute(query)}
    dates = {}
    for assignment in assignments:
        own, of_section = _by_whom(one for one in granted if one.assignment_id == assignment.id)
        if not own and not of_section:
            continue
        for user_id in user_ids:
            some = (*own.get(user_id, ()), *of_section.get(sections.get(user_id), ()))
            if some and (later := with_extensions(assignment, some)) != with_extensions(assignment, ()):
                dates[user_id, assignment.id] = later
    return dates


def _current_extensions(
    session: Session, assignments: Collection[Assignment], user_ids: Collection[int]
) -> list[Extension]:
    query = _OF_SOME if len(user_ids) <= MAX_IDS_PER_QUERY else _OF_EVERYBODY
    wanted = {"assignment_ids": [assignment.id for assignment in assignments], "user_ids": list(user_ids)}
    return list(session.scalars(query, wanted))


_OF_EVERYBODY = (
    select(Extension)
    .where(Extension.assignment_id.in_(bindparam("assignment_ids", expanding=True)), Extension.revoked_at.is_(None))
    .order_by(Extension.id)
)
_OF_SOME = _OF_EVERYBODY.where(
    or_(Extension.section_id.is_not(None), Extension.user_id.in_(bindparam("user_ids", expanding=True)))
)


def _by_whom(
    extensions: Iterable[Extension],
) -> tuple[Mapping[int | None, list[Extension]], Mapping[int | None, list[Extension]]]:
    """Group extensions by student and by section."""
    own, of_section = defaultdict[int | None, list[Extension]](list), defaultdict[int | None, list[Extension]](list)
    for one in extensions:
        (own[one.user_id] if one.section_id is None else of_section[one.section_id]).append(one)
    return own, of_section
