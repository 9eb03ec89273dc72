"""Pages of the second factor: its set-up, and the code that a login asks for."""

from __future__ import annotations

from flask import Blueprint, flash, make_response, redirect, render_template, request, session, url_for
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response

from server.accounts import devices, emails, login, second_factor, security_log, sessions, throttle, users
from server.accounts.errors import AccountError, SecondFactorMissing, WrongCode
from server.accounts.forms import CodeForm, SecondFactorOffForm, SecondFactorSetupForm
from server.accounts.models import User
from server.accounts.sessions import me, public
from server.accounts.tokens import hash_secret
from server.core.error_pages import answer_refusal, wants_problem
from server.core.mail import mailer
from server.core.page_forms import PageForm
from server.core.request import READS, db

blueprint = Blueprint("second_factor", __name__)
_WRONG = "This code is wrong or has already been used. Wait for the next code, or enter a recovery code."
_OFF = "account.second_factor_off"
_BEGAN = "second_factor"  # a key of the session that entered the password: the hash of the secret that it may see


def ask_to_set_up(error: SecondFactorMissing) -> Response:
    """Lead staff without a second factor to its set-up; programs and posted forms get the error."""
    if request.method not in READS or wants_problem():
        return answer_refusal(error)
    flash(str(error))
    return redirect(url_for("second_factor.show"))


@blueprint.get("/login/code")
@public
def ask() -> Response:
    """Ask for the code, if the password was entered a moment ago."""
    if login.pending_login() is None:
        return redirect(url_for("accounts.login"))
    return _login_page(CodeForm(formdata=None))


@blueprint.post("/login/code")
@public
def answer() -> Response:
    """Check the code and begin a new session."""
    found = login.pending_login()
    if found is None:
        flash("Enter your password again.")
        return redirect(url_for("accounts.login"))
    user, target = found
    form = CodeForm()
    if not form.validate_on_submit():
        return _login_page(form, 422)
    if not _is_right(user, form.code.data):
        db().rollback()
        login.note_refusal(user, "code")
        form.code.errors = [_WRONG]
        return _login_page(form, 422)
    return login.enter(user, target)


@blueprint.get("/account/second-factor")
def show() -> Response:
    """Show whether the second factor is on, or the secret that is being set up."""
    return _page()


@blueprint.post("/account/second-factor/begin")
def begin() -> Response:
    """Make a secret; whoever finds an open session cannot, without the password."""
    form = SecondFactorSetupForm()
    if not form.validate_on_submit() or not _is_password(form):
        return _page(422, setup_form=form)
    secret = second_factor.begin(db(), me())
    db().commit()
    session[_BEGAN] = hash_secret(secret)
    return redirect(url_for(".show"), 303)


@blueprint.post("/account/second-factor/confirm")
def confirm() -> Response:
    """Turn the second factor on, log out everywhere else, and show the recovery codes once."""
    form = CodeForm()
    if not form.validate_on_submit():
        return _page(422, code_form=form)
    _count_try(me())
    try:
        if _pending() is None:
            raise WrongCode("Start over by entering your password.")
        codes = second_factor.confirm(db(), me(), form.code.data)
    except WrongCode as error:
        db().rollback()
        form.code.errors = [str(error)]
        return _page(422, code_form=form)
    db().commit()
    sessions.replace(me())
    devices.remember(me())
    mailer().send_later([emails.second_factor_changed(me(), is_on=True)])
    return make_response(render_template("accounts/recovery_codes.html", codes=codes), 201)


@blueprint.post("/account/second-factor/off")
def turn_off() -> Response:
    """Turn the second factor off, with the password and a code."""
    form = SecondFactorOffForm()
    if not form.validate_on_submit() or not _is_password(form):
        return _page(422, off_form=form)
    if not _is_right(me(), form.code.data):
        db().rollback()
        form.code.errors = [_WRONG]
        return _page(422, off_form=form)
    second_factor.remove(db(), me(), me(), action=_OFF)
    db().commit()
    mailer().send_later([emails.second_factor_changed(me(), is_on=False)])
    flash("Two-factor authentication is off. You now need only your password to log in.")
    return redirect(url_for(".show"), 303)


def _is_password(form: SecondFactorSetupForm) -> bool:
    """Return whether the form has the password of the account; otherwise, put the reason on the field.

    Raises:
        TooManyRequests: if it was tried too often.
    """
    counter = throttle.login_throttle()
    if not counter.allows_change(me().id):
        raise TooManyRequests("Too many password attempts.", retry_after=counter.retry_after_s)
    try:
        users.require_password(me(), form.password.data)
    except AccountError as error:
        security_log.note("password.wrong", user=me().id)
        form.password.errors = [str(error)]
        return False
    return True


def _is_right(user: User, code: str) -> bool:
    """Count one try, and return whether the code is right, which uses it up.

    Raises:
        TooManyRequests: if codes were tried too often.
    """
    _count_try(user)
    if second_factor.use_code(db(), user, code):
        return True
    security_log.note("second_factor.wrong_code", user=user.id)
    device = devices.device_of(user.email)
    throttle.login_throttle().failed_second_factor(user.id, throttle.client_address(), device)
    return False


def _count_try(user: User) -> None:
    counter, address = throttle.login_throttle(), throttle.client_address()
    if not counter.allows_second_factor(user.id, address, devices.device_of(user.email)):
        security_log.note("second_factor.throttled", user=user.id)
        raise TooManyRequests("You have tried too many codes. Try again later.", retry_after=counter.retry_after_s)


def _pending() -> str | None:
    """Return the secret that is being set up, in the session that began it: another one may be a thief's."""
    secret = second_factor.pending(db(), me())
    return secret if secret is not None and session.get(_BEGAN) == hash_secret(secret) else None


def _login_page(form: CodeForm, status: int = 200) -> Response:
    return make_response(render_template("accounts/code.html", form=form), status)


def _page(status: int = 200, **forms: PageForm) -> Response:
    secret = _pending()
    address = second_factor.address(me(), secret) if secret else None
    shown = {
        "setup_form": SecondFactorSetupForm(formdata=None),
        "code_form": CodeForm(formdata=None),
        "off_form": SecondFactorOffForm(formdata=None),
        **forms,
    }
    page = render_template(
        "accounts/second_factor.html",
        is_on=second_factor.is_on(db(), me()),
        left=second_factor.recovery_codes_left(db(), me()),
        secret=secret,
        address=address,
        picture=second_factor.picture(address) if address else None,
        **shown,
    )
    return make_response(page, status)
