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
from server.roster import enrolments, import_views, invitation_views, join_views, passwords, section_views
from server.roster.errors import RosterError
from server.roster.forms import PersonForm
from server.roster.people import Filters, State, people, sections_of

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
    access, enrolment = _somebody(course_slug, user_id)
    return _page(access, enrolment)


@blueprint.post("/<int:user_id>")
def change(course_slug: str, user_id: int) -> Response | tuple[str, int]:
    """Change role and section."""
    access, enrolment = _somebody(course_slug, user_id)
    form = _form(access, None)
    if not form.validate_on_submit():
        return _page(access, enrolment, form), 422
    section = next((s for s in sections_of(db(), access.course) if s.id == form.section.data), None)
    try:
        changed = enrolments.change(db(), me(), enrolment, role=Role(form.role.data), section=section)
    except RosterError as error:
        form.role.errors = [str(error)]
        return _page(access, enrolment, form), 422
    db().commit()
    flash(f"{enrolment.user.name} is {_words(enrolment)} now." if changed else "Nothing was changed.")
    return _back(access, enrolment)


@blueprint.get("/<int:user_id>/drop")
def ask_drop(course_slug: str, user_id: int) -> str:
    """Say what dropping does, and ask."""
    access, enrolment = _somebody(course_slug, user_id)
    return render("roster/drop.html", access, enrolment=enrolment, error="")


@blueprint.post("/<int:user_id>/drop")
def drop(course_slug: str, user_id: int) -> Response | tuple[str, int]:
    """Take somebody out of the course."""
    access, enrolment = _somebody(course_slug, user_id)
    try:
        changed = enrolments.drop(db(), me(), enrolment)
    except RosterError as error:
        return render("roster/drop.html", access, enrolment=enrolment, error=str(error)), 422
    db().commit()
    name = enrolment.user.name
    flash(f"{name} is dropped; the work is kept, and “Re-admit” undoes it." if changed else f"{name} had left already.")
    return _back(access, enrolment)


@blueprint.post("/<int:user_id>/readmit")
def readmit(course_slug: str, user_id: int) -> Response:
    """Take somebody in again."""
    access, enrolment = _somebody(course_slug, user_id)
    changed = enrolments.readmit(db(), me(), enrolment)
    db().commit()
    name = enrolment.user.name
    flash(f"{name} is in the course again, as {_words(enrolment)}." if changed else f"{name} is in the course.")
    return _back(access, enrolment)


@blueprint.post("/<int:user_id>/link")
def make_link(course_slug: str, user_id: int) -> tuple[str, int]:
    """Make a link to set a password, and show it this once."""
    access, enrolment = _somebody(course_slug, user_id)
    try:
        link = passwords.make_link(db(), me(), access.course, enrolment.user)
    except RosterError as error:
        return _page(access, enrolment, link_error=str(error)), 422
    db().commit()
    return _page(access, enrolment, link=link), 201


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
    enrolment = enrolments.find(db(), access.course.id, user_id)
    if enrolment is None:
        raise NotFound
    return access, enrolment


def _form(access: Access, enrolment: Enrollment | None) -> PersonForm:
    data = {"role": enrolment.role.value, "section": enrolment.section_id or 0} if enrolment else None
    form = PersonForm(formdata=None, data=data) if enrolment else PersonForm()
    form.offer(sections_of(db(), access.course))
    return form


def _page(
    access: Access, enrolment: Enrollment, form: PersonForm | None = None, *, link: str = "", link_error: str = ""
) -> str:
    return render(
        "roster/person.html",
        access,
        enrolment=enrolment,
        form=form or _form(access, enrolment),
        may_make_link=passwords.may_make_link(db(), me(), enrolment.user),
        link=link,
        link_error=link_error,
    )


def _words(enrolment: Enrollment) -> str:
    return f"{enrolment.role.value}{f' in section {enrolment.section.name}' if enrolment.section else ''}"


def _back(access: Access, enrolment: Enrollment) -> Response:
    return redirect(url_for(".person", course_slug=access.course.slug, user_id=enrolment.user_id), 303)
