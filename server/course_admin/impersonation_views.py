"""Pages to choose a student to view a course as, and to end the view."""

from __future__ import annotations

from flask import Blueprint, Flask, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from server.accounts.models import User
from server.accounts.sessions import me
from server.core.request import db
from server.course_admin import impersonation
from server.course_admin.errors import NotViewable
from server.course_admin.forms import StudentSearchForm, ViewAsForm
from server.courses import membership, permissions
from server.courses.layout import render
from server.courses.models import Enrollment, Role
from server.courses.permissions import Right

AT_MOST = 30

blueprint = Blueprint("viewing", __name__)


def init_app(app: Flask) -> None:
    """Register these pages with `app`."""
    app.register_blueprint(blueprint)


@blueprint.get("/courses/<course_slug>/view-as")
def choose(course_slug: str) -> str:
    """List the students to choose from."""
    access = permissions.require(db(), me(), course_slug, Right.VIEW_AS)
    return _page(access)


@blueprint.post("/courses/<course_slug>/view-as")
def begin(course_slug: str) -> ResponseReturnValue:
    """View the course as the chosen student."""
    access = permissions.require(db(), me(), course_slug, Right.VIEW_AS)
    form = ViewAsForm()
    student_id = form.student.number if form.validate_on_submit() else None
    if student_id is None:
        raise NotFound
    try:
        impersonation.begin(db(), access, student_id)
    except NotViewable as error:
        return _page(access, str(error)), 422
    db().commit()
    return redirect(url_for("courses.course", course_slug=course_slug), 303)


@blueprint.post("/view-as/end")
def end() -> Response:
    """End the view."""
    course = impersonation.end(db())
    db().commit()
    return redirect(url_for("viewing.choose", course_slug=course.slug) if course else url_for("courses.home"), 303)


def _page(access: permissions.Access, error: str | None = None) -> str:
    name = StudentSearchForm.from_query().readable("name")
    query = (
        select(User)
        .join(Enrollment, Enrollment.user_id == User.id)
        .where(Enrollment.course_id == access.course.id, Enrollment.role == Role.STUDENT, membership.is_enrolled())
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
        "course_admin/view_as.html",
        access,
        students=students[:AT_MOST],
        is_cut=len(students) > AT_MOST,
        name=name,
        error=error,
    )
