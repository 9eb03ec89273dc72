"""Counts of scores by points: updated with every change, so that a median is equally fast in a class of any size."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from sqlalchemy import delete, func, insert, select, text
from sqlalchemy.orm import Session

from server.core.db import insert_into
from server.courses.models import Assignment, AssignmentExercise, Enrollment, Role
from server.scores.models import Score, ScoreCount

KEY = ["assignment_exercise_id", "points", "is_stuck", "is_solved", "exercise_version"]


class Tally:
    """Differences to the counts, collected while scores change and written at once."""

    def __init__(self) -> None:
        self._differences: Counter[tuple[int, Decimal, bool, bool, int]] = Counter()

    def subtract(self, score: Score) -> None:
        """Subtract a score that is about to change."""
        self._add(score, -1)

    def add(self, score: Score) -> None:
        """Add a score that has changed."""
        self._add(score, 1)

    def _add(self, score: Score, sign: int) -> None:
        if score.points is not None:
            stuck, solved = bool(score.is_stuck), bool(score.is_solved)
            version = score.exercise_version or 0
            self._differences[score.assignment_exercise_id, score.points, stuck, solved, version] += sign

    def write(self, session: Session) -> None:
        """Add the differences to the rows; all writers take them in one order, which rules out deadlocks."""
        rows = [
            dict(zip(KEY, key, strict=True)) | {"students": difference}
            for key, difference in sorted(self._differences.items())
            if difference
        ]
        if not rows:
            return
        upsert = insert_into(session, ScoreCount)
        adding = upsert.on_conflict_do_update(
            index_elements=KEY,
            set_={"students": ScoreCount.students + upsert.excluded.students},
        )
        session.execute(adding, rows)


def rebuild(session: Session, course_id: int) -> None:
    """Count the course's scores again, after a change of who is in the class; the caller has locked the class."""
    items = (
        select(AssignmentExercise.id)
        .join(Assignment, Assignment.id == AssignmentExercise.assignment_id)
        .where(Assignment.course_id == course_id)
    )
    session.flush()
    session.execute(delete(ScoreCount).where(ScoreCount.assignment_exercise_id.in_(items)))
    key = (
        Score.assignment_exercise_id,
        Score.points,
        Score.is_stuck,
        Score.is_solved,
        func.coalesce(Score.exercise_version, text("0")),  # as text: PostgreSQL must see that both are the same
    )
    counts = (
        select(*key, func.count())
        .join(Enrollment, Enrollment.user_id == Score.user_id)
        .where(Enrollment.course_id == course_id, Enrollment.role == Role.STUDENT, Enrollment.dropped_at.is_(None))
        .where(Score.assignment_exercise_id.in_(items), Score.points.is_not(None))
        .group_by(*key)
    )
    session.execute(insert(ScoreCount).from_select([*KEY, "students"], counts))
