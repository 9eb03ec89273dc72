"""Totals of only what was due or has points, computed for the students that a page or a file shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from server.courses.dates import Dates, all_dates
from server.courses.items import Item
from server.scores.course_total import ExercisePoints, TotalSoFar, total_so_far

Key = tuple[int, int]
_points_of = lru_cache(maxsize=20_000)(ExercisePoints)  # a page has thousands, and few different ones


def dates_of_items(session: Session, items: Sequence[Item], user_ids: Sequence[int]) -> Mapping[Key, Dates]:
    """Return the dates of these students by user id and assignment id, in one query or two."""
    assignments = {one.assignment.id: one.assignment for one in items}
    return all_dates(session, list(assignments.values()), user_ids) if items else {}


def totals_so_far(
    items: Sequence[Item], scores: Mapping[Key, Row[*tuple[Any, ...]]], dates: Mapping[Key, Dates], now: datetime
) -> Callable[[int], TotalSoFar]:
    """Return a function that computes the total so far of a student.

    Args:
        items: all exercises of the course.
        scores: rows of `server.gradebook.grid.read_scores`, by user id and exercise id.
        dates: by user id and assignment id.
        now: the time until which something is due.
    """
    weights = {one.assignment.id: one.assignment.weight for one in items}
    columns = [(one.item.id, one.assignment.id, one.item.max_points) for one in items]

    def compute(user_id: int) -> TotalSoFar:
        due = {one: dates[user_id, one].is_due(now) for one in weights}
        exercises = []
        for item_id, assignment_id, max_points in columns:
            score = scores.get((user_id, item_id))
            points, is_excused = (None, False) if score is None else (score.points, score.is_excused)
            exercises.append(_points_of(assignment_id, points, max_points, is_excused, due[assignment_id]))
        return total_so_far(exercises, weights)

    return compute
