"""A student's total in a course. Values only, no database."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from server.text.numbers import halves_up
from server.text.points import of_hundredths


@dataclass(frozen=True, slots=True)
class ExercisePoints:
    """One exercise in a student's total; `points` is None, and earns nothing, until something is graded.

    Attributes:
        is_due: whether the student's own due date has passed; only `total_so_far` asks.
    """

    assignment_id: int
    points: Decimal | None
    max_points: Decimal
    is_excused: bool = False
    is_due: bool = False


def worth_of_a_point(exercises: Collection[ExercisePoints], weight: int | None, *, is_weighted: bool) -> Fraction:
    """Return what a point in an assignment adds to a student's share of the course, up to a factor for all of them.

    Args:
        exercises: the exercises of the assignment.
        weight: the weight of the assignment.
        is_weighted: whether any assignment of the course has a weight.
    """
    if not is_weighted:
        return Fraction(1)
    best = Fraction(sum(one.max_points for one in exercises if not one.is_excused))
    return (weight or 0) / best if best else Fraction()


@dataclass(frozen=True, slots=True)
class CourseTotal:
    """The sum of points, and the weighted share in ten-thousandths."""

    points: Decimal
    share: int


def course_total(exercises: Collection[ExercisePoints], weights: Mapping[int, int | None]) -> CourseTotal:
    """Add up a student's points; an excused exercise counts neither as earned nor as missed.

    Args:
        exercises: every exercise of the course.
        weights: the weights by assignment id. If none has a weight, every point counts the same; otherwise an
            assignment without a weight adds points but no share.
    """
    counted = [one for one in exercises if not one.is_excused]
    points = sum((one.points or Decimal() for one in counted), Decimal())
    if all(weight is None for weight in weights.values()):
        return CourseTotal(points, halves_up(10_000 * _share(counted)))
    share, whole = Fraction(), 0
    for assignment_id, weight in weights.items():
        own = [one for one in counted if one.assignment_id == assignment_id]
        if weight and any(one.max_points for one in own):
            share += weight * _share(own)
            whole += weight
    return CourseTotal(points, halves_up(10_000 * share / whole) if whole else 0)


@dataclass(frozen=True, slots=True)
class TotalSoFar:
    """The part of a total that counts so far.

    Attributes:
        share: the weighted share in ten-thousandths; None while nothing that adds to a share counts.
    """

    points: Decimal
    max_points: Decimal
    share: int | None


def total_so_far(exercises: Collection[ExercisePoints], weights: Mapping[int, int | None]) -> TotalSoFar:
    """Add up only what was due or has points, each exercise with its worth in the course total.

    Args:
        exercises: every exercise of the course; those that do not count yet still share the weight of their assignment.
        weights: the weights by assignment id, as for `course_total`. When every exercise counts, the share is the same.
    """
    groups: dict[int, list[ExercisePoints]] = {assignment_id: [] for assignment_id in weights}
    for one in exercises:
        groups[one.assignment_id].append(one)
    parts = [_part_so_far(weights[assignment_id], group) for assignment_id, group in groups.items()]
    if all(weight is None for weight in weights.values()):
        earned, available = sum(part.points for part in parts), sum(part.max_points for part in parts)
    else:  # in integers over a common denominator: a page has hundreds of assignments, and fractions are slow
        parts_of_share = [part for part in parts if part.weight and part.whole]
        common = lcm(*(part.whole for part in parts_of_share))
        factors = [(part.weight or 0) * (common // part.whole) for part in parts_of_share]
        earned = sum(factor * part.points for factor, part in zip(factors, parts_of_share, strict=True))
        available = sum(factor * part.max_points for factor, part in zip(factors, parts_of_share, strict=True))
    return TotalSoFar(
        of_hundredths(sum(part.points for part in parts)),
        of_hundredths(sum(part.max_points for part in parts)),
        halves_up(Fraction(10_000 * earned, available)) if available else None,
    )


class _Part(NamedTuple):
    """What counts so far in an assignment, in hundredths of points; `whole` is all of it that is not excused."""

    weight: int | None
    points: int
    max_points: int
    whole: int


def _part_so_far(weight: int | None, group: Collection[ExercisePoints]) -> _Part:
    points = max_points = whole = Decimal()
    for one in group:
        if one.is_excused:
            continue
        whole += one.max_points
        if one.is_due or one.points is not None:
            points += one.points or 0
            max_points += one.max_points
    return _Part(weight, int(100 * points), int(100 * max_points), int(100 * whole))


def _share(exercises: Collection[ExercisePoints]) -> Fraction:
    """Return the share of the points of these exercises that was earned, exactly; 0 if they have none."""
    best = sum(one.max_points for one in exercises)
    return Fraction(sum(one.points or 0 for one in exercises)) / Fraction(best) if best else Fraction()
