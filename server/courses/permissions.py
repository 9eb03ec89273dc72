"""Who may see and do what in a course: students see their own work; staff have the rights in the table for their role.

A request for a course that a person is not in gets a 404, as if the course did not exist. A request that their role
does not allow gets a 403.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, contains_eager, load_only
from werkzeug.exceptions import Forbidden, NotFound

from server.accounts import second_factor
from server.accounts.models import User
from server.core.db import utcnow
from server.courses.dates import Dates
from server.courses.errors import NotOpenYet
from server.courses.membership import closed_courses, is_enrolled, may_enter, role_in
from server.courses.models import Assignment, AssignmentExercise, Course, Enrollment, Role
from server.text import times


@dataclass(frozen=True, slots=True)
class Access:
    """What a person may see and do in a course; an admin has an instructor's access to every course."""

    course: Course
    role: Role

    def may(self, right: Right) -> bool:
        """Return whether the role has this right."""
        return right in RIGHTS[self.role]

    @property
    def is_staff(self) -> bool:
        """Return whether the person is an instructor, an assistant or an admin."""
        return self.may(Right.SEE_WORK)


def courses_of(session: Session, user: User) -> list[Access]:
    """List the courses `user` is enrolled in and may enter, by title; all courses for an admin."""
    if user.is_admin:
        return [Access(course, Role.INSTRUCTOR) for course in session.scalars(select(Course).order_by(Course.title))]
    query = select(Enrollment, Course).join(Enrollment.course).where(Enrollment.user_id == user.id)
    query = query.where(may_enter(session, user))
    return [Access(course, enrollment.role) for enrollment, course in session.execute(query.order_by(Course.title))]


def access_to(session: Session, user: User, course_slug: str) -> Access:
    """Return the access of `user` to the course.

    Raises:
        NotFound: if there is no such course, or `user` is not enrolled in it.
        Forbidden: if `user` is enrolled, but must confirm the address of the account first.
        SecondFactorMissing: if `user` is staff there, and must set up a second factor first.
    """
    course = session.scalar(select(Course).where(Course.slug == course_slug))
    role = role_in(session, user, course.id) if course else None
    if course is not None and role is None and course in closed_courses(session, user):
        raise Forbidden(
            f"First confirm that {user.email} is your address, with “Forgot your password?” on the login page."
        )
    if course is None or role is None:
        raise NotFound
    return _checked(session, user, Access(course, role))


def viewer_access(session: Session, user: User, course: Course) -> Access:
    """Return the access with which `user` views something they may see; former members view it as students.

    Raises:
        SecondFactorMissing: if `user` is staff there, and must set up a second factor first.
    """
    return _checked(session, user, Access(course, role_in(session, user, course.id) or Role.STUDENT))


def _checked(session: Session, user: User, access: Access) -> Access:
    if access.is_staff:
        second_factor.require_for_staff(session, user)
    return access


def require(session: Session, user: User, course_slug: str, right: Right) -> Access:
    """Return the access of `user` to the course, which must include a right.

    Raises:
        NotFound: if there is no such course, or `user` is not enrolled in it.
        Forbidden: if the role of `user` there does not have the right.
    """
    access = access_to(session, user, course_slug)
    if not access.may(right):
        raise Forbidden
    return access


def exercise(
    session: Session, access: Access, slug: str, *, now: datetime | None = None
) -> tuple[Assignment, AssignmentExercise]:
    """Return the exercise `slug` of the course, with its assignment.

    Raises:
        NotFound: if the course has no such exercise.
        NotOpenYet: if it is not open yet and the person is not staff.
    """
    query = (
        select(Assignment, AssignmentExercise)
        .join(AssignmentExercise.assignment)
        .where(Assignment.course_id == access.course.id, AssignmentExercise.slug == slug)
        .order_by(Assignment.position)
        .limit(1)
    )
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotFound
    _require_open(access, row.Assignment, now or utcnow())
    return row.Assignment, row.AssignmentExercise


@dataclass(frozen=True, slots=True)
class ExerciseAccess:
    """An exercise in a course that a person may enter."""

    access: Access
    assignment: Assignment
    exercise: AssignmentExercise


