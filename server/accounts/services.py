"""Creating users, checking passwords and keeping API tokens. Callers commit, except where it is said otherwise."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from server.accounts.errors import EmailTaken, WrongPassword
from server.accounts.models import ApiToken, AuditEvent, EndedSession, User
from server.accounts.passwords import hash_password, needs_rehash, password_matches
from server.db import utcnow

TOKEN_MARK = "chr_"  # noqa: S105 - the public start of every token, so that secret scanners can find leaked ones
LAST_USED_STEP = timedelta(minutes=1)


def find_user(session: Session, email: str) -> User | None:
    """The user with this e-mail address, however it is capitalised."""
    return session.scalar(select(User).where(func.lower(User.email) == email.strip().lower()))


def create_user(session: Session, *, email: str, name: str, password: str) -> User:
    """Add a user.

    Raises:
        EmailTaken: if the address belongs to somebody already.
        UnusablePassword: if the password is too short, too long or the address itself.
    """
    email = email.strip()
    if find_user(session, email) is not None:
        raise EmailTaken(f"{email} is already registered.")
    user = User(email=email, name=name.strip(), password_hash=hash_password(password, email=email))
    session.add(user)
    session.flush()
    return user


def authenticate(session: Session, email: str, password: str) -> User | None:
    """The active user with this address and password, or None; takes as long when there is no such user."""
    user = find_user(session, email)
    matches = password_matches(user.password_hash if user else None, password)
    if user is None or not matches or not user.is_active:
        return None
    if needs_rehash(user.password_hash):
        user.password_hash = hash_password(password)
    return user


def change_password(session: Session, user: User, *, current: str, new: str) -> None:
    """Set a new password and end every session that was begun with the old one.

    Raises:
        WrongPassword: if `current` is not the password in force.
        UnusablePassword: if the new one is too short, too long or the address itself.
    """
    if not password_matches(user.password_hash, current):
        raise WrongPassword("The current password is not this one.")
    user.password_hash = hash_password(new, email=user.email)
    end_sessions(session, user, action="account.password_changed")


def end_sessions(session: Session, user: User, *, action: str = "account.sessions_ended") -> None:
    """End every session of `user`, on every device."""
    user.session_epoch += 1
    record(session, user, action, subject=f"user:{user.id}")


def end_session(session: Session, session_id: str, *, lifetime: timedelta) -> None:
    """End one session for good, and forget those that have expired anyway."""
    session.execute(delete(EndedSession).where(EndedSession.ended_at < utcnow() - lifetime))
    session.merge(EndedSession(session_hash=_hash(session_id), ended_at=utcnow()))


def session_user(session: Session, user_id: int, epoch: int, session_id: str) -> User | None:
    """The active user of a session, unless a new password or a logout ended it."""
    query = select(User).where(User.id == user_id, User.session_epoch == epoch, User.is_active)
    ended = select(EndedSession.session_hash).where(EndedSession.session_hash == _hash(session_id))
    return session.scalar(query.where(~ended.exists()))


def create_token(session: Session, user: User, name: str) -> tuple[ApiToken, str]:
    """Make an API token; the second value is the secret, which cannot be read again later."""
    secret = TOKEN_MARK + secrets.token_urlsafe(32)
    token = ApiToken(user_id=user.id, name=name.strip() or "unnamed", prefix=secret[:12], token_hash=_hash(secret))
    session.add(token)
    session.flush()
    record(session, user, "token.created", subject=f"token:{token.id}", name=token.name)
    return token, secret


def find_token(session: Session, secret: str) -> ApiToken | None:
    """The token with this secret, unless it is revoked or its user is not active.

    Commits the time of use, at most once a minute for each token.
    """
    if not secret.startswith(TOKEN_MARK):
        return None
    token = session.scalar(select(ApiToken).where(ApiToken.token_hash == _hash(secret)))
    if token is None or token.revoked_at is not None or not token.user.is_active:
        return None
    now = utcnow()
    if token.last_used_at is None or now - token.last_used_at >= LAST_USED_STEP:
        session.commit()  # a GET reads from a snapshot; a write must not begin in one that may be old by now
        token.last_used_at = now
        session.commit()
    return token


def tokens_of(session: Session, user: User) -> Sequence[ApiToken]:
    """The tokens of `user` that are in force, newest first."""
    query = select(ApiToken).where(ApiToken.user_id == user.id, ApiToken.revoked_at.is_(None))
    return session.scalars(query.order_by(ApiToken.id.desc())).all()


def revoke_token(session: Session, user: User, token_id: int) -> ApiToken | None:
    """Revoke one of the user's own tokens; None when `user` has no such token."""
    token = session.get(ApiToken, token_id)
    if token is None or token.user_id != user.id:
        return None
    if token.revoked_at is None:
        token.revoked_at = utcnow()
        record(session, user, "token.revoked", subject=f"token:{token.id}", name=token.name)
    return token


def record(
    session: Session, actor: User | None, action: str, *, subject: str, course_id: int | None = None, **data: Any
) -> AuditEvent:
    """Append a line to the audit log, in the caller's transaction.

    Args:
        session: the caller commits.
        actor: who did it; None for an operator or the machine.
        action: what, as ``thing.done``.
        subject: to what, as ``thing:id``.
        course_id: the course that it belongs to; None for what belongs to none.
        **data: more about it, in JSON.
    """
    actor_id = actor.id if actor else None
    event = AuditEvent(course_id=course_id, actor_id=actor_id, action=action, subject=subject, data=data)
    session.add(event)
    return event


def _hash(secret: str) -> str:
    # A fast hash is right here: the secret has 256 random bits, so there is nothing to guess.
    return hashlib.sha256(secret.encode()).hexdigest()
