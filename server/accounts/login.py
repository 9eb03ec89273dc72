"""The login in one or two steps: after the right password, an account with a second factor is asked for a code.

In between, the login is pending: a note in the cookie, which grants no access, says who entered the password and when.
"""

from __future__ import annotations

from flask import g, redirect, session, url_for
from werkzeug.wrappers import Response

from server.accounts import audit, devices, second_factor, sessions
from server.accounts.models import User
from server.accounts.throttle import login_throttle
from server.core.db import utcnow
from server.core.request import db

PENDING = "pending_login"
PENDING_S = 10 * 60


def password_entered(user: User, target: str | None) -> Response:
    """Log `user` in, or ask for a code if the account has a second factor. Commits."""
    if not second_factor.is_on(db(), user):
        return enter(user, target)
    db().commit()
    session.clear()
    g.pop("csrf_token", None)  # Flask-WTF keeps the old session's token for the rest of the request
    at = int(utcnow().timestamp())
    session[PENDING] = {"user": user.id, "epoch": user.session_epoch, "at": at, "next": target or ""}
    return redirect(url_for("second_factor.ask"))


def enter(user: User, target: str | None) -> Response:
    """Begin a session of `user`, and go to `target` or to the list of courses. Commits."""
    audit.record(db(), user, "account.login", subject=f"user:{user.id}")
    db().commit()
    sessions.begin(user)
    devices.remember(user)
    return redirect(target or url_for("courses.home"))


def pending_login() -> tuple[User, str | None] | None:
    """Return who has entered the password in this browser, and where they want to go; None if that is over."""
    note = session.get(PENDING)
    if note is None or utcnow().timestamp() >= note["at"] + PENDING_S:
        return None
    user = db().get(User, note["user"])
    if user is None or not user.is_active or user.session_epoch != note["epoch"]:
        return None
    return (user, sessions.safe_next(note["next"])) if second_factor.is_on(db(), user) else None


def note_refusal(user: User | None, reason: str) -> None:
    """Write a refused login to the audit log, for the owner to see; at most ten an hour for an account. Commits."""
    if user is not None and login_throttle().notes_refusal(user.id):
        audit.record(db(), None, "login.refused", subject=f"user:{user.id}", reason=reason)
        db().commit()
