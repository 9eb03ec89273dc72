"""Find the exercise that a request of the API is about, and show its texts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session
from werkzeug.exceptions import Conflict, NotFound

import exercises
from server.accounts.models import User
from server.api.schemas import ExerciseTexts
from server.courses import membership, permissions
from server.courses.catalog import load_exercise
from server.courses.errors import NotOpenYet
from server.courses.models import Assignment, AssignmentExercise, Course, Enrollment

SHOWN_COURSES = 20


def show_texts(session: Session, user: User, slug: str, now: datetime) -> ExerciseTexts:
    """Return the texts of an exercise that `user` may see in some course; they are the same in all courses.

    Raises:
        NotFound: if none of the user's courses has it, or it is not installed.
        NotOpenYet: if it is not open in any of them yet and the user is not staff.
        ExerciseUnavailable: if its files are broken.
    """
    _require_open(session, user, slug, now)
    try:
        found = load_exercise(slug)
    except exercises.UnknownExercise as error:
        raise NotFound("This exercise is not installed on this server.") from error
    return ExerciseTexts(
        slug=found.slug,
        title=found.title,
        unit=found.unit,
        version=found.version,
        max_points=found.max_points,
        statement=found.statement,
        starter=found.starter,
    )


def _require_open(session: Session, user: User, slug: str, now: datetime) -> None:
    accesses = {access.course.id: access for access in permissions.courses_of(session, user)}
    query = select(Assignment.course_id).join(AssignmentExercise).where(AssignmentExercise.slug == slug).distinct()
    having = [accesses[course_id] for course_id in session.scalars(query) if course_id in accesses]
    if not having:
        raise _in_no_course(slug)
    refused: NotOpenYet | None = None
    for access in having:
        try:
            permissions.exercise(session, access, slug, now=now)
        except NotOpenYet as error:
            refused = error
        else:
            return
    if refused is not None:
        raise refused


def find_exercise(session: Session, user: User, slug: str, course: str | None) -> AssignmentExercise:
    """Return the exercise in `course`, or in the only course of the user that has it.

    Raises:
        NotFound: if the user is not in this course, or no course of theirs has the exercise.
        Conflict: if several courses of the user have it and none was chosen.
        NotOpenYet: if it is not open yet and the user is not staff.
    """
    accesses = permissions.exercise_accesses(session, user, slug)
    having = sorted(accesses)
    if course is not None and course not in having:
        raise _not_in_course(session, user, slug, course)
    if not having:
        raise _in_no_course(slug)
    if course is None and len(having) > 1:
        message = f"Several of your courses have this exercise ({', '.join(having)}). Specify the course"
        raise Conflict(f"{message} (in the grader command: --course {having[0]}).")
    return permissions.require_exercise_access(session, user, accesses[course or having[0]])


def _courses_of(session: Session, user: User) -> Select[str]:
    entered = (
        (Enrollment.course_id == Course.id) & (Enrollment.user_id == user.id) & membership.may_enter(session, user)
    )
    return select(Course.slug).join(Enrollment, entered).distinct()


def _in_no_course(slug: str) -> NotFound:
    return NotFound(
        f"None of your courses has an exercise called “{slug}”. GET /api/v1/exercises lists the available exercises."
    )


def _not_in_course(session: Session, user: User, slug: str, course: str) -> NotFound:
    mine = sorted(session.scalars(_courses_of(session, user)))
    if course in mine:
        return NotFound(f"Your course “{course}” has no exercise “{slug}”.")
    if not mine:
        return NotFound(f"You are not enrolled in a course called “{course}” or in any other course.")
    more = f" and {len(mine) - SHOWN_COURSES} more" if len(mine) > SHOWN_COURSES else ""
    named = ", ".join(mine[:SHOWN_COURSES])
    return NotFound(f"You are not enrolled in a course called “{course}”. Your courses are: {named}{more}.")
