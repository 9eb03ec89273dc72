"""Tell who is in a course and with which role."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import Session

from server.accounts.models import User
from server.courses.models import Course, Enrollment, Role


def is_enrolled() -> ColumnElement[bool]:
    """Return the condition that an enrollment is current."""
    return Enrollment.dropped_at.is_(None)


def role_in(session: Session, user: User, course_id: int) -> Role | None:
    """Return the role of `user` in the course; None if they are not, or no longer, in it."""
    if user.is_admin:
        return Role.INSTRUCTOR
    query = select(Enrollment.role).where(
        Enrollment.course_id == course_id, Enrollment.user_id == user.id, is_enrolled()
    )
    return session.scalar(query)


def class_of(course: Course) -> ColumnElement[bool]:
    """Return the condition that an enrollment is current, in `course`, and a student's."""
    return and_(Enrollment.course_id == course.id, Enrollment.role == Role.STUDENT, is_enrolled())


def may_create(session: Session, user: User) -> bool:
    """Return whether `user` may create a course: admins may, and so may instructors of any course."""
    if user.is_admin:
        return True
    teaches = exists().where(Enrollment.user_id == user.id, Enrollment.role == Role.INSTRUCTOR, is_enrolled())
    return bool(session.scalar(select(teaches)))
