"""The score summary: recomputed from the gradings whenever one is finished, never adjusted by a difference."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from server.courses.models import AssignmentExercise
from server.db import utcnow
from server.gradebook.models import Score, ScoreChange
from server.submissions.models import Grading, JobState, Purpose, Submission


@dataclass(frozen=True, slots=True)
class Standing:
    """What the gradings of one student at one exercise add up to: the best attempt counts."""

    points: int | None = None
    submission_id: int | None = None
    is_late: bool = False
    attempts: int = 0


def recompute(
    session: Session, *, user_id: int, assignment_exercise_id: int, submission_id: int | None, reason: str
) -> Score:
    """Bring the score up to date in the caller's transaction, and record a change of points.

    Args:
        session: the caller commits.
        user_id: whose score.
        assignment_exercise_id: at which exercise.
        submission_id: what brought the change about, if a submission did.
        reason: one sentence for the history.
    """
    score = _locked(session, user_id, assignment_exercise_id)
    standing = _standing(session, user_id, assignment_exercise_id)
    if score.points != standing.points:
        change = ScoreChange(
            score_id=score.id,
            submission_id=submission_id,
            from_points=score.points,
            to_points=standing.points,
            reason=reason,
        )
        session.add(change)
    score.points, score.attempts = standing.points, standing.attempts
    score.submission_id, score.is_late = standing.submission_id, standing.is_late
    score.updated_at = utcnow()
    session.flush()
    return score


def _locked(session: Session, user_id: int, assignment_exercise_id: int) -> Score:
    """The row, locked, so that two gradings that finish together see each other."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    key = {"user_id": user_id, "assignment_exercise_id": assignment_exercise_id}
    row = insert(Score).values(**key, attempts=0, is_late=False, updated_at=utcnow())
    session.execute(row.on_conflict_do_nothing(index_elements=list(key)))
    query = select(Score).filter_by(**key).with_for_update()
    return session.scalars(query.execution_options(populate_existing=True)).one()


def _standing(session: Session, user_id: int, assignment_exercise_id: int) -> Standing:
    exercise = session.get_one(AssignmentExercise, assignment_exercise_id)
    scaled = func.round(Grading.points * 1.0 * exercise.max_points / func.nullif(Grading.max_points, 0))
    rows = session.execute(
        select(Submission.id, Submission.is_late, scaled)
        .join(Grading, Grading.id == Submission.grading_id)
        .where(Submission.user_id == user_id, Submission.assignment_exercise_id == assignment_exercise_id)
        .where(Submission.purpose == Purpose.SUBMIT, Submission.state == JobState.GRADED)
        # The best counts; of equals the one in time, then the earliest.
        .order_by(func.coalesce(scaled, 0).desc(), Submission.is_late, Submission.id)
    ).all()
    if not rows:
        return Standing()
    best_id, is_late, points = rows[0]
    return Standing(points=int(points or 0), submission_id=best_id, is_late=is_late, attempts=len(rows))
