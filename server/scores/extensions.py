"""Extensions: grant and revoke them, and update lateness and scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.accounts.audit import record
from server.accounts.models import User
from server.core.db import utcnow
from server.courses.models import Assignment, Course, Enrollment, Extension, Section
from server.scores import scoring
from server.scores.errors import UnusableDates
from server.scores.lateness import refresh_lateness
from server.scores.locks import lock_course, lock_students
from server.scores.overrides import require_reason


@dataclass(frozen=True, slots=True)
class GrantedExtension:
    """An extension with the names that go with it."""

    extension: Extension
    assignment: Assignment
    student: User | None
    section: Section | None
    granted_by: User | None

    @property
    def grantee(self) -> str:
        """Return the name of the student, or of the section."""
        return self.student.name if self.student else f"section {self.section.name if self.section else '?'}"


def list_extensions(session: Session, course: Course, *, user_id: int | None = None) -> list[GrantedExtension]:
    """List the current extensions in the course, or of one student; newest first."""
    query = (
        select(Extension, Assignment, User, Section)
        .join(Assignment, Assignment.id == Extension.assignment_id)
        .outerjoin(User, User.id == Extension.user_id)
        .outerjoin(Section, Section.id == Extension.section_id)
        .where(Assignment.course_id == course.id, Extension.revoked_at.is_(None))
        .order_by(Extension.id.desc())
    )
    if user_id is not None:
        own_section = select(Enrollment.section_id).where(
            Enrollment.course_id == course.id, Enrollment.user_id == user_id
        )
        query = query.where((Extension.user_id == user_id) | Extension.section_id.in_(own_section))
    rows = session.execute(query).all()
    granters = {
        one.id: one for one in session.scalars(select(User).where(User.id.in_({r[0].granted_by for r in rows})))
    }
    return [GrantedExtension(*row, granters.get(row[0].granted_by or 0)) for row in rows]


def grant(
    session: Session,
    course: Course,
    actor: User,
    assignment: Assignment,
    *,
    user_id: int | None = None,
    section_id: int | None = None,
    due_at: datetime,
    closes_at: datetime | None,
    reason: str,
) -> int:
    """Extend an assignment for a student or a section of the course.

    Returns:
        The number of scores whose points changed.

    Raises:
        UnusableDates: unless the new due date is later than the assignment's own, and not after the new closing date.
        UnusableReason: if the reason is missing or too long.
    """
    reason = require_reason(reason)
    lock_course(session, course.id)
    if assignment.due_at is None:
        raise UnusableDates(f"“{assignment.title}” has no due date, so it cannot be extended.")
    if due_at <= assignment.due_at:
        raise UnusableDates("The new due date must be later than the assignment's due date.")
    if closes_at is not None and closes_at < due_at:
        raise UnusableDates("The closing date must not be before the due date.")
    extension = Extension(
        assignment_id=assignment.id,
        user_id=user_id,
        section_id=section_id,
        due_at=due_at,
        closes_at=closes_at,
        reason=reason,
        granted_by=actor.id,
    )
    session.add(extension)
    session.flush()
    grantee = f"user:{user_id}" if user_id else f"section:{section_id}"
    record(
        session,
        actor,
        "extension.granted",
        subject=f"{grantee} assignment:{assignment.id}",
        course_id=course.id,
        due_at=due_at.isoformat(),
        closes_at=closes_at.isoformat() if closes_at else None,
        reason=reason,
    )
    return _update_scores(session, course, actor, assignment, extension, f"extension granted: {reason}")


def revoke(session: Session, course: Course, actor: User, extension: Extension) -> int:
    """Revoke an extension; return the number of scores whose points changed."""
    lock_course(session, course.id)
    session.refresh(extension)
    if extension.revoked_at is not None:
        return 0
    extension.revoked_at = utcnow()
    session.flush()
    record(session, actor, "extension.revoked", subject=f"extension:{extension.id}", course_id=course.id)
    assignment = session.get_one(Assignment, extension.assignment_id)
    return _update_scores(session, course, actor, assignment, extension, "extension revoked")


def _update_scores(
    session: Session, course: Course, actor: User, assignment: Assignment, extension: Extension, reason: str
) -> int:
    user_ids = _student_ids(session, course, extension)
    lock_students(session, course.id, user_ids)
    refresh_lateness(session, assignment, user_ids)
    cause = scoring.Cause(reason[:200], actor_id=actor.id)
    return scoring.recompute(session, course.id, user_ids, cause, item_ids=[one.id for one in assignment.exercises])


def _student_ids(session: Session, course: Course, extension: Extension) -> Sequence[int]:
    """List the students that it is for, with those who were removed: they may come back."""
    query = select(Enrollment.user_id).where(Enrollment.course_id == course.id)
    if extension.user_id is not None:
        return session.scalars(query.where(Enrollment.user_id == extension.user_id)).all()
    return session.scalars(query.where(Enrollment.section_id == extension.section_id)).all()
