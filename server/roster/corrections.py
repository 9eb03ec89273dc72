"""An instructor corrects the name or the address of a student, as far as this hands no account over to anybody."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.accounts import confirmation, details
from server.accounts.errors import EmailTaken
from server.accounts.models import User
from server.accounts.passwords import UNUSABLE
from server.courses.models import Enrollment, Role
from server.roster.errors import RosterError
from server.roster.password_links import is_own_student
from server.scores.locks import lock_course


def why_name_stays(session: Session, enrollment: Enrollment) -> str:
    """Return why staff of the course may not change the name of a member; empty if they may."""
    user = enrollment.user
    if enrollment.dropped_at is not None:
        return f"{user.name} was removed from the course. Re-admit them before you correct their name."
    staff = select(Enrollment.id).where(Enrollment.user_id == user.id, Enrollment.role != Role.STUDENT).limit(1)
    if user.is_admin or session.scalar(staff) is not None:
        return (
            f"{user.name} is also course staff, so you cannot change their name. They can change it on their account "
            "page."
        )
    return ""


def why_address_stays(session: Session, actor: User, enrollment: Enrollment) -> str:
    """Return why `actor` may not change the address of a member; empty if they may.

    Whoever gets the email of an account can set its password. So the account must be one for which `actor` could make a
    password link anyway, and its address must not be confirmed.
    """
    user = enrollment.user
    if enrollment.dropped_at is not None:
        return f"{user.name} was removed from the course. Re-admit them before you correct their address."
    if not is_own_student(session, actor, user):
        return (
            f"{user.name} is staff, is in a course that you do not manage, or has a deactivated account, so you cannot "
            "change their address. They can change it on their account page, or an operator can change it."
        )
    if user.password_hash != UNUSABLE and not user.is_unconfirmed:
        return (
            f"{user.name} has confirmed this address, so you cannot change it. They can change it on their account "
            "page, or an operator can change it."
        )
    return ""


def correct_name(session: Session, actor: User, enrollment: Enrollment, name: str, reason: str) -> bool:
    """Change the name of a student, and return whether it changed.

    Raises:
        RosterError: if `actor` may not.
        UnusableName: if it cannot be a name.
    """
    _lock(session, enrollment)
    if why := why_name_stays(session, enrollment):
        raise RosterError(why)
    return details.rename(session, actor, enrollment.user, name, course_id=enrollment.course_id, reason=reason)


def correct_address(session: Session, actor: User, enrollment: Enrollment, email: str, reason: str) -> bool:
    """Change the address of a student, and return whether it changed. It ends sessions, tokens and password links.

    Nobody has shown yet that the new address is theirs, so it is unconfirmed. Of the courses that vouch for the holder,
    only those that the student is in still do: others could be given to the new address later.

    Raises:
        RosterError: if `actor` may not.
        UnusableEmail: if it is not an address.
        EmailTaken: if another account has it.
    """
    _lock(session, enrollment)
    if why := why_address_stays(session, actor, enrollment):
        raise RosterError(why)
    user = enrollment.user
    try:
        changed = details.change_address(session, actor, user, email, course_id=enrollment.course_id, reason=reason)
    except EmailTaken as error:
        raise EmailTaken(
            f"{error} If that account is also {user.name}'s, enroll that account and remove this one."
        ) from error
    if not changed:
        return False
    entered = select(Enrollment.course_id).where(
        Enrollment.user_id == user.id, confirmation.holder_may_enter(session, user, Enrollment.course_id)
    )
    has_holder = user.password_hash != UNUSABLE
    confirmation.hand_over(session, user, list(session.scalars(entered)) if has_holder else [])
    return True


def _lock(session: Session, enrollment: Enrollment) -> None:
    """Lock the enrollment's course and account, and read both again: they may have changed since they were shown."""
    lock_course(session, enrollment.course_id)
    session.refresh(enrollment)
    session.refresh(enrollment.user, with_for_update=True)
