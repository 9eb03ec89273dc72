"""View a course as one of its students: for half an hour, read-only, and only that course.

Meanwhile `me()` is the student on every page that is allowed, and `actor()` is the real person. Pages that are not
known to belong to the course are refused: a new page is closed here until its address says which course it is in.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from flask import Flask, flash, g, redirect, request, session, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from server.accounts import confirmation, second_factor
from server.accounts.audit import record
from server.accounts.models import User
from server.accounts.sessions import actor, actor_or_none
from server.core.request import READS, db
from server.core.security import API_PREFIX
from server.course_admin.errors import NotViewable, ViewAsRefused
from server.courses.membership import is_enrolled, role_in
from server.courses.models import Assignment, AssignmentExercise, Course, Enrollment, Role
from server.courses.permissions import RIGHTS, Access, Right
from server.submissions.models import Submission

LASTS_S = 30 * 60
KEY = "viewing_as"
ENDING = "viewing.end"
ALWAYS = frozenset({ENDING, "accounts.logout", "health.healthz", "health.readyz", "static"})


@dataclass(frozen=True, slots=True)
class Viewing:
    """A course being viewed as a student."""

    course: Course
    student: User


def init_app(app: Flask) -> None:
    """Register the check of each request with `app`, after the login sessions."""
    app.before_request(_check_request)
    app.context_processor(lambda: {"viewing": current()})


def current() -> Viewing | None:
    """Return the view of this request, if any."""
    found: Viewing | None = g.get("chainrule_viewing")
    return found


def begin(db_session: Session, access: Access, student_id: int) -> User:
    """View the course as this student from the next request on.

    Raises:
        NotViewable: if the person is not a student of the course.
    """
    student = _student(db_session, access.course.id, student_id)
    if student is None or student.id == actor().id:
        raise NotViewable("You can view a course only as one of its current students.")
    until = int(time.time()) + LASTS_S
    session[KEY] = {"course": access.course.id, "student": student.id, "until": until}
    subject = f"user:{student.id}"
    record(db_session, actor(), "view_as.started", subject=subject, course_id=access.course.id)
    return student


def end(db_session: Session) -> Course | None:
    """End the view and return its course; None if there was no view."""
    viewing = current()
    session.pop(KEY, None)
    if viewing is None:
        return None
    record(
        db_session, actor(), "view_as.ended", subject=f"user:{viewing.student.id}", course_id=viewing.course.id
    )  # fmt: skip
    return viewing.course


def _check_request() -> Response | None:
    """Set the student of this request, and refuse pages that are not allowed."""
    if KEY not in session or request.path.startswith(API_PREFIX) or request.endpoint == "static":
        return None
    viewing = _load_view()
    if viewing is None:
        session.pop(KEY)
        if request.method not in READS and request.endpoint not in ALWAYS:
            # What was entered as the student must not be sent under one's own name.
            raise ViewAsRefused("You are no longer viewing the course as a student. Nothing was sent.")
        flash("The student view has ended. You are viewing the course as yourself again.")
        return None
    confirmation.view_as(db(), viewing.student)
    g.chainrule_viewing = viewing
    g.chainrule_student = viewing.student
    if request.endpoint is None or request.endpoint in ALWAYS:
        return None
    if request.method not in READS:
        raise ViewAsRefused(
            f"You are viewing the course as {viewing.student.name}. You cannot submit or change anything until you "
            "stop viewing."
        )
    if request.endpoint == "courses.home":
        return redirect(url_for("courses.course", course_slug=viewing.course.slug))
    if not _belongs(viewing):
        raise ViewAsRefused(
            f"You are viewing {viewing.course.title} as {viewing.student.name}. This page is not part of that course."
        )
    return None


def _load_view() -> Viewing | None:
    """Return the view from the session, unless it has expired or the right or the student is gone."""
    person, stored = actor_or_none(), session[KEY]
    if person is None or time.time() >= stored["until"]:
        return None
    role = role_in(db(), person, stored["course"])
    if role is None or Right.VIEW_AS not in RIGHTS[role] or second_factor.is_missing(db(), person):
        return None
    course, student = db().get(Course, stored["course"]), _student(db(), stored["course"], stored["student"])
    return Viewing(course, student) if course and student else None


def _student(db_session: Session, course_id: int, user_id: int) -> User | None:
    query = select(User).join(Enrollment, Enrollment.user_id == User.id).where(User.id == user_id)
    query = query.where(Enrollment.course_id == course_id, Enrollment.role == Role.STUDENT, is_enrolled())
    return db_session.scalar(query.where(~User.is_admin))


def _belongs(viewing: Viewing) -> bool:
    """Return whether the page belongs to the course, by its address or by the submission in it."""
    arguments = request.view_args or {}
    if "course_slug" in arguments:
        return bool(arguments["course_slug"] == viewing.course.slug)
    if "public_id" not in arguments:
        return False
    query = (
        select(Assignment.course_id)
        .join(AssignmentExercise, AssignmentExercise.assignment_id == Assignment.id)
        .join(Submission, Submission.assignment_exercise_id == AssignmentExercise.id)
        .where(Submission.public_id == arguments["public_id"], Submission.user_id == viewing.student.id)
    )
    return db().scalar(query) == viewing.course.id
