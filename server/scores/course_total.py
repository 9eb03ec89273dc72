"""A student's total in a course. Values only, no database."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from server.text.numbers import halves_up


@dataclass(frozen=True, slots=True)
class ExercisePoints:
    """One exercise in a student's total; `points` is None, and earns nothing, until something is graded."""

    assignment_id: int
    points: Decimal | None
    max_points: Decimal
    is_excused: bool = False


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


def _share(exercises: Collection[ExercisePoints]) -> Fraction:
    """Return the share of the points of these exercises that was earned, exactly; 0 if they have none."""
    best = sum(one.max_points for one in exercises)
    return Fraction(sum(one.points or 0 for one in exercises)) / Fraction(best) if best else Fraction()
