"""Conditions of queries: who is in the class, who has solved an exercise, who is stuck."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, and_, func, not_, or_, select

from server.courses.membership import is_enrolled
from server.courses.models import AssignmentExercise, Course, Enrollment, Role
from server.scores.models import Score
from server.scores.scoring import STUCK_ATTEMPTS


def in_class(course: Course) -> ColumnElement[bool]:
    """Return the condition of an enrollment of a current student of the course."""
    return and_(Enrollment.course_id == course.id, Enrollment.role == Role.STUDENT, is_enrolled())


def size(course: Course) -> Select[int]:
    """Return the query for the number of students."""
    return select(func.count()).select_from(Enrollment).where(in_class(course))


def has_solved() -> ColumnElement[bool]:
    """Return the condition of a score that reached full points, by an attempt or by an override.

    Late penalties do not matter: whoever found a solution late is not stuck.
    """
    full = func.coalesce(Score.points, -1) >= AssignmentExercise.max_points
    return or_(Score.solved_at.is_not(None), full)


def is_stuck() -> ColumnElement[bool]:
    """Return the condition of a score with many attempts and no solution."""
    return and_(Score.attempts >= STUCK_ATTEMPTS, not_(has_solved()), not_(Score.is_excused))
