"""Statistics of a class. Values only, no database."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from server.text.points import show_points

BUCKETS = 10
MIN_STUDENTS = 10  # students needed for a correlation


@dataclass(frozen=True, slots=True)
class Bucket:
    """How many scores lie in a range of points."""

    label: str
    count: int


def histogram(points: Sequence[Decimal], max_points: Decimal) -> tuple[Bucket, ...]:
    """Count scores: zero points, ten equal ranges, full points.

    Args:
        points: the points of each student.
        max_points: the maximum points.
    """
    counts = [0] * (BUCKETS + 2)
    for value in points:
        if value >= max_points:
            counts[-1] += 1
        elif value <= 0:
            counts[0] += 1
        else:
            counts[1 + int(BUCKETS * value // max_points)] += 1
    inner = [_range(n, max_points) for n in range(BUCKETS)]
    labels = ["0 points", *inner, f"{show_points(max_points)} points (full)"]
    return tuple(Bucket(label, count) for label, count in zip(labels, counts, strict=True))


def _range(n: int, max_points: Decimal) -> str:
    """The points of the n-th tenth, without its upper end."""
    low, high = (show_points(m * max_points / BUCKETS) for m in (n, n + 1))
    return f"{low} to under {high} points" if n else f"over 0 to under {high} points"


def median(values: Sequence[float]) -> float | None:
    """Return the median; None if there are no values."""
    return statistics.median(values) if values else None


def percent(part: int, whole: int) -> int:
    """Return `part` of `whole` in whole percent, halves up; 0 where the whole is 0."""
    return (200 * part + whole) // (2 * whole) if whole else 0


@dataclass(frozen=True, slots=True)
class Discrimination:
    """The discrimination of an exercise: how its points correlate with those in the rest of the course.

    Attributes:
        value: Pearson's correlation of the shares of points, from −1 to 1; None where it is undefined.
        students: number of students.
        interpretation: one sentence.
    """

    value: float | None
    students: int
    interpretation: str


def discrimination(pairs: Sequence[tuple[float, float]]) -> Discrimination:
    """Correlate each student's share of the points here with that in the rest of the course."""
    if len(pairs) < MIN_STUDENTS:
        return Discrimination(
            None, len(pairs), f"At least {MIN_STUDENTS} students need a score before this can be computed."
        )
    here, elsewhere = zip(*pairs, strict=True)
    if len(set(here)) == 1:
        return Discrimination(None, len(pairs), "All students have the same score on this exercise.")
    if len(set(elsewhere)) == 1:
        return Discrimination(None, len(pairs), "All students have the same total in the rest of the course.")
    value = statistics.correlation(here, elsewhere)
    return Discrimination(value, len(pairs), _interpretation(value))


def _interpretation(value: float) -> str:
    if value < 0:
        return (
            "Students who do well in the rest of the course do worse on this exercise. "
            "Review the statement and the checks."
        )
    if value < 0.2:
        return "Points on this exercise hardly correlate with points in the rest of the course."
    if value < 0.4:
        return "Points on this exercise correlate somewhat with points in the rest of the course."
    return "Students who do well on this exercise also do well in the rest of the course."
