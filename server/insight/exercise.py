"""One exercise over the whole class: how students do, which checks fail, which mistakes they make."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import and_, func, not_, select
from sqlalchemy.orm import Session

from exercises import ChangedLine, changed_lines
from grader.report import Stage
from server.courses.catalog import find_exercise
from server.courses.models import Assignment, AssignmentExercise, Course, Enrollment
from server.insight import cohort
from server.insight.figures import Bucket, Discrimination, discrimination, histogram, median, percent
from server.insight.models import CheckCount, MistakeCount
from server.scores.models import RareScore, Score
from server.submissions.models import Submission

MOST_MISTAKES = 20
CONTEXT_LINES = 1  # unchanged lines that are shown around a mistake


@dataclass(frozen=True, slots=True)
class CheckLine:
    """How often a check failed."""

    id: str
    ran: int
    failed: int

    @property
    def percent(self) -> int:
        """How often it failed, as a percentage of its runs."""
        return percent(self.failed, self.ran)


@dataclass(frozen=True, slots=True)
class MistakeLine:
    """One mistake, with the last attempt that showed it.

    Attributes:
        changes: the lines in which it differs from an accepted solution; empty for what is not in the list of mistakes.
    """

    title: str
    students: int
    times: int
    example_user_id: int
    example_id: str
    changes: tuple[tuple[ChangedLine, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class ExerciseInsight:
    """What the page of an exercise shows.

    Attributes:
        students: the number of students in the class.
        tried: the number of students with a graded attempt.
        median_attempts: the number of attempts that a solution took.
        median_time_s: the time from the first graded attempt to the solution.
        checks: the checks by stage, those that fail most often first.
        other_mistakes: how many more are not listed.
    """

    students: int
    tried: int
    attempts: int
    solved: int
    stuck: int
    median_attempts: float | None
    median_time_s: float | None
    points: tuple[Bucket, ...]
    scored: int
    discrimination: Discrimination
    checks: Mapping[Stage, Sequence[CheckLine]]
    mistakes: Sequence[MistakeLine]
    other_mistakes: int

    @property
    def percent_solved(self) -> int:
        """The percentage of those who tried it and solved it."""
        return percent(self.solved, self.tried)


def exercise_insight(session: Session, course: Course, item: AssignmentExercise) -> ExerciseInsight:
    """Load the figures of one exercise, in a number of queries that does not grow with the class."""
    query = (
        select(
            Score.user_id,
            Score.points,
            Score.attempts,
            Score.is_excused,
            Score.first_at,
            Score.solved_at,
            Score.solved_after,
            Score.is_solved,
            Score.is_stuck,
        )
        .join(Enrollment, Enrollment.user_id == Score.user_id)
        .where(Score.assignment_exercise_id == item.id, cohort.in_class(course))
    )
    rows = session.execute(query).all()
    tried = [row for row in rows if row.attempts]
    # A score may have no points at all; an excused one says nothing about the exercise.
    scored = [row for row in rows if row.points is not None and not row.is_excused]
    elsewhere_shares = _shares_elsewhere(session, course, item)
    shares = [
        (float(row.points / item.max_points), elsewhere_shares.get(row.user_id, 0.0))
        for row in scored
        if item.max_points
    ]
    pairs = [(here, elsewhere) for here, elsewhere in shares if elsewhere is not None]
    mistakes, all_mistakes = _mistakes(session, course, item)
    return ExerciseInsight(
        students=session.scalar(cohort.size(course)) or 0,
        tried=len(tried),
        attempts=sum(row.attempts for row in tried),
        solved=sum(row.is_solved for row in tried),
        stuck=sum(row.is_stuck for row in tried),
        median_attempts=median([row.solved_after for row in tried if row.solved_after]),
        median_time_s=median(
            [(row.solved_at - row.first_at).total_seconds() for row in tried if row.solved_at and row.first_at]
        ),
        points=histogram([row.points for row in scored], item.max_points),
        scored=len(scored),
        discrimination=discrimination(pairs),
        checks=_checks(session, item),
        mistakes=mistakes,
        other_mistakes=all_mistakes - len(mistakes),
    )


def _shares_elsewhere(session: Session, course: Course, item: AssignmentExercise) -> dict[int, float | None]:
    """Return each student's share of the points of the course's other exercises, without excused ones.

    None for a student who is excused from all of them. Computed from the stored totals minus this exercise.
    """
    others = (
        select(AssignmentExercise.id, AssignmentExercise.max_points)
        .join(AssignmentExercise.assignment)
        .where(Assignment.course_id == course.id, AssignmentExercise.id != item.id)
    )
    worth = {row.id: row.max_points for row in session.execute(others)}
    left = defaultdict[int, Decimal](lambda: sum(worth.values(), Decimal()))  # what there was to earn
    excused = select(Score.user_id, Score.assignment_exercise_id).where(
        RareScore.OVERRIDDEN.condition, Score.is_excused
    )
    for user_id, item_id in session.execute(excused.where(Score.assignment_exercise_id.in_(worth))):
        left[user_id] -= worth[item_id]
    here = and_(Score.user_id == Enrollment.user_id, Score.assignment_exercise_id == item.id, not_(Score.is_excused))
    query = (
        select(Enrollment.user_id, Enrollment.total_points - func.coalesce(Score.points, 0))
        .outerjoin(Score, here)
        .where(cohort.in_class(course))
    )
    return {
        user_id: float(points / left[user_id]) if left[user_id] > 0 else None
        for user_id, points in session.execute(query)
    }


def _checks(session: Session, item: AssignmentExercise) -> dict[Stage, list[CheckLine]]:
    query = select(CheckCount).where(CheckCount.assignment_exercise_id == item.id, CheckCount.ran > 0)
    found: dict[str, list[CheckLine]] = {stage.value: [] for stage in Stage}
    for row in session.scalars(query):
        found.setdefault(row.stage, []).append(CheckLine(row.check_id, row.ran, row.failed))
    key = lambda line: (-line.failed / line.ran, line.id)  # noqa: E731
    return {stage: sorted(found[stage.value], key=key) for stage in Stage if found[stage.value]}


def _mistakes(session: Session, course: Course, item: AssignmentExercise) -> tuple[list[MistakeLine], int]:
    """Return the mistakes that most students made, and how many there are in all."""
    students = func.count().label("students")
    query = (
        select(
            MistakeCount.mistake_id,
            students,
            func.sum(MistakeCount.times).label("times"),
            func.max(MistakeCount.submission_id).label("last"),
            func.count().over().label("all"),
        )
        .join(Enrollment, Enrollment.user_id == MistakeCount.user_id)
        .where(MistakeCount.assignment_exercise_id == item.id, cohort.in_class(course))
        .group_by(MistakeCount.mistake_id)
        .order_by(students.desc(), func.sum(MistakeCount.times).desc(), MistakeCount.mistake_id)
        .limit(MOST_MISTAKES)
    )
    rows = session.execute(query).all()
    examples = {
        row.submission_id: row
        for row in session.execute(
            select(MistakeCount.submission_id, MistakeCount.title, MistakeCount.user_id, Submission.public_id)
            .join(Submission, Submission.id == MistakeCount.submission_id)
            .where(
                MistakeCount.assignment_exercise_id == item.id,
                MistakeCount.submission_id.in_([row.last for row in rows]),
            )
        )
    }
    changes = _changes(item.slug, {row.mistake_id for row in rows})
    lines = [
        MistakeLine(
            examples[row.last].title,
            row.students,
            row.times,
            examples[row.last].user_id,
            examples[row.last].public_id,
            changes.get(row.mistake_id, ()),
        )
        for row in rows
    ]
    return lines, rows[0].all if rows else 0


def _changes(slug: str, mistake_ids: Collection[str]) -> dict[str, tuple[tuple[ChangedLine, ...], ...]]:
    """Return what known mistakes change in an accepted solution; none for an exercise that cannot be read."""
    found = find_exercise(slug)
    known = found.wrong_answers if found is not None else ()
    return {wrong.id: changed_lines(wrong, CONTEXT_LINES) for wrong in known if wrong.id in mistake_ids}
