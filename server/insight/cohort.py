"""Whose figures are shown, the students of a course, and what a score says of where they are."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, and_, func, not_, or_, select

from server.courses.membership import enrolled
from server.courses.models import AssignmentExercise, Course, Enrollment, Role
from server.scores.models import Score
from server.scores.scoring import STUCK_ATTEMPTS


def in_class(course: Course) -> ColumnElement[bool]:
    """The condition of an enrolment of a student who is in the course."""
    return and_(Enrollment.course_id == course.id, Enrollment.role == Role.STUDENT, enrolled())


def size(course: Course) -> Select[int]:
    """The query for the number of students."""
    return select(func.count()).select_from(Enrollment).where(in_class(course))


def has_solved() -> ColumnElement[bool]:
    """The condition of a score, with its exercise, that reached full points, if only by a decision of staff.

    What lateness took from the points does not matter: who came late to a right solution is not stuck.
    """
    full = func.coalesce(Score.points, -1) >= AssignmentExercise.max_points
    return or_(Score.solved_at.is_not(None), full)


def is_stuck() -> ColumnElement[bool]:
    """The condition of a score with many attempts and no solution."""
    return and_(Score.attempts >= STUCK_ATTEMPTS, not_(has_solved()), not_(Score.is_excused))
