"""The second factor: codes from an app on a phone (RFC 6238), and recovery codes for when the phone is lost.

docs/security.md has the rules. The secret is stored as it is, because the server computes the codes from it; it never
goes to a log, the audit log or an archive. Of the recovery codes only hashes are stored.
"""

from __future__ import annotations

import hmac
import secrets
from datetime import timedelta

import pyotp
import segno
from flask import has_request_context
from markupsafe import Markup
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from server.accounts.audit import record
from server.accounts.errors import AlreadySetUp, SecondFactorMissing, WrongCode
from server.accounts.models import RecoveryCode, SecondFactor, User
from server.accounts.tokens import hash_secret
from server.accounts.users import end_sessions
from server.core.db import utcnow
from server.core.request import settings

ISSUER = "Chainrule"
STEP_S = 30  # for which a code is shown
DRIFT = 1  # steps that the clock of a phone may be ahead or behind
DIGITS = 6
SETUP_LASTS = timedelta(minutes=30)
RECOVERY_CODES = 10
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # without characters that look alike
_GROUPS, _GROUP = 3, 4


def is_on(session: Session, user: User) -> bool:
    """Return whether logging in to the account takes a code."""
    query = select(SecondFactor.user_id).where(SecondFactor.user_id == user.id, SecondFactor.confirmed_at.is_not(None))
    return session.scalar(query) is not None


def require_for_staff(session: Session, user: User) -> None:
    """Refuse what only staff may do if this site requires a second factor for it; commands and workers may always.

    Raises:
        SecondFactorMissing: if the account has none.
    """
    if is_missing(session, user):
        raise SecondFactorMissing("Set up two-factor authentication first. This site requires it for staff pages.")


def is_missing(session: Session, user: User) -> bool:
    """Return whether `user`, being staff, needs a second factor that the account does not have."""
    return has_request_context() and settings().second_factor == "staff" and not is_on(session, user)


def pending(session: Session, user: User) -> str | None:
    """Return the secret that is being set up and has not been confirmed yet; None if there is none, or it is old."""
    factor = session.get(SecondFactor, user.id)
    if factor is None or factor.confirmed_at is not None or factor.created_at < utcnow() - SETUP_LASTS:
        return None
    return factor.secret


def begin(session: Session, user: User) -> str:
    """Return a new secret, which does nothing until it is confirmed.

    Raises:
        AlreadySetUp: if the account has a second factor.
    """
    session.refresh(user, with_for_update=True)  # of two requests at once, the second replaces the secret of the first
    if is_on(session, user):
        raise AlreadySetUp("Two-factor authentication is already on.")
    session.execute(delete(SecondFactor).where(SecondFactor.user_id == user.id))
    secret = pyotp.random_base32()
    session.add(SecondFactor(user_id=user.id, secret=secret, created_at=utcnow()))
    return secret


def confirm(session: Session, user: User, typed: str) -> list[str]:
    """Turn the second factor on with a first code, and return the recovery codes, which cannot be read again.

    All sessions, API tokens and password links end: whoever knows the password could have made them without a code.

    Raises:
        WrongCode: if the code is wrong, or nothing is being set up.
    """
    factor = _locked(session, user)
    if factor is None or pending(session, user) is None or not _use_step(factor, _bare(typed)):
        raise WrongCode(
            "This code is wrong. Enter the current code from the app, and check that your phone's clock is correct."
        )
    factor.confirmed_at = utcnow()
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    codes = [_new_code() for _ in range(RECOVERY_CODES)]
    session.add_all(RecoveryCode(user_id=user.id, code_hash=hash_secret(_bare(code))) for code in codes)
    end_sessions(session, user, user, action="account.second_factor_on")
    return codes


def use_code(session: Session, user: User, typed: str) -> bool:
    """Return whether this is a right code of the account, or a recovery code; neither is accepted a second time."""
    factor, code = _locked(session, user), _bare(typed)
    if factor is None or factor.confirmed_at is None:
        return False
    return _use_step(factor, code) or _use_recovery_code(session, user, code)


def recovery_codes_left(session: Session, user: User) -> int:
    """Return how many recovery codes have not been used."""
    query = select(func.count()).where(RecoveryCode.user_id == user.id, RecoveryCode.used_at.is_(None))
    return session.scalar(query) or 0


def remove(session: Session, actor: User | None, user: User, *, action: str) -> bool:
    """Turn the second factor off; return whether it was on.

    Args:
        session: the caller's session.
        actor: who does it; None for an operator.
        user: the owner of the account.
        action: the name of the action in the audit log.
    """
    was_on = is_on(session, user)
    for table in (RecoveryCode, SecondFactor):
        session.execute(delete(table).where(table.user_id == user.id))
    if was_on:
        record(session, actor, action, subject=f"user:{user.id}")
    return was_on


def address(user: User, secret: str) -> str:
    """Return the ``otpauth`` address of a secret, which an app reads from a QR code or a link."""
    return pyotp.TOTP(secret).provisioning_uri(name=user.email, issuer_name=ISSUER)


def picture(text: str) -> Markup:
    """Return a text as a QR code in SVG, dark on light in every theme."""
    svg = segno.make(text, error="m").svg_inline(scale=4, dark="#000", light="#fff", svgclass=None, lineclass=None)
    return Markup(svg)  # noqa: S704 - drawn by the library, without any text in it


def _locked(session: Session, user: User) -> SecondFactor | None:
    """Return the row of the account, locked: of two requests with the same code, one waits and finds it used."""
    return session.get(SecondFactor, user.id, with_for_update=True)


def _use_step(factor: SecondFactor, code: str) -> bool:
    """Accept the code of a step near now that is later than the last one used."""
    now = int(utcnow().timestamp()) // STEP_S
    totp = pyotp.HOTP(factor.secret, digits=DIGITS)
    for step in range(max(now - DRIFT, factor.last_step + 1), now + DRIFT + 1):
        if hmac.compare_digest(totp.at(step).encode(), code.encode(errors="replace")):
            factor.last_step = step
            return True
    return False


def _use_recovery_code(session: Session, user: User, code: str) -> bool:
    query = select(RecoveryCode).where(RecoveryCode.user_id == user.id, RecoveryCode.code_hash == hash_secret(code))
    found = session.scalar(query.where(RecoveryCode.used_at.is_(None)))
    if found is None:
        return False
    found.used_at = utcnow()
    session.flush()
    left = recovery_codes_left(session, user)
    record(session, user, "account.recovery_code_used", subject=f"user:{user.id}", left=left)
    return True


def _new_code() -> str:
    """Return a code of 59 random bits."""
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)


def _bare(typed: str) -> str:
    """Return a code without case, spaces and hyphens."""
    return "".join(character for character in typed.lower() if character.isalnum())
