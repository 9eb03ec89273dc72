"""Choosing the student as whom to see a course, and ending it."""

from __future__ import annotations

from flask import Blueprint, Flask, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from server.accounts.models import User
from server.accounts.sessions import me
from server.building import viewing
from server.building.errors import NotViewable
from server.courses import policy
from server.courses.models import Enrollment, Role
from server.courses.pages import render
from server.courses.rights import Right
from server.store import db

AT_MOST = 30

blueprint = Blueprint("viewing", __name__)


def init_app(app: Flask) -> None:
    """Wire these pages into `app`."""
    app.register_blueprint(blueprint)


@blueprint.get("/courses/<course_slug>/view-as")
def choose(course_slug: str) -> str:
    """The students of the course, to choose one."""
    standing = policy.require(db(), me(), course_slug, Right.VIEW_AS)
    return _page(standing)


@blueprint.post("/courses/<course_slug>/view-as")
def begin(course_slug: str) -> ResponseReturnValue:
    """See the course as the student of the form."""
    standing = policy.require(db(), me(), course_slug, Right.VIEW_AS)
    student_id = request.form.get("student", type=int)
    if student_id is None or not 0 < student_id < 2**31:
        raise NotFound
    try:
        viewing.begin(db(), standing, student_id)
    except NotViewable as error:
        return _page(standing, str(error)), 422
    db().commit()
    return redirect(url_for("courses.course", course_slug=course_slug), 303)


@blueprint.post("/view-as/end")
def end() -> Response:
    """See everything as oneself again."""
    course = viewing.end(db())
    db().commit()
    return redirect(url_for("viewing.choose", course_slug=course.slug) if course else url_for("courses.home"), 303)


def _page(standing: policy.Access, error: str | None = None) -> str:
    name = request.args.get("name", "").strip()[:100]
    query = (
        select(User)
        .join(Enrollment, Enrollment.user_id == User.id)
        .where(Enrollment.course_id == standing.course.id, Enrollment.role == Role.STUDENT, policy.enrolled())
        .order_by(func.lower(User.name), User.id)
    )
    if name:
        part = name.lower()
        query = query.where(
            func.lower(User.name).contains(part, autoescape=True)
            | func.lower(User.email).contains(part, autoescape=True)
        )
    students = db().scalars(query.limit(AT_MOST + 1)).all()
    return render(
        "building/view_as.html",
        standing,
        students=students[:AT_MOST],
        is_cut=len(students) > AT_MOST,
        name=name,
        error=error,
    )
