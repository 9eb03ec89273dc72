"""Edits of a course: previewed, applied, recorded with the values before and after, and undone from that record.

An edit holds snapshots only, so that what is previewed, applied and undone is the same.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.accounts.audit import record
from server.accounts.models import AuditEvent, User
from server.course_admin import assignments, snapshots
from server.course_admin.errors import CourseAdminError, EditOutdated, UndoOutdated
from server.course_admin.snapshots import Values
from server.courses.models import Assignment, Course, LatePolicy
from server.scores import preview, scoring
from server.scores.lateness import refresh_lateness
from server.scores.locks import lock_class, lock_course
from server.scores.preview import Preview

UNDOABLE = frozenset({"course.changed", "assignment.added", "assignment.changed", "assignment.deleted"})


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of a course.

    Attributes:
        action: the action in the audit log; `reason` is for the history of scores.
        make: changes rows and returns the subject of the change, as ``thing:id``.
        before: the values before the change; None if there were none.
        after: the values after the change; None if nothing remains.
        now: reads the current values, which must still be those before the change when it is made.
        scope: returns the exercises whose scores may change, once the change is made; None for all of the course.
            Totals may change in any case.
    """

    action: str
    reason: str
    make: Callable[[], str]
    before: Values | None
    after: Values | None
    now: Callable[[], Values | None]
    scope: Callable[[], Collection[int] | None] = lambda: None

    @property
    def moves_scores(self) -> bool:
        """Return whether scores or totals may change."""
        if self.before is None or self.after is None:
            return bool((self.before or self.after or {}).get("exercises"))
        return snapshots.moves_scores(self.before, self.after)


def change_course(course: Course, after: Values) -> Edit:
    """Return the edit that changes the settings of a course."""

    def make() -> str:
        snapshots.put_course(course, after)
        return f"course:{course.id}"

    def now() -> Values:
        return snapshots.of_course(course)

    return Edit("course.changed", "the course's settings were changed", make, now(), after, now)


def change_assignment(session: Session, assignment: Assignment, after: Values) -> Edit:
    """Return the edit that changes an assignment."""
    before = snapshots.of_assignment(assignment)
    reason = f"the assignment {assignment.title[:100]} was changed"

    def make() -> str:
        assignments.require_allowed(session, assignment.course_id, assignment, after)
        snapshots.put_assignment(session, assignment, after)
        if before["due_at"] != after["due_at"]:
            session.flush()
            refresh_lateness(session, assignment, preview.all_user_ids(session, assignment.course_id))
        return f"assignment:{assignment.id}"

    def scope() -> Collection[int] | None:
        # The grace days that it uses affect other assignments, and so does the weight of its points.
        if LatePolicy.GRACE in (before["late_policy"], after["late_policy"]) or before["weight"] != after["weight"]:
            return None
        return [item.id for item in assignment.exercises]

    return Edit("assignment.changed", reason, make, before, after, _reader(session, assignment), scope)


def add_assignment(session: Session, course: Course, after: Values, place: int | None = None) -> Edit:
    """Return the edit that adds an assignment at `place`, or at the end."""

    def make() -> str:
        assignments.require_allowed(session, course.id, None, after)
        added = assignments.add(session, course, after, place)
        return f"assignment:{added.id}"

    reason = f"the assignment {after['title'][:100]} was added"
    return Edit("assignment.added", reason, make, None, after, lambda: None, _nothing_sent)


def delete_assignment(session: Session, assignment: Assignment) -> Edit:
    """Return the edit that deletes an unused assignment."""
    values = _reader(session, assignment)
    before = {**snapshots.of_assignment(assignment), "place": assignments.place_of(session, assignment)}
    reason = f"the assignment {assignment.title[:100]} was deleted"

    def now() -> Values | None:
        found = values()
        return found and {**found, "place": assignments.place_of(session, assignment)}

    def make() -> str:
        subject = f"assignment:{assignment.id}"
        assignments.delete(session, assignment)
        return subject

    return Edit("assignment.deleted", reason, make, before, None, now, _nothing_sent)


def move_assignment(session: Session, course: Course, assignment: Assignment, step: int) -> Edit:
    """Return the edit that moves an assignment by one place."""
    order = assignments.listing(session, course)
    wanted = assignments.moved(order, assignment, step)
    # If several assignments are due at the same moment, the first one gets the grace days.
    name = "ties" if assignments.order_decides(order, wanted) else "order"

    def make() -> str:
        assignments.arrange(session, wanted)
        return f"assignment:{assignment.id}"

    def now() -> Values:
        return {name: [one.title for one in assignments.listing(session, course)]}

    after = {name: [one.title for one in wanted]}
    return Edit("assignment.moved", "the assignments were reordered", make, now(), after, now)


