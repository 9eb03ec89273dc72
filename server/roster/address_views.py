"""Pages on which people change their own address."""

from __future__ import annotations

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from server.accounts import devices, emails, security_log, sessions, throttle, users
from server.accounts.addresses import check_address
from server.accounts.errors import EmailTaken, LinkOver, UnusableEmail, WrongPassword
from server.accounts.forms import AddressForm
from server.accounts.sessions import me
from server.accounts.views import too_many
from server.core.mail import mailer
from server.core.request import db
from server.roster import own_address
from server.roster.errors import RosterError

blueprint = Blueprint("addresses", __name__, url_prefix="/account/address")


@blueprint.get("")
def form() -> str:
    """Ask for the new address."""
    return _page(AddressForm(formdata=None))


@blueprint.post("")
def ask() -> Response | tuple[str, int]:
    """Send a link to the new address; the response does not reveal whether another account has it."""
    form = AddressForm()
    if not form.validate_on_submit() or not mailer().is_there or own_address.why_not(db(), me()):
        return _page(form), 422
    counter = throttle.login_throttle()
    if not counter.allows_change(me().id):
        raise too_many(counter, "Too many attempts to change your address.")
    try:
        users.require_password(me(), form.current.data)
        email = check_address(form.new_email.data)
    except WrongPassword as error:
        security_log.note("address.change_refused", user=me().id, reason=type(error).__name__)
        form.current.errors = [str(error)]
        return _page(form), 422
    except UnusableEmail as error:
        form.new_email.errors = [str(error)]
        return _page(form), 422
    if email == me().email:
        form.new_email.errors = ["This is already your address."]
        return _page(form), 422
    if not counter.allows_address(me().id, email, throttle.client_address()):
        raise too_many(counter, "Too many confirmation links were requested.")
    other = users.find_user(db(), email)
    if other is None or other.id == me().id:
        message = emails.confirm_address(me(), email, own_address.address_link(me(), email))
    else:
        message = emails.address_taken(other.email)
    mailer().send_later([message])
    flash(
        f"We have sent an email to {email}. Open the link in it within two hours. Your address will not change "
        "until you confirm."
    )
    return redirect(url_for("accounts.account"), 303)


@blueprint.get("/<token>")
def confirm(token: str) -> Response:
    """Ask whether to change the address as the link says."""
    try:
        return _confirm_page(token, own_address.read_link(me(), token))
    except LinkOver:
        return _confirm_page(token, "", status=410)


@blueprint.post("/<token>")
def change(token: str) -> Response:
    """Change the address; every other session, every token and every password link ends."""
    before = me().email
    try:
        email = own_address.read_link(me(), token)
        own_address.confirm(db(), me(), token)
    except LinkOver:
        return _confirm_page(token, "", status=410)
    except (EmailTaken, RosterError) as error:
        db().rollback()
        return _confirm_page(token, email, error=str(error), status=422)
    db().commit()
    sessions.replace(me())
    devices.remember(me())
    mailer().send_later([emails.address_changed(before)])
    flash(
        f"Your address is now {email}. You have been logged out everywhere else, and your API tokens have been revoked."
    )
    return redirect(url_for("accounts.account"), 303)


def _page(form: AddressForm) -> str:
    why_not = own_address.why_not(db(), me())
    return render_template("accounts/address.html", form=form, has_mail=mailer().is_there, why_not=why_not)


def _confirm_page(token: str, email: str, *, error: str = "", status: int = 200) -> Response:
    page = render_template("accounts/address_confirm.html", token=token, email=email, error=error)
    response = make_response(page, status)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
