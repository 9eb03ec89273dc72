"""Seeing a course as one of its students does: for half an hour, to read only, and nothing but that course.

While it lasts `me()` is the student on every page that is let through, and `actor()` the person who looks. What is not
known to be a page of that course is refused: a new page is closed here until it says which course it belongs to.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from flask import Flask, flash, g, redirect, request, session, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Response

from server.accounts.audit import record
from server.accounts.models import User
from server.accounts.sessions import actor, actor_or_none
from server.core.request import READS, db
from server.core.security import API_PREFIX
from server.course_admin.errors import NotViewable
from server.courses.membership import enrolled, role_in
from server.courses.models import Assignment, AssignmentExercise, Course, Enrollment, Role
from server.courses.permissions import RIGHTS, Access, Right
from server.submissions.models import Submission

LASTS_S = 30 * 60
KEY = "viewing_as"
ENDING = "viewing.end"
ALWAYS = frozenset({ENDING, "accounts.logout", "health.healthz", "health.readyz", "static"})


@dataclass(frozen=True, slots=True)
class Viewing:
    """A view that is on."""

    course: Course
    student: User


def init_app(app: Flask) -> None:
    """Wire this part into `app`; after the login sessions."""
    app.before_request(_look)
    app.context_processor(lambda: {"viewing": current()})


def current() -> Viewing | None:
    """The view that is on in this request."""
    found: Viewing | None = g.get("chainrule_viewing")
    return found


def begin(db_session: Session, access: Access, student_id: int) -> User:
    """See the course as this student from the next request on; the caller commits.

    Raises:
        NotViewable: if the person is no student of the course.
    """
    student = _student(db_session, access.course.id, student_id)
    if student is None or student.id == actor().id:
        raise NotViewable("A course can be seen as one of its students, not as staff and not as who has left.")
    until = int(time.time()) + LASTS_S
    session[KEY] = {"course": access.course.id, "student": student.id, "until": until}
    subject = f"user:{student.id}"
    record(db_session, actor(), "view_as.started", subject=subject, course_id=access.course.id)
    return student


def end(db_session: Session) -> Course | None:
    """End the view; the caller commits. None when there was none."""
    viewing = current()
    session.pop(KEY, None)
    if viewing is None:
        return None
    record(
        db_session, actor(), "view_as.ended", subject=f"user:{viewing.student.id}", course_id=viewing.course.id
    )  # fmt: skip
    return viewing.course


def _look() -> Response | None:
    """Before each request: who is seen, and whether this page may be."""
    if KEY not in session or request.path.startswith(API_PREFIX) or request.endpoint == "static":
        return None
    viewing = _found()
    if viewing is None:
        session.pop(KEY)
        if request.method not in READS and request.endpoint not in ALWAYS:
            # What was typed on the student's page must not be sent as one's own.
            raise Forbidden("Your view of the course as a student is over; nothing was sent.")
        flash("Your view of the course as a student is over; you see it as yourself again.")
        return None
    g.chainrule_viewing = viewing
    g.chainrule_student = viewing.student
    if request.endpoint is None or request.endpoint in ALWAYS:
        return None
    if request.method not in READS:
        raise Forbidden(
            f"You see the course as {viewing.student.name}: nothing can be sent or changed until you end it."
        )
    if request.endpoint == "courses.home":
        return redirect(url_for("courses.course", course_slug=viewing.course.slug))
    if not _belongs(viewing):
        raise Forbidden(f"You see {viewing.course.title} as {viewing.student.name}; this page is not part of it.")
    return None


def _found() -> Viewing | None:
    """What the session says, unless time is up, the right is lost, or the student is none any more."""
    person, said = actor_or_none(), session[KEY]
    if person is None or time.time() >= said["until"]:
        return None
    role = role_in(db(), person, said["course"])
    if role is None or Right.VIEW_AS not in RIGHTS[role]:
        return None
    course, student = db().get(Course, said["course"]), _student(db(), said["course"], said["student"])
    return Viewing(course, student) if course and student else None


def _student(db_session: Session, course_id: int, user_id: int) -> User | None:
    query = select(User).join(Enrollment, Enrollment.user_id == User.id).where(User.id == user_id)
    query = query.where(Enrollment.course_id == course_id, Enrollment.role == Role.STUDENT, enrolled())
    return db_session.scalar(query.where(~User.is_admin))


def _belongs(viewing: Viewing) -> bool:
    """Whether the page is of the course: by its address, or by the submission in it."""
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