def _reader(session: Session, assignment: Assignment) -> Callable[[], Values | None]:
    """Return a function that reads the values of an assignment; None if it was deleted."""
    course, assignment_id = assignment.course, assignment.id

    def now() -> Values | None:
        found = assignments.find(session, course, assignment_id)
        return snapshots.of_assignment(found) if found else None

    return now


def preview_changes(session: Session, course: Course, edit: Edit) -> Preview:
    """Return what the edit would change in the gradebook, without changing it.

    Raises:
        CourseAdminError: if the edit is refused.
    """
    if not edit.moves_scores:
        return Preview()

    def make() -> Collection[int] | None:
        _make(session, edit)
        return edit.scope()

    return preview.preview_edit(session, course.id, make)


def _make(session: Session, edit: Edit) -> str:
    """Make an edit whose course is locked, and return its subject.

    Raises:
        EditOutdated: if another edit was made after this one was prepared; it would be lost.
    """
    session.flush()
    session.expire_all()
    if edit.now() != edit.before:
        raise EditOutdated
    return edit.make()


def _nothing_sent() -> Collection[int]:
    return ()


def apply(session: Session, course: Course, actor: User, edit: Edit, undoes: AuditEvent | None = None) -> int:
    """Make the edit, update the scores and record both.

    Returns:
        How many scores changed.

    Raises:
        CourseAdminError: if the edit is refused.
    """
    lock = lock_class if edit.moves_scores else lock_course
    lock(session, course.id)
    subject = _make(session, edit)
    session.flush()
    changed = 0
    if edit.moves_scores:
        cause = scoring.Cause(edit.reason[:200], actor.id)
        everybody = preview.all_user_ids(session, course.id)
        changed = scoring.recompute(session, course.id, everybody, cause, item_ids=edit.scope())
    more: dict[str, Any] = {"undoes": undoes.id} if undoes else {}
    record(
        session, actor, edit.action, subject=subject, course_id=course.id, before=edit.before, after=edit.after,
        scores=changed, **more,
    )  # fmt: skip
    return changed


def undo(session: Session, course: Course, event: AuditEvent) -> Edit:
    """Return the edit that undoes what `event` recorded.

    Raises:
        UndoOutdated: if the values have changed since, or the event was already undone.
        CourseAdminError: if it cannot be undone at all.
    """
    if event.action not in UNDOABLE or event.course_id != course.id:
        raise CourseAdminError("This entry of the audit log cannot be undone.")
    before: Values = event.data.get("before") or {}
    after: Values | None = event.data.get("after")
    if event.action == "course.changed":
        _require_current(snapshots.of_course(course), after)
        return change_course(course, before)
    if event.action == "assignment.deleted":
        if session.scalar(_undoing(course, event)) is not None:
            raise UndoOutdated("This change has already been undone.")
        values = {name: value for name, value in before.items() if name != "place"}
        return add_assignment(session, course, values, before["place"])
    assignment = assignments.find(session, course, int(event.subject.partition(":")[2]))
    _require_current(snapshots.of_assignment(assignment) if assignment else None, after)
    assert assignment is not None  # noqa: S101 - for the type checker: what is current is there
    if event.action == "assignment.added":
        return delete_assignment(session, assignment)
    return change_assignment(session, assignment, before)


def last_undoable(session: Session, course: Course, subject: str, now: Values) -> AuditEvent | None:
    """Return the last edit of something if it can be undone."""
    query = select(AuditEvent).where(AuditEvent.course_id == course.id, AuditEvent.subject == subject)
    query = query.where(AuditEvent.action.in_(UNDOABLE)).order_by(AuditEvent.id.desc()).limit(1)
    event = session.scalar(query)
    if event is None or event.action == "assignment.added" or event.data.get("after") != now:
        return None
    return event


def _undoing(course: Course, event: AuditEvent) -> Any:
    undoes = AuditEvent.data["undoes"].as_integer()
    query = select(func.min(AuditEvent.id)).where(AuditEvent.course_id == course.id, AuditEvent.id > event.id)
    return query.where(AuditEvent.action == "assignment.added", undoes == event.id)


def _require_current(now: Values | None, after: Values | None) -> None:
    if now is None or now != after:
        raise UndoOutdated("There are later changes. Undo them first.")
