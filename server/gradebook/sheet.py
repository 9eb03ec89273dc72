"""All scores of one student, each with how it was computed: the same numbers for the student and for staff."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.accounts.models import User
from server.courses.dates import Dates, all_dates
from server.courses.items import Item, items_of
from server.courses.models import (
    Assignment,
    AssignmentExercise,
    AttemptPolicy,
    Course,
    Enrollment,
    LatePolicy,
)
from server.scores import scoring
from server.scores.late_policy import scale
from server.scores.models import Override, Score
from server.submissions.models import Submission
from server.submissions.visibility import Sight, sight
from server.text.times import local


@dataclass(frozen=True, slots=True)
class Line:
    """One exercise of the sheet.

    Attributes:
        score: the student's, if anything was graded or decided.
        steps: how its points were computed, in sentences.
        hidden: whether its reader is not to see the points yet.
    """

    item: AssignmentExercise
    score: Score | None
    steps: tuple[str, ...]
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """One assignment of the sheet, with the dates that hold for the student."""

    assignment: Assignment
    dates: Dates
    lines: tuple[Line, ...]

    @property
    def counted(self) -> list[Line]:
        """The exercises that are not excused, as far as they are shown."""
        return [line for line in self.lines if not line.hidden and not (line.score and line.score.is_excused)]

    @property
    def points(self) -> int:
        """Points that count."""
        return sum(line.score.points or 0 for line in self.counted if line.score)

    @property
    def max_points(self) -> int:
        """Points that can be had, without what is excused."""
        return sum(line.item.max_points for line in self.counted)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The scores of one student in one course; `hidden` of its exercises are shown later."""

    enrollment: Enrollment
    blocks: tuple[Block, ...]
    grace_days: int
    grace_used: int
    hidden: int = 0

    @property
    def points(self) -> int:
        """Points that count, of all assignments."""
        return sum(block.points for block in self.blocks)

    @property
    def max_points(self) -> int:
        """Points that can be had."""
        return sum(block.max_points for block in self.blocks)

    @property
    def is_weighted(self) -> bool:
        """Whether some assignment has a weight."""
        return any(block.assignment.weight is not None for block in self.blocks)

    @property
    def whole_weight(self) -> int:
        """The weights of the assignments that count."""
        return sum(block.assignment.weight or 0 for block in self.blocks if block.max_points)


def sheet(session: Session, course: Course, enrollment: Enrollment) -> Sheet:
    """The sheet of a student, in a number of queries that does not grow with the exercises."""
    items = items_of(session, course)
    found = _scores(session, items, enrollment.user_id)
    decided = scoring.current_overrides(session, [score.id for score in found.values()])
    people = _people(session, decided.values())
    received = _received(session, found.values())
    dates = all_dates(session, [one.assignment for one in items], [enrollment.user_id]) if items else {}
    blocks: dict[int, list[Line]] = {}
    for one in items:
        score = found.get(one.item.id)
        own = dates[enrollment.user_id, one.assignment.id]
        override = decided.get(score.id) if score else None
        at = received.get(score.submission_id or 0) if score else None
        steps = explain(one, score, own, at, override, people, course.timezone)
        blocks.setdefault(one.assignment.id, []).append(Line(one.item, score, steps))
    assignments = {one.assignment.id: one.assignment for one in items}
    made = tuple(Block(a, dates[enrollment.user_id, a.id], tuple(blocks[a.id])) for a in assignments.values())
    return Sheet(enrollment, made, course.grace_days, sum(_grace(block) for block in made))


def explained(session: Session, course: Course, one: Item, user_id: int, score: Score | None) -> tuple[str, ...]:
    """How the points of one score came about."""
    if score is None:
        return ()
    decided = scoring.current_overrides(session, [score.id])
    dates = all_dates(session, [one.assignment], [user_id])[user_id, one.assignment.id]
    received_at = _received(session, [score]).get(score.submission_id or 0)
    people = _people(session, decided.values())
    return explain(one, score, dates, received_at, decided.get(score.id), people, course.timezone)


