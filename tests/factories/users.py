"""Users."""

from __future__ import annotations

from sqlalchemy.orm import Session

from server.accounts.models import User


def make_user(session: Session, short: str, name: str | None = None, **columns: object) -> User:
    """Add the user ``short@example.org``, who cannot log in unless `columns` has a `password_hash`."""
    values: dict[str, object] = {"password_hash": "-", **columns}
    user = User(email=f"{short}@example.org", name=name or short, **values)
    session.add(user)
    session.flush()
    return user
