"""Login, logout and the account page."""

from __future__ import annotations

from flask import Blueprint, Flask, abort, flash, jsonify, redirect, render_template, session, url_for
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response

from server.accounts import (
    activity,
    details,
    devices,
    emails,
    reset_views,
    second_factor,
    second_factor_views,
    security_log,
    sessions,
    throttle,
    tokens,
    users,
)
from server.accounts import login as login_steps
from server.accounts.errors import AccountError, SecondFactorMissing, TooManyTokens, UnusableName
from server.accounts.forms import ActivityForm, AfterLoginForm, LoginForm, NameForm, PasswordForm, TokenForm
from server.accounts.models import Scope
from server.accounts.sessions import me, public, safe_next
from server.core.db import utcnow
from server.core.mail import mailer
from server.core.request import db

blueprint = Blueprint("accounts", __name__)
_NEW_TOKEN = "new_token"  # noqa: S105 - a key of the session
_LOGGED_OUT = "You have been logged out everywhere else, and your API tokens have been revoked."


def init_app(app: Flask) -> None:
    """Wire login sessions, the login throttle and these pages into `app`."""
    sessions.init_app(app)
    throttle.init_app(app)
    app.register_blueprint(blueprint)
    app.register_blueprint(reset_views.blueprint)
    app.register_blueprint(second_factor_views.blueprint)
    app.register_error_handler(SecondFactorMissing, second_factor_views.ask_to_set_up)


@blueprint.get("/login")
@public
def login() -> str | Response:
    """Show the login page; redirect users who are logged in already."""
    target = safe_next(AfterLoginForm.from_query().next.data)
    if current_user.is_authenticated:
        return redirect(target or url_for("courses.home"))
    return render_template("accounts/login.html", form=LoginForm(next=target or ""))


@blueprint.post("/login")
@public
def log_in() -> Response | tuple[str, int]:
    """Check address and password, and begin a new session or ask for the code of the second factor."""
    form = LoginForm()
    if not form.validate_on_submit():
        return render_template("accounts/login.html", form=form), 422
    counter, address = throttle.login_throttle(), throttle.client_address()
    if not counter.allows(form.email.data, address, devices.device_of(form.email.data)):
        security_log.note("login.throttled", account=security_log.pseudonym(form.email.data))
        raise too_many(counter, "Too many login attempts for this account or from this IP address.")
    user = users.authenticate(db(), form.email.data, form.password.data)
    if user is None:
        security_log.note("login.failed", account=security_log.pseudonym(form.email.data))
        counter.failed(address, form.email.data)
        login_steps.note_refusal(users.find_user(db(), form.email.data), "password")
        form.password.errors = ["Wrong email address or password."]
        return render_template("accounts/login.html", form=form), 422
    return login_steps.password_entered(user, safe_next(form.next.data))


@blueprint.post("/logout")
def logout() -> Response:
    """End this session."""
    sessions.end()
    return redirect(url_for(".login"))


@blueprint.get("/session")
@public
def session_state() -> Response:
    """Return whose session this is and its CSRF token, for a page that was opened in an earlier one."""
    if not current_user.is_authenticated:
        return jsonify({"user": None, "csrf_token": None})  # a new token would replace the cookie of a login elsewhere
    return jsonify({"user": me().id, "csrf_token": generate_csrf()})


@blueprint.get("/account")
def account() -> str:
    """Show name, password and API tokens, and the secret of a token that was just created."""
    token_id, secret = session.pop(_NEW_TOKEN, (None, None))
    return _account_page(new_token=token_id, secret=secret)


@blueprint.post("/account/name")
def rename() -> Response | tuple[str, int]:
    """Change the user's own name."""
    form, counter = NameForm(), throttle.login_throttle()
    if not form.validate_on_submit():
        return _account_page(name_form=form), 422
    if not counter.allows_account_change("name", me().id):
        raise too_many(counter, "You have changed your name too many times.")
    try:
        changed = details.rename(db(), me(), me(), form.full_name.data)
    except UnusableName as error:
        form.full_name.errors = [str(error)]
        return _account_page(name_form=form), 422
    db().commit()
    flash(f"Your name is now {me().name}." if changed else "No changes to save.")
    return redirect(url_for(".account"), 303)


