"""Change the name and the email address of an account; who may do so is for the caller to decide."""

from __future__ import annotations

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from server.accounts import users
from server.accounts.addresses import check_address, check_name
from server.accounts.audit import record
from server.accounts.errors import EmailTaken
from server.accounts.models import User


def rename(
    session: Session, actor: User | None, user: User, name: str, *, course_id: int | None = None, reason: str = ""
) -> bool:
    """Change the name of a person, and return whether it changed.

    Args:
        session: the caller's session.
        actor: who does it; None for an operator.
        user: the person.
        name: the new name.
        course_id: the course whose audit log shows the change.
        reason: why, for the audit log.

    Raises:
        UnusableName: if the name is empty, too long or has invisible characters.
    """
    before, name = user.name, check_name(name)
    if name == before:
        return False
    user.name = name
    data = {"name_from": before, "name_to": name} | _reason(reason)
    record(session, actor, "account.renamed", subject=f"user:{user.id}", course_id=course_id, **data)
    return True


def change_address(
    session: Session, actor: User | None, user: User, email: str, *, course_id: int | None = None, reason: str = ""
) -> bool:
    """Change the address of an account, and end its sessions, API tokens and pending links.

    The password stays, and so does whether the address counts as confirmed; see `confirmation`. The arguments are those
    of `rename`. Returns whether the address changed.

    Raises:
        UnusableEmail: if it is not an address.
        EmailTaken: if another account has it, in whatever letter case.
    """
    before, email = user.email, check_address(email)
    if email == before:
        return False
    other = users.find_user(session, email)
    if other is not None and other.id != user.id:
        raise _taken(email)
    try:
        with session.begin_nested():
            user.email = email
    except IntegrityError:  # somebody has just registered it
        raise _taken(email) from None
    data = {"email_from": before, "email_to": email} | _reason(reason)
    users.end_sessions(session, actor, user, action="account.address_changed", course_id=course_id, **data)
    return True


def _taken(email: str) -> EmailTaken:
    return EmailTaken(f"{email} already belongs to another account.")


def _reason(reason: str) -> dict[str, str]:
    return {"reason": reason} if reason else {}
