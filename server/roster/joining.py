"""Join a course by its join code or by an invitation, and manage both."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from server.accounts import confirmation
from server.accounts.addresses import check_address, check_name
from server.accounts.audit import record
from server.accounts.errors import EmailTaken
from server.accounts.models import User
from server.accounts.passwords import hash_password
from server.accounts.users import add_user, find_user
from server.core.db import utcnow
from server.courses.membership import role_in
from server.courses.models import Course, Enrollment, Invitation, Role, Section
from server.courses.permissions import RIGHTS, Right
from server.roster.enrollments import find, update_entered, with_scores
from server.roster.errors import JoinRefused
from server.scores import counts
from server.scores.locks import lock_class, lock_course

ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # no 0, O, 1, I or L, which are read as each other
CODE_LENGTH = 8
LASTS = timedelta(days=14)
_LEFT = "You were removed from this course. Ask your instructor to re-admit you."


def new_code(session: Session, actor: User, course: Course) -> str:
    """Give the course a new join code, which replaces the old one."""
    course.join_code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    record(session, actor, "join_code.made", subject=f"course:{course.id}", course_id=course.id)
    session.flush()
    return course.join_code


def close_code(session: Session, actor: User, course: Course) -> None:
    """Turn the join code off."""
    if course.join_code is not None:
        course.join_code = None
        record(session, actor, "join_code.closed", subject=f"course:{course.id}", course_id=course.id)


def grouped(code: str) -> str:
    """Return the code in two groups, as it is read aloud."""
    return f"{code[:4]} {code[4:]}"


def course_of(session: Session, code: str) -> Course | None:
    """Return the course with this join code, ignoring case and spaces."""
    plain = "".join(character for character in code.upper() if character.isalnum())
    return session.scalar(select(Course).where(Course.join_code == plain)) if plain else None


def join(session: Session, user: User, course: Course) -> bool:
    """Enroll `user` as a student; return False if they are already in the course.

    Raises:
        JoinRefused: if they were removed from it.
    """
    return _enter(session, user, course, Role.STUDENT, None, how="code")


def register(session: Session, *, email: str, name: str, password: str) -> User:
    """Create an account for a person who is joining. Commits before the password is hashed.

    The address of the account is unconfirmed: anyone could have entered it.

    Args:
        session: the database session.
        email: the address of the account.
        name: the name of the person.
        password: the password in plain text.

    Raises:
        UnusableEmail: if the address is not valid.
        UnusableName: if the name is empty or has invisible characters.
        EmailTaken: if it already has an account.
        UnusablePassword: if the password is too short, too long or the address itself.
    """
    email, name = check_address(email), check_name(name)
    is_taken = find_user(session, email) is not None
    session.commit()  # see `users.authenticate`
    try:
        if is_taken:
            raise EmailTaken
        password_hash = hash_password(password, email=email)
        with session.begin_nested():
            user = add_user(session, email=email, name=name, password_hash=password_hash)
    except (EmailTaken, IntegrityError):
        raise EmailTaken(f"{email} already has an account. Log in and try again.") from None
    user.is_unconfirmed = True
    record(session, user, "account.registered", subject=f"user:{user.id}")
    return user


def invite(
    session: Session, actor: User, course: Course, *, role: Role, section: Section | None, email: str | None
) -> tuple[Invitation, str]:
    """Create an invitation; return it with its secret, which cannot be read again later.

    Raises:
        UnusableEmail: if an address is given and is not valid.
    """
    secret = secrets.token_urlsafe(32)
    made = Invitation(
        course_id=course.id,
        role=role,
        section_id=section.id if section else None,
        email=check_address(email) if email else None,
        token_hash=_hash(secret),
        created_by=actor.id,
        expires_at=utcnow() + LASTS,
    )
    session.add(made)
    session.flush()
    subject = f"invitation:{made.id}"
    record(session, actor, "invitation.made", subject=subject, course_id=course.id, role=role, email=made.email or "")
    return made, secret


def revoke(session: Session, actor: User, invitation: Invitation) -> None:
    """Revoke an invitation."""
    if invitation.revoked_at is None:
        invitation.revoked_at = utcnow()
        subject = f"invitation:{invitation.id}"
        record(session, actor, "invitation.revoked", subject=subject, course_id=invitation.course_id)


def invitations_of(session: Session, course: Course) -> Sequence[Invitation]:
    """Return the latest invitations of a course, newest first."""
    query = select(Invitation).where(Invitation.course_id == course.id).order_by(Invitation.id.desc()).limit(100)
    return session.scalars(query).all()


def invitation_state(session: Session, invitation: Invitation, now: datetime) -> str:
    """Return the state of an invitation: open, used, revoked, expired or invalid.

    It is invalid while the person who made it may not invite anybody. Otherwise, a former instructor could come back
    with an invitation from before.
    """
    if invitation.revoked_at is not None:
        return "revoked"
    if _is_spent(invitation):
        return "used"
    if invitation.expires_at <= now:
        return "expired"
    return (
        "open"
        if _may_invite(session, session.get_one(User, invitation.created_by), invitation.course_id)
        else "invalid"
    )


def _may_invite(session: Session, user: User, course_id: int) -> bool:
    role = role_in(session, user, course_id)
    return user.is_active and role is not None and Right.EDIT_ROSTER in RIGHTS[role]


@dataclass(frozen=True, slots=True)
class Invited:
    """A valid invitation with its course and section."""

    invitation: Invitation
    course: Course
    section: Section | None

    def is_for(self, user: User) -> bool:
        """Return whether `user` may accept it."""
        return self.invitation.email is None or self.invitation.email.lower() == user.email.lower()


def read_invitation(session: Session, secret: str, *, now: datetime | None = None) -> Invited | None:
    """Return the invitation with this secret if it is valid."""
    query = select(Invitation, Course, Section).join(Course, Course.id == Invitation.course_id)
    query = query.outerjoin(Section, Section.id == Invitation.section_id)
    query = query.where(Invitation.token_hash == _hash(secret)).execution_options(populate_existing=True)
    row = session.execute(query).one_or_none()
    if row is None or invitation_state(session, row.Invitation, now or utcnow()) != "open":
        return None
    return Invited(row.Invitation, row.Course, row.Section)


def accept(session: Session, user: User, secret: str) -> Invited:
    """Enroll `user` as the invitation says; a current member keeps their role.

    Raises:
        JoinRefused: if the invitation is not valid or is for another address, or if they were removed from the course
            and it names no address.
    """
    invited = read_invitation(session, secret)
    if invited is not None:
        lock_course(session, invited.course.id)
        invited = read_invitation(session, secret)  # of two who use it at once, the second finds it used
    if invited is None:
        raise JoinRefused("This invitation is no longer valid. Ask for a new invitation.")
    if not invited.is_for(user):
        raise JoinRefused(f"This invitation is for {invited.invitation.email}, but you are logged in as {user.email}.")
    invitation, by_name = invited.invitation, invited.invitation.email is not None
    if _enter(
        session, user, invited.course, invitation.role, invitation.section_id, how="invitation", may_return=by_name
    ):
        invitation.uses += 1
    return invited


def _enter(
    session: Session,
    user: User,
    course: Course,
    role: Role,
    section_id: int | None,
    *,
    how: str,
    may_return: bool = False,
) -> bool:
    lock_course(session, course.id)
    enrollment = find(session, course.id, user.id)
    if enrollment is None or may_return:  # a code does not open what was given to the address
        confirmation.vouch(session, user, course.id)
    if enrollment is not None and enrollment.dropped_at is None:
        return False
    if enrollment is not None and not may_return:
        raise JoinRefused(_LEFT)
    if enrollment is None:
        was_scored = bool(with_scores(session, course.id, [user.id]))
        if was_scored:
            lock_class(session, course.id)
        session.add(Enrollment(course_id=course.id, user_id=user.id, role=role, section_id=section_id))
        session.flush()
        if was_scored:
            update_entered(session, course.id, [user.id], user, "joined the course")
            counts.rebuild(session, course.id)
    else:
        lock_class(session, course.id)
        enrollment.role, enrollment.dropped_at = role, None
        enrollment.section_id = section_id or enrollment.section_id
        update_entered(session, course.id, [user.id], user, "returned to the course")
        counts.rebuild(session, course.id)
    record(session, user, "roster.joined", subject=f"user:{user.id}", course_id=course.id, how=how, role=role)
    session.flush()
    return True


def _is_spent(invitation: Invitation) -> bool:
    """Return whether an invitation that works only once was used: one for an address, or one for staff."""
    return invitation.uses > 0 and (invitation.email is not None or invitation.role is not Role.STUDENT)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
