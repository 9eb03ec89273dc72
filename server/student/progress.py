"""A course as a student's path: units in order, how far each exercise is, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

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
    """One exercise of the path; `points` is None as long as nothing is graded, or `is_hidden`: to be shown later."""

    slug: str
    title: str
    summary: str
    points: int | None
    max_points: int
    attempts: int
    has_draft: bool
    is_late: bool
    is_hidden: bool = False
    is_excused: bool = False

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do: it has full points, or is excused."""
        return self.is_excused or (self.points is not None and self.points >= self.max_points)

    @property
    def state(self) -> str:
        """done, excused, sent, partly, draft or untouched."""
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
    """An assignment with its steps; `needs` are the titles of units that it builds on."""

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
    def points(self) -> int:
        """Points earned in it."""
        return sum(step.points or 0 for step in self.steps)

    @property
    def max_points(self) -> int:
        """Points it is worth."""
        return sum(step.max_points for step in self.steps)

    @property
    def done(self) -> int:
        """How many steps have full points."""
        return sum(step.is_done for step in self.steps)


@dataclass(frozen=True, slots=True)
class Path:
    """What a student sees of a course."""

    units: tuple[Unit, ...]
    now: datetime

    @property
    def next(self) -> tuple[Unit, Step] | None:
        """The first unfinished step among the units that are open, the earliest due date first; None when all is done.

        A date that has passed no longer presses: work that is still ahead of its date comes before it.
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


def path(session: Session, user: User, course: Course, now: datetime) -> Path:
    """The path of `user` through `course`, in a handful of queries however long it is."""
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
    return Path(tuple(_unit(one, dates[user.id, one.id], scores, drafts, now, days) for one in assignments), now)


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
        is_hidden=bool(score and score.attempts and is_hidden),
        is_excused=bool(score and score.is_excused),
    )