def as_seen(whole: Sheet, now: datetime) -> Sheet:
    """The sheet without the points that its student does not see yet."""
    blocks = []
    for block in whole.blocks:
        if sight(block.assignment, block.dates, now) is Sight.NOTHING:
            lines = [replace(line, steps=_waits(line), score=None, hidden=True) for line in block.lines]
            block = replace(block, lines=tuple(lines))
        blocks.append(block)
    return replace(whole, blocks=tuple(blocks), hidden=sum(line.hidden for block in blocks for line in block.lines))


def _waits(line: Line) -> tuple[str, ...]:
    tries = line.score.attempts if line.score else 0
    return (f"Handed in {tries} time{'' if tries == 1 else 's'}; points are shown when it is due.",) if tries else ()


def _grace(block: Block) -> int:
    return max((line.score.grace_days for line in block.lines if line.score), default=0)


def _scores(session: Session, items: Sequence[Item], user_id: int) -> Mapping[int, Score]:
    ids = [one.item.id for one in items]
    query = select(Score).where(Score.user_id == user_id, Score.assignment_exercise_id.in_(ids))
    return {score.assignment_exercise_id: score for score in session.scalars(query)}


def _people(session: Session, overrides: Collection[Override]) -> Mapping[int, User]:
    ids = {override.actor_id for override in overrides}
    return {user.id: user for user in session.scalars(select(User).where(User.id.in_(ids)))} if ids else {}


def _received(session: Session, found: Collection[Score]) -> Mapping[int, datetime]:
    ids = [score.submission_id for score in found if score.submission_id]
    query = select(Submission.id, Submission.received_at).where(Submission.id.in_(ids))
    return {row.id: row.received_at for row in session.execute(query)}


def explain(
    one: Item,
    score: Score | None,
    dates: Dates,
    received_at: datetime | None,
    override: Override | None,
    people: Mapping[int, User],
    zone: str,
) -> tuple[str, ...]:
    """How the points came about, step by step, in sentences.

    Args:
        one: the exercise with its assignment.
        score: of the student there.
        dates: that hold for the student.
        received_at: of the attempt that counts.
        override: the decision in force.
        people: by id, for the names of those who decided.
        zone: of the times in the sentences.
    """
    if score is None:
        return ()
    steps = list(_graded(one, score, dates, received_at, zone)) if score.raw_points is not None else []
    if override is not None:
        who = people[override.actor_id].name if override.actor_id in people else "staff"
        what = "Excused" if override.points is None else f"Set to {override.points}"
        end = " It counts neither as earned nor as missed." if override.points is None else ""
        steps.append(f"{what} by {who}: {override.reason}{'' if override.reason[-1] in '.!?' else '.'}{end}")
    return tuple(steps)


def _graded(one: Item, score: Score, dates: Dates, received_at: datetime | None, zone: str) -> list[str]:
    raw = score.raw_points or 0
    which = "last" if one.assignment.attempt_policy is AttemptPolicy.LAST else "best"
    tries = "the only attempt" if score.attempts == 1 else f"the {which} of {score.attempts} attempts counts"
    when = f", received {local(received_at, zone)}" if received_at else ""
    steps = [f"{raw} of {one.item.max_points}: {tries}{when}."]
    if score.late_days and dates.due_at is not None:
        extended = ", extended" if dates.is_extended else ""
        late = f"{_days(score.late_days)} late (due {local(dates.due_at, zone)}{extended})"
        steps.append(f"{late}: {_cost(one.assignment, score)}.")
    elif dates.is_extended and dates.due_at is not None:
        steps.append(f"In time: extended to {local(dates.due_at, zone)}.")
    return steps


def _cost(assignment: Assignment, score: Score) -> str:
    if assignment.late_policy is LatePolicy.NONE:
        return "costs nothing here"
    given = f"{_days(score.grace_days)} of grace used" if score.grace_days else ""
    if not score.penalty_percent:
        return given or "costs nothing here"
    left = scale(score.raw_points or 0, 100 - score.penalty_percent, 100)
    capped = score.late_days - score.grace_days
    cap = ", the most" if capped * assignment.late_percent > score.penalty_percent else ""
    cost = f"−{score.penalty_percent} %{cap}, which leaves {left}"
    return f"{given}, {cost}" if given else cost


def _days(count: int) -> str:
    return f"{count} day" if count == 1 else f"{count} days"
