"""Change one's own address: a link that is mailed to the new address proves that its owner asked.

The link works only in a session of the account that asked, so that a stranger who receives it by mistake gets nothing.
It is signed, not stored, and dies with the session epoch, like a password link.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.accounts import confirmation, details
from server.accounts.errors import LinkOver
from server.accounts.links import absolute
from server.accounts.models import User
from server.core.db import utcnow
from server.core.request import settings
from server.courses.models import Enrollment
from server.roster.errors import RosterError

LASTS = timedelta(hours=2)
_OVER = "This link has been used or has expired, or it is for a different account."


def why_not(session: Session, user: User) -> str:
    """Return why the holder of an account may not change its address; empty if they may.

    Courses that were given to an unconfirmed address belong to the owner of that address. With a new address, whoever
    holds the account could confirm it and enter them. Former courses count.
    """
    closed = select(Enrollment.id).where(
        Enrollment.user_id == user.id, ~confirmation.holder_may_enter(session, user, Enrollment.course_id)
    )
    if not user.is_unconfirmed or session.scalar(closed.limit(1)) is None:
        return ""
    return (
        f"Someone added {user.email} to a course, and this address is not confirmed yet. First confirm it with “Forgot "
        "your password?” on the login page. If the address is wrong, ask the site administrator to correct it."
    )


def address_link(user: User, email: str) -> str:
    """Return the link to mail to a new address, for a page that changes the address of `user` to it."""
    payload = [user.id, user.session_epoch, user.email, email]
    return absolute("addresses.confirm", token=_serializer().dumps(payload))


def read_link(user: User, token: str, *, now: datetime | None = None) -> str:
    """Return the new address in a link.

    Raises:
        LinkOver: if the link is not valid, no longer valid, or not for `user`.
    """
    try:
        payload, made_at = _serializer().loads(token, return_timestamp=True)
    except BadSignature:
        raise LinkOver(_OVER) from None
    *asked, email = payload
    if asked != [user.id, user.session_epoch, user.email] or (now or utcnow()) > made_at + LASTS:
        raise LinkOver(_OVER)
    return str(email)


def confirm(session: Session, user: User, token: str) -> None:
    """Change the address of `user` as the link says; the new address is confirmed.

    Raises:
        LinkOver: if the link is not valid, or no longer valid.
        RosterError: if the address may not be changed any more; see `why_not`.
        EmailTaken: if another account has the new address by now.
    """
    session.refresh(user, with_for_update=True)
    email = read_link(user, token)
    if why := why_not(session, user):
        raise RosterError(why)
    details.change_address(session, user, user, email)
    confirmation.confirm(user)


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(settings().secret_key.get_secret_value(), salt="chainrule address link")
