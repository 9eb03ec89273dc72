"""Exercises whose scores come from an older version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.courses.catalog import find_exercise
from server.courses.items import Item
from server.courses.models import AssignmentExercise
from server.scores.models import ScoreCount


@dataclass(frozen=True, slots=True)
class OutdatedExercise:
    """An exercise with scores from an older version of it."""

    item: AssignmentExercise
    oldest: int
    current: int


def outdated_exercises(session: Session, items: Sequence[Item]) -> dict[int, OutdatedExercise]:
    """Return the exercises with scores from an older version than the installed one, by id."""
    query = (
        select(ScoreCount.assignment_exercise_id, func.min(ScoreCount.exercise_version))
        .where(ScoreCount.assignment_exercise_id.in_([one.item.id for one in items]))
        .where(ScoreCount.students > 0, ScoreCount.exercise_version > 0)
        .group_by(ScoreCount.assignment_exercise_id)
    )
    versions = {row[0]: row[1] for row in session.execute(query)}
    found = {}
    for one in items:
        version = versions.get(one.item.id)
        current = _current(one.item.slug)
        if version is not None and current is not None and version < current:
            found[one.item.id] = OutdatedExercise(one.item, version, current)
    return found


def _current(slug: str) -> int | None:
    found = find_exercise(slug)
    return None if found is None else found.version
