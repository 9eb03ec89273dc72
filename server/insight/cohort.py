"""Who is in the class: conditions of queries."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, and_, func, select

from server.courses.membership import is_enrolled
from server.courses.models import Course, Enrollment, Role


def in_class(course: Course) -> ColumnElement[bool]:
    """Return the condition of an enrollment of a current student of the course."""
    return and_(Enrollment.course_id == course.id, Enrollment.role == Role.STUDENT, is_enrolled())


def size(course: Course) -> Select[int]:
    """Return the query for the number of students."""
    return select(func.count()).select_from(Enrollment).where(in_class(course))