@blueprint.get("/account/activity")
def own_activity() -> str:
    """Show what happened to the account, newest first."""
    before = ActivityForm.from_query().before.number
    page = activity.page(db(), activity.about(me().id), before)
    return render_template("accounts/activity.html", page=page, before=before, user=me())


@blueprint.get("/admin/activity")
def all_activity() -> str:
    """Show administrators what happened to all accounts, or to those of the people they search for."""
    if not me().is_admin:
        abort(403)
    second_factor.require_for_staff(db(), me())
    form = ActivityForm.from_query()
    person, before = form.readable("person"), form.before.number
    page = activity.page(db(), activity.about_anyone_like(person) if person else None, before)
    return render_template("accounts/activity.html", page=page, before=before, person=person)


@blueprint.post("/account/password")
def change_password() -> Response | tuple[str, int]:
    """Set a new password; every other session and every token ends; this session continues."""
    form = PasswordForm()
    if not form.validate_on_submit():
        return _account_page(password_form=form), 422
    counter = throttle.login_throttle()
    if not counter.allows_change(me().id):
        raise too_many(counter, "Too many attempts to change the password.")
    try:
        users.change_password(db(), me(), current=form.current.data, new=form.new.data)
    except AccountError as error:
        security_log.note("password.change_refused", user=me().id, reason=type(error).__name__)
        form.new.errors = [str(error)]
        return _account_page(password_form=form), 422
    db().commit()
    sessions.begin(me())
    mailer().send_later([emails.password_changed(me())])
    flash(f"Your password has been changed. {_LOGGED_OUT}")
    return redirect(url_for(".account"))


@blueprint.post("/account/sessions/end")
def end_other_sessions() -> Response:
    """Log out everywhere else, and revoke every token."""
    # Each login has its own count, so that nobody keeps the owner from it by using it often.
    counter, login = throttle.login_throttle(), f"end-{session[sessions.LOGIN_AT]}"
    if not counter.allows_account_change(login, me().id):
        raise too_many(counter, "You have used “Log out everywhere else” too many times.")
    users.end_sessions(db(), me(), me())
    db().commit()
    sessions.replace(me())
    flash(_LOGGED_OUT)
    return redirect(url_for(".account"))


@blueprint.post("/account/tokens")
def create_token() -> Response | tuple[str, int]:
    """Create a token; the account page then shows it once."""
    form = TokenForm()
    if not form.validate_on_submit():
        return _account_page(token_form=form), 422
    counter = throttle.login_throttle()
    if not counter.allows_account_change("token", me().id):
        raise too_many(counter, "You have created too many tokens.")
    try:
        token, secret = tokens.create_token(db(), me(), form.name.data, Scope(form.scope.data))
    except TooManyTokens as error:
        form.name.errors = [str(error)]
        return _account_page(token_form=form), 422
    db().commit()
    session[_NEW_TOKEN] = (token.id, secret)  # in the cookie, which only this browser reads, until the page is shown
    return redirect(url_for(".account"), 303)


@blueprint.post("/account/tokens/<int:token_id>/revoke")
def revoke_token(token_id: int) -> Response:
    """Revoke a token of the user."""
    token = tokens.revoke_token(db(), me(), me(), token_id)
    if token is None:
        abort(404)
    db().commit()
    flash(f"The token “{token.name}” has been revoked.")
    return redirect(url_for(".account"))


def too_many(counter: throttle.LoginThrottle, reason: str) -> TooManyRequests:
    """Return the error for someone who has tried something too often."""
    return TooManyRequests(reason, retry_after=counter.retry_after_s)


def _account_page(
    password_form: PasswordForm | None = None,
    token_form: TokenForm | None = None,
    new_token: int | None = None,
    secret: str | None = None,
    *,
    name_form: NameForm | None = None,
) -> str:
    return render_template(
        "accounts/account.html",
        user=me(),
        name_form=name_form or NameForm(formdata=None, data={"full_name": me().name}),
        password_form=password_form or PasswordForm(formdata=None),
        token_form=token_form or TokenForm(formdata=None),
        tokens=tokens.tokens_of(db(), me()),
        has_second_factor=second_factor.is_on(db(), me()),
        token_days=tokens.LIFETIME.days,
        now=utcnow(),
        new_token=new_token,
        secret=secret,
    )
