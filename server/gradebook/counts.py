"""Counts of scores by points: kept up with every change, so that a median costs the same in every class."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import delete, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from server.courses.models import Assignment, AssignmentExercise, Enrollment, Role
from server.gradebook.models import Score, ScoreCount


class Tally:
    """Differences to the counts, collected while scores change and written at once."""

    def __init__(self) -> None:
        self._differences: Counter[tuple[int, int, bool]] = Counter()

    def take(self, score: Score) -> None:
        """The score is about to change: it no longer counts as it is."""
        self._add(score, -1)

    def put(self, score: Score) -> None:
        """The score counts as it is now."""
        self._add(score, 1)

    def _add(self, score: Score, sign: int) -> None:
        if score.points is not None:
            self._differences[score.assignment_exercise_id, score.points, bool(score.is_stuck)] += sign

    def write(self, session: Session) -> None:
        """Add the differences to the rows; all writers take them in the same order, so that none waits for another."""
        rows = [
            {"assignment_exercise_id": item_id, "points": points, "is_stuck": is_stuck, "students": difference}
            for (item_id, points, is_stuck), difference in sorted(self._differences.items())
            if difference
        ]
        if not rows:
            return
        upsert = (postgresql if session.get_bind().dialect.name == "postgresql" else sqlite).insert(ScoreCount)
        adding = upsert.on_conflict_do_update(
            index_elements=["assignment_exercise_id", "points", "is_stuck"],
            set_={"students": ScoreCount.students + upsert.excluded.students},
        )
        session.execute(adding, rows)


def rebuild(session: Session, course_id: int) -> None:
    """Count the course's scores again, after a change of who is in the class; the caller commits."""
    items = (
        select(AssignmentExercise.id)
        .join(Assignment, Assignment.id == AssignmentExercise.assignment_id)
        .where(Assignment.course_id == course_id)
    )
    session.flush()
    session.execute(delete(ScoreCount).where(ScoreCount.assignment_exercise_id.in_(items)))
    counts = (
        select(Score.assignment_exercise_id, Score.points, Score.is_stuck, func.count())
        .join(Enrollment, Enrollment.user_id == Score.user_id)
        .where(Enrollment.course_id == course_id, Enrollment.role == Role.STUDENT, Enrollment.dropped_at.is_(None))
        .where(Score.assignment_exercise_id.in_(items), Score.points.is_not(None))
        .group_by(Score.assignment_exercise_id, Score.points, Score.is_stuck)
    )
    columns = ["assignment_exercise_id", "points", "is_stuck", "students"]
    session.execute(insert(ScoreCount).from_select(columns, counts))
