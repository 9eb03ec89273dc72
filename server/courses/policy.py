"""Who may see and do what: a student their own work, an instructor everything of their course.

What a person may not know about is answered like what does not exist (404); what they know about but their role does
not allow, with 403.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.exceptions import Forbidden, NotFound

from server.accounts.models import User
from server.courses.models import Assignment, AssignmentExercise, Course, Enrollment, Role
from server.db import utcnow
from server.submissions.models import Submission


@dataclass(frozen=True, slots=True)
class Access:
    """A person's standing in a course."""

    course: Course
    role: Role

    @property
    def is_instructor(self) -> bool:
        """Whether the person teaches here."""
        return self.role is Role.INSTRUCTOR


def courses_of(session: Session, user: User) -> list[Access]:
    """The courses `user` is enrolled in, by title."""
    query = select(Enrollment, Course).join(Enrollment.course).where(Enrollment.user_id == user.id)
    return [Access(course, enrollment.role) for enrollment, course in session.execute(query.order_by(Course.title))]


def access(session: Session, user: User, course_slug: str) -> Access:
    """The standing of `user` in the course.

    Raises:
        NotFound: if there is no such course, or `user` is not enrolled in it.
    """
    query = select(Enrollment.role, Course).join(Enrollment.course)
    row = session.execute(query.where(Course.slug == course_slug, Enrollment.user_id == user.id)).one_or_none()
    if row is None:
        raise NotFound
    return Access(row.Course, row.role)


def reader(session: Session, user: User, course: Course) -> Access:
    """The standing of `user` as a reader of something that they may see; whoever has left reads as a student."""
    query = select(Enrollment.role).where(Enrollment.course_id == course.id, Enrollment.user_id == user.id)
    return Access(course, session.scalar(query) or Role.STUDENT)


def instructor_access(session: Session, user: User, course_slug: str) -> Access:
    """Like `access`, for pages of instructors only.

    Raises:
        NotFound: if there is no such course, or `user` is not enrolled in it.
        Forbidden: if `user` is not an instructor there.
    """
    standing = access(session, user, course_slug)
    if not standing.is_instructor:
        raise Forbidden
    return standing


def exercise(
    session: Session, standing: Access, slug: str, *, now: datetime | None = None
) -> tuple[Assignment, AssignmentExercise]:
    """The exercise `slug` of the course, with its assignment.

    Raises:
        NotFound: if the course has no such exercise.
        Forbidden: if it is not open yet, unless for instructors.
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
    if not standing.is_instructor and not is_open(row.Assignment, now or utcnow()):
        raise Forbidden("This exercise is not open yet; the course page says when it will be.")
    return row.Assignment, row.AssignmentExercise


def is_open(assignment: Assignment, now: datetime) -> bool:
    """Whether students may see the assignment's exercises."""
    return assignment.opens_at is None or assignment.opens_at <= now


def is_closed(assignment: Assignment, now: datetime) -> bool:
    """Whether the assignment takes no more submissions."""
    return assignment.closes_at is not None and assignment.closes_at <= now


def may_see_submission(session: Session, user: User, submission: Submission) -> bool:
    """Whether it is the user's own, or of a course that they teach."""
    if submission.user_id == user.id:
        return True
    query = (
        select(Enrollment.id)
        .join(Assignment, Assignment.course_id == Enrollment.course_id)
        .join(AssignmentExercise, AssignmentExercise.assignment_id == Assignment.id)
        .where(
            AssignmentExercise.id == submission.assignment_exercise_id,
            Enrollment.user_id == user.id,
            Enrollment.role == Role.INSTRUCTOR,
        )
    )
    return session.scalar(query) is not None


def submission(session: Session, user: User, public_id: str) -> Submission:
    """The submission with this public id, if `user` may see it.

    Raises:
        NotFound: if there is none, or it is somebody else's business.
    """
    found = session.scalar(select(Submission).where(Submission.public_id == public_id))
    if found is None or not may_see_submission(session, user, found):
        raise NotFound
    return found
