"""API tokens: create, find, list and revoke them; the end of all sessions of a user revokes them too."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import Table, bindparam, func, or_, select, update
from sqlalchemy.orm import Session, joinedload

from server.accounts import security_log
from server.accounts.audit import record
from server.accounts.errors import SessionsEnded, TooManyTokens
from server.accounts.models import ApiToken, Scope, User
from server.core.db import utcnow

TOKEN_MARK = "chr_"  # noqa: S105 - the public start of every token, so that secret scanners can find leaked ones

LIFETIME = timedelta(days=180)
MOST = 50
"""The most tokens of an account, without revoked ones: a page lists them, and the end of all sessions revokes them."""
LAST_USED_STEP = timedelta(minutes=1)

_WITH_USER = (
    select(ApiToken)
    .where(ApiToken.token_hash == bindparam("token_hash"))
    .options(joinedload(ApiToken.user, innerjoin=True))
)
_TOKENS = cast(Table, ApiToken.__table__)
_WRITE_USE = (
    update(_TOKENS)
    .where(_TOKENS.c.id == bindparam("token_id"))
    .where(or_(_TOKENS.c.last_used_at.is_(None), _TOKENS.c.last_used_at < bindparam("at")))
    .values(last_used_at=bindparam("at"))
)


def create_token(session: Session, user: User, name: str, scope: Scope = Scope.SUBMIT) -> tuple[ApiToken, str]:
    """Make an API token; the second value is the secret, which cannot be read again later.

    Raises:
        SessionsEnded: if all sessions of `user` were ended after `user` was read, or the account is switched off.
        TooManyTokens: if `user` has too many already.
    """
    epoch = user.session_epoch
    session.refresh(user, with_for_update=True)  # see `users.end_sessions`, which changes this row first
    if user.session_epoch != epoch or not user.is_active:
        raise SessionsEnded("You have been logged out everywhere, so no token was created. Log in and try again.")
    query = select(func.count()).where(ApiToken.user_id == user.id, ApiToken.revoked_at.is_(None))
    if (session.scalar(query) or 0) >= MOST:
        raise TooManyTokens(
            f"The account already has {MOST} API tokens. Revoke one that you no longer use, then try again."
        )
    secret = TOKEN_MARK + secrets.token_urlsafe(32)
    token = ApiToken(
        user_id=user.id,
        name=name.strip() or "unnamed",
        prefix=secret[:12],
        token_hash=hash_secret(secret),
        scope=scope,
        expires_at=utcnow() + LIFETIME,
    )
    session.add(token)
    session.flush()
    record(session, user, "token.created", subject=f"token:{token.id}", name=token.name, scope=scope)
    return token, secret


def find_token(session: Session, secret: str) -> ApiToken | None:
    """Return the token with this secret, with its user, unless it is revoked or expired or the user is not active."""
    token = _by_secret(session, secret)
    return token if token is not None and token.expires_at > utcnow() else None


def is_use_due(token: ApiToken, now: datetime) -> bool:
    """Return whether the time of this use must be written; it is kept to the minute."""
    return token.last_used_at is None or now - token.last_used_at >= LAST_USED_STEP


def write_use(session: Session, token_id: int, at: datetime) -> None:
    """Write when a token was used, unless a later use is known."""
    session.execute(_WRITE_USE, {"token_id": token_id, "at": at})


def why_refused(session: Session, secret: str) -> str:
    """Log that `find_token` found no token with this secret, and return a sentence on why, for the sender."""
    token = _any_by_secret(session, secret)
    if token is None:
        security_log.note("token.refused", reason="unknown")
        return "This token is unknown or has been revoked. Create a new one on your account page."
    reason = "revoked" if token.revoked_at else "expired" if token.user.is_active else "account off"
    security_log.note("token.refused", reason=reason, token=token.id, user=token.user_id)
    if reason == "expired":
        return "This token has expired. Create a new one on your account page."
    return "This token is unknown or has been revoked. Create a new one on your account page."


def _by_secret(session: Session, secret: str) -> ApiToken | None:
    """Return the token with this secret, expired or not, unless it is revoked or its user is not active."""
    token = _any_by_secret(session, secret)
    return token if token and token.revoked_at is None and token.user.is_active else None


def _any_by_secret(session: Session, secret: str) -> ApiToken | None:
    if not secret.startswith(TOKEN_MARK):
        return None
    return session.scalar(_WITH_USER, {"token_hash": hash_secret(secret)})


def tokens_of(session: Session, user: User) -> Sequence[ApiToken]:
    """List the tokens of `user` that are not revoked, expired or not, newest first."""
    query = select(ApiToken).where(ApiToken.user_id == user.id, ApiToken.revoked_at.is_(None))
    return session.scalars(query.order_by(ApiToken.id.desc())).all()


def revoke_token(session: Session, actor: User | None, user: User, token_id: int) -> ApiToken | None:
    """Revoke a token of `user`; None when `user` has no such token."""
    token = session.get(ApiToken, token_id)
    if token is None or token.user_id != user.id:
        return None
    if token.revoked_at is None:
        token.revoked_at = utcnow()
        record(session, actor, "token.revoked", subject=f"token:{token.id}", name=token.name)
    return token


def revoke_all(session: Session, actor: User | None, user: User, *, because: str) -> int:
    """Revoke every token of `user`.

    Args:
        session: the caller's session.
        actor: who does it; None for an operator.
        user: the owner of the tokens.
        because: the action in the audit log that this is a part of, or "operator".

    Returns:
        how many tokens there were.
    """
    found = tokens_of(session, user)
    for token in found:
        token.revoked_at = utcnow()
        record(session, actor, "token.revoked", subject=f"token:{token.id}", name=token.name, because=because)
    return len(found)


def hash_secret(secret: str) -> str:
    """Return the SHA-256 of a secret, in hex."""
    # A fast hash is right here: the secret has 256 random bits, so there is nothing to guess.
    return hashlib.sha256(secret.encode()).hexdigest()
