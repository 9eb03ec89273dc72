"""What one made-up student hands in: when, and with which result. Values only, drawn from the generator given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from server.courses.models import Assignment
from server.seeding.reports import ACCEPTED
from server.seeding.size import UNTOUCHED

GAP_S = 4 * 3600  # from one attempt to the next, on average
LATE_STARTERS = 0.07  # begin about when it is due
MARGIN = timedelta(minutes=10)  # nothing is younger


@dataclass(frozen=True, slots=True)
class Try:
    """One attempt; `result` is its place among the results of the exercise."""

    result: int
    received_at: datetime


class Class:
    """How a class works at the exercises of a course."""

    def __init__(
        self,
        units: Sequence[Assignment],
        attempts: int,
        results: int,
        now: datetime,
        chance: np.random.Generator,
    ) -> None:
        """Draw how hard each exercise is.

        Args:
            units: the assignment of each exercise, in the order of the course.
            attempts: on average.
            results: how many ways there are for an attempt to end.
            now: after everything.
            chance: where everything is drawn from.
        """
        self._chance = chance
        self._most = 2 * attempts
        self._results = results
        self._difficulty = chance.normal(size=len(units))
        self._latest = now - MARGIN
        self._opens = [one.opens_at for one in units if one.opens_at is not None]
        spans = [(min(one.due_at, self._latest) - one.opens_at) for one in units if one.due_at and one.opens_at]
        self._span_s = np.array([span.total_seconds() for span in spans])

    def student(self) -> list[list[Try]]:
        """The attempts of one student at each exercise, in the order of their receipt."""
        chance, shape = self._chance, (len(self._opens), self._most)
        counts = chance.integers(1, self._most + 1, size=len(self._opens))
        counts[chance.random(len(self._opens)) < UNTOUCHED] = 0
        ability = chance.normal()
        rate = 0.5 / (1 + np.exp(1.2 * (self._difficulty - ability)))[:, None]
        drawn = chance.random(shape)
        wrong = 1 + ((drawn - rate) / (1 - rate) * (self._results - 1)).astype(int)
        results = np.where(np.maximum.accumulate(drawn < rate, axis=1), ACCEPTED, wrong).tolist()
        start = 0.9 * chance.random(len(self._opens))
        start[chance.random(len(self._opens)) < LATE_STARTERS] = 0.98
        moments = (start * self._span_s)[:, None] + np.cumsum(chance.exponential(GAP_S, shape), axis=1)
        seconds = moments.astype(int).tolist()
        return [
            [
                Try(results[place][n], min(opens + timedelta(seconds=seconds[place][n]), self._latest))
                for n in range(count)
            ]
            for place, (opens, count) in enumerate(zip(self._opens, counts.tolist(), strict=True))
        ]
