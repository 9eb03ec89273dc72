"""The score sheet: all scores of one student and how each was computed, the same for the student and for staff."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.accounts.models import User
from server.courses.dates import Dates, all_dates
from server.courses.items import Item, items_of
from server.courses.models import Assignment, AssignmentExercise, Course, Enrollment
from server.gradebook.explanation import explain
from server.scores import scoring
from server.scores.course_total import ExercisePoints, TotalSoFar, total_so_far
from server.scores.late_policy import GradedAttempt, exact_points
from server.scores.models import Override, Score
from server.submissions.models import Grading, Submission
from server.submissions.visibility import Visibility, visibility_of


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One exercise on a score sheet.

    Attributes:
        score: the student's, if anything was graded or overridden.
        steps: how its points were computed, in sentences.
        hidden: whether the points are not shown to the student yet.
    """

    item: AssignmentExercise
    score: Score | None
    steps: tuple[str, ...]
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class AssignmentBlock:
    """One assignment on a score sheet, with the dates of this student."""

    assignment: Assignment
    dates: Dates
    lines: tuple[ScoreLine, ...]

    @property
    def counted(self) -> list[ScoreLine]:
        """The exercises that are shown and not excused."""
        return [line for line in self.lines if not line.hidden and not (line.score and line.score.is_excused)]

    @property
    def points(self) -> Decimal:
        """Points that count."""
        return sum((line.score.points or Decimal() for line in self.counted if line.score), Decimal())

    @property
    def max_points(self) -> Decimal:
        """Points that can be earned, without excused exercises."""
        return sum((line.item.max_points for line in self.counted), Decimal())


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """The scores of one student in one course; `hidden` counts the exercises whose points are shown later."""

    enrollment: Enrollment
    blocks: tuple[AssignmentBlock, ...]
    grace_days: int
    grace_used: int
    hidden: int = 0

    @property
    def points(self) -> Decimal:
        """Points that count, of all assignments."""
        return sum((block.points for block in self.blocks), Decimal())

    @property
    def max_points(self) -> Decimal:
        """Points that can be earned."""
        return sum((block.max_points for block in self.blocks), Decimal())

    @property
    def is_weighted(self) -> bool:
        """Whether some assignment has a weight."""
        return any(block.assignment.weight is not None for block in self.blocks)

    @property
    def whole_weight(self) -> int:
        """The weights of the assignments that count."""
        return sum(block.assignment.weight or 0 for block in self.blocks if block.max_points)

    def so_far(self, now: datetime) -> TotalSoFar:
        """Return the total of what was due or has points; hidden points do not count, as if nothing was graded."""
        weights = {block.assignment.id: block.assignment.weight for block in self.blocks}
        exercises = [
            ExercisePoints(
                block.assignment.id,
                line.score.points if line.score else None,
                line.item.max_points,
                is_excused=bool(line.score and line.score.is_excused),
                is_due=block.dates.is_due(now),
            )
            for block in self.blocks
            for line in block.lines
        ]
        return total_so_far(exercises, weights)


def load_sheet(session: Session, course: Course, enrollment: Enrollment) -> ScoreSheet:
    """Load the score sheet of a student, in a number of queries that does not grow with the exercises."""
    items = items_of(session, course)
    found = _scores(session, items, enrollment.user_id)
    overrides = scoring.current_overrides(session, [score.id for score in found.values()])
    staff = _staff(session, overrides.values())
    counting = _counting_attempts(session, found.values())
    dates = all_dates(session, [one.assignment for one in items], [enrollment.user_id]) if items else {}
    blocks: dict[int, list[ScoreLine]] = {}
    for one in items:
        score = found.get(one.item.id)
        own = dates[enrollment.user_id, one.assignment.id]
        override = overrides.get(score.id) if score else None
        attempt = counting.get(score.submission_id or 0) if score else None
        steps = explain(one, score, own, attempt, override, staff, course.timezone)
        blocks.setdefault(one.assignment.id, []).append(ScoreLine(one.item, score, steps))
    assignments = {one.assignment.id: one.assignment for one in items}
    made = tuple(AssignmentBlock(a, dates[enrollment.user_id, a.id], tuple(blocks[a.id])) for a in assignments.values())
    return ScoreSheet(enrollment, made, course.grace_days, sum(_grace(block) for block in made))


def explain_score(session: Session, course: Course, one: Item, user_id: int, score: Score | None) -> tuple[str, ...]:
    """Return how the points of one score were computed, in sentences."""
    if score is None:
        return ()
    overrides = scoring.current_overrides(session, [score.id])
    dates = all_dates(session, [one.assignment], [user_id])[user_id, one.assignment.id]
    attempt = _counting_attempts(session, [score]).get(score.submission_id or 0)
    staff = _staff(session, overrides.values())
    return explain(one, score, dates, attempt, overrides.get(score.id), staff, course.timezone)


def as_student_sees(sheet: ScoreSheet, now: datetime) -> ScoreSheet:
    """Return the sheet without the points that are not shown to the student yet."""
    blocks = []
    for block in sheet.blocks:
        if visibility_of(block.assignment, block.dates, now) is Visibility.NOTHING:
            lines = [replace(line, steps=_hidden_note(line), score=None, hidden=True) for line in block.lines]
            block = replace(block, lines=tuple(lines))
        blocks.append(block)
    return replace(sheet, blocks=tuple(blocks), hidden=sum(line.hidden for block in blocks for line in block.lines))


def _hidden_note(line: ScoreLine) -> tuple[str, ...]:
    tries = line.score.attempts if line.score else 0
    return (
        (f"Submitted {tries} time{'' if tries == 1 else 's'}. You will see the points after the due date.",)
        if tries
        else ()
    )


def _grace(block: AssignmentBlock) -> int:
    return max((line.score.grace_days for line in block.lines if line.score), default=0)


def _scores(session: Session, items: Sequence[Item], user_id: int) -> Mapping[int, Score]:
    ids = [one.item.id for one in items]
    query = select(Score).where(Score.user_id == user_id, Score.assignment_exercise_id.in_(ids))
    return {score.assignment_exercise_id: score for score in session.scalars(query)}


def _staff(session: Session, overrides: Collection[Override]) -> Mapping[int, User]:
    ids = {override.actor_id for override in overrides}
    return {user.id: user for user in session.scalars(select(User).where(User.id.in_(ids)))} if ids else {}


def _counting_attempts(session: Session, found: Collection[Score]) -> Mapping[int, GradedAttempt]:
    """Return the attempts that count, by submission id."""
    ids = [score.submission_id for score in found if score.submission_id]
    query = (
        select(Submission.id, Submission.received_at, Grading.points, Grading.max_points,
               AssignmentExercise.max_points.label("worth"))
        .join(Grading, Grading.id == Submission.grading_id)
        .join(AssignmentExercise, AssignmentExercise.id == Submission.assignment_exercise_id)
        .where(Submission.id.in_(ids))
    )  # fmt: skip
    return {
        row.id: GradedAttempt(row.id, exact_points(row.points, row.max_points, row.worth), row.received_at)
        for row in session.execute(query)
    }
