"""The score of a student at an exercise, and its history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.accounts.models import User
from server.scores.models import Score, ScoreChange
from server.submissions.models import Submission


@dataclass(frozen=True, slots=True)
class RecordedChange:
    """A change of a score with its author (None: the grading) and the attempt that caused it."""

    change: ScoreChange
    actor: User | None
    submission_id: str | None


def find_score(session: Session, user_id: int, assignment_exercise_id: int) -> Score | None:
    """Return the score of a student at an exercise, if there is one."""
    query = select(Score).where(Score.user_id == user_id, Score.assignment_exercise_id == assignment_exercise_id)
    return session.scalar(query)


def score_changes(session: Session, score: Score | None) -> Sequence[RecordedChange]:
    """List every change of a score, oldest first."""
    if score is None:
        return ()
    query = (
        select(ScoreChange, User, Submission.public_id)
        .outerjoin(User, User.id == ScoreChange.actor_id)
        .outerjoin(Submission, Submission.id == ScoreChange.submission_id)
        .where(ScoreChange.score_id == score.id)
        .order_by(ScoreChange.id)
    )
    return [RecordedChange(change, actor, public_id) for change, actor, public_id in session.execute(query)]
