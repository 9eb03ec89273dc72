"""Create and read links to set a password: signed, valid for a limited time, and usable once. They are not stored.

A link contains the account, its session epoch, a fingerprint of its password hash, and what its use shows: that the
address is confirmed (`confirming_link`), or only that certain courses vouch for whoever has it (`shown_link`). A change
of the password, or ending all sessions, invalidates every earlier link.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Collection
from datetime import datetime, timedelta
from urllib.parse import urljoin

from flask import current_app, has_request_context, request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy.orm import Session

from server.accounts import confirmation, second_factor, users
from server.accounts.errors import LinkOver
from server.accounts.models import User
from server.accounts.passwords import UNUSABLE, hash_password
from server.core.db import utcnow
from server.core.request import settings

FORGOTTEN = timedelta(hours=2)
FIRST_TIME = timedelta(days=14)
_PARTS = 5  # of the payload
_OVER = "This link has been used or has expired. Request a new one."


def confirming_link(user: User, *, lasts: timedelta | None = None) -> str:
    """Return a password link that confirms the address, to mail to it; also for operators and administrators.

    Args:
        user: the owner of the account.
        lasts: how long the link is valid; by default 14 days for an account without a password, otherwise two hours.
    """
    return _link(user, None, lasts)


def shown_link(user: User, course_ids: Collection[int]) -> str:
    """Return a password link for the staff of these courses to hand out; see `confirmation.hand_over`."""
    return _link(user, sorted(course_ids), None)


def _link(user: User, course_ids: list[int] | None, lasts: timedelta | None) -> str:
    lasts = lasts or (FIRST_TIME if user.password_hash == UNUSABLE else FORGOTTEN)
    payload = [user.id, user.session_epoch, _fingerprint(user), int(lasts.total_seconds()), course_ids]
    return absolute("passwords.reset", token=_serializer().dumps(payload))


def read_link(session: Session, token: str, *, now: datetime | None = None) -> User:
    """Return the active user whose password the link may set.

    Raises:
        LinkOver: if the link is not valid, or no longer valid.
    """
    return _read(session, token, now or utcnow())[0]


def _read(session: Session, token: str, now: datetime) -> tuple[User, list[int] | None]:
    """Return the user, and the courses of a shown link; None for a confirming one."""
    try:
        payload, made_at = _serializer().loads(token, return_timestamp=True)
    except BadSignature:
        raise LinkOver(_OVER) from None
    if len(payload) != _PARTS:  # made before links said what they show
        raise LinkOver(_OVER)
    user_id, epoch, fingerprint, lasts_s, course_ids = payload
    user = session.get(User, user_id)
    if user is None or not user.is_active or now > made_at + timedelta(seconds=lasts_s):
        raise LinkOver(_OVER)
    if user.session_epoch != epoch or not hmac.compare_digest(fingerprint, _fingerprint(user)):
        raise LinkOver(_OVER)
    if user.is_admin and course_ids is not None:  # they became an administrator after the link was made
        raise LinkOver(_OVER)
    return user, course_ids


def set_password(session: Session, token: str, new: str) -> User:
    """Set the password of the account in the link. Commits before the password is hashed.

    All sessions and tokens of the account end. So does the second factor if the address is confirmed only now: whoever
    turned it on may have registered somebody else's address, and would keep the owner out.

    Raises:
        LinkOver: if the link is not valid, or another request has just used it.
        UnusablePassword: if the password is too short, too long or the address itself.
    """
    user = read_link(session, token)
    session.commit()  # see `users.authenticate`
    new_hash = hash_password(new, email=user.email)
    session.refresh(user, with_for_update=True)  # of two requests at once, the second finds the link used
    _, course_ids = _read(session, token, utcnow())
    user.password_hash = new_hash
    if course_ids is not None:
        confirmation.hand_over(session, user, course_ids)
    elif user.is_unconfirmed:
        second_factor.remove(session, user, user, action="account.second_factor_reset")
        confirmation.confirm(user)
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
