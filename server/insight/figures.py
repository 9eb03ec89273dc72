"""Figures of a class: values only, no database."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

BUCKETS = 10
FEWEST = 10  # students from whom a correlation is taken


@dataclass(frozen=True, slots=True)
class Bucket:
    """How many scores lie in a range of points, which is said in words."""

    label: str
    count: int


def histogram(points: Sequence[int], max_points: int) -> tuple[Bucket, ...]:
    """Nothing, ten ranges of the same width, everything.

    Args:
        points: of each student.
        max_points: what they are out of.
    """
    counts = [0] * (BUCKETS + 2)
    for value in points:
        if value >= max_points:
            counts[-1] += 1
        elif value <= 0:
            counts[0] += 1
        else:
            counts[1 + BUCKETS * value // max_points] += 1
    inner = [_range(n, max_points) for n in range(BUCKETS)]
    labels = ["0 points", *inner, f"{max_points} points, all of them"]
    return tuple(Bucket(label, count) for label, count in zip(labels, counts, strict=True))


def _range(n: int, max_points: int) -> str:
    """The whole points of the n-th tenth; so few points may leave one empty."""
    low = max(1, -(-n * max_points // BUCKETS))
    high = -(-(n + 1) * max_points // BUCKETS) - 1
    if high < low:
        return "no whole number of points"
    if low == high:
        return "1 point" if low == 1 else f"{low} points"
    return f"{low} to {high} points"


def median(values: Sequence[float]) -> float | None:
    """The middle one; None of nothing."""
    return statistics.median(values) if values else None


def percent(part: int, whole: int) -> int:
    """`part` of `whole` in whole percent, halves up; 0 of nothing."""
    return (200 * part + whole) // (2 * whole) if whole else 0


@dataclass(frozen=True, slots=True)
class Discrimination:
    """How far an exercise and the rest of the course tell the same students apart.

    Attributes:
        value: Pearson's correlation of the shares of points, from −1 to 1; None where it says nothing.
        students: from how many.
        words: one sentence.
    """

    value: float | None
    students: int
    words: str


def discrimination(pairs: Sequence[tuple[float, float]]) -> Discrimination:
    """Correlate each student's share of the points here with that in the rest of the course."""
    if len(pairs) < FEWEST:
        return Discrimination(None, len(pairs), f"It takes {FEWEST} students with a score to say something.")
    here, rest = zip(*pairs, strict=True)
    if len(set(here)) == 1:
        return Discrimination(None, len(pairs), "Everybody has the same points here, so nobody is told apart.")
    if len(set(rest)) == 1:
        return Discrimination(None, len(pairs), "Everybody has the same points in the rest of the course.")
    value = statistics.correlation(here, rest)
    return Discrimination(value, len(pairs), _interpretation(value))


def _interpretation(value: float) -> str:
    if value < 0:
        return "Those who do well elsewhere do worse here: the statement or a check deserves a look."
    if value < 0.2:
        return "Points here say next to nothing about points elsewhere."
    if value < 0.4:
        return "Points here go somewhat with points elsewhere."
    return "Those who do well here do well elsewhere too."
