"""The score summary: recomputed from the gradings whenever something changes, never adjusted by a difference."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session, selectinload

from server.core.db import insert_into, utcnow
from server.courses.dates import Dates, all_dates
from server.courses.models import Assignment, AssignmentExercise, Course, Enrollment, LatePolicy, Role
from server.scores.counts import Tally
from server.scores.late_policy import Attempt, Mark, Part, Rules, Sheet, deal, scale, total
from server.scores.models import Override, Score, ScoreChange
from server.submissions.models import Grading, Purpose, Submission

AT_A_TIME = 200  # students whose attempts are in memory at once
NOT_GRADABLE = "CE"
STUCK_ATTEMPTS = 4  # as many graded attempts without full points and somebody should ask how it goes

Key = tuple[int, int]  # user id, assignment exercise id


@dataclass(frozen=True, slots=True)
class Cause:
    """Why scores are recomputed, for their history.

    Attributes:
        reason: one sentence.
        actor_id: who brought it about; None for the pipeline.
        submission_id: what brought it about, if a submission did.
        is_regrade: whether a change is one of a regrade.
    """

    reason: str
    actor_id: int | None = None
    submission_id: int | None = None
    is_regrade: bool = False


@dataclass(slots=True)
class Book:
    """A course as far as its scores depend on it."""

    course: Course
    assignments: Sequence[Assignment]
    items: Mapping[int, AssignmentExercise] = field(init=False)

    def __post_init__(self) -> None:
        self.items = {item.id: item for assignment in self.assignments for item in assignment.exercises}

    def scope(self, item_ids: Collection[int] | None) -> list[int]:
        """The exercises to recompute: with one that shares grace days come all that share them."""
        if item_ids is None:
            return list(self.items)
        sharing = {
            item.id
            for assignment in self.assignments
            if assignment.late_policy is LatePolicy.GRACE
            for item in assignment.exercises
        }
        wanted = set(item_ids)
        return [item_id for item_id in self.items if item_id in wanted or (wanted & sharing and item_id in sharing)]


def open_book(session: Session, course_id: int) -> Book:
    """Read the course in three queries."""
    query = select(Assignment).where(Assignment.course_id == course_id).order_by(Assignment.position)
    assignments = session.scalars(query.options(selectinload(Assignment.exercises))).all()
    return Book(session.get_one(Course, course_id), assignments)


def recompute(
    session: Session,
    course_id: int,
    user_ids: Collection[int],
    cause: Cause,
    *,
    item_ids: Collection[int] | None = None,
) -> int:
    """Bring scores and totals up to date in the caller's transaction, and record every change of points.

    Args:
        session: the caller commits.
        course_id: where.
        user_ids: whose.
        cause: for the history.
        item_ids: at which exercises; None for all of the course.

    Returns:
        How many scores changed their points.
    """
    book = open_book(session, course_id)
    scope = book.scope(item_ids)
    changed = 0
    for some in _portions(sorted(set(user_ids))):
        enrollments = _lock(session, course_id, some)
        attempts = read_attempts(session, some, scope)
        marks = standings(session, book, some, scope, attempts)
        students = {one.user_id for one in enrollments if one.role is Role.STUDENT and one.dropped_at is None}
        changed += _write(session, book, marks, attempts, cause, students)
        _write_totals(session, book, enrollments)
        session.flush()
    return changed


def _portions(user_ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(user_ids), AT_A_TIME):
        yield user_ids[start : start + AT_A_TIME]


def _lock(session: Session, course_id: int, user_ids: Sequence[int]) -> Sequence[Enrollment]:
    """One recomputation of a student's scores at a time, so that gradings that finish together see each other."""
    query = (
        select(Enrollment)
        .where(Enrollment.course_id == course_id, Enrollment.user_id.in_(user_ids))
        .order_by(Enrollment.id)
        .with_for_update()
    )
    return session.scalars(query.execution_options(populate_existing=True)).all()


