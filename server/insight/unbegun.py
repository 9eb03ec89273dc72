"""Who has handed in nothing for an assignment that is due soon, or was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Integer, cast, func, select
from sqlalchemy.orm import Session

from server.courses.dates import all_dates
from server.courses.models import Assignment, AssignmentExercise
from server.courses.policy import is_open
from server.gradebook.models import Score

SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Pressing:
    """An assignment that is due soon or was, and how many of those for whom it is have handed in nothing."""

    assignment: Assignment
    unbegun: int
    students: int


@dataclass(frozen=True, slots=True)
class Missing:
    """An assignment that a student has not begun; due then for them."""

    title: str
    due_at: datetime
    is_extended: bool


@dataclass(frozen=True, slots=True)
class Unbegun:
    """A student with what they have not begun, in the order of the course."""

    user_id: int
    name: str
    missing: tuple[Missing, ...]


def unbegun_students(
    session: Session, assignments: Sequence[Assignment], names: Mapping[int, str], now: datetime
) -> tuple[list[Pressing], list[Unbegun]]:
    """The assignments that press, and who has not begun them; those with most to begin first.

    Args:
        session: is read from.
        assignments: of the course, in its order.
        names: of its students by id, in the order in which they are listed.
        now: the moment.
    """
    dated = [one for one in assignments if one.due_at is not None and one.exercises and is_open(one, now)]
    if not dated or not names:
        return [], []
    dates = all_dates(session, dated, names.keys())
    begun = _begun(session, dated)
    pressing, missing = [], {user_id: list[Missing]() for user_id in names}
    for assignment in dated:
        due = {user_id: dates[user_id, assignment.id] for user_id in names}
        asked = [user_id for user_id in names if (at := due[user_id].due_at) is not None and at <= now + SOON]
        if not asked:
            continue
        idle = [user_id for user_id in asked if (user_id, assignment.id) not in begun]
        pressing.append(Pressing(assignment, len(idle), len(asked)))
        for user_id in idle:
            at = due[user_id].due_at
            if at is not None:
                missing[user_id].append(Missing(assignment.title, at, due[user_id].is_extended))
    found = [Unbegun(user_id, names[user_id], tuple(some)) for user_id, some in missing.items() if some]
    return pressing, sorted(found, key=lambda one: -len(one.missing))


def _begun(session: Session, assignments: Sequence[Assignment]) -> set[tuple[int, int]]:
    """Who has a graded attempt in which assignment, or is excused from all of it."""
    query = (
        select(
            Score.user_id,
            AssignmentExercise.assignment_id,
            func.max(Score.attempts).label("attempts"),
            func.sum(cast(Score.is_excused, Integer)).label("excused"),
        )
        .join(AssignmentExercise, AssignmentExercise.id == Score.assignment_exercise_id)
        .where(AssignmentExercise.assignment_id.in_([one.id for one in assignments]))
        .group_by(Score.user_id, AssignmentExercise.assignment_id)
    )
    sizes = {one.id: len(one.exercises) for one in assignments}
    return {
        (row.user_id, row.assignment_id)
        for row in session.execute(query)
        if row.attempts or row.excused == sizes[row.assignment_id]
    }
