"""The instructor's gradebook: the grid, one student's work at one exercise, the export."""

from __future__ import annotations

from flask import Blueprint, Flask, request, stream_with_context
from sqlalchemy import select
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from server.accounts.models import User
from server.accounts.sessions import me
from server.courses import attempts as listing
from server.courses import policy
from server.courses.models import Course, Enrollment, Role
from server.courses.pages import render
from server.courses.path import titles
from server.courses.rights import Right
from server.gradebook import history
from server.gradebook.export import csv_lines
from server.gradebook.grid import STUCK_ATTEMPTS, Filters, all_rows, grid
from server.store import db

blueprint = Blueprint("gradebook", __name__, url_prefix="/courses/<course_slug>/gradebook")


def init_app(app: Flask) -> None:
    """Wire these pages into `app`."""
    app.register_blueprint(blueprint)


@blueprint.get("")
def index(course_slug: str) -> str:
    """Students × exercises: who is stuck, and on what."""
    standing = policy.require(db(), me(), course_slug, Right.SEE_WORK)
    filters = Filters(
        name=request.args.get("name", "").strip()[:100],
        stuck=request.args.get("stuck") == "1",
        after=request.args.get("after", type=int),
    )
    page = grid(db(), standing.course, filters)
    return render(
        "gradebook/index.html",
        standing,
        grid=page,
        filters=filters,
        stuck_attempts=STUCK_ATTEMPTS,
        titles=titles([column.item.slug for column in page.columns]),
    )


@blueprint.get("/scores.csv")
def export(course_slug: str) -> Response:
    """All scores of the course as CSV, streamed."""
    standing = policy.require(db(), me(), course_slug, Right.SEE_WORK)
    items, rows = all_rows(db(), standing.course)
    response = Response(stream_with_context(csv_lines(items, rows)), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{standing.course.slug}-scores.csv"'
    return response


@blueprint.get("/<int:user_id>/<slug>")
def cell(course_slug: str, user_id: int, slug: str) -> str:
    """One student's attempts at one exercise: code beside report, and how the score came about."""
    standing = policy.require(db(), me(), course_slug, Right.SEE_WORK)
    assignment, item = policy.exercise(db(), standing, slug)
    student = _student(standing.course, user_id)
    attempts = listing.attempts(db(), student, item, standing)
    shown = listing.choose(attempts, request.args.get("attempt", ""))
    score = history.score(db(), student.id, item.id)
    return render(
        "gradebook/cell.html",
        standing,
        assignment=assignment,
        item=item,
        title=titles([slug])[slug],
        student=student,
        attempts=attempts,
        shown=shown,
        score=score,
        changes=history.changes(db(), score),
    )


def _student(course: Course, user_id: int) -> User:
    query = select(User).join(Enrollment, Enrollment.user_id == User.id)
    query = query.where(Enrollment.course_id == course.id, User.id == user_id, Enrollment.role == Role.STUDENT)
    student = db().scalar(query)
    if student is None:
        raise NotFound
    return student
