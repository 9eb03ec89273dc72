"""Who may see and do what: a student their own work, staff what the table of rights gives them in their course.

What a person may not know about is answered like what does not exist (404); what they know about but their role does
not allow, with 403.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session
from werkzeug.exceptions import Forbidden, NotFound

from server.accounts.models import User
from server.courses.dates import Dates
from server.courses.models import Assignment, AssignmentExercise, Course, Enrollment, Role
from server.courses.rights import RIGHTS, Right
from server.db import utcnow
from server.submissions.models import Submission


@dataclass(frozen=True, slots=True)
class Access:
    """A person's standing in a course; an admin stands in every course as an instructor."""

    course: Course
    role: Role

    def may(self, right: Right) -> bool:
        """Whether the table gives the role this right."""
        return right in RIGHTS[self.role]

    @property
    def is_staff(self) -> bool:
        """Whether the person sees the course from the teaching side."""
        return self.may(Right.SEE_WORK)


def courses_of(session: Session, user: User) -> list[Access]:
    """The courses `user` is enrolled in, by title; all of them for an admin."""
    if user.is_admin:
        return [Access(course, Role.INSTRUCTOR) for course in session.scalars(select(Course).order_by(Course.title))]
    query = select(Enrollment, Course).join(Enrollment.course).where(Enrollment.user_id == user.id, enrolled())
    return [Access(course, enrollment.role) for enrollment, course in session.execute(query.order_by(Course.title))]


def enrolled() -> ColumnElement[bool]:
    """The condition of an enrolment in force."""
    return Enrollment.dropped_at.is_(None)


def role_in(session: Session, user: User, course_id: int) -> Role | None:
    """What `user` is in the course; None for whoever is not, or no longer, in it."""
    if user.is_admin:
        return Role.INSTRUCTOR
    query = select(Enrollment.role).where(Enrollment.course_id == course_id, Enrollment.user_id == user.id, enrolled())
    return session.scalar(query)


def access(session: Session, user: User, course_slug: str) -> Access:
    """The standing of `user` in the course.

    Raises:
        NotFound: if there is no such course, or `user` is not enrolled in it.
    """
    course = session.scalar(select(Course).where(Course.slug == course_slug))
    role = role_in(session, user, course.id) if course else None
    if course is None or role is None:
        raise NotFound
    return Access(course, role)


def reader(session: Session, user: User, course: Course) -> Access:
    """The standing of `user` as a reader of something that they may see; whoever has left reads as a student."""
    return Access(course, role_in(session, user, course.id) or Role.STUDENT)


def require(session: Session, user: User, course_slug: str, right: Right) -> Access:
    """Like `access`, for what needs a right.

    Raises:
        NotFound: if there is no such course, or `user` is not enrolled in it.
        Forbidden: if the role of `user` there does not have the right.
    """
    standing = access(session, user, course_slug)
    if not standing.may(right):
        raise Forbidden
    return standing


def exercise(
    session: Session, standing: Access, slug: str, *, now: datetime | None = None
) -> tuple[Assignment, AssignmentExercise]:
    """The exercise `slug` of the course, with its assignment.

    Raises:
        NotFound: if the course has no such exercise.
        Forbidden: if it is not open yet, unless for staff.
    """
    query = (
        select(Assignment, AssignmentExercise)
        .join(AssignmentExercise.assignment)
        .where(Assignment.course_id == standing.course.id, AssignmentExercise.slug == slug)
        .order_by(Assignment.position)
        .limit(1)
    )
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotFound
    if not standing.may(Right.SEE_UNOPENED) and not is_open(row.Assignment, now or utcnow()):
        raise Forbidden("This exercise is not open yet; the course page says when it will be.")
    return row.Assignment, row.AssignmentExercise


def is_open(assignment: Assignment, now: datetime) -> bool:
    """Whether students may see the assignment's exercises."""
    return assignment.opens_at is None or assignment.opens_at <= now


def is_closed(dates: Dates, now: datetime) -> bool:
    """Whether no more submissions are taken."""
    return dates.closes_at is not None and dates.closes_at <= now


def may_see_submission(session: Session, user: User, submission: Submission) -> bool:
    """Whether it is the user's own, or of a course where they see everybody's work."""
    if submission.user_id == user.id:
        return True
    query = (
        select(Assignment.course_id)
        .join(AssignmentExercise, AssignmentExercise.assignment_id == Assignment.id)
        .where(AssignmentExercise.id == submission.assignment_exercise_id)
    )
    role = role_in(session, user, session.scalars(query).one())
    return role is not None and Right.SEE_WORK in RIGHTS[role]


def submission(session: Session, user: User, public_id: str) -> Submission:
    """The submission with this public id, if `user` may see it.

    Raises:
        NotFound: if there is none, or it is somebody else's business.
    """
    found = session.scalar(select(Submission).where(Submission.public_id == public_id))
    if found is None or not may_see_submission(session, user, found):
        raise NotFound
    return found
