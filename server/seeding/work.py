"""Draw the attempts of seeded students: when each was received, and its result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from server.courses.models import Assignment
from server.seeding.reports import ACCEPTED
from server.seeding.size import UNTOUCHED

GAP_S = 4 * 3600  # mean time between two attempts
LATE_STARTERS = 0.07  # share of the students who begin at about the due date
MARGIN = timedelta(minutes=10)  # every attempt is older than this


@dataclass(frozen=True, slots=True)
class PlannedAttempt:
    """One attempt; `result` is an index into the results of the exercise."""

    result: int
    received_at: datetime


class ClassWork:
    """Draws the attempts of a class at the exercises of a course."""

    def __init__(
        self,
        units: Sequence[Assignment],
        attempts: int,
        results: int,
        now: datetime,
        rng: np.random.Generator,
    ) -> None:
        """Draw the difficulty of each exercise.

        Args:
            units: the assignment of each exercise, in the order of the course.
            attempts: the mean number of attempts at an exercise.
            results: the number of possible results of an exercise.
            now: the end of the time in which attempts are made.
            rng: the random generator.
        """
        self._rng = rng
        self._most = 2 * attempts
        self._results = results
        self._difficulty = rng.normal(size=len(units))
        self._latest = now - MARGIN
        self._opens = [one.opens_at for one in units if one.opens_at is not None]
        spans = [(min(one.due_at, self._latest) - one.opens_at) for one in units if one.due_at and one.opens_at]
        self._span_s = np.array([span.total_seconds() for span in spans])

    def next_student(self) -> list[list[PlannedAttempt]]:
        """Draw the attempts of one more student at each exercise, in order of receipt."""
        rng, shape = self._rng, (len(self._opens), self._most)
        counts = rng.integers(1, self._most + 1, size=len(self._opens))
        counts[rng.random(len(self._opens)) < UNTOUCHED] = 0
        ability = rng.normal()
        rate = 0.5 / (1 + np.exp(1.2 * (self._difficulty - ability)))[:, None]
        drawn = rng.random(shape)
        wrong = 1 + ((drawn - rate) / (1 - rate) * (self._results - 1)).astype(int)
        results = np.where(np.maximum.accumulate(drawn < rate, axis=1), ACCEPTED, wrong).tolist()
        start = 0.9 * rng.random(len(self._opens))
        start[rng.random(len(self._opens)) < LATE_STARTERS] = 0.98
        moments = (start * self._span_s)[:, None] + np.cumsum(rng.exponential(GAP_S, shape), axis=1)
        seconds = moments.astype(int).tolist()
        return [
            [
                PlannedAttempt(results[index][n], min(opens + timedelta(seconds=seconds[index][n]), self._latest))
                for n in range(count)
            ]
            for index, (opens, count) in enumerate(zip(self._opens, counts.tolist(), strict=True))
        ]