def exercise_accesses(
    session: Session, user: User, slug: str, *, course_slug: str | None = None
) -> dict[str, ExerciseAccess]:
    """Return the exercise `slug` in each course that `user` is enrolled in and may enter, by the slug of the course.

    One query finds all of it, because every submission asks. `require_exercise_access` checks what else is needed.
    """
    query = _IN_EACH_COURSE if course_slug is None else _IN_ONE_COURSE
    if user.is_unconfirmed:
        query = query.where(may_enter(session, user))
    wanted = {"user_id": user.id, "slug": slug, "course_slug": course_slug}
    found: dict[str, ExerciseAccess] = {}
    for item, role in session.execute(query, wanted):
        course = item.assignment.course
        access = Access(course, Role.INSTRUCTOR if user.is_admin else role)
        found.setdefault(course.slug, ExerciseAccess(access, item.assignment, item))
    return found


def require_exercise_access(
    session: Session, user: User, found: ExerciseAccess, *, now: datetime | None = None
) -> AssignmentExercise:
    """Return the exercise if the person may open it now.

    Raises:
        SecondFactorMissing: if `user` is staff there, and must set up a second factor first.
        NotOpenYet: if it is not open yet and the person is not staff.
    """
    _checked(session, user, found.access)
    _require_open(found.access, found.assignment, now or utcnow())
    return found.exercise


def exercise_in(session: Session, user: User, course_slug: str, slug: str) -> AssignmentExercise:
    """Return the exercise `slug` of a course as `access_to` and `exercise` would, in one query for those enrolled."""
    found = exercise_accesses(session, user, slug, course_slug=course_slug).get(course_slug)
    if found is not None:
        return require_exercise_access(session, user, found)
    return exercise(session, access_to(session, user, course_slug), slug)[1]


_IN_EACH_COURSE = (
    select(AssignmentExercise, Enrollment.role)
    .join(AssignmentExercise.assignment)
    .join(Assignment.course)
    .join(Enrollment, (Enrollment.course_id == Course.id) & (Enrollment.user_id == bindparam("user_id")))
    .where(AssignmentExercise.slug == bindparam("slug"), is_enrolled())
    .order_by(Course.slug, Assignment.position)
    .options(
        load_only(AssignmentExercise.slug),
        contains_eager(AssignmentExercise.assignment).load_only(
            Assignment.title,
            Assignment.opens_at,
            Assignment.due_at,
            Assignment.closes_at,
            Assignment.attempt_limit,
            Assignment.cooldown_s,
        ),
        contains_eager(AssignmentExercise.assignment, Assignment.course).load_only(Course.slug, Course.timezone),
    )
)
_IN_ONE_COURSE = _IN_EACH_COURSE.where(Course.slug == bindparam("course_slug"))


def _require_open(access: Access, assignment: Assignment, now: datetime) -> None:
    if access.may(Right.SEE_UNOPENED) or assignment.opens_at is None or is_open(assignment, now):
        return
    zone = access.course.timezone
    raise NotOpenYet(f"{times.local(assignment.opens_at, zone)} ({zone})")


def is_open(assignment: Assignment, now: datetime) -> bool:
    """Return whether students may see the exercises of the assignment."""
    return assignment.opens_at is None or assignment.opens_at <= now


def is_closed(dates: Dates, now: datetime) -> bool:
    """Return whether submissions are no longer accepted."""
    return dates.closes_at is not None and dates.closes_at <= now


class Right(StrEnum):
    """Something that a person may or may not do; its value completes the sentence "may …"."""

    SEE_UNOPENED = "see exercises before they open"
    SEE_WORK = "see everybody's scores, code and reports"
    COMMENT = "comment on code"
    CHANGE_SCORES = "override scores, excuse students, and grant extensions"
    REGRADE = "grade submissions again"
    SEE_SIMILARITY = "see which sources resemble each other"
    EXPORT = "download scores"
    ANNOUNCE = "announce"
    EDIT_ASSIGNMENTS = "change assignments"
    EDIT_ROSTER = "enroll, invite and remove people"
    VIEW_AS = "see the course as a student does"
    SEE_AUDIT = "read the audit log"
    EDIT_COURSE = "change, copy and export the course"


_STUDENT: frozenset[Right] = frozenset()


_ASSISTANT = _STUDENT | {
    Right.SEE_UNOPENED,
    Right.SEE_WORK,
    Right.COMMENT,
    Right.CHANGE_SCORES,
    Right.SEE_SIMILARITY,
    Right.EXPORT,
    Right.ANNOUNCE,
}


_INSTRUCTOR = frozenset(Right)


RIGHTS = {Role.STUDENT: _STUDENT, Role.ASSISTANT: frozenset(_ASSISTANT), Role.INSTRUCTOR: _INSTRUCTOR}
