"""The points that one attempt is worth, even if another attempt counts."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.courses.models import AttemptPolicy
from server.scores.late_policy import after_penalty, exact_points
from server.scores.models import Score
from server.scores.scoring import load_course, read_attempts, score_attempts
from server.submissions.models import Grading, Submission


@dataclass(frozen=True, slots=True)
class AttemptWorth:
    """The worth of a graded attempt, in points of the exercise in the course; overrides are left out.

    Attributes:
        late_days: days begun after the due date.
        penalty_percent: the deduction for late days that no grace day covers.
        points: the points after the deduction.
        best_points: the points of the best attempt so far; None if the last attempt counts instead.
    """

    late_days: int
    penalty_percent: int
    points: Decimal
    best_points: Decimal | None


def find_attempt_worth(session: Session, submission: Submission) -> AttemptWorth | None:
    """Score `submission` as if it were the only attempt at its exercise; None for a check or without a grading."""
    key = (submission.user_id, submission.assignment_exercise_id)
    course = load_course(session, submission.exercise.assignment.course_id)
    scope = course.scope([submission.assignment_exercise_id])  # with everything that uses the same grace days
    attempts = read_attempts(session, [submission.user_id], scope)
    own = [attempt for attempt in attempts.get(key, ()) if attempt.submission_id == submission.id]
    scored = score_attempts(session, course, [submission.user_id], scope, {**attempts, key: own})[key]
    if scored is None:
        return None
    return AttemptWorth(scored.late_days, scored.penalty_percent, scored.points, _best_points(session, submission))


def _best_points(session: Session, submission: Submission) -> Decimal | None:
    if submission.exercise.assignment.attempt_policy is AttemptPolicy.LAST:
        return None
    query = (
        select(Grading.points, Grading.max_points, Score.penalty_percent)
        .join(Submission, Submission.grading_id == Grading.id)
        .join(Score, Score.submission_id == Submission.id)
        .where(Score.user_id == submission.user_id)
        .where(Score.assignment_exercise_id == submission.assignment_exercise_id)
    )
    best = session.execute(query).one_or_none()
    if best is None:
        return None
    return after_penalty(
        exact_points(best.points, best.max_points, submission.exercise.max_points), best.penalty_percent
    )
