"""A course at a glance: progress per exercise, who is stuck, who has not started, attempts per day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session, selectinload

from server.accounts.models import User
from server.courses.models import Assignment, AssignmentExercise, Course, Enrollment
from server.insight import cohort
from server.insight.models import DayCount
from server.insight.not_started import DueAssignment, StudentNotStarted, students_not_started
from server.insight.stuck import StuckStudent, stuck_students
from server.scores.models import ScoreCount
from server.text.times import zone

DAYS = 28
TOP = 50  # entries of a list; the gradebook shows all


@dataclass(frozen=True, slots=True)
class Progress:
    """How many students have solved an exercise, are stuck, are trying, or have not tried; each counts once.

    As on the page of an exercise, someone without a graded attempt has not tried, whatever an override says.
    """

    item: AssignmentExercise
    assignment_title: str
    solved: int
    stuck: int
    trying: int
    untried: int

    @property
    def tried(self) -> int:
        """How many have a graded attempt."""
        return self.solved + self.stuck + self.trying


@dataclass(frozen=True, slots=True)
class Day:
    """How many graded attempts were received on a day."""

    day: date
    count: int

    @property
    def label(self) -> str:
        """The day as text, such as ``Fri 12 Dec``."""
        return f"{self.day:%a} {self.day.day} {self.day:%b}"


@dataclass(frozen=True, slots=True)
class CourseInsight:
    """What the page of a course shows; lists are cut at `TOP`, counts are not."""

    students: int
    progress: Sequence[Progress]
    stuck: Sequence[StuckStudent]
    stuck_count: int
    due_soon: Sequence[DueAssignment]
    not_started: Sequence[StudentNotStarted]
    not_started_count: int
    days: Sequence[Day]


def course_insight(session: Session, course: Course, now: datetime) -> CourseInsight:
    """Load the figures of a course, in a number of queries that does not grow with the class."""
    query = select(Assignment).where(Assignment.course_id == course.id).order_by(Assignment.position)
    assignments = session.scalars(query.options(selectinload(Assignment.exercises))).all()
    students = session.execute(
        select(User.id, User.name)
        .join(Enrollment, Enrollment.user_id == User.id)
        .where(cohort.in_class(course))
        .order_by(func.lower(User.name), User.id)
    ).all()
    names = {row.id: row.name for row in students}
    progress = _progress(session, assignments, len(names))
    due_soon, not_started = students_not_started(session, assignments, names, now)
    return CourseInsight(
        students=len(names),
        progress=progress,
        stuck=stuck_students(session, course, TOP),
        stuck_count=sum(line.stuck for line in progress),
        due_soon=due_soon,
        not_started=not_started[:TOP],
        not_started_count=len(not_started),
        days=_days(session, course, assignments, now),
    )


def _progress(session: Session, assignments: Sequence[Assignment], students: int) -> list[Progress]:
    count = ScoreCount.students
    query = (
        select(
            ScoreCount.assignment_exercise_id,
            func.sum(count).label("tried"),
            func.sum(case((ScoreCount.is_solved, count), else_=0)).label("solved"),
            func.sum(case((ScoreCount.is_stuck, count), else_=0)).label("stuck"),
        )
        .join(AssignmentExercise, AssignmentExercise.id == ScoreCount.assignment_exercise_id)
        .where(AssignmentExercise.assignment_id.in_([assignment.id for assignment in assignments]))
        .where(ScoreCount.exercise_version > 0)  # an override without an attempt is no try
        .group_by(ScoreCount.assignment_exercise_id)
    )
    found = {row.assignment_exercise_id: row for row in session.execute(query)}
    lines = []
    for assignment in assignments:
        for item in assignment.exercises:
            row = found.get(item.id)
            tried, done, stuck = (row.tried, row.solved, row.stuck) if row else (0, 0, 0)
            lines.append(Progress(item, assignment.title, done, stuck, tried - done - stuck, students - tried))
    return lines


def _days(session: Session, course: Course, assignments: Sequence[Assignment], now: datetime) -> list[Day]:
    today = now.astimezone(zone(course.timezone)).date()
    first = today - timedelta(days=DAYS - 1)
    item_ids = [item.id for assignment in assignments for item in assignment.exercises]
    query = (
        select(DayCount.day, func.sum(DayCount.attempts).label("attempts"))
        .where(DayCount.assignment_exercise_id.in_(item_ids), DayCount.day.between(first, today))
        .group_by(DayCount.day)
    )
    counts = {row.day: row.attempts for row in session.execute(query)}
    return [Day(day, counts.get(day, 0)) for day in (first + timedelta(days=n) for n in range(DAYS))]
