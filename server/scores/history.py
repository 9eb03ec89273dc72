"""How a score came about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.accounts.models import User
from server.scores.models import Score, ScoreChange
from server.submissions.models import Submission


@dataclass(frozen=True, slots=True)
class Change:
    """One recorded change, with who made it (None: the grading) and the attempt that led to it."""

    change: ScoreChange
    actor: User | None
    submission_id: str | None


def score(session: Session, user_id: int, assignment_exercise_id: int) -> Score | None:
    """The standing of a student in an exercise."""
    query = select(Score).where(Score.user_id == user_id, Score.assignment_exercise_id == assignment_exercise_id)
    return session.scalar(query)


def changes(session: Session, standing: Score | None) -> Sequence[Change]:
    """Every change of the score, oldest first."""
    if standing is None:
        return ()
    query = (
        select(ScoreChange, User, Submission.public_id)
        .outerjoin(User, User.id == ScoreChange.actor_id)
        .outerjoin(Submission, Submission.id == ScoreChange.submission_id)
        .where(ScoreChange.score_id == standing.id)
        .order_by(ScoreChange.id)
    )
    return [Change(change, actor, public_id) for change, actor, public_id in session.execute(query)]
