"""Change a person's role, section or membership in a course. A course never loses its last instructor."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from server.accounts import confirmation
from server.accounts.audit import record
from server.accounts.models import User
from server.core.db import utcnow
from server.courses.membership import is_enrolled
from server.courses.models import Assignment, AssignmentExercise, Enrollment, Extension, Role, Section
from server.roster.errors import LastInstructor, RosterError
from server.scores import counts
from server.scores.lateness import refresh_lateness
from server.scores.locks import AT_ONCE, lock_class, lock_students
from server.scores.models import Score
from server.scores.scoring import Cause, recompute


def find(session: Session, course_id: int, user_id: int) -> Enrollment | None:
    """Return the enrollment of a user, current or ended, as it is in the database now."""
    query = select(Enrollment).where(Enrollment.course_id == course_id, Enrollment.user_id == user_id)
    return session.scalar(query.execution_options(populate_existing=True))


def change(session: Session, actor: User, enrollment: Enrollment, *, role: Role, section: Section | None) -> bool:
    """Change a person's role and section, and return whether anything changed.

    Raises:
        LastInstructor: if the course would have no instructor left.
        RosterError: if the section belongs to another course.
    """
    lock_class(session, enrollment.course_id)
    session.refresh(enrollment)
    section_id = section.id if section else None
    if section is not None and section.course_id != enrollment.course_id:
        raise RosterError("This section belongs to another course.")
    if (enrollment.role, enrollment.section_id) == (role, section_id):
        return False
    if role is not Role.INSTRUCTOR:
        _keep_an_instructor(session, enrollment)
    if role is not enrollment.role:
        require_confirmed(enrollment.user, role)
    data: dict[str, str] = {}
    if enrollment.role is not role:
        data |= {"role_from": enrollment.role.value, "role_to": role.value}
    if enrollment.section_id != section_id:
        data |= {"section_from": _section_name(session, enrollment), "section_to": section.name if section else ""}
    moved = enrollment.section_id != section_id
    enrollment.role, enrollment.section_id = role, section_id
    _record(session, actor, "roster.changed", enrollment, **data)
    session.flush()
    if moved:
        update_moved(session, enrollment.course_id, [enrollment.user_id], actor)
    counts.rebuild(session, enrollment.course_id)
    return True


def remove(session: Session, actor: User, enrollment: Enrollment) -> bool:
    """Remove a person from the course and keep their work. Return False if they were removed already.

    Raises:
        LastInstructor: if the course would have no instructor left.
    """
    lock_class(session, enrollment.course_id)
    session.refresh(enrollment)
    if enrollment.dropped_at is not None:
        return False
    _keep_an_instructor(session, enrollment)
    enrollment.dropped_at = utcnow()
    confirmation.end_vouching(session, [enrollment.user_id], enrollment.course_id)
    _record(session, actor, "roster.dropped", enrollment)
    counts.rebuild(session, enrollment.course_id)
    return True


def readmit(session: Session, actor: User, enrollment: Enrollment) -> bool:
    """Re-admit a removed person with their former role. Return False if they are in the course."""
    lock_class(session, enrollment.course_id)
    session.refresh(enrollment)
    if enrollment.dropped_at is None:
        return False
    enrollment.dropped_at = None
    confirmation.end_vouching(session, [enrollment.user_id], enrollment.course_id)  # an import removes without that
    _record(session, actor, "roster.readmitted", enrollment, role=enrollment.role.value)
    update_entered(session, enrollment.course_id, [enrollment.user_id], actor, "re-admitted to the course")
    counts.rebuild(session, enrollment.course_id)
    return True


def update_moved(session: Session, course_id: int, user_ids: Collection[int], actor: User | None) -> None:
    """Update the scores of people who changed sections, since a section can have an extension."""
    extended = select(Extension.assignment_id).where(Extension.section_id.is_not(None), Extension.revoked_at.is_(None))
    query = select(Assignment).where(Assignment.course_id == course_id, Assignment.id.in_(extended))
    assignments = session.scalars(query).all() if user_ids else ()
    if assignments:
        _update(
            session, course_id, user_ids, assignments, Cause("moved to another section", actor.id if actor else None)
        )


def update_entered(
    session: Session, course_id: int, user_ids: Collection[int], actor: User | None, reason: str
) -> None:
    """Update the scores of people who are in the course from now on, or again, and who have scores in it already.

    An admin may have submitted without an enrollment, which holds the total and the section. The caller has locked the
    class if there may be such people, and counts its scores again.
    """
    if scored := with_scores(session, course_id, user_ids):
        assignments = session.scalars(select(Assignment).where(Assignment.course_id == course_id)).all()
        _update(session, course_id, scored, assignments, Cause(reason, actor.id if actor else None))


def with_scores(session: Session, course_id: int, user_ids: Collection[int]) -> set[int]:
    """Return those of these people who have scores in the course."""
    items = select(AssignmentExercise.id).join(Assignment).where(Assignment.course_id == course_id)
    ids, scored = list(user_ids), set[int]()
    for start in range(0, len(ids), AT_ONCE):
        query = select(Score.user_id).where(Score.user_id.in_(ids[start : start + AT_ONCE]))
        scored |= set(session.scalars(query.where(Score.assignment_exercise_id.in_(items)).distinct()))
    return scored


def _update(
    session: Session, course_id: int, user_ids: Collection[int], assignments: Sequence[Assignment], cause: Cause
) -> None:
    session.flush()
    lock_students(session, course_id, user_ids)
    for assignment in assignments:
        refresh_lateness(session, assignment, user_ids)
    recompute(session, course_id, user_ids, cause)


def instructors(session: Session, course_id: int) -> int:
    """Return how many instructors the course has that can enter it."""
    query = select(func.count()).where(
        Enrollment.course_id == course_id, Enrollment.role == Role.INSTRUCTOR, is_enrolled(), _is_open()
    )
    return session.scalar(query) or 0


def _is_open() -> ColumnElement[bool]:
    return confirmation.is_open(Enrollment.user_id, Enrollment.course_id)


def _keep_an_instructor(session: Session, enrollment: Enrollment) -> None:
    is_one = enrollment.role is Role.INSTRUCTOR and enrollment.dropped_at is None
    is_one = (
        is_one and session.scalar(select(Enrollment.id).where(Enrollment.id == enrollment.id, _is_open())) is not None
    )
    if is_one and instructors(session, enrollment.course_id) <= 1:
        raise LastInstructor


def _section_name(session: Session, enrollment: Enrollment) -> str:
    return session.get_one(Section, enrollment.section_id).name if enrollment.section_id else ""


def _record(session: Session, actor: User, action: str, enrollment: Enrollment, **data: str) -> None:
    subject = f"user:{enrollment.user_id}"
    record(session, actor, action, subject=subject, course_id=enrollment.course_id, **data)


def require_confirmed(user: User, role: Role) -> None:
    """Refuse a staff role for an account whose address is unconfirmed; see `server.accounts.confirmation`.

    Anyone who joins with a code can enter any address. If the address alone were enough to become staff, a student
    could register a teacher's address and wait for the roster that lists it.

    Raises:
        RosterError: if the role is a staff role and the address is not confirmed.
    """
    if user.is_unconfirmed and role is not Role.STUDENT:
        raise RosterError(
            f"The address {user.email} is not confirmed, so this account cannot become {role.with_article}. The "
            "owner can confirm the address with “Forgot your password?” on the login page."
        )
