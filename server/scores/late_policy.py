"""From attempts to points: which attempt counts, what lateness costs, where grace days go. Values only, no database.

A begun day after the due date is a day late. Penalties are percent of the attempt's own points; the result is rounded
to whole points, halves up.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from server.courses.models import AttemptPolicy, LatePolicy

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Attempt:
    """A graded attempt; `points` are out of the exercise's points in the course."""

    submission_id: int
    points: int
    received_at: datetime
    exercise_version: int = 1


@dataclass(frozen=True, slots=True)
class Rules:
    """How an assignment counts attempts.

    Attributes:
        late_percent: off for each day that costs.
        late_cap: percent off at most.
    """

    late_policy: LatePolicy = LatePolicy.NONE
    late_percent: int = 0
    late_cap: int = 100
    attempt_policy: AttemptPolicy = AttemptPolicy.BEST


@dataclass(frozen=True, slots=True)
class Mark:
    """What an attempt is worth: its points less `penalty_percent`, after `grace_days` of its `late_days` were given."""

    attempt: Attempt
    late_days: int
    grace_days: int
    penalty_percent: int

    @property
    def points(self) -> int:
        """What counts, in whole points."""
        return scale(self.attempt.points, 100 - self.penalty_percent, 100)

    @property
    def is_late(self) -> bool:
        """Whether it came after the due date."""
        return self.late_days > 0


def scale(points: int, share: int, whole: int) -> int:
    """`points` · `share` / `whole` in whole points, halves up; nothing where the whole is 0."""
    return (2 * points * share + whole) // (2 * whole) if whole else 0


def days_late(received_at: datetime, due_at: datetime | None) -> int:
    """Begun days from the due date to the receipt; 0 in time or without a due date."""
    if due_at is None or received_at <= due_at:
        return 0
    return -((due_at - received_at) // DAY)


def mark(attempt: Attempt, rules: Rules, due_at: datetime | None, grace_left: int) -> Mark:
    """What `attempt` is worth when `grace_left` days are left to give."""
    late = days_late(attempt.received_at, due_at)
    grace = min(late, grace_left) if rules.late_policy is LatePolicy.GRACE else 0
    costs = 0 if rules.late_policy is LatePolicy.NONE else (late - grace) * rules.late_percent
    return Mark(attempt, late, grace, min(costs, rules.late_cap, 100))


def counting(attempts: Sequence[Attempt], rules: Rules, due_at: datetime | None, grace_left: int = 0) -> Mark | None:
    """The mark of the attempt that counts: the last, or the best and of equals the least late, then the first.

    Args:
        attempts: in the order of their receipt.
        rules: of the assignment.
        due_at: for this student.
        grace_left: days that are left to give.
    """
    if not attempts:
        return None
    if rules.attempt_policy is AttemptPolicy.LAST:
        return mark(attempts[-1], rules, due_at, grace_left)
    marks = [mark(attempt, rules, due_at, grace_left) for attempt in attempts]
    return max(marks, key=lambda found: (found.points, -found.late_days, -found.attempt.submission_id))


@dataclass(frozen=True, slots=True)
class Sheet:
    """One student's attempts at the exercises of one assignment, by exercise id."""

    rules: Rules
    due_at: datetime | None
    attempts: Mapping[int, Sequence[Attempt]]


def deal(sheets: Sequence[Sheet], grace_days: int) -> dict[int, Mark | None]:
    """The counting mark of each exercise, with the grace days given where they are first needed.

    The exercises of an assignment share its days: it uses up as many as its latest counting attempt needs.

    Args:
        sheets: in the order in which the budget goes to them, that of the due dates.
        grace_days: the budget of the student.
    """
    marks: dict[int, Mark | None] = {}
    left = grace_days
    for sheet in sheets:
        found = {key: counting(tried, sheet.rules, sheet.due_at, left) for key, tried in sheet.attempts.items()}
        left -= max((one.grace_days for one in found.values() if one is not None), default=0)
        marks.update(found)
    return marks


@dataclass(frozen=True, slots=True)
class Part:
    """One exercise in a student's total; `points` is None as long as nothing is graded, which counts as nothing."""

    assignment_id: int
    points: int | None
    max_points: int
    is_excused: bool = False


@dataclass(frozen=True, slots=True)
class Total:
    """The sum of points, and the weighted share in ten thousandths."""

    points: int
    share: int


def total(parts: Collection[Part], weights: Mapping[int, int | None]) -> Total:
    """A student's total; what is excused counts neither as earned nor as missed.

    Args:
        parts: every exercise of the course.
        weights: of the assignments; where none has one, every point counts alike; else one without has no weight.
    """
    counted = [part for part in parts if not part.is_excused]
    points = sum(part.points or 0 for part in counted)
    if all(weight is None for weight in weights.values()):
        return Total(points, scale(10_000, points, sum(part.max_points for part in counted)))
    share, whole = 0.0, 0
    for assignment_id, weight in weights.items():
        own = [part for part in counted if part.assignment_id == assignment_id]
        best = sum(part.max_points for part in own)
        if best and weight:
            share += weight * sum(part.points or 0 for part in own) / best
            whole += weight
    return Total(points, round(10_000 * share / whole) if whole else 0)
