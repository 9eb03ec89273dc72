"""The exercises before and after one, and the units it builds on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.courses.catalog import title_and_summary, unit_needs
from server.courses.models import Assignment, AssignmentExercise, Course
from server.courses.permissions import Access, is_open


@dataclass(frozen=True, slots=True)
class Neighbor:
    """An exercise beside the one that is shown."""

    slug: str
    title: str


@dataclass(frozen=True, slots=True)
class Neighbors:
    """What surrounds an exercise in its course.

    Attributes:
        needs: titles of the units that it builds on.
        before: the exercise before it; None for the first.
        after: the exercise after it; None for the last, and while that one is not open.
    """

    needs: tuple[str, ...]
    before: Neighbor | None
    after: Neighbor | None


def find_neighbors(session: Session, access: Access, item: AssignmentExercise, now: datetime) -> Neighbors:
    """Return where `item` comes in the course, in one query."""
    items = _in_order(session, access.course)
    place = next(place for place, (found, _) in enumerate(items) if found.id == item.id)
    before = items[place - 1][0] if place else None
    after, unit = items[place + 1] if place + 1 < len(items) else (None, None)
    if unit is not None and not is_open(unit, now) and not access.is_staff:
        after = None
    return Neighbors(unit_needs([item.slug], {unit.title for _, unit in items}), _neighbor(before), _neighbor(after))


def _in_order(session: Session, course: Course) -> list[tuple[AssignmentExercise, Assignment]]:
    query = (
        select(AssignmentExercise, Assignment)
        .join(AssignmentExercise.assignment)
        .where(Assignment.course_id == course.id)
        .order_by(Assignment.position, AssignmentExercise.position)
    )
    return [(row.AssignmentExercise, row.Assignment) for row in session.execute(query)]


def _neighbor(item: AssignmentExercise | None) -> Neighbor | None:
    return None if item is None else Neighbor(item.slug, title_and_summary(item.slug)[0])
