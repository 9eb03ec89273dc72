"""The progress of a student in a course: the units in order, the state of each exercise, and what to do next."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
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
from server.scores.comments import commented
from server.scores.late_words import late_words
from server.scores.models import Score
from server.submissions.models import Draft
from server.submissions.passed_checks import passed_but_not_submitted
from server.submissions.visibility import Visibility, visibility_of

_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Step:
    """One exercise of a unit.

    Attributes:
        late: how late the attempt that counts is, and what that costs; empty if it is on time.
        points: None while nothing is graded, and while the points are hidden.
        is_solved: whether an attempt or an override has full points, unless this is hidden.
        is_hidden: whether there are attempts whose results the student may not see yet.
        comments: how many comments staff made on the attempts.
        is_passed: whether a check got full points and no attempt has them.
    """

    slug: str
    title: str
    summary: str
    points: Decimal | None
    max_points: Decimal
    attempts: int
    has_draft: bool
    late: str = ""
    is_solved: bool = False
    is_hidden: bool = False
    is_excused: bool = False
    is_passed: bool = False
    comments: int = 0

    @property
    def is_done(self) -> bool:
        """Return whether the exercise is solved or excused."""
        return self.is_excused or self.is_solved

    @property
    def state(self) -> str:
        """Return one of done, excused, sent, passed, partly, draft and untouched."""
        if self.is_excused:
            return "excused"
        if self.is_hidden:
            return "sent"
        if self.is_done:
            return "done"
        if self.is_passed:
            return "passed"
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

        Exercises that are correct but not submitted come first, and those that are not due yet before the overdue ones.
        """
        todo = ((unit, step) for unit, step in self._open_steps() if not step.is_done)
        return min(todo, key=lambda pair: self._urgency(*pair), default=None)

    @property
    def overdue(self) -> tuple[Unit, ...]:
        """Return the overdue units that can still be finished and that `next` skips because they are overdue."""
        if self.next is None or self._is_overdue(self.next[0]):
            return ()
        return tuple(
            unit
            for unit in self.units
            if unit.is_open and not unit.is_closed and self._is_overdue(unit) and unit.done < len(unit.steps)
        )

    @property
    def unsubmitted(self) -> int:
        """Return how many exercises are correct but not submitted, and still can be."""
        return sum(step.state == "passed" for _, step in self._open_steps())

    def _open_steps(self) -> Iterator[tuple[Unit, Step]]:
        return ((unit, step) for unit in self.units if unit.is_open and not unit.is_closed for step in unit.steps)

    def _urgency(self, unit: Unit, step: Step) -> tuple[bool, bool, datetime]:
        return step.state != "passed", self._is_overdue(unit), unit.due_at or _NEVER

    def _is_overdue(self, unit: Unit) -> bool:
        return unit.due_at is not None and unit.due_at < self.now


@dataclass(frozen=True, slots=True)
class _Work:
    """What a student has done, by id of the exercise in the course."""

    scores: Mapping[int, Score]
    drafts: Collection[int]
    passed: Collection[int]
    comments: Mapping[int, int]


def course_progress(session: Session, user: User, course: Course, now: datetime) -> CourseProgress:
    """Return the progress of `user` in `course`; the number of queries does not depend on the size of the course."""
    query = select(Assignment).where(Assignment.course_id == course.id).order_by(Assignment.position)
    assignments = session.scalars(query.options(selectinload(Assignment.exercises))).all()
    work = _work_of(session, user, [item.id for assignment in assignments for item in assignment.exercises])
    dates = all_dates(session, assignments, [user.id]) if assignments else {}
    days = course.grace_days
    titles = {one.title for one in assignments}
    units = (_unit(one, dates[user.id, one.id], work, now, days, titles) for one in assignments)
    return CourseProgress(tuple(units), now)


def _work_of(session: Session, user: User, ids: Collection[int]) -> _Work:
    scores = select(Score).where(Score.user_id == user.id, Score.assignment_exercise_id.in_(ids))
    drafts = select(Draft.assignment_exercise_id).where(Draft.user_id == user.id, Draft.assignment_exercise_id.in_(ids))
    return _Work(
        {score.assignment_exercise_id: score for score in session.scalars(scores)},
        set(session.scalars(drafts)),
        passed_but_not_submitted(session, user.id, ids),
        {item_id: found.count for item_id, found in commented(session, user.id, ids).items()},
    )


def _unit(
    assignment: Assignment, dates: Dates, work: _Work, now: datetime, grace_days: int, titles: Collection[str]
) -> Unit:
    is_hidden = visibility_of(assignment, dates, now) is Visibility.NOTHING
    return Unit(
        title=assignment.title,
        needs=unit_needs([item.slug for item in assignment.exercises], titles),
        opens_at=dates.opens_at,
        due_at=dates.due_at,
        closes_at=dates.closes_at,
        is_open=is_open(assignment, now),
        is_closed=is_closed(dates, now),
        is_extended=dates.is_extended,
        rules=rules(assignment, grace_days),
        steps=tuple(_step(item, work, is_hidden=is_hidden) for item in assignment.exercises),
    )


def _step(item: AssignmentExercise, work: _Work, *, is_hidden: bool) -> Step:
    title, summary = title_and_summary(item.slug)
    score = work.scores.get(item.id)
    return Step(
        slug=item.slug,
        title=title,
        summary=summary,
        points=score.points if score and not is_hidden else None,
        max_points=item.max_points,
        attempts=score.attempts if score else 0,
        has_draft=item.id in work.drafts,
        late=late_words(score) if not is_hidden else "",
        is_solved=bool(score and score.is_solved and not is_hidden),
        is_hidden=bool(score and score.attempts and is_hidden),
        is_excused=bool(score and score.is_excused),
        is_passed=item.id in work.passed and not is_hidden,
        comments=work.comments.get(item.id, 0),
    )
