"""List the imports of a course, and undo the changes of an import that are still in place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session, joinedload

from server.accounts import confirmation
from server.accounts.audit import record
from server.accounts.models import User
from server.core import confirm
from server.core.db import utcnow
from server.courses.models import (
    Assignment,
    AssignmentExercise,
    Course,
    Enrollment,
    Extension,
    Invitation,
    Role,
    RosterImport,
    Section,
)
from server.roster.enrollments import update_entered, update_moved
from server.roster.errors import UndoOutdated
from server.roster.import_apply import State, state_of
from server.scores import counts as score_counts
from server.scores.locks import lock_class
from server.scores.models import Score
from server.submissions.models import Draft, Submission

RECENT = 20


@dataclass(frozen=True, slots=True)
class Summary:
    """An import and who made it.

    Attributes:
        counts: how many people, by what was done.
        actor: None for the command line.
    """

    done: RosterImport
    actor: User | None
    undone_by: User | None
    counts: Mapping[str, int]


def recent(session: Session, course: Course) -> list[Summary]:
    """Return the latest imports, newest first."""
    query = select(RosterImport).where(RosterImport.course_id == course.id).order_by(RosterImport.id.desc())
    return _summaries(session, list(session.scalars(query.limit(RECENT))))


def summary(session: Session, done: RosterImport) -> Summary:
    """Return the summary of one import."""
    return _summaries(session, [done])[0]


def _summaries(session: Session, imports: list[RosterImport]) -> list[Summary]:
    ids = {i.actor_id for i in imports} | {i.undone_by for i in imports}
    users: dict[int | None, User] = {user.id: user for user in session.scalars(select(User).where(User.id.in_(ids)))}
    return [
        Summary(
            each,
            users.get(each.actor_id),
            users.get(each.undone_by),
            Counter(change["action"] for change in each.changes["people"]),
        )
        for each in imports
    ]


@dataclass(frozen=True, slots=True)
class Reversal:
    """What undoing would do to one person.

    Attributes:
        why_not: why they stay as they are; "" if the change is undone.
    """

    user: User
    action: str
    before: State | None
    enrollment: Enrollment | None
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class UndoPreview:
    """What undoing an import would do.

    Attributes:
        accounts: how many accounts it created; these are kept.
    """

    reversals: tuple[Reversal, ...]
    accounts: int

    @property
    def reverted(self) -> list[Reversal]:
        """Return the changes that can be undone."""
        return [reversal for reversal in self.reversals if not reversal.why_not]

    @property
    def left_alone(self) -> list[Reversal]:
        """Return the changes that cannot be undone."""
        return [reversal for reversal in self.reversals if reversal.why_not]

    @property
    def digest(self) -> str:
        """Return a hash of everything it would do: previews with equal hashes do the same."""
        return confirm.digest([(r.user.id, r.action, r.before, r.why_not) for r in self.reversals])


def preview_undo(session: Session, course: Course, done: RosterImport) -> UndoPreview:
    """Return what undoing an import would do now."""
    query = select(Enrollment).where(Enrollment.course_id == course.id).options(joinedload(Enrollment.user))
    here = {e.user_id: e for e in session.scalars(query.execution_options(populate_existing=True))}
    people: Sequence[dict[str, Any]] = done.changes["people"]
    gone = [change["user_id"] for change in people if change["user_id"] not in here]
    users = {user.id: user for user in _users(session, gone)} | {e.user_id: e.user for e in here.values()}
    at_work = _with_work(session, course)
    sections = set(session.scalars(select(Section.id).where(Section.course_id == course.id)))
    reversals = [
        Reversal(
            users[change["user_id"]],
            change["action"],
            change["before"],
            here.get(change["user_id"]),
            _why_not(change, here.get(change["user_id"]), at_work, sections),
        )
        for change in people
        if change["user_id"] in users
    ]
    return UndoPreview(tuple(_keep_an_instructor(reversals, here)), len(done.changes["accounts"]))


def undo_import(
    session: Session, actor: User, course: Course, done: RosterImport, *, shown: str | None = None
) -> UndoPreview | None:
    """Undo an import; return None if it was undone already.

    Args:
        session: the database session.
        actor: who undoes it.
        course: the course whose roster changes.
        done: the import.
        shown: digest of the preview that was shown; None to undo what can be undone at this moment.

    Raises:
        UndoOutdated: if that is no longer what was shown; nothing was done then.
    """
    lock_class(session, course.id)
    session.refresh(done)
    if done.undone_at is not None:
        return None
    found = preview_undo(session, course, done)
    if shown is not None and found.digest != shown:
        raise UndoOutdated
    new = [r.enrollment.id for r in found.reverted if r.before is None and r.enrollment]
    confirmation.end_vouching(session, [r.user.id for r in found.reverted if r.before is None], course.id)
    rows, moved, back = [], [], []
    for reversal in found.reverted:
        if reversal.before is not None and reversal.enrollment is not None:
            rows.append({"id": reversal.enrollment.id, **_columns(reversal.before)})
            if reversal.before["section_id"] != reversal.enrollment.section_id:
                moved.append(reversal.user.id)
            if reversal.before["dropped_at"] is None and reversal.enrollment.dropped_at is not None:
                back.append(reversal.user.id)
    for start in range(0, len(new), 500):
        session.execute(delete(Enrollment).where(Enrollment.id.in_(new[start : start + 500])))
    if rows:
        session.execute(update(Enrollment), rows)
    _remove_empty(session, course, done.changes["sections"])
    done.undone_at, done.undone_by = utcnow(), actor.id
    counts = {"reverted": len(found.reverted), "left_alone": len(found.left_alone)}
    record(session, actor, "roster.import_undone", subject=f"roster_import:{done.id}", course_id=course.id, **counts)
    session.flush()
    update_moved(session, course.id, moved, actor)
    update_entered(session, course.id, back, actor, "a roster import was undone")
    score_counts.rebuild(session, course.id)
    return found


def _why_not(change: dict[str, Any], enrollment: Enrollment | None, at_work: set[int], sections: set[int]) -> str:
    if enrollment is None:
        return "no longer in the course"
    if state_of(enrollment) != change["after"]:
        return "changed since the import"
    role = Role(change["before"]["role"]) if change["before"] else Role.STUDENT
    if role not in (Role.STUDENT, enrollment.role) and enrollment.user.is_unconfirmed:
        return "has not confirmed the address"  # see `enrollments.require_confirmed`
    if change["before"] is None and change["user_id"] in at_work:
        return "has work or an extension in the course"
    if change["before"] and change["before"]["section_id"] not in sections | {None}:
        return "was in a section that no longer exists"
    return ""


def _keep_an_instructor(reversals: list[Reversal], here: dict[int, Enrollment]) -> list[Reversal]:
    left = {e.user_id for e in here.values() if e.role is Role.INSTRUCTOR and e.dropped_at is None}
    if not left:
        return reversals
    for reversal in reversals:
        if not reversal.why_not:
            before = reversal.before
            is_one = before is not None and before["role"] == Role.INSTRUCTOR.value and before["dropped_at"] is None
            left = left | {reversal.user.id} if is_one else left - {reversal.user.id}
    if left:
        return reversals
    why_not = "is the last instructor"
    return [
        Reversal(r.user, r.action, r.before, r.enrollment, why_not)
        if r.enrollment is not None and r.enrollment.role is Role.INSTRUCTOR and not r.why_not
        else r
        for r in reversals
    ]


def _with_work(session: Session, course: Course) -> set[int]:
    """Return the users with work or an extension in the course."""
    items = select(AssignmentExercise.id).join(AssignmentExercise.assignment).where(Assignment.course_id == course.id)
    found: set[int] = set()
    for model in (Submission, Draft, Score):
        found |= set(session.scalars(select(model.user_id).where(model.assignment_exercise_id.in_(items)).distinct()))
    extended = select(Extension.user_id).join(Assignment, Assignment.id == Extension.assignment_id)
    extended = extended.where(Assignment.course_id == course.id, Extension.user_id.is_not(None))
    return found | {user_id for user_id in session.scalars(extended) if user_id is not None}


def _users(session: Session, ids: list[int]) -> list[User]:
    found: list[User] = []
    for start in range(0, len(ids), 500):
        found += session.scalars(select(User).where(User.id.in_(ids[start : start + 500])))
    return found


def _columns(before: State) -> dict[str, Any]:
    dropped_at = datetime.fromisoformat(before["dropped_at"]) if before["dropped_at"] else None
    return {"role": Role(before["role"]), "section_id": before["section_id"], "dropped_at": dropped_at}


def _remove_empty(session: Session, course: Course, ids: list[int]) -> None:
    """Remove the sections that the import created, unless they are in use."""
    taken: set[int | None] = set()
    for column in (Enrollment.section_id, Extension.section_id, Invitation.section_id):
        taken |= set(session.scalars(select(column).where(column.in_(ids)).distinct()))
    free = [section_id for section_id in ids if section_id not in taken]
    session.execute(delete(Section).where(Section.course_id == course.id, Section.id.in_(free)))
