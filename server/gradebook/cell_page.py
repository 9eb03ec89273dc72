"""The page of one student's work at one exercise, also shown again when a form on it could not be taken."""

from __future__ import annotations

from collections.abc import Mapping

from flask import request
from sqlalchemy import select
from werkzeug.exceptions import NotFound

from server.core.db import utcnow
from server.core.request import db
from server.courses import permissions
from server.courses.catalog import titles
from server.courses.dates import dates_of
from server.courses.items import Item
from server.courses.layout import render
from server.courses.models import Course, Enrollment, Role
from server.courses.permissions import Right
from server.gradebook.sheet import explained
from server.scores import comments, history, overrides
from server.submissions import attempts as listing
from server.submissions.visibility import reader


def cell_page(
    standing: permissions.Access,
    user_id: int,
    slug: str,
    *,
    problem: str = "",
    about: str = "",
    typed: Mapping[str, str] | None = None,
) -> str:
    """The page of a cell.

    Args:
        standing: of the reader.
        user_id: the student's.
        slug: the exercise's.
        problem: what was wrong with the form `about`, for another try.
        about: which form that was: decision or comment.
        typed: what was typed there, by name.
    """
    assignment, item = permissions.exercise(db(), standing, slug)
    enrollment = student_of(standing.course, user_id)
    dates = dates_of(db(), assignment, user_id)
    attempts = listing.attempts(db(), enrollment.user, item, reader(standing, assignment, dates, utcnow()))
    shown = listing.choose(attempts, request.args.get("attempt", ""))
    score = history.find_score(db(), user_id, item.id)
    return render(
        "gradebook/cell.html",
        standing,
        assignment=assignment,
        item=item,
        title=titles([slug])[slug],
        student=enrollment.user,
        attempts=attempts,
        shown=shown,
        score=score,
        steps=explained(db(), standing.course, Item(item, assignment), user_id, score),
        changes=history.score_changes(db(), score),
        notes=comments.comments_of(db(), shown.attempt.submission.id) if shown else (),
        max_reason=overrides.MAX_REASON_CHARS,
        may_decide=standing.may(Right.CHANGE_SCORES),
        may_regrade=standing.may(Right.REGRADE),
        may_comment=standing.may(Right.COMMENT),
        problem=problem,
        about=about,
        typed=typed or {},
    )


def student_of(course: Course, user_id: int) -> Enrollment:
    """The enrolment of a student of the course, or of one who has left it.

    Raises:
        NotFound: if there is none.
    """
    query = select(Enrollment).where(Enrollment.course_id == course.id, Enrollment.user_id == user_id)
    found = db().scalar(query.where(Enrollment.role == Role.STUDENT))
    if found is None:
        raise NotFound
    return found
