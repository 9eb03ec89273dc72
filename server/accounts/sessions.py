"""Login sessions: each begins with a login and ends at logout, a change of password, or when too old or unused."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

from flask import Flask, current_app, g, redirect, request, session, url_for
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from flask_login.utils import login_url
from werkzeug.exceptions import Unauthorized
from werkzeug.wrappers import Response

from server.accounts import users
from server.accounts.models import User
from server.core.db import utcnow
from server.core.request import db
from server.core.security import API_PREFIX

SESSION_ID = "sid"
LOGIN_AT = "login_at"  # when the password was checked, in seconds since 1970
SEEN_AT = "seen_at"  # when the session was last used, to within an hour, in seconds since 1970
MAX_IDLE_S = 3 * 24 * 3600
SEEN_STEP_S = 3600  # so few responses send a cookie, which could replace that of a session begun in another tab
_KEPT = ("csrf_token", "_flashes")  # what stays in a cookie when its session has ended
View = TypeVar("View", bound=Callable[..., Any])


class Person(UserMixin):  # type: ignore[misc]  # Flask-Login has no types
    """A user as Flask-Login sees one: the id in the cookie contains the epoch, which a new password increases."""

    def __init__(self, user: User) -> None:
        self.user = user

    @property
    def is_active(self) -> bool:
        """Return whether the user may log in."""
        return self.user.is_active

    def get_id(self) -> str:
        """Return the value that the session cookie stores."""
        return f"{self.user.id}.{self.user.session_epoch}"


def init_app(app: Flask) -> None:
    """Wire Flask-Login into `app`."""
    manager = LoginManager()
    # Its own protection binds a session to an address that it reads from X-Forwarded-For, which anyone can send.
    manager.session_protection = None
    manager.user_loader(_load)
    manager.unauthorized_handler(_ask_to_log_in)
    manager.init_app(app)
    app.before_request(_require_login)
    app.context_processor(lambda: {"me": me_or_none})


def public(view: View) -> View:
    """Mark a view that people may see without logging in; every other view requires a login."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def _require_login() -> Response | None:
    # Closed unless marked: a forgotten decorator shows nothing to anybody. The API checks its bearer tokens itself.
    if request.endpoint is None or request.endpoint == "static" or request.path.startswith(API_PREFIX):
        return None
    if getattr(current_app.view_functions[request.endpoint], "is_public", False) or current_user.is_authenticated:
        return None
    return _ask_to_log_in()


def _load(person_id: str) -> Person | None:
    user_id, _, epoch = person_id.partition(".")
    user = None
    if SESSION_ID in session and not _is_too_old() and user_id.isdecimal() and epoch.isdecimal():
        user = users.session_user(db(), int(user_id), int(epoch), session[SESSION_ID])
    if user is None:
        _forget_login()
    else:
        _note_use()
    return Person(user) if user else None


def _is_too_old() -> bool:
    now_s, login_at = utcnow().timestamp(), session.get(LOGIN_AT, 0)
    is_idle = now_s >= session.get(SEEN_AT, login_at) + MAX_IDLE_S
    return is_idle or bool(now_s >= login_at + current_app.permanent_session_lifetime.total_seconds())


def _note_use() -> None:
    now_s = int(utcnow().timestamp())
    if now_s >= session.get(SEEN_AT, session[LOGIN_AT]) + SEEN_STEP_S:
        session[SEEN_AT] = now_s


def _forget_login() -> None:
    """Drop the login and what belongs to it, so that no response signs the ended session again.

    This alone sends no cookie: it would replace that of a session that another tab has just begun.
    """
    was_modified, kept = session.modified, {key: session[key] for key in _KEPT if key in session}
    session.clear()
    session.update(kept)
    session.modified = was_modified


def _ask_to_log_in() -> Response:
    if request.method != "GET" or request.accept_mimetypes.best == "application/json":
        raise Unauthorized("Log in first.")
    return redirect(login_url(url_for("accounts.login"), request.full_path.rstrip("?")))


def begin(user: User) -> None:
    """Log `user` in with a new session: nothing that was in the old one survives."""
    _begin(user, login_at=int(utcnow().timestamp()))


def replace(user: User) -> None:
    """Begin a new session for the same login; it ends when the old one would have ended."""
    _begin(user, login_at=session[LOGIN_AT])


def _begin(user: User, *, login_at: int) -> None:
    session.clear()
    g.pop("csrf_token", None)  # Flask-WTF keeps the old session's token for the rest of the request
    session.permanent = True
    session[SESSION_ID] = secrets.token_urlsafe(16)
    session[LOGIN_AT], session[SEEN_AT] = login_at, int(utcnow().timestamp())
    login_user(Person(user))


def end() -> None:
    """Log the current user out, so that a copy of the cookie is useless. Commits."""
    users.end_session(db(), session[SESSION_ID], lifetime=current_app.permanent_session_lifetime)
    db().commit()
    logout_user()
    session.clear()


def actor() -> User:
    """Return the logged-in user, even while viewing as another person; only for views that are not public."""
    return cast(User, current_user.user)


def actor_or_none() -> User | None:
    """Return the logged-in user, or None."""
    person: Any = current_user
    return person.user if person.is_authenticated else None


def me() -> User:
    """Return the user whose pages are shown: the logged-in user, or the student as whom they view a course."""
    student: User | None = g.get("chainrule_student")
    return student or actor()


def me_or_none() -> User | None:
    """Return the user whose pages are shown, or None if nobody is logged in."""
    return me() if actor_or_none() else None


def safe_next(target: str | None) -> str | None:
    r"""Return `target` if it is a path of this site, None otherwise.

    Browsers read backslashes as slashes and drop tabs and newlines, so ``/\\evil.example`` and ``/\\t/evil.example``
    would leave the site although they begin with one slash.
    """
    if not target or len(target) > 2000:
        return None
    if not target.startswith("/") or target.startswith("//"):
        return None
    if "\\" in target or any(ord(character) <= 32 or ord(character) == 127 for character in target):
        return None
    try:
        parts = urlsplit(target)
    except ValueError:
        return None
    return None if parts.scheme or parts.netloc else target
