"""The progress of a student in a course: the units in order, the state of each exercise, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from server.accounts.models import User
from server.courses.catalog import title_and_summary, unit_needs
from server.courses.dates import Dates, all_dates
from server.courses.models import Assignment, AssignmentExercise, Course
from server.courses.permissions import is_closed, is_open
from server.courses.rules import rules
from server.scores.models import Score
from server.submissions.models import Draft
from server.submissions.visibility import Visibility, visibility_of

_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Step:
    """One exercise of a unit.

    Attributes:
        points: None while nothing is graded, and while the points are hidden.
        is_solved: whether an attempt or an override has full points, unless this is hidden.
        is_hidden: whether there are attempts whose results the student may not see yet.
    """

    slug: str
    title: str
    summary: str
    points: Decimal | None
    max_points: Decimal
    attempts: int
    has_draft: bool
    is_late: bool
    is_solved: bool = False
    is_hidden: bool = False
    is_excused: bool = False

    @property
    def is_done(self) -> bool:
        """Return whether the exercise is solved or excused."""
        return self.is_excused or self.is_solved

    @property
    def state(self) -> str:
        """Return one of done, excused, sent, partly, draft and untouched."""
        if self.is_excused:
            return "excused"
        if self.is_hidden:
            return "sent"
        if self.is_done:
            return "done"
        if self.points is not None:
            return "partly"
        return "draft" if self.has_draft else "untouched"


@dataclass(frozen=True, slots=True)
class Unit:
    """An assignment with its exercises; `needs` has the titles of the units that it builds on."""

    title: str
    needs: tuple[str, ...]
    opens_at: datetime | None
    due_at: datetime | None
    closes_at: datetime | None
    is_open: bool
    is_closed: bool
    is_extended: bool
    rules: tuple[str, ...]
    steps: tuple[Step, ...]

    @property
    def points(self) -> Decimal:
        """Return the points earned in this unit."""
        return sum((step.points or Decimal() for step in self.steps), Decimal())

    @property
    def max_points(self) -> Decimal:
        """Return the points that this unit is worth."""
        return sum((step.max_points for step in self.steps), Decimal())

    @property
    def done(self) -> int:
        """Return how many exercises are done."""
        return sum(step.is_done for step in self.steps)


@dataclass(frozen=True, slots=True)
class CourseProgress:
    """The units of a course as a student sees them at the time `now`."""

    units: tuple[Unit, ...]
    now: datetime

    @property
    def next(self) -> tuple[Unit, Step] | None:
        """Return the first unfinished exercise of the open units, by due date, and its unit; None if all are done.

        Exercises that are not due yet come before those that are overdue.
        """
        todo = [(unit, step) for unit in self.units if unit.is_open and not unit.is_closed for step in unit.steps]
        return min(
            ((unit, step) for unit, step in todo if not step.is_done),
            key=lambda pair: self._urgency(pair[0]),
            default=None,
        )

    def _urgency(self, unit: Unit) -> tuple[bool, datetime]:
        due_at = unit.due_at or _NEVER
        return due_at < self.now, due_at


def course_progress(session: Session, user: User, course: Course, now: datetime) -> CourseProgress:
    """Return the progress of `user` in `course`; the number of queries does not depend on the size of the course."""
    query = select(Assignment).where(Assignment.course_id == course.id).order_by(Assignment.position)
    assignments = session.scalars(query.options(selectinload(Assignment.exercises))).all()
    ids = [item.id for assignment in assignments for item in assignment.exercises]
    scores = {
        score.assignment_exercise_id: score
        for score in session.scalars(
            select(Score).where(Score.user_id == user.id, Score.assignment_exercise_id.in_(ids))
        )
    }
    drafts = set(
        session.scalars(
            select(Draft.assignment_exercise_id).where(Draft.user_id == user.id, Draft.assignment_exercise_id.in_(ids))
        )
    )
    dates = all_dates(session, assignments, [user.id]) if assignments else {}
    days = course.grace_days
    return CourseProgress(
        tuple(_unit(one, dates[user.id, one.id], scores, drafts, now, days) for one in assignments), now
    )


def _unit(
    assignment: Assignment,
    dates: Dates,
    scores: dict[int, Score],
    drafts: set[int],
    now: datetime,
    grace_days: int,
) -> Unit:
    is_hidden = visibility_of(assignment, dates, now) is Visibility.NOTHING
    return Unit(
        title=assignment.title,
        needs=unit_needs([item.slug for item in assignment.exercises]),
        opens_at=dates.opens_at,
        due_at=dates.due_at,
        closes_at=dates.closes_at,
        is_open=is_open(assignment, now),
        is_closed=is_closed(dates, now),
        is_extended=dates.is_extended,
        rules=rules(assignment, grace_days),
        steps=tuple(
            _step(item, scores.get(item.id), item.id in drafts, is_hidden=is_hidden) for item in assignment.exercises
        ),
    )


def _step(item: AssignmentExercise, score: Score | None, has_draft: bool, *, is_hidden: bool) -> Step:
    title, summary = title_and_summary(item.slug)
    return Step(
        slug=item.slug,
        title=title,
        summary=summary,
        points=score.points if score and not is_hidden else None,
        max_points=item.max_points,
        attempts=score.attempts if score else 0,
        has_draft=has_draft,
        is_late=bool(score and score.is_late),
        is_solved=bool(score and score.is_solved and not is_hidden),
        is_hidden=bool(score and score.attempts and is_hidden),
        is_excused=bool(score and score.is_excused),
    )
