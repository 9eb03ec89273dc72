"""Pages of the members of a course, and of one member."""

from __future__ import annotations

from flask import Blueprint, Flask, flash, redirect, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from server.accounts import emails
from server.accounts.errors import EmailTaken, UnusableEmail, UnusableName
from server.accounts.passwords import UNUSABLE
from server.accounts.sessions import me
from server.core.mail import mailer
from server.core.request import db
from server.courses import permissions
from server.courses.layout import render
from server.courses.models import Enrollment, Role
from server.courses.permissions import Access, Right
from server.roster import (
    address_views,
    corrections,
    enrollments,
    import_views,
    invitation_views,
    join_views,
    link_views,
    password_links,
    section_views,
)
from server.roster.errors import RosterError
from server.roster.forms import CorrectAddressForm, CorrectNameForm, MembersFilterForm, PersonForm
from server.roster.people import people
from server.roster.sections import sections_of

blueprint = Blueprint("roster", __name__, url_prefix="/courses/<course_slug>/people")
for _part in (section_views, import_views, invitation_views, link_views):
    blueprint.register_blueprint(_part.blueprint)


def init_app(app: Flask) -> None:
    """Wire these pages into `app`."""
    app.register_blueprint(blueprint)
    app.register_blueprint(join_views.blueprint)
    app.register_blueprint(address_views.blueprint)


@blueprint.get("")
def index(course_slug: str) -> str:
    """List the members, a hundred per page."""
    access = permissions.require(db(), me(), course_slug, Right.SEE_WORK)
    filters = MembersFilterForm.from_query().to_filters()
    may_edit = access.may(Right.EDIT_ROSTER)
    return render(
        "roster/index.html",
        access,
        people=people(db(), access.course, filters),
        filters=filters,
        sections=sections_of(db(), access.course),
        may_edit=may_edit,
        waiting=password_links.waiting_in(db(), me(), access.course) if may_edit else None,
    )


@blueprint.get("/<int:user_id>")
def person(course_slug: str, user_id: int) -> str:
    """Show one member."""
    access, enrollment = _member(course_slug, user_id)
    return _page(access, enrollment)


@blueprint.post("/<int:user_id>")
def change(course_slug: str, user_id: int) -> Response | tuple[str, int]:
    """Change the role and section of a member."""
    access, enrollment = _member(course_slug, user_id)
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
    flash(f"{enrollment.user.name} is now {_describe(enrollment)}." if changed else "No changes to save.")
    return _back(access, enrollment)


@blueprint.post("/<int:user_id>/name")
def correct_name(course_slug: str, user_id: int) -> Response | tuple[str, int]:
    """Correct the name of a student."""
    access, enrollment = _member(course_slug, user_id)
    form = CorrectNameForm()
    if not form.validate_on_submit():
        return _page(access, enrollment, name_form=form), 422
    try:
        name, reason = form.right_name.data, form.name_reason.data or ""
        changed = corrections.correct_name(db(), me(), enrollment, name, reason)
    except (RosterError, UnusableName) as error:
        form.right_name.errors = [str(error)]
        return _page(access, enrollment, name_form=form), 422
    db().commit()
    flash(f"The name is now {enrollment.user.name}." if changed else "No changes to save.")
    return _back(access, enrollment)


@blueprint.post("/<int:user_id>/address")
def correct_address(course_slug: str, user_id: int) -> Response | tuple[str, int]:
    """Correct the address of a student who has not confirmed it."""
    access, enrollment = _member(course_slug, user_id)
    form, before = CorrectAddressForm(), enrollment.user.email
    if not form.validate_on_submit():
        return _page(access, enrollment, address_form=form), 422
    try:
        email, reason = form.right_email.data, form.email_reason.data or ""
        changed = corrections.correct_address(db(), me(), enrollment, email, reason)
    except (RosterError, UnusableEmail, EmailTaken) as error:
        db().rollback()
        access, enrollment = _member(course_slug, user_id)
        form.right_email.errors = [str(error)]
        return _page(access, enrollment, address_form=form), 422
    db().commit()
    if changed and enrollment.user.password_hash != UNUSABLE:
        mailer().send_later([emails.address_changed(before)])
    flash(
        f"The address is now {enrollment.user.email}. Earlier logins, API tokens, and links to set a password or "
        "confirm an address no longer work."
        if changed
        else "No changes to save."
    )
    return _back(access, enrollment)


@blueprint.get("/<int:user_id>/drop")
def ask_drop(course_slug: str, user_id: int) -> str:
    """Ask before removing a member."""
    access, enrollment = _member(course_slug, user_id)
    return render("roster/drop.html", access, enrollment=enrollment, error="")


@blueprint.post("/<int:user_id>/drop")
def drop(course_slug: str, user_id: int) -> Response | tuple[str, int]:
    """Remove a member from the course."""
    access, enrollment = _member(course_slug, user_id)
    try:
        changed = enrollments.remove(db(), me(), enrollment)
    except RosterError as error:
        return render("roster/drop.html", access, enrollment=enrollment, error=str(error)), 422
    db().commit()
    name = enrollment.user.name
    flash(f"{name} was removed from the course." if changed else f"{name} had already been removed.")
    return _back(access, enrollment)


@blueprint.post("/<int:user_id>/readmit")
def readmit(course_slug: str, user_id: int) -> Response:
    """Re-admit a removed member."""
    access, enrollment = _member(course_slug, user_id)
    changed = enrollments.readmit(db(), me(), enrollment)
    db().commit()
    name = enrollment.user.name
    flash(
        f"{name} is in the course again as {_describe(enrollment)}." if changed else f"{name} is already in the course."
    )
    return _back(access, enrollment)


@blueprint.post("/<int:user_id>/link")
def make_link(course_slug: str, user_id: int) -> tuple[str, int]:
    """Create a password link and show it once."""
    access, enrollment = _member(course_slug, user_id)
    try:
        link = password_links.make_link(db(), me(), access.course, enrollment.user)
    except RosterError as error:
        return _page(access, enrollment, link_error=str(error)), 422
    db().commit()
    return _page(access, enrollment, link=link), 201


def _member(course_slug: str, user_id: int) -> tuple[Access, Enrollment]:
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
    access: Access,
    enrollment: Enrollment,
    form: PersonForm | None = None,
    *,
    name_form: CorrectNameForm | None = None,
    address_form: CorrectAddressForm | None = None,
    link: str = "",
    link_error: str = "",
) -> str:
    user = enrollment.user
    return render(
        "roster/person.html",
        access,
        enrollment=enrollment,
        form=form or _form(access, enrollment),
        name_form=name_form or CorrectNameForm(formdata=None, data={"right_name": user.name}),
        why_name_stays=corrections.why_name_stays(db(), enrollment),
        address_form=address_form or CorrectAddressForm(formdata=None, data={"right_email": user.email}),
        why_address_stays=corrections.why_address_stays(db(), me(), enrollment),
        may_make_link=password_links.may_make_link(db(), me(), user),
        link=link,
        link_error=link_error,
    )


def _describe(enrollment: Enrollment) -> str:
    return f"{enrollment.role.with_article}{f' in section {enrollment.section.name}' if enrollment.section else ''}"


def _back(access: Access, enrollment: Enrollment) -> Response:
    return redirect(url_for(".person", course_slug=access.course.slug, user_id=enrollment.user_id), 303)
