"""When courses run: from the first to the last due date of their assignments."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.courses.models import Assignment
from server.text import times


@dataclass(frozen=True, slots=True)
class Term:
    """The dates of a course.

    Attributes:
        first_due_at: the first due date.
        last_due_at: the last due date.
        last_at: the last due date or closing date.
    """

    first_due_at: datetime
    last_due_at: datetime
    last_at: datetime

    def has_ended(self, now: datetime) -> bool:
        """Return whether nothing is due any more and everything that closes is closed."""
        return self.last_at <= now

    def words(self, zone_name: str, now: datetime) -> str:
        """Return the days in the zone: ``due 2 Nov 2026 to 21 Dec 2026`` or ``ended 21 Dec 2026``."""
        first, last, end = (times.day(at, zone_name) for at in (self.first_due_at, self.last_due_at, self.last_at))
        if self.has_ended(now):
            return f"ended {end}"
        return f"due {first}" if first == last else f"due {first} to {last}"


def terms(session: Session, course_ids: Collection[int]) -> dict[int, Term]:
    """Return the dates of these courses by course id, without courses in which nothing is due; one query."""
    due = Assignment.due_at
    query = select(Assignment.course_id, func.min(due), func.max(due), func.max(Assignment.closes_at))
    query = query.where(Assignment.course_id.in_(course_ids)).group_by(Assignment.course_id)
    found = {}
    for course_id, first, last, closes in session.execute(query):
        if first is not None and last is not None:
            found[course_id] = Term(first, last, last if closes is None else max(last, closes))
    return found
