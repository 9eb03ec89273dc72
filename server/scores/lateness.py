"""Keep the stored lateness of submissions in step with due dates and extensions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from server.courses.dates import all_dates
from server.courses.models import Assignment, AssignmentExercise
from server.submissions.models import Submission


def refresh_lateness(session: Session, assignment: Assignment, user_ids: Collection[int]) -> None:
    """Mark every submission as late or on time again, after these students' dates changed."""
    by_due: dict[datetime | None, list[int]] = defaultdict(list)
    for (user_id, _), dates in all_dates(session, [assignment], user_ids).items():
        by_due[dates.due_at].append(user_id)
    items = select(AssignmentExercise.id).where(AssignmentExercise.assignment_id == assignment.id)
    for due_at, ids in by_due.items():
        is_late = False if due_at is None else Submission.received_at > due_at
        for start in range(0, len(ids), 500):
            those = Submission.user_id.in_(ids[start : start + 500])
            session.execute(
                update(Submission)
                .where(Submission.assignment_exercise_id.in_(items), those)
                .values(is_late=is_late)
                .execution_options(synchronize_session=False)
            )
