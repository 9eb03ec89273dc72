"""Pages for staff to manage the join code and the invitations."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from server.accounts.errors import UnusableEmail
from server.accounts.links import absolute
from server.accounts.sessions import me
from server.core.db import utcnow
from server.core.mail import Mail, mailer
from server.core.request import db
from server.courses import permissions
from server.courses.layout import render
from server.courses.models import Invitation, Role
from server.courses.permissions import Access, Right
from server.roster import joining
from server.roster.forms import InvitationForm
from server.roster.sections import sections_of

blueprint = Blueprint("invitations", __name__, url_prefix="/joining")


@blueprint.get("")
def index(course_slug: str) -> str:
    """Show the join code and the invitations."""
    return _page(permissions.require(db(), me(), course_slug, Right.EDIT_ROSTER))


@blueprint.post("/code")
def new_code(course_slug: str) -> Response:
    """Create a join code, or replace it."""
    access = permissions.require(db(), me(), course_slug, Right.EDIT_ROSTER)
    code = joining.new_code(db(), me(), access.course)
    return _done(access, f"The join code is now {joining.grouped(code)}. Earlier codes no longer work.")


@blueprint.post("/code/off")
def close_code(course_slug: str) -> Response:
    """Turn the join code off."""
    access = permissions.require(db(), me(), course_slug, Right.EDIT_ROSTER)
    joining.close_code(db(), me(), access.course)
    return _done(access, "The join code has been turned off. Members stay in the course.")


@blueprint.post("/invitations")
def invite(course_slug: str) -> tuple[str, int]:
    """Create an invitation and show its link once; email it if it names an address."""
    access = permissions.require(db(), me(), course_slug, Right.EDIT_ROSTER)
    form = _form(access, InvitationForm())
    if not form.validate_on_submit():
        return _page(access, form), 422
    section = next((s for s in sections_of(db(), access.course) if s.id == form.section.data), None)
    try:
        made, secret = joining.invite(
            db(),
            me(),
            access.course,
            role=Role(form.role.data),
            section=section,
            email=(form.email.data or "").strip() or None,
        )
    except UnusableEmail as error:
        form.email.errors = [str(error)]
        return _page(access, form), 422
    db().commit()
    link = absolute("joining.invitation", token=secret)
    return _page(access, made=made, link=link, mailed=_mail(access, made, link)), 201


@blueprint.post("/invitations/<int:invitation_id>/revoke")
def revoke(course_slug: str, invitation_id: int) -> Response:
    """Revoke an invitation."""
    access = permissions.require(db(), me(), course_slug, Right.EDIT_ROSTER)
    invitation = db().get(Invitation, invitation_id)
    if invitation is None or invitation.course_id != access.course.id:
        raise NotFound
    joining.revoke(db(), me(), invitation)
    return _done(access, "The invitation has been revoked. Members who used it stay in the course.")


def _mail(access: Access, made: Invitation, link: str) -> str:
    """Email the invitation; return "sent", "failed", or "" if there is nothing to send."""
    if made.email is None or not mailer().reaches_people:
        return ""
    title = access.course.title
    text = (
        f"{me().name} has invited you to join {title} as {made.role.with_article}.\n\n"
        f"Accept the invitation within 14 days:\n{link}\n\nIf {made.email} is not your address, ignore this email.\n"
    )
    return "failed" if mailer().send([Mail(made.email, f"Invitation to {title}", text)]) else "sent"


def _form(access: Access, form: InvitationForm) -> InvitationForm:
    form.offer(sections_of(db(), access.course))
    return form


def _page(access: Access, form: InvitationForm | None = None, **more: Any) -> str:
    course = access.course
    now = utcnow()
    return render(
        "roster/joining.html",
        access,
        code=joining.grouped(course.join_code) if course.join_code else "",
        join_address=absolute("joining.join"),
        form=form or _form(access, InvitationForm(formdata=None)),
        invitations=[(each, joining.invitation_state(each, now)) for each in joining.invitations_of(db(), course)],
        sections={section.id: section.name for section in sections_of(db(), course)},
        **more,
    )


def _done(access: Access, message: str) -> Response:
    db().commit()
    flash(message)
    return redirect(url_for(".index", course_slug=access.course.slug), 303)
