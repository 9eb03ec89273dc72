"""The points that one attempt is worth, even if another attempt counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.core.db import utcnow
from server.courses.dates import dates_of, is_late
from server.courses.models import AssignmentExercise, AttemptPolicy
from server.scores.late_policy import AttemptScore, GradedAttempt, after_penalty, exact_points
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
    scored = _Scorer(session, submission.user_id, submission.exercise).score(submission.id)
    if scored is None:
        return None
    return AttemptWorth(scored.late_days, scored.penalty_percent, scored.points, _best_points(session, submission))


def late_attempts(session: Session, user_id: int, item: AssignmentExercise) -> dict[int, AttemptScore]:
    """Return what each late attempt at an exercise is worth, by id of the submission, as `find_attempt_worth` does."""
    due_at = dates_of(session, item.assignment, user_id).due_at
    if not is_late(utcnow(), due_at):
        return {}
    scorer = _Scorer(session, user_id, item)
    late = [attempt.submission_id for attempt in scorer.own if is_late(attempt.received_at, due_at)]
    return {found: scored for found in late if (scored := scorer.score(found)) is not None}


def worth_now(session: Session, user_id: int, item: AssignmentExercise, now: datetime) -> AttemptScore | None:
    """Return what an attempt with full points would be worth now; None if it would be on time."""
    if not is_late(now, dates_of(session, item.assignment, user_id).due_at):
        return None
    return _Scorer(session, user_id, item).score_only(GradedAttempt(0, Fraction(item.max_points), now, is_full=True))


class _Scorer:
    """Scores single attempts of a student at an exercise, with everything that uses the same grace days."""

    def __init__(self, session: Session, user_id: int, item: AssignmentExercise) -> None:
        self._session, self._key = session, (user_id, item.id)
        self._course = load_course(session, item.assignment.course_id)
        self._scope = self._course.scope([item.id])
        self._attempts = read_attempts(session, [user_id], self._scope)

    @property
    def own(self) -> Sequence[GradedAttempt]:
        """The graded attempts at the exercise."""
        return self._attempts.get(self._key, ())

    def score(self, submission_id: int) -> AttemptScore | None:
        """Score one attempt as if it were the only one."""
        return self._score([attempt for attempt in self.own if attempt.submission_id == submission_id])

    def score_only(self, attempt: GradedAttempt) -> AttemptScore | None:
        """Score an attempt that need not exist as if it were the only one."""
        return self._score([attempt])

    def _score(self, own: list[GradedAttempt]) -> AttemptScore | None:
        attempts = {**self._attempts, self._key: own}
        return score_attempts(self._session, self._course, [self._key[0]], self._scope, attempts)[self._key]


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
