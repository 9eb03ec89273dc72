"""Grace days: which of a student's assignments use them up. Values only, no database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from server.scores.late_policy import AttemptScore, GradedAttempt, ScoringRules, score_counting_attempt


@dataclass(frozen=True, slots=True)
class AssignmentAttempts:
    """One student's attempts at the exercises of one assignment, by exercise id."""

    rules: ScoringRules
    due_at: datetime | None
    attempts: Mapping[int, Sequence[GradedAttempt]]


def assign_grace_days(assignments: Sequence[AssignmentAttempts], grace_days: int) -> dict[int, AttemptScore | None]:
    """Score the counting attempt of each exercise, with grace days used where they are first needed.

    The exercises of an assignment share its days: it uses up as many as its latest counting attempt needs.

    Args:
        assignments: in the order of their due dates, which is the order in which they use the budget.
        grace_days: the student's budget.
    """
    scores: dict[int, AttemptScore | None] = {}
    left = grace_days
    for one in assignments:
        found = {
            item_id: score_counting_attempt(attempts, one.rules, one.due_at, left)
            for item_id, attempts in one.attempts.items()
        }
        left -= max((score.grace_days for score in found.values() if score is not None), default=0)
        scores.update(found)
    return scores
