"""Create a course from the catalog."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from exercises import Unit, catalog
from server.courses.errors import CourseExists, UnusableSlug
from server.courses.models import Assignment, AssignmentExercise, Course

MAX_SLUG_CHARS = 60
RESERVED = frozenset({"new", "join"})  # other pages have these addresses


def require_free(session: Session, slug: str) -> None:
    """Require that a new course may have this slug.

    Raises:
        CourseExists: if another course has it.
        UnusableSlug: if it is reserved, or is not at most 60 lowercase letters and digits with single hyphens.
    """
    if len(slug) > MAX_SLUG_CHARS or slug in RESERVED or not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug):
        raise UnusableSlug(slug)
    if session.scalar(select(Course.id).filter_by(slug=slug)) is not None:
        raise CourseExists(slug)


def create_course(session: Session, *, slug: str, title: str, first_due_at: datetime, days_a_unit: int = 7) -> Course:
    """Add a course with one assignment for each unit of the catalog, all open.

    Args:
        session: the caller's session.
        slug: the name in URLs: at most 60 lowercase letters, digits and hyphens.
        title: the title of the course.
        first_due_at: when the first unit is due; each later one `days_a_unit` days after the one before, at the same
            time of day in the zone of `first_due_at`.
        days_a_unit: the days between due dates; at least 1.

    Raises:
        CourseExists: if another course has this slug.
        UnusableSlug: if it is not of the form above.
    """
    require_free(session, slug)
    course = Course(slug=slug, title=title)
    course.assignments = [
        _assignment(unit, position, first_due_at + timedelta(days=days_a_unit * position))
        for position, unit in enumerate(catalog().units)
    ]
    session.add(course)
    session.flush()
    return course


def _assignment(unit: Unit, position: int, due_at: datetime) -> Assignment:
    items = [AssignmentExercise(slug=slug, position=place) for place, slug in enumerate(unit.slugs)]
    return Assignment(position=position, title=unit.title, due_at=due_at, exercises=items)
