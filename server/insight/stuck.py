"""Students with many attempts at an exercise and no solution."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.accounts.models import User
from server.courses.models import Assignment, AssignmentExercise, Course, Enrollment
from server.insight import cohort
from server.insight.models import MistakeCount
from server.scores.models import RareScore, Score
from server.submissions.models import Purpose, Submission


@dataclass(frozen=True, slots=True)
class StuckStudent:
    """A student who is stuck at an exercise.

    Attributes:
        last_at: receipt of the last attempt.
        mistake: title of the last one that was diagnosed.
    """

    user_id: int
    name: str
    item: AssignmentExercise
    attempts: int
    points: Decimal | None
    last_at: datetime | None
    mistake: str | None


def stuck_students(session: Session, course: Course, limit: int) -> list[StuckStudent]:
    """List stuck students, those with the most attempts first; once per student and exercise."""
    query = (
        select(User.id, User.name, AssignmentExercise, Score.attempts, Score.points)
        .select_from(Score)
        .join(AssignmentExercise, AssignmentExercise.id == Score.assignment_exercise_id)
        .join(AssignmentExercise.assignment)
        .join(User, User.id == Score.user_id)
        .join(Enrollment, Enrollment.user_id == Score.user_id)
        .where(RareScore.STUCK.condition, Assignment.course_id == course.id, cohort.in_class(course))
        .order_by(Score.attempts.desc(), func.lower(User.name), Score.id)
        .limit(limit)
    )
    rows = session.execute(query).all()
    users, items = {row.id for row in rows}, {row.AssignmentExercise.id for row in rows}
    last_at = _last_receipts(session, users, items)
    mistakes = _last_mistakes(session, users, items)
    return [
        StuckStudent(
            row.id,
            row.name,
            row.AssignmentExercise,
            row.attempts,
            row.points,
            last_at.get((row.id, row.AssignmentExercise.id)),
            mistakes.get((row.id, row.AssignmentExercise.id)),
        )
        for row in rows
    ]


def _last_receipts(session: Session, users: set[int], items: set[int]) -> dict[tuple[int, int], datetime]:
    """Return when each of these students last submitted, using the index on students and exercises."""
    query = (
        select(Submission.user_id, Submission.assignment_exercise_id, func.max(Submission.received_at))
        .where(Submission.user_id.in_(users), Submission.assignment_exercise_id.in_(items))
        .where(Submission.purpose == Purpose.SUBMIT)
        .group_by(Submission.user_id, Submission.assignment_exercise_id)
    )
    return {(user_id, item_id): at for user_id, item_id, at in session.execute(query)}


def _last_mistakes(session: Session, users: set[int], items: set[int]) -> dict[tuple[int, int], str]:
    query = (
        select(MistakeCount.user_id, MistakeCount.assignment_exercise_id, MistakeCount.title)
        .where(MistakeCount.user_id.in_(users), MistakeCount.assignment_exercise_id.in_(items))
        .order_by(MistakeCount.submission_id)
    )
    return {(user_id, item_id): title for user_id, item_id, title in session.execute(query)}  # the last one wins