def read_attempts(
    session: Session,
    user_ids: Collection[int],
    item_ids: Collection[int],
    replacing: Mapping[int, Grading] | None = None,
) -> dict[Key, list[Attempt]]:
    """The graded attempts of each student at each exercise, in the order of their receipt.

    Args:
        session: is read from.
        user_ids: at most a few hundred.
        item_ids: the exercises.
        replacing: other gradings, by submission id, to be taken in the place of those in force.
    """
    query = (
        select(Submission.id, Submission.user_id, Submission.assignment_exercise_id, Submission.received_at,
               Grading.verdict, Grading.points, Grading.max_points, Grading.exercise_version,
               AssignmentExercise.max_points.label("worth"))
        .join(Grading, Grading.id == Submission.grading_id)
        .join(AssignmentExercise, AssignmentExercise.id == Submission.assignment_exercise_id)
        .where(Submission.user_id.in_(user_ids), Submission.assignment_exercise_id.in_(item_ids))
        .where(Submission.purpose == Purpose.SUBMIT)
        .order_by(Submission.id)
    )  # fmt: skip
    found: dict[Key, list[Attempt]] = defaultdict(list)
    for row in session.execute(query):
        grading = (replacing or {}).get(row.id, row)
        if grading.verdict == NOT_GRADABLE:
            continue
        points = scale(grading.points, row.worth, grading.max_points)
        attempt = Attempt(row.id, points, row.received_at, grading.exercise_version)
        found[row.user_id, row.assignment_exercise_id].append(attempt)
    return found


def standings(
    session: Session,
    book: Book,
    user_ids: Collection[int],
    scope: Sequence[int],
    attempts: Mapping[Key, Sequence[Attempt]],
) -> dict[Key, Mark | None]:
    """What the attempts of each student add up to; writes nothing."""
    wanted = set(scope)
    assignments = [one for one in book.assignments if any(item.id in wanted for item in one.exercises)]
    dates = all_dates(session, assignments, user_ids) if assignments else {}
    marks: dict[Key, Mark | None] = {}
    for user_id in user_ids:
        sheets = [_sheet(one, user_id, dates[user_id, one.id], attempts, wanted) for one in by_due(assignments)]
        for item_id, mark in deal(sheets, book.course.grace_days).items():
            marks[user_id, item_id] = mark
    return marks


def by_due(assignments: Sequence[Assignment]) -> list[Assignment]:
    """The order in which grace days are given: by the assignments' own due dates, the same for everybody."""
    dated = [one for one in assignments if one.due_at is not None]
    return sorted(dated, key=lambda one: (one.due_at, one.position)) + [one for one in assignments if not one.due_at]


def _sheet(
    assignment: Assignment, user_id: int, dates: Dates, attempts: Mapping[Key, Sequence[Attempt]], wanted: set[int]
) -> Sheet:
    own = {item.id: attempts.get((user_id, item.id), ()) for item in assignment.exercises if item.id in wanted}
    return Sheet(rules_of(assignment), dates.due_at, own)


def rules_of(assignment: Assignment) -> Rules:
    """How the assignment counts attempts."""
    return Rules(assignment.late_policy, assignment.late_percent, assignment.late_cap, assignment.attempt_policy)


def _write(
    session: Session,
    book: Book,
    marks: Mapping[Key, Mark | None],
    attempts: Mapping[Key, Sequence[Attempt]],
    cause: Cause,
    students: Collection[int],
) -> int:
    scores = _scores(session, marks)
    decided = overrides_in_force(session, [score.id for score in scores.values()])
    tally = Tally()
    rows: list[dict[str, Any]] = []
    for key, score in scores.items():
        before = score.points
        if score.user_id in students:
            tally.take(score)
        fill(score, marks[key], attempts.get(key, ()), book.items[key[1]].max_points, decided.get(score.id))
        if score.user_id in students:
            tally.put(score)
        if score.points == before:
            continue
        if cause.is_regrade:
            score.regraded_at = utcnow()
        rows.append(
            {
                "score_id": score.id,
                "actor_id": cause.actor_id,
                "submission_id": cause.submission_id,
                "from_points": before,
                "to_points": score.points,
                "reason": cause.reason,
            }
        )
    tally.write(session)
    if rows:
        session.execute(insert(ScoreChange), rows)  # one statement, however many there are
    return len(rows)


