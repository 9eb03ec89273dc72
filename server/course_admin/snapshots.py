"""The values of a course or an assignment as JSON: edits hold them, the audit log keeps them, undo restores them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from server.courses.models import Assignment, AssignmentExercise, AttemptPolicy, Course, FeedbackTime, LatePolicy
from server.text.points import as_number, in_hundredths, of_hundredths

Values = Mapping[str, Any]

COURSE = ("title", "term", "timezone", "grace_days", "help_steps")
DATES = ("opens_at", "due_at", "closes_at")
ENUMS = {"late_policy": LatePolicy, "attempt_policy": AttemptPolicy, "feedback": FeedbackTime}
ASSIGNMENT = (
    "title", *DATES, "weight", "late_policy", "late_percent", "late_cap", "attempt_policy", "attempt_limit",
    "cooldown_s", "feedback", "help_steps",
)  # fmt: skip
# The values that scores or totals depend on.
SCORING = frozenset((
    "timezone", "grace_days", "due_at", "weight", "late_policy", "late_percent", "late_cap", "attempt_policy",
    "exercises", "ties",
))  # fmt: skip
LABELS = {
    "title": "title", "term": "term", "timezone": "time zone", "grace_days": "grace days", "help_steps": "help",
    "opens_at": "opens", "due_at": "due", "closes_at": "closes", "weight": "weight", "late_policy": "late work",
    "late_percent": "percent per day", "late_cap": "maximum percent", "attempt_policy": "attempt that counts",
    "attempt_limit": "attempts", "cooldown_s": "wait between attempts (s)", "feedback": "feedback",
    "exercises": "exercises", "text": "text", "order": "order", "ties": "order",
}  # fmt: skip


def of_course(course: Course) -> dict[str, Any]:
    """Return the settings of a course."""
    return {name: getattr(course, name) for name in COURSE}


def of_assignment(assignment: Assignment) -> dict[str, Any]:
    """Return the values of an assignment with its exercises in order, without its own position."""
    values = {name: getattr(assignment, name) for name in ASSIGNMENT}
    for name in DATES:
        values[name] = values[name].isoformat() if values[name] else None
    for name in ENUMS:
        values[name] = values[name].value
    items = sorted(assignment.exercises, key=lambda item: item.position)
    return {**values, "exercises": [[item.slug, as_number(item.max_points)] for item in items]}


def moment(text: str | None) -> datetime | None:
    """Return a date of a snapshot."""
    return datetime.fromisoformat(text) if text else None


def put_course(course: Course, values: Values) -> None:
    """Apply these settings to a course."""
    for name in COURSE:
        setattr(course, name, values[name])


def put_assignment(session: Session, assignment: Assignment, values: Values) -> None:
    """Apply these values and exercises to an assignment, and flush.

    Exercises that are no longer in it are deleted, so they must not be in use.
    """
    for name in ASSIGNMENT:
        value = values[name]
        if name in DATES:
            value = moment(value)
        elif name in ENUMS:
            value = ENUMS[name](value)
        setattr(assignment, name, value)
    there = {item.slug: item for item in assignment.exercises}
    wanted = [slug for slug, _points in values["exercises"]]
    for item in there.values():
        if item.slug not in wanted:
            session.delete(item)
    # Negative positions first: no two may ever share a position. Exercises that stay in place keep theirs: a new
    # position would make PostgreSQL block new submissions to the exercise until the end of the transaction.
    for place, item in enumerate(there.values(), start=1):
        if item.slug not in wanted or item.position != wanted.index(item.slug):
            item.position = -place
    session.flush()
    for place, (slug, points) in enumerate(values["exercises"]):
        item = there.get(slug) or AssignmentExercise(assignment_id=assignment.id, slug=slug)
        item.position, item.max_points = place, of_hundredths(in_hundredths(points))
        session.add(item)
    session.flush()
    session.expire(assignment, ["exercises"])


def differing(before: Values, after: Values) -> list[str]:
    """Return the names of values that differ between two snapshots, in the order of the second."""
    return [name for name in after if before.get(name) != after[name]]


def moves_scores(before: Values, after: Values) -> bool:
    """Return whether scores or totals may differ between the two."""
    return any(name in SCORING for name in differing(before, after))
