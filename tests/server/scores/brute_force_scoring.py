"""The rules for grace days, read plainly and slowly: every attempt, and every way to divide the days, is tried."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction

from server.courses.models import AttemptPolicy
from server.scores.grace_days import AssignmentAttempts
from server.scores.late_policy import AttemptScore, GradedAttempt, ScoringRules, score_attempt

Scores = dict[int, AttemptScore | None]


def score_counting_attempt(
    attempts: Sequence[GradedAttempt], rules: ScoringRules, due_at: datetime | None, grace_days: int
) -> AttemptScore | None:
    """Score the attempt that counts: the last, or the best; among equals, the least late, then the first."""
    if not attempts:
        return None
    if rules.attempt_policy is AttemptPolicy.LAST:
        return score_attempt(attempts[-1], rules, due_at, grace_days)
    scores = [score_attempt(attempt, rules, due_at, grace_days) for attempt in attempts]
    return max(scores, key=lambda found: (found.points, -found.late_days, -found.attempt.submission_id))


def score_with_fewest_days(
    attempts: Sequence[GradedAttempt], rules: ScoringRules, due_at: datetime | None, grace_days: int
) -> AttemptScore | None:
    """Score the attempt that counts with up to so many grace days, of which those that earn nothing are not used."""
    scores = [score_counting_attempt(attempts, rules, due_at, days) for days in range(grace_days + 1)]
    return next((one for one in scores if one is not None and one.points == scores[-1].points), None)


def assign_grace_days(assignments: Sequence[AssignmentAttempts], grace_days: int) -> Scores:
    """Score as `server.scores.grace_days`: the highest total, then the fewest days, then more for the earlier ones."""
    by_days = [[_scores(one, days) for days in range(grace_days + 1)] for one in assignments]
    values = [[_value(one, scores) for scores in some] for one, some in zip(assignments, by_days, strict=True)]

    def rank(way: Sequence[int]) -> tuple[Fraction, Fraction, int, Sequence[int]]:
        found = [some[days] for some, days in zip(values, way, strict=True)]
        return sum(share for share, _ in found), sum(points for _, points in found), -sum(way), way

    ways = itertools.product(range(grace_days + 1), repeat=len(assignments))
    best = max((way for way in ways if sum(way) <= grace_days), key=rank)
    return {i: score for some, days in zip(by_days, best, strict=True) for i, score in some[days].items()}


def _scores(one: AssignmentAttempts, days: int) -> Scores:
    return {
        item_id: score_with_fewest_days(attempts, one.rules, one.due_at, days if item_id in one.worth else 0)
        for item_id, attempts in one.attempts.items()
    }


def _value(one: AssignmentAttempts, scores: Scores) -> tuple[Fraction, Fraction]:
    counted = [(one.worth[i], Fraction(scores[i].points)) for i in one.worth if scores[i] is not None]
    return sum(worth * points for worth, points in counted), sum(points for _, points in counted)
