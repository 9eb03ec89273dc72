"""User accounts: creating, finding and switching them off, their passwords and their sessions."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from server.accounts.audit import record
from server.accounts.errors import EmailTaken, WrongPassword
from server.accounts.models import EndedSession, User
from server.accounts.passwords import hash_again, hash_password, needs_rehash, password_matches
from server.accounts.tokens import hash_secret, revoke_all
from server.core.db import utcnow

_WRONG = "The current password is wrong."


def find_user(session: Session, email: str) -> User | None:
    """Return the user with this email address, ignoring case."""
    return session.scalar(select(User).where(func.lower(User.email) == email.strip().lower()))


def create_user(session: Session, *, email: str, name: str, password: str) -> User:
    """Add a user.

    Raises:
        EmailTaken: if the address belongs to somebody already.
        UnusablePassword: if the password is too short, too long or the address itself.
    """
    return add_user(session, email=email, name=name, password_hash=hash_password(password, email=email.strip()))


def add_user(session: Session, *, email: str, name: str, password_hash: str) -> User:
    """Add a user whose password was hashed before.

    Raises:
        EmailTaken: if the address belongs to somebody already.
    """
    email = email.strip()
    if find_user(session, email) is not None:
        raise EmailTaken(f"{email} is already registered.")
    user = User(email=email, name=name.strip(), password_hash=password_hash)
    session.add(user)
    session.flush()
    return user


def authenticate(session: Session, email: str, password: str) -> User | None:
    """Return the active user with this address and password, or None. Commits before the password is hashed.

    It takes as long when there is no such user.
    """
    user = find_user(session, email)
    session.commit()  # a hash takes long, and on SQLite, nobody else can write during this transaction
    matches = password_matches(user.password_hash if user else None, password)
    if user is None or not matches or not user.is_active:
        return None
    if needs_rehash(user.password_hash):
        _rehash(session, user, password)
    return user


def _rehash(session: Session, user: User, password: str) -> None:
    """Hash a correct password anew, unless another one was set since it was checked."""
    new_hash = hash_again(password)
    unchanged = (User.id == user.id) & (User.password_hash == user.password_hash)
    session.execute(update(User).where(unchanged).values(password_hash=new_hash))


def require_password(user: User, password: str) -> None:
    """Check the password of the logged-in user again.

    Raises:
        WrongPassword: if it is not the password of `user`.
    """
    if not password_matches(user.password_hash, password):
        raise WrongPassword(_WRONG)


def change_password(session: Session, user: User, *, current: str, new: str) -> None:
    """Set a new password, and end every session and token that was made with the old one.

    Raises:
        WrongPassword: if `current` is not the current password.
        UnusablePassword: if the new one is too short, too long or the address itself.
    """
    old_hash = user.password_hash
    require_password(user, current)
    new_hash = hash_password(new, email=user.email)
    session.refresh(user, with_for_update=True)
    if user.password_hash != old_hash:  # somebody else has set another password in the meantime
        raise WrongPassword(_WRONG)
    user.password_hash = new_hash
    end_sessions(session, user, user, action="account.password_changed")


def switch_off(session: Session, actor: User | None, user: User) -> int:
    """Switch off an account, which ends its sessions and tokens; return how many tokens it had."""
    user.is_active = False
    return end_sessions(session, actor, user, action="account.switched_off")


def switch_on(session: Session, actor: User | None, user: User) -> None:
    """Switch an account on again; its old sessions and tokens stay ended."""
    user.is_active = True
    record(session, actor, "account.switched_on", subject=f"user:{user.id}")


def end_sessions(
    session: Session,
    actor: User | None,
    user: User,
    *,
    action: str = "account.sessions_ended",
    course_id: int | None = None,
    **data: str,
) -> int:
    """End every session, API token and password link of `user`.

    Args:
        session: the caller's session.
        actor: who does it; None for an operator.
        user: the user whose sessions end.
        action: the name of the action in the audit log.
        course_id: the course whose audit log shows it.
        **data: further details for the audit log.

    Returns:
        how many tokens were revoked.
    """
    # The update locks the row. A token that is being created is committed before it, or finds the new epoch.
    user.session_epoch = User.session_epoch + 1
    session.flush()
    record(session, actor, action, subject=f"user:{user.id}", course_id=course_id, **data)
    return revoke_all(session, actor, user, because=action)


def end_session(session: Session, session_id: str, *, lifetime: timedelta) -> None:
    """End one session for good, and forget those that have expired anyway."""
    session.execute(delete(EndedSession).where(EndedSession.ended_at < utcnow() - lifetime))
    session.merge(EndedSession(session_hash=hash_secret(session_id), ended_at=utcnow()))


def session_user(session: Session, user_id: int, epoch: int, session_id: str) -> User | None:
    """Return the active user of a session, unless a new password or a logout ended it."""
    query = select(User).where(User.id == user_id, User.session_epoch == epoch, User.is_active)
    ended = select(EndedSession.session_hash).where(EndedSession.session_hash == hash_secret(session_id))
    return session.scalar(query.where(~ended.exists()))
