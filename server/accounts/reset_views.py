"""A forgotten password: ask for a link, follow it, set a new one."""

from __future__ import annotations

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response

from server.accounts import emails, links, throttle, users
from server.accounts.errors import LinkOver, UnusablePassword
from server.accounts.forms import AskedForm, ForgotForm, NewPasswordForm
from server.accounts.sessions import public
from server.core.mail import mailer
from server.core.request import db

blueprint = Blueprint("passwords", __name__)


@blueprint.get("/forgot")
@public
def forgot() -> str:
    """Show the form that asks for an email address."""
    return _forgot_page(ForgotForm(formdata=None))


@blueprint.post("/forgot")
@public
def send_link() -> Response | tuple[str, int]:
    """Send a link if the address belongs to an account; the response does not reveal whether it does."""
    form = ForgotForm()
    if not form.validate_on_submit():
        return _forgot_page(form), 422
    counter = throttle.login_throttle()
    if not counter.allows_link(form.email.data, throttle.client_address()):
        wait_s = throttle.LINKS_BY_ACCOUNT.get_expiry()
        raise TooManyRequests("Too many password links were requested.", retry_after=int(wait_s))
    user = users.find_user(db(), form.email.data)
    if user is not None and user.is_active and mailer().is_there:
        mailer().send_later([emails.forgotten(user)])
    return redirect(url_for(".forgot", asked="1"), 303)


@blueprint.get("/reset/<token>")
@public
def reset(token: str) -> Response:
    """Show the form for a new password."""
    try:
        user = links.read_link(db(), token)
    except LinkOver:
        return _over()
    return _private(render_template("accounts/reset.html", form=NewPasswordForm(formdata=None), user=user, token=token))


@blueprint.post("/reset/<token>")
@public
def set_password(token: str) -> Response:
    """Set the new password and end all sessions and tokens of the account."""
    form = NewPasswordForm()
    try:
        user = links.read_link(db(), token)
        if form.validate_on_submit():
            user = links.set_password(db(), token, form.new.data)
            db().commit()
            mailer().send_later([emails.password_changed(user)])
            flash("Your password has been changed. Log in with the new one.")
            return redirect(url_for("accounts.login"), 303)
    except LinkOver:
        return _over()
    except UnusablePassword as error:
        form.new.errors = [str(error)]
    return _private(render_template("accounts/reset.html", form=form, user=user, token=token), 422)


def _forgot_page(form: ForgotForm) -> str:
    asked = AskedForm.from_query().asked.data
    return render_template("accounts/forgot.html", form=form, asked=asked, has_mail=mailer().is_there)


def _over() -> Response:
    return _private(render_template("accounts/over.html"), 410)


def _private(page: str, status: int = 200) -> Response:
    response = make_response(page, status)
    response.headers["Referrer-Policy"] = "no-referrer"  # the URL is a secret
    return response
