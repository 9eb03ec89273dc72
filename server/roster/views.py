"""The people of a course, and one of them."""

from __future__ import annotations

from flask import Blueprint, Flask, flash, redirect, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from server.accounts.sessions import me
from server.core.request import db
from server.courses import permissions
from server.courses.layout import render
from server.courses.models import Enrollment, Role
from server.courses.permissions import Access, Right
from server.roster import enrollments, import_views, invitation_views, join_views, password_links, section_views
from server.roster.errors import RosterError
from server.roster.forms import PersonForm
from server.roster.people import Filters, State, people
from server.roster.sections import sections_of

blueprint = Blueprint("roster", __name__, url_prefix="/courses/<course_slug>/people")
for _part in (section_views, import_views, invitation_views):
    blueprint.register_blueprint(_part.blueprint)


def init_app(app: Flask) -> None:
    """Wire these pages into `app`."""
    app.register_blueprint(blueprint)
    app.register_blueprint(join_views.blueprint)


@blueprint.get("")
def index(course_slug: str) -> str:
    """Everybody, a hundred a page."""
    access = permissions.require(db(), me(), course_slug, Right.SEE_WORK)
    filters = _filters()
    return render(
        "roster/index.html",
        access,
        people=people(db(), access.course, filters),
        filters=filters,
        sections=sections_of(db(), access.course),
        may_edit=access.may(Right.EDIT_ROSTER),
    )


@blueprint.get("/<int:user_id>")
def person(course_slug: str, user_id: int) -> str:
    """One person: role, section, and in the course or not."""
    access, enrollment = _somebody(course_slug, user_id)
    return _page(access, enrollment)


@blueprint.post("/<int:user_id>")
def change(course_slug: str, user_id: int) -> Response | tuple[str, int]:
    """Change role and section."""
    access, enrollment = _somebody(course_slug, user_id)
    form = _form(access, None)
    if not form.validate_on_submit():
        return _page(access, enrollment, form), 422
    section = next((s for s in sections_of(db(), access.course) if s.id == form.section.data), None)
    try:
        changed = enrollments.change(db(), me(), enrollment, role=Role(form.role.data), section=section)
    except RosterError as error:
        form.role.errors = [str(error)]
        return _page(access, enrollment, form), 422
    db().commit()
    flash(f"{enrollment.user.name} is {_words(enrollment)} now." if changed else "Nothing was changed.")
    return _back(access, enrollment)


@blueprint.get("/<int:user_id>/drop")
def ask_drop(course_slug: str, user_id: int) -> str:
    """Say what dropping does, and ask."""
    access, enrollment = _somebody(course_slug, user_id)
    return render("roster/drop.html", access, enrollment=enrollment, error="")


@blueprint.post("/<int:user_id>/drop")
def drop(course_slug: str, user_id: int) -> Response | tuple[str, int]:
    """Take somebody out of the course."""
    access, enrollment = _somebody(course_slug, user_id)
    try:
        changed = enrollments.drop(db(), me(), enrollment)
    except RosterError as error:
        return render("roster/drop.html", access, enrollment=enrollment, error=str(error)), 422
    db().commit()
    name = enrollment.user.name
    flash(f"{name} is dropped; the work is kept, and “Re-admit” undoes it." if changed else f"{name} had left already.")
    return _back(access, enrollment)


@blueprint.post("/<int:user_id>/readmit")
def readmit(course_slug: str, user_id: int) -> Response:
    """Take somebody in again."""
    access, enrollment = _somebody(course_slug, user_id)
    changed = enrollments.readmit(db(), me(), enrollment)
    db().commit()
    name = enrollment.user.name
    flash(f"{name} is in the course again, as {_words(enrollment)}." if changed else f"{name} is in the course.")
    return _back(access, enrollment)


@blueprint.post("/<int:user_id>/link")
def make_link(course_slug: str, user_id: int) -> tuple[str, int]:
    """Make a link to set a password, and show it this once."""
    access, enrollment = _somebody(course_slug, user_id)
    try:
        link = password_links.make_link(db(), me(), access.course, enrollment.user)
    except RosterError as error:
        return _page(access, enrollment, link_error=str(error)), 422
    db().commit()
    return _page(access, enrollment, link=link), 201


def _filters() -> Filters:
    given = request.args
    return Filters(
        name=given.get("name", "").strip()[:100],
        role=given.get("role", type=Role),
        section=given.get("section", type=int),
        state=given.get("state", State.ENROLLED, type=State),
        page=min(max(given.get("page", 1, type=int), 1), 10_000),
    )


def _somebody(course_slug: str, user_id: int) -> tuple[Access, Enrollment]:
    access = permissions.require(db(), me(), course_slug, Right.EDIT_ROSTER)
    enrollment = enrollments.find(db(), access.course.id, user_id)
    if enrollment is None:
        raise NotFound
    return access, enrollment


def _form(access: Access, enrollment: Enrollment | None) -> PersonForm:
    data = {"role": enrollment.role.value, "section": enrollment.section_id or 0} if enrollment else None
    form = PersonForm(formdata=None, data=data) if enrollment else PersonForm()
    form.offer(sections_of(db(), access.course))
    return form


def _page(
    access: Access, enrollment: Enrollment, form: PersonForm | None = None, *, link: str = "", link_error: str = ""
) -> str:
    return render(
        "roster/person.html",
        access,
        enrollment=enrollment,
        form=form or _form(access, enrollment),
        may_make_link=password_links.may_make_link(db(), me(), enrollment.user),
        link=link,
        link_error=link_error,
    )


def _words(enrollment: Enrollment) -> str:
    return f"{enrollment.role.value}{f' in section {enrollment.section.name}' if enrollment.section else ''}"


def _back(access: Access, enrollment: Enrollment) -> Response:
    return redirect(url_for(".person", course_slug=access.course.slug, user_id=enrollment.user_id), 303)
