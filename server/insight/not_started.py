"""Students who have submitted nothing for an assignment that is due soon or overdue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Integer, Select, func, literal, select, union_all
from sqlalchemy.orm import Session

from server.courses.dates import extended_dates
from server.courses.models import Assignment, AssignmentExercise, Enrollment
from server.courses.permissions import is_open
from server.scores.models import RareScore, Score

SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class DueAssignment:
    """An assignment that is due soon or overdue for some students, and how many of these have not started."""

    assignment: Assignment
    not_started: int
    students: int


@dataclass(frozen=True, slots=True)
class AssignmentNotStarted:
    """An assignment that a student has not started, with their due date."""

    title: str
    due_at: datetime
    is_extended: bool


@dataclass(frozen=True, slots=True)
class StudentNotStarted:
    """A student with the assignments they have not started, in the order of the course."""

    user_id: int
    name: str
    missing: tuple[AssignmentNotStarted, ...]


def students_not_started(
    session: Session, assignments: Sequence[Assignment], names: Mapping[int, str], now: datetime
) -> tuple[list[DueAssignment], list[StudentNotStarted]]:
    """Find the assignments that are due soon or overdue, and the students who have not started them; most first.

    Args:
        session: the session to read from.
        assignments: the assignments of the course, in order.
        names: the names of its students by id, in the order in which they are listed.
        now: the moment.
    """
    dated = [one for one in assignments if one.due_at is not None and one.exercises and is_open(one, now)]
    if not dated or not names:
        return [], []
    extended: dict[int, dict[int, datetime]] = {assignment.id: {} for assignment in dated}
    for (user_id, assignment_id), dates in extended_dates(session, dated, names.keys()).items():
        if dates.due_at is not None:
            extended[assignment_id][user_id] = dates.due_at
    idle_by_assignment = _idle(session, dated[0].course_id, dated)
    due_soon, missing = [], defaultdict[int, list[AssignmentNotStarted]](list)
    for assignment in dated:
        due_at, later = assignment.due_at, extended[assignment.id]
        asked = sum(at <= now + SOON for at in later.values())
        if due_at is not None and due_at <= now + SOON:
            asked += len(names) - len(later)
        if not asked:
            continue
        idle = 0
        for user_id in idle_by_assignment[assignment.id] & names.keys():
            at = later.get(user_id, due_at)
            if at is not None and at <= now + SOON:
                idle += 1
                missing[user_id].append(AssignmentNotStarted(assignment.title, at, user_id in later))
        due_soon.append(DueAssignment(assignment, idle, asked))
    found = [
        StudentNotStarted(user_id, names[user_id], tuple(missing[user_id])) for user_id in names if user_id in missing
    ]
    return due_soon, sorted(found, key=lambda one: -len(one.missing))


def _idle(session: Session, course_id: int, assignments: Sequence[Assignment]) -> dict[int, set[int]]:
    """Return by assignment the students without a graded attempt who are not excused from all of it."""
    ids = [one.id for one in assignments]
    idle = union_all(*(_without_attempt(course_id, one) for one in assignments))
    found: dict[int, set[int]] = {key: set() for key in ids}
    for assignment_id, user_id in session.execute(idle):
        found[assignment_id].add(user_id)
    excused = (
        select(AssignmentExercise.assignment_id, Score.user_id, func.count())
        .join(AssignmentExercise, AssignmentExercise.id == Score.assignment_exercise_id)
        .where(RareScore.OVERRIDDEN.condition, Score.is_excused, AssignmentExercise.assignment_id.in_(ids))
        .group_by(AssignmentExercise.assignment_id, Score.user_id)
    )
    sizes = {one.id: len(one.exercises) for one in assignments}
    for assignment_id, user_id, count in session.execute(excused):
        if count == sizes[assignment_id]:
            found[assignment_id].discard(user_id)
    return found


def _without_attempt(course_id: int, assignment: Assignment) -> Select[int, int]:
    tried = select(Score.id).where(
        Score.user_id == Enrollment.user_id,
        Score.assignment_exercise_id.in_([item.id for item in assignment.exercises]),
        Score.attempts > 0,
    )
    query = select(literal(assignment.id, Integer), Enrollment.user_id)
    return query.where(Enrollment.course_id == course_id, ~tried.exists())
