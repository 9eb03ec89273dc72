"""Grace days: give them to the assignments where they raise the student's total the most. Values only, no database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction

from server.courses.dates import days_late
from server.courses.models import LatePolicy
from server.scores.late_policy import AttemptScore, GradedAttempt, ScoringRules, score_counting_attempt

Value = tuple[Fraction, Fraction]  # the share of the course's total, then points


@dataclass(frozen=True, slots=True)
class AssignmentAttempts:
    """One student's attempts at the exercises of one assignment.

    Attributes:
        rules: the rules of the assignment.
        due_at: the due date for this student.
        attempts: attempts by exercise id, in order of receipt.
        worth: what a point of an exercise adds to the share of the course's total, by exercise id. An exercise that is
            missing here uses no grace days.
    """

    rules: ScoringRules
    due_at: datetime | None
    attempts: Mapping[int, Sequence[GradedAttempt]]
    worth: Mapping[int, Fraction] = field(default_factory=dict)

    def score(self, days: int) -> dict[int, AttemptScore | None]:
        """Score the attempt that counts at each exercise with `days` grace days; each uses only the days that help."""
        return {
            item_id: _score_with_fewest_days(attempts, self.rules, self.due_at, days if item_id in self.worth else 0)
            for item_id, attempts in self.attempts.items()
        }

    def value(self, scores: Mapping[int, AttemptScore | None]) -> Value:
        """Return what these scores add to the student's total."""
        points = {i: Fraction(score.points) for i, score in scores.items() if score is not None and i in self.worth}
        share = sum((self.worth[i] * earned for i, earned in points.items()), Fraction())
        return share, sum(points.values(), Fraction())

    def options(self, most: int) -> list[tuple[int, Value, dict[int, AttemptScore | None]]]:
        """Return each number of grace days, up to `most`, with which the value is higher than with fewer."""
        scores = self.score(0)
        found = [(0, self.value(scores), scores)]
        if self.rules.late_policy is not LatePolicy.GRACE:
            return found
        last = max((some[-1].received_at for some in self.attempts.values() if some), default=None)
        late = days_late(last, self.due_at, self.rules.timezone) if last is not None else 0
        for days in range(1, min(most, late) + 1):
            scores = self.score(days)
            value = self.value(scores)
            if value > found[-1][1]:
                found.append((days, value, scores))
        return found


def assign_grace_days(assignments: Sequence[AssignmentAttempts], grace_days: int) -> dict[int, AttemptScore | None]:
    """Score the attempt that counts at each exercise, with the grace days where they raise the student's total most.

    The exercises of an assignment share its days. Of equally good distributions, the one with the fewest days is
    chosen, then the one that gives more days to earlier assignments.

    Args:
        assignments: the assignments in order of their due dates.
        grace_days: the student's budget.
    """
    options = [one.options(grace_days) for one in assignments]
    best: dict[int, tuple[Value, tuple[int, ...]]] = {
        0: ((Fraction(), Fraction()), ())
    }  # by days used: value, option taken
    for choices in options:
        following: dict[int, tuple[Value, tuple[int, ...]]] = {}
        for used, (value, taken) in best.items():
            for place, (days, more, _) in enumerate(choices):
                if used + days <= grace_days:
                    candidate = ((value[0] + more[0], value[1] + more[1]), (*taken, place))
                    if used + days not in following or candidate > following[used + days]:
                        following[used + days] = candidate
        best = following
    _, _, taken = max((value, -used, taken) for used, (value, taken) in best.items())
    return {
        item_id: score
        for choices, place in zip(options, taken, strict=True)
        for item_id, score in choices[place][2].items()
    }


def _score_with_fewest_days(
    attempts: Sequence[GradedAttempt], rules: ScoringRules, due_at: datetime | None, days: int
) -> AttemptScore | None:
    most = score_counting_attempt(attempts, rules, due_at, days)
    if most is None or not most.grace_days:
        return most
    scores = (score_counting_attempt(attempts, rules, due_at, fewer) for fewer in range(most.grace_days + 1))
    return next((score for score in scores if score is not None and score.points == most.points), most)
