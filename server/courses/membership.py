"""Tell who is in a course and with which role."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import Session

from server.accounts import confirmation
from server.accounts.models import User
from server.courses.models import Course, Enrollment, Role


def is_enrolled() -> ColumnElement[bool]:
    """Return the condition that an enrollment is current."""
    return Enrollment.dropped_at.is_(None)


def may_enter(session: Session, user: User) -> ColumnElement[bool]:
    """Return the condition that an enrollment of `user` is current, and lets whoever holds the account now enter."""
    return and_(is_enrolled(), confirmation.holder_may_enter(session, user, Enrollment.course_id))


def role_in(session: Session, user: User, course_id: int) -> Role | None:
    """Return the role of `user` in the course; None if they are not, or no longer, in it, or may not enter it yet."""
    if user.is_admin:
        return Role.INSTRUCTOR
    query = select(Enrollment.role).where(
        Enrollment.course_id == course_id, Enrollment.user_id == user.id, may_enter(session, user)
    )
    return session.scalar(query)


def closed_courses(session: Session, user: User) -> Sequence[Course]:
    """List the courses `user` is enrolled in that stay closed until the address of the account is confirmed."""
    query = select(Course).join(Enrollment, Enrollment.course_id == Course.id)
    query = query.where(Enrollment.user_id == user.id, is_enrolled(), ~may_enter(session, user))
    return session.scalars(query.order_by(Course.title)).all() if user.is_unconfirmed else ()


def class_of(course: Course) -> ColumnElement[bool]:
    """Return the condition that an enrollment is current, in `course`, and a student's."""
    return and_(Enrollment.course_id == course.id, Enrollment.role == Role.STUDENT, is_enrolled())


def may_create(session: Session, user: User) -> bool:
    """Return whether `user` may create a course: admins may, and so may instructors of any course."""
    if user.is_admin:
        return True
    teaches = exists().where(
        Enrollment.user_id == user.id, Enrollment.role == Role.INSTRUCTOR, may_enter(session, user)
    )
    return bool(session.scalar(select(teaches)))
