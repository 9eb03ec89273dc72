"""Late policies: the penalty for lateness. Values only, no database.

`server.courses.dates` counts the late days. A penalty is a percentage of the attempt's own points, which are exact; the
result is rounded once, to two decimals, halves up. `server.scores.counting_attempt` decides which attempt counts, and
`server.scores.grace_days` which assignments get grace days.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from server.courses.dates import days_late
from server.courses.models import AttemptPolicy, LatePolicy
from server.text.points import round_points


class GradedAttempt(NamedTuple):
    """A graded attempt; a tuple, because a student may have thousands.

    Attributes:
        points: its exact points before any penalty, out of the exercise's points in the course.
        is_full: whether its report has full points.
    """

    submission_id: int
    points: Fraction
    received_at: datetime
    exercise_version: int = 1
    is_full: bool = False


@dataclass(frozen=True, slots=True)
class ScoringRules:
    """How an assignment counts attempts.

    Attributes:
        late_percent: the percent off for each late day that no grace day covers.
        late_cap: the maximum percent off.
        timezone: the time zone of the course, in which days begin.
    """

    late_policy: LatePolicy = LatePolicy.NONE
    late_percent: int = 0
    late_cap: int = 100
    attempt_policy: AttemptPolicy = AttemptPolicy.BEST
    timezone: str = "UTC"


@dataclass(frozen=True, slots=True)
class AttemptScore:
    """What an attempt is worth: its points less `penalty_percent`; `grace_days` cover some of its `late_days`."""

    attempt: GradedAttempt
    late_days: int
    grace_days: int
    penalty_percent: int

    @property
    def points(self) -> Decimal:
        """What counts: the exact points less the penalty, rounded to two decimals."""
        return after_penalty(self.attempt.points, self.penalty_percent)

    @property
    def is_late(self) -> bool:
        """Whether it came after the due date."""
        return self.late_days > 0


@lru_cache(maxsize=10_000)
def exact_points(points: int, max_points: int, worth: Decimal) -> Fraction:
    """Return what a report with `points` of `max_points` earns at an exercise that is worth `worth` points, exactly."""
    return Fraction(points, max_points) * Fraction(worth) if max_points else Fraction()


def after_penalty(points: Fraction, penalty_percent: int) -> Decimal:
    """Return exact points less the penalty, rounded to two decimals, halves up."""
    return round_points(points * Fraction(100 - penalty_percent, 100))


def penalty_percent(rules: ScoringRules, days: int) -> int:
    """Return the percent off for so many late days that no grace day covers."""
    percent = 0 if rules.late_policy is LatePolicy.NONE else days * rules.late_percent
    return min(percent, rules.late_cap, 100)


def score_attempt(
    attempt: GradedAttempt, rules: ScoringRules, due_at: datetime | None, grace_days_left: int
) -> AttemptScore:
    """Return what `attempt` is worth when `grace_days_left` days are left."""
    late = days_late(attempt.received_at, due_at, rules.timezone)
    grace = min(late, grace_days_left) if rules.late_policy is LatePolicy.GRACE else 0
    return AttemptScore(attempt, late, grace, penalty_percent(rules, late - grace))