def fill(
    score: Score, mark: Mark | None, attempts: Sequence[Attempt], max_points: int, override: Override | None
) -> None:
    """Write down in a score what its attempts, the mark of the one that counts, and a decision in force come to."""
    score.attempts = len(attempts)
    score.raw_points = mark.attempt.points if mark else None
    score.submission_id = mark.attempt.submission_id if mark else None
    score.exercise_version = mark.attempt.exercise_version if mark else None
    score.is_late = bool(mark and mark.is_late)
    score.late_days = mark.late_days if mark else 0
    score.grace_days = mark.grace_days if mark else 0
    score.penalty_percent = mark.penalty_percent if mark else 0
    score.is_excused = override is not None and override.points is None
    score.override_points = override.points if override else None
    score.points = score.override_points
    if score.points is None and mark is not None:
        score.points = mark.points
    solved = next((i for i, attempt in enumerate(attempts) if attempt.points >= max_points), None)
    score.is_stuck = solved is None and not score.is_excused and score.attempts >= STUCK_ATTEMPTS
    score.first_at = attempts[0].received_at if attempts else None
    score.solved_at = attempts[solved].received_at if solved is not None else None
    score.solved_after = solved + 1 if solved is not None else None
    score.updated_at = utcnow()


def _scores(session: Session, marks: Mapping[Key, Mark | None]) -> dict[Key, Score]:
    """The rows, made where an attempt needs one."""
    user_ids, item_ids = {user_id for user_id, _ in marks}, {item_id for _, item_id in marks}
    ensure(session, [key for key, mark in marks.items() if mark is not None])
    query = select(Score).where(Score.user_id.in_(user_ids), Score.assignment_exercise_id.in_(item_ids))
    query = query.order_by(Score.id).with_for_update().execution_options(populate_existing=True)
    return {(score.user_id, score.assignment_exercise_id): score for score in session.scalars(query)}


def ensure(session: Session, keys: Collection[Key]) -> None:
    """Make the rows of these students and exercises that are not there, with nothing graded."""
    if not keys:
        return
    rows = [
        {"user_id": u, "assignment_exercise_id": i, "attempts": 0, "is_late": False, "updated_at": utcnow()}
        for u, i in sorted(keys)
    ]
    missing_only = insert_into(session, Score).on_conflict_do_nothing(
        index_elements=["user_id", "assignment_exercise_id"]
    )
    session.execute(missing_only, rows)


def overrides_in_force(session: Session, score_ids: Collection[int]) -> dict[int, Override]:
    """The decision that holds for each of these scores, if there is one."""
    query = select(Override).where(Override.score_id.in_(score_ids), Override.undone_at.is_(None))
    return {override.score_id: override for override in session.scalars(query.order_by(Override.id))}


def _write_totals(session: Session, book: Book, enrollments: Sequence[Enrollment]) -> None:
    session.flush()
    user_ids = [enrollment.user_id for enrollment in enrollments]
    columns = (Score.user_id, Score.assignment_exercise_id, Score.points, Score.is_excused)
    query = select(*columns).where(Score.user_id.in_(user_ids), Score.assignment_exercise_id.in_(book.items))
    found = {(row.user_id, row.assignment_exercise_id): row for row in session.execute(query)}
    weights = {assignment.id: assignment.weight for assignment in book.assignments}
    for enrollment in enrollments:
        parts = []
        for item in book.items.values():
            row = found.get((enrollment.user_id, item.id))
            excused = bool(row and row.is_excused)
            parts.append(Part(item.assignment_id, row.points if row else None, item.max_points, excused))
        sums = total(parts, weights)
        enrollment.total_points, enrollment.total_share = sums.points, sums.share
