"""The points that one attempt is worth, even if another attempt counts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.courses.dates import all_dates, dates_of, is_late
from server.courses.models import AssignmentExercise, AttemptPolicy
from server.scores.grace_days import AssignmentAttempts, SingleAttempts
from server.scores.late_policy import AttemptScore, GradedAttempt, after_penalty, exact_points
from server.scores.models import Score
from server.scores.scoring import NOT_GRADABLE, in_due_order, load_course, read_attempts, rules_of
from server.submissions.models import Grading, Purpose, Submission


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
    scored = _score(session, submission.user_id, submission.exercise, _read(session, [submission])).get(submission.id)
    if scored is None:
        return None
    return AttemptWorth(scored.late_days, scored.penalty_percent, scored.points, _best_points(session, submission))


def late_attempts(
    session: Session, user_id: int, item: AssignmentExercise, submissions: Collection[Submission]
) -> dict[int, AttemptScore]:
    """Return what each late one of a student's attempts at an exercise is worth, as `find_attempt_worth` does.

    Args:
        session: the session to read from.
        user_id: the id of the student.
        item: the exercise.
        submissions: those that a page shows, as many as it does; checks and those without a grading are left out.

    Returns:
        The scores by the ids of the submissions.
    """
    due_at = dates_of(session, item.assignment, user_id).due_at
    late = [one for one in submissions if is_late(one.received_at, due_at)]
    return _score(session, user_id, item, _read(session, late))


def late_attempts_and_now(
    session: Session, user_id: int, item: AssignmentExercise, submissions: Collection[Submission], now: datetime
) -> tuple[dict[int, AttemptScore], AttemptScore | None]:
    """Return what `late_attempts` does, and what an attempt with full points would be worth now; None if on time.

    The other exercises that use the same grace days are scored only once for both.
    """
    due_at = dates_of(session, item.assignment, user_id).due_at
    late = _read(session, [one for one in submissions if is_late(one.received_at, due_at)])
    full = GradedAttempt(0, Fraction(item.max_points), now, is_full=True)
    scores = _score(session, user_id, item, [*late, full] if is_late(now, due_at) else late)
    worth_now = scores.pop(full.submission_id, None)
    return scores, worth_now


def _read(session: Session, submissions: Collection[Submission]) -> list[GradedAttempt]:
    """Read these submissions as graded attempts; checks and those without a grading are left out."""
    ids = [one.id for one in submissions if one.purpose is Purpose.SUBMIT and one.grading_id is not None]
    if not ids:
        return []
    query = (
        select(Submission.id, Submission.received_at, Grading.points, Grading.max_points,
               AssignmentExercise.max_points.label("worth"))
        .join(Grading, Grading.id == Submission.grading_id)
        .join(AssignmentExercise, AssignmentExercise.id == Submission.assignment_exercise_id)
        .where(Submission.id.in_(ids), Grading.verdict != NOT_GRADABLE)
    )  # fmt: skip
    return [
        GradedAttempt(row.id, exact_points(row.points, row.max_points, row.worth), row.received_at)
        for row in session.execute(query)
    ]


def _score(
    session: Session, user_id: int, item: AssignmentExercise, attempts: Collection[GradedAttempt]
) -> dict[int, AttemptScore]:
    """Score each attempt as if it were the only one at the exercise, with all that use the same grace days."""
    if not attempts:
        return {}
    course = load_course(session, item.assignment.course_id)
    scope = course.scope([item.id])
    assignments = [one for one in course.assignments if any(other.id in scope for other in one.exercises)]
    dates = all_dates(session, assignments, [user_id])
    overrides = {of: found for (_, of), found in course.overrides(session, [user_id], scope).items()}
    others = [item_id for item_id in scope if item_id != item.id] if course.grace_days else []
    read = read_attempts(session, [user_id], others) if others else {}
    single = SingleAttempts(
        [
            AssignmentAttempts(
                rules_of(one),
                dates[user_id, one.id].due_at,
                {of.id: read.get((user_id, of.id), ()) for of in one.exercises if of.id in scope},
                course.worth(one, overrides),
            )
            for one in in_due_order(assignments)
        ],
        item.id,
        course.grace_days,
    )
    scores = {attempt.submission_id: single.score(attempt) for attempt in attempts}
    return {submission_id: score for submission_id, score in scores.items() if score is not None}


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
