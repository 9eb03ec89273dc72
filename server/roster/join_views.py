"""Pages to join a course by code or invitation, with an account or by creating one."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response

from server.accounts import sessions
from server.accounts.audit import record
from server.accounts.errors import EmailTaken, UnusableEmail, UnusableName, UnusablePassword
from server.accounts.forms import RegisterForm
from server.accounts.models import User
from server.accounts.sessions import me_or_none, public
from server.accounts.throttle import client_address, login_throttle
from server.core.page_forms import PageForm
from server.core.request import db
from server.courses.models import Course
from server.roster import joining
from server.roster.errors import JoinRefused
from server.roster.forms import JoinForm
from server.text import times

blueprint = Blueprint("joining", __name__)
_UNKNOWN = (
    "No course has the code “{}”. A code consists of eight letters and digits and never contains 0, O, 1, I, or L."
)


@blueprint.get("/join")
@public
def join() -> str:
    """Ask for the code."""
    return _join_page(JoinForm.filled_from_query(), RegisterForm(formdata=None))


@blueprint.post("/join")
@public
def enter() -> Response | tuple[str, int]:
    """Join the course with this code as a student."""
    form, details = JoinForm(), RegisterForm()
    course = _course(form)
    if course is None:
        return _join_page(form, details), 422
    user = me_or_none() or _register(details, f"code:{course.join_code}")
    if user is None:
        return _join_page(form, details), 422
    try:
        is_new = joining.join(db(), user, course)
    except JoinRefused as error:
        db().rollback()
        form.code.errors = [str(error)]
        return _join_page(form, details), 422
    return _enter_course(user, course, is_new)


@blueprint.get("/invitations/<token>")
@public
def invitation(token: str) -> Response:
    """Show an invitation, and ask whether to accept it."""
    return _invitation_page(token, RegisterForm(formdata=None))


@blueprint.post("/invitations/<token>")
@public
def accept(token: str) -> Response:
    """Accept an invitation."""
    invited = joining.read_invitation(db(), token)
    if invited is None:
        return _invitation_page(token, RegisterForm(formdata=None))
    details = RegisterForm()
    user = me_or_none()
    if user is None:
        # What is typed for the address does not matter where the invitation names one.
        details.email.data = invited.invitation.email or details.email.data
        user = _register(details, f"invitation:{invited.invitation.id}")
    if user is None:
        return _invitation_page(token, details, 422)
    try:
        before = invited.invitation.uses
        invited = joining.accept(db(), user, token)
    except JoinRefused as error:
        db().rollback()
        return _invitation_page(token, details, 422, error=str(error))
    return _enter_course(user, invited.course, invited.invitation.uses > before)


def _course(form: JoinForm) -> Course | None:
    code, counter = (form.code.data or "").strip(), login_throttle()
    if not form.validate_on_submit() or not code:
        form.code.errors = ["Enter the join code from your instructor."]
        return None
    person, address = me_or_none(), client_address()
    if not counter.allows_code(person.id if person else None, address):
        raise TooManyRequests("You have tried too many codes. Try again later.", retry_after=counter.retry_after_s)
    course = joining.course_of(db(), code)
    if course is None:
        counter.failed(address)
        form.code.errors = [_UNKNOWN.format(code)]
    return course


def _register(details: RegisterForm, join_code: str) -> User | None:
    """Create the account; if that fails, return None and put the reason on the field.

    Args:
        details: what the new person typed.
        join_code: the join code or invitation that lets them in; accounts are counted for each.
    """
    if not details.validate_on_submit():
        return None
    if wait_s := login_throttle().wait_for_account_s(client_address(), join_code):
        wait = f"Try again in {times.span(wait_s)}."
        raise TooManyRequests(f"Too many accounts were created from this network. {wait}", retry_after=wait_s)
    try:
        email, name, password = details.email.data, details.name.data, details.password.data
        return joining.register(db(), email=email, name=name, password=password)
    except (EmailTaken, UnusableEmail) as error:
        details.email.errors = [str(error)]
    except UnusableName as error:
        details.name.errors = [str(error)]
    except UnusablePassword as error:
        details.password.errors = [str(error)]
    return None


def _enter_course(user: User, course: Course, is_new: bool) -> Response:
    """Commit, log a new person in, and redirect to the course."""
    is_known = me_or_none() is not None
    if not is_known:
        record(db(), user, "account.login", subject=f"user:{user.id}")
    db().commit()
    if not is_known:
        sessions.begin(user)
    flash(f"You have joined {course.title}." if is_new else f"You are already in {course.title}.")
    return redirect(url_for("courses.course", course_slug=course.slug), 303)


def _join_page(form: PageForm, details: PageForm) -> str:
    return render_template("roster/join.html", form=form, details=details)


def _invitation_page(token: str, details: RegisterForm, status: int = 200, **more: Any) -> Response:
    invited = joining.read_invitation(db(), token)
    if invited is None:
        status = 410
    page = render_template("roster/invitation.html", invited=invited, details=details, token=token, **more)
    response = make_response(page, status)
    response.headers["Referrer-Policy"] = "no-referrer"  # the address is a key
    return response
