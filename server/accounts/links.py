"""Create and read links to set a password: signed, valid for a limited time, and usable once. They are not stored.

A link contains the account, its session epoch and a fingerprint of its password hash. A change of the password, or
ending all sessions, invalidates every earlier link.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta
from urllib.parse import urljoin

from flask import current_app, has_request_context, request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy.orm import Session

from server.accounts import users
from server.accounts.errors import LinkOver
from server.accounts.models import User
from server.accounts.passwords import UNUSABLE, hash_password
from server.core.db import utcnow
from server.core.request import settings

FORGOTTEN = timedelta(hours=2)
FIRST_TIME = timedelta(days=14)
_OVER = "This link has been used or has expired. Ask for a new one."


def password_link(user: User, *, lasts: timedelta | None = None) -> str:
    """Return the URL of a page on which anyone with the URL can set the password of `user`.

    Args:
        user: the owner of the account.
        lasts: how long the link is valid; by default 14 days for an account without a password, otherwise two hours.
    """
    lasts = lasts or (FIRST_TIME if user.password_hash == UNUSABLE else FORGOTTEN)
    payload = [user.id, user.session_epoch, _fingerprint(user), int(lasts.total_seconds())]
    return absolute("passwords.reset", token=_serializer().dumps(payload))


def read_link(session: Session, token: str, *, now: datetime | None = None) -> User:
    """Return the active user whose password the link may set.

    Raises:
        LinkOver: if the link is not valid, or no longer valid.
    """
    try:
        payload, made_at = _serializer().loads(token, return_timestamp=True)
    except BadSignature:
        raise LinkOver(_OVER) from None
    user_id, epoch, fingerprint, lasts_s = payload
    user = session.get(User, user_id)
    if user is None or not user.is_active or (now or utcnow()) > made_at + timedelta(seconds=lasts_s):
        raise LinkOver(_OVER)
    if user.session_epoch != epoch or not hmac.compare_digest(fingerprint, _fingerprint(user)):
        raise LinkOver(_OVER)
    return user


def set_password(session: Session, token: str, new: str) -> User:
    """Set the password of the account in the link, and end all sessions and tokens of the account.

    Raises:
        LinkOver: if the link is not valid, or another request has just used it.
        UnusablePassword: if the password is too short, too long or the address itself.
    """
    user = read_link(session, token)
    new_hash = hash_password(new, email=user.email)
    session.refresh(user, with_for_update=True)  # of two requests at once, the second finds the link used
    read_link(session, token)
    user.password_hash = new_hash
    user.is_unconfirmed = False
    users.end_sessions(session, user, user, action="account.password_reset")
    return user


def absolute(endpoint: str, **values: str) -> str:
    """Return the full URL of a page, for emails and for copying."""
    path = current_app.url_map.bind("localhost").build(endpoint, values)
    public_url, host = settings().public_url, f"http://{settings().host}:{settings().port}"
    return urljoin(public_url or (request.host_url if has_request_context() else host), path)


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(settings().secret_key.get_secret_value(), salt="chainrule password link")


def _fingerprint(user: User) -> str:
    key = settings().secret_key.get_secret_value().encode()
    return hmac.new(key, f"{user.id}:{user.password_hash}".encode(), hashlib.sha256).hexdigest()[:24]
