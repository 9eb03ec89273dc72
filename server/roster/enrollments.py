"""Change a person's role, section or membership in a course. A course never loses its last instructor."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.accounts.audit import record
from server.accounts.models import User
from server.core.db import utcnow
from server.courses.membership import enrolled
from server.courses.models import Assignment, Course, Enrollment, Extension, Role, Section
from server.roster.errors import LastInstructor, RosterError
from server.scores import counts
from server.scores.extensions import refresh_lateness
from server.scores.scoring import Cause, recompute


def lock(session: Session, course_id: int) -> None:
    """One change of the people of a course at a time: two must not each take away the other's last instructor."""
    session.execute(select(Course.id).where(Course.id == course_id).with_for_update())


def find(session: Session, course_id: int, user_id: int) -> Enrollment | None:
    """The enrollment of a user, in force or not, as it is in the database now."""
    query = select(Enrollment).where(Enrollment.course_id == course_id, Enrollment.user_id == user_id)
    return session.scalar(query.execution_options(populate_existing=True))


def change(session: Session, actor: User, enrollment: Enrollment, *, role: Role, section: Section | None) -> bool:
    """Give a person another role or section; whether that changed anything.

    Raises:
        LastInstructor: if nobody would be left to run the course.
        RosterError: if the section is one of another course.
    """
    lock(session, enrollment.course_id)
    session.refresh(enrollment)
    section_id = section.id if section else None
    if section is not None and section.course_id != enrollment.course_id:
        raise RosterError("This section belongs to another course.")
    if (enrollment.role, enrollment.section_id) == (role, section_id):
        return False
    if role is not Role.INSTRUCTOR:
        _keep_an_instructor(session, enrollment)
    if role is not enrollment.role:
        require_proof(enrollment.user, role)
    data: dict[str, str] = {}
    if enrollment.role is not role:
        data |= {"role_from": enrollment.role.value, "role_to": role.value}
    if enrollment.section_id != section_id:
        data |= {"section_to": section.name if section else ""}
    moved = enrollment.section_id != section_id
    enrollment.role, enrollment.section_id = role, section_id
    _record(session, actor, "roster.changed", enrollment, **data)
    session.flush()
    if moved:
        after_moves(session, enrollment.course_id, [enrollment.user_id], actor)
    counts.rebuild(session, enrollment.course_id)
    return True


def drop(session: Session, actor: User, enrollment: Enrollment) -> bool:
    """Take a person out of the course; their work is kept. Whether they were in it.

    Raises:
        LastInstructor: if nobody would be left to run the course.
    """
    lock(session, enrollment.course_id)
    session.refresh(enrollment)
    if enrollment.dropped_at is not None:
        return False
    _keep_an_instructor(session, enrollment)
    enrollment.dropped_at = utcnow()
    _record(session, actor, "roster.dropped", enrollment)
    counts.rebuild(session, enrollment.course_id)
    return True


def readmit(session: Session, actor: User, enrollment: Enrollment) -> bool:
    """Take a person who has left into the course again, as what they were. Whether they had left."""
    lock(session, enrollment.course_id)
    session.refresh(enrollment)
    if enrollment.dropped_at is None:
        return False
    enrollment.dropped_at = None
    _record(session, actor, "roster.readmitted", enrollment, role=enrollment.role.value)
    counts.rebuild(session, enrollment.course_id)
    return True


def after_moves(session: Session, course_id: int, user_ids: Collection[int], actor: User | None) -> None:
    """Sections may have later dates of their own: bring the scores of those who changed theirs up to date."""
    extended = select(Extension.assignment_id).where(Extension.section_id.is_not(None), Extension.revoked_at.is_(None))
    query = select(Assignment).where(Assignment.course_id == course_id, Assignment.id.in_(extended))
    assignments = session.scalars(query).all() if user_ids else ()
    if assignments:
        session.flush()
        for assignment in assignments:
            refresh_lateness(session, assignment, user_ids)
        recompute(session, course_id, user_ids, Cause("moved to another section", actor.id if actor else None))


def instructors(session: Session, course_id: int) -> int:
    """How many instructors the course has."""
    query = select(func.count()).where(
        Enrollment.course_id == course_id, Enrollment.role == Role.INSTRUCTOR, enrolled()
    )
    return session.scalar(query) or 0


def _keep_an_instructor(session: Session, enrollment: Enrollment) -> None:
    is_one = enrollment.role is Role.INSTRUCTOR and enrollment.dropped_at is None
    if is_one and instructors(session, enrollment.course_id) <= 1:
        raise LastInstructor


def _record(session: Session, actor: User, action: str, enrollment: Enrollment, **data: str) -> None:
    subject = f"user:{enrollment.user_id}"
    record(session, actor, action, subject=subject, course_id=enrollment.course_id, **data)


def require_proof(user: User, role: Role) -> None:
    """Let an account have a role.

    Raises:
        RosterError: if it is one of staff and nobody knows whose account it is.
    """
    if user.is_unconfirmed and role is not Role.STUDENT:
        raise RosterError(
            f"Whoever made the account {user.email} has not shown that the address is theirs, so it is not made "
            f"{role.value}. They can show it with “Forgot your password?” on the login page."
        )
