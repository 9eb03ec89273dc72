"""Recount a course from its gradings."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select, text
from sqlalchemy.orm import Session

from grader.report import Verdict
from server.courses.models import Assignment, AssignmentExercise, Course
from server.insight.counts import write
from server.insight.models import CheckCount, DayCount, MistakeCount
from server.insight.tally import CountedAttempt, Tally
from server.submissions.models import Grading, Purpose, Submission
from server.text.times import zone

REPORTS_PER_FETCH = 100  # reports may be large
TABLES = (MistakeCount, DayCount, CheckCount)  # in the order in which a grading writes them


def rebuild(session: Session, course_id: int) -> int:
    """Recount every exercise of the course, and return how many attempts were counted. Commits after each exercise.

    The commit releases the lock that gradings finishing meanwhile wait for, so each is counted once.
    """
    timezone, item_ids = _items(session, course_id)
    return sum(_rebuild_item(session, item_id, timezone) for item_id in item_ids)


def count_new(session: Session, course_id: int) -> int:
    """Count a course that nobody else sees yet, in the transaction that creates it."""
    timezone, item_ids = _items(session, course_id)
    return sum(_count(session, item_id, timezone) for item_id in item_ids)


def _items(session: Session, course_id: int) -> tuple[str, Sequence[int]]:
    query = select(AssignmentExercise.id).join(AssignmentExercise.assignment)
    item_ids = session.scalars(query.where(Assignment.course_id == course_id).order_by(AssignmentExercise.id)).all()
    return session.get_one(Course, course_id).timezone, item_ids


def _rebuild_item(session: Session, item_id: int, timezone: str) -> int:
    session.commit()
    if session.get_bind().dialect.name == "postgresql":  # on SQLite there is one writer anyway
        names = ", ".join(model.__tablename__ for model in TABLES)
        session.execute(text(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE"))
    counted = _count(session, item_id, timezone)
    session.commit()
    return counted


def _count(session: Session, item_id: int, timezone: str) -> int:
    tally = Tally()
    there = zone(timezone)
    query = (
        select(Submission.id, Submission.user_id, Submission.received_at, Grading.report)
        .join(Grading, Grading.id == Submission.grading_id)
        .where(Submission.assignment_exercise_id == item_id, Submission.purpose == Purpose.SUBMIT)
        .where(Grading.verdict != Verdict.CE.value)
    )
    counted = 0
    for row in session.execute(query.execution_options(yield_per=REPORTS_PER_FETCH)):
        day = row.received_at.astimezone(there).date()
        tally.add(CountedAttempt(row.id, item_id, row.user_id, day), row.report)
        counted += 1
    for model in TABLES:
        gone = delete(model).where(model.assignment_exercise_id == item_id)
        session.execute(gone.execution_options(synchronize_session=False))
    write(session, tally)
    return counted
