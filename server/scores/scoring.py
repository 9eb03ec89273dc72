"""Scores, recomputed from gradings, dates and overrides whenever one of these changes; never adjusted in place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session, joinedload, selectinload

from server.core.db import insert_into, utcnow
from server.courses.dates import all_dates
from server.courses.models import Assignment, AssignmentExercise, Enrollment, LatePolicy, Role
from server.scores.counts import Tally
from server.scores.course_total import ExercisePoints, course_total, worth_of_a_point
from server.scores.grace_days import AssignmentAttempts, assign_grace_days
from server.scores.late_policy import AttemptScore, GradedAttempt, ScoringRules, exact_points
from server.scores.locks import lock_students
from server.scores.models import Override, Score, ScoreChange
from server.submissions.models import Grading, Purpose, Submission
from server.text.points import round_points

BATCH_SIZE = 200  # students whose attempts are in memory at once
NOT_GRADABLE = "CE"
STUCK_ATTEMPTS = 4  # after this many graded attempts without full points, staff should offer help

Key = tuple[int, int]  # user id, assignment exercise id


@dataclass(frozen=True, slots=True)
class Cause:
    """Why scores are recomputed; kept in their history.

    Attributes:
        reason: one sentence.
        actor_id: who caused it; None for the pipeline.
        submission_id: the submission that caused it, if one did.
        is_regrade: whether a regrade is the reason.
    """

    reason: str
    actor_id: int | None = None
    submission_id: int | None = None
    is_regrade: bool = False


@dataclass(slots=True)
class ScoredCourse:
    """The parts of a course that its scores depend on."""

    grace_days: int
    assignments: Sequence[Assignment]
    items: Mapping[int, AssignmentExercise] = field(init=False)

    def __post_init__(self) -> None:
        self.items = {item.id: item for assignment in self.assignments for item in assignment.exercises}

    @property
    def sharing(self) -> set[int]:
        """The exercises that share grace days."""
        grace = [one for one in self.assignments if one.late_policy is LatePolicy.GRACE]
        return {item.id for assignment in grace for item in assignment.exercises}

    def scope(self, item_ids: Collection[int] | None) -> list[int]:
        """Return the exercises to recompute: with one that shares grace days, all that share them."""
        if item_ids is None:
            return list(self.items)
        wanted, sharing = set(item_ids), self.sharing
        return [item_id for item_id in self.items if item_id in wanted or (wanted & sharing and item_id in sharing)]

    def overrides(self, session: Session, user_ids: Collection[int], scope: Collection[int]) -> dict[Key, Override]:
        """Return the current overrides of these students, if the course has grace days that they could free."""
        if not self.grace_days or all(one.late_policy is not LatePolicy.GRACE for one in self.assignments):
            return {}
        query = (
            select(Score.user_id, Score.assignment_exercise_id, Override)
            .join(Override, Override.score_id == Score.id)
            .where(Score.user_id.in_(user_ids), Score.assignment_exercise_id.in_(scope), Override.undone_at.is_(None))
            .order_by(Override.id)
        )
        return {(row[0], row[1]): row[2] for row in session.execute(query)}

    def worth(self, assignment: Assignment, overrides: Mapping[int, Override | None]) -> dict[int, Fraction]:
        """Return what a point adds to a student's total, by exercise that may use grace days.

        An exercise whose points an override decides may not.
        """
        if not self.grace_days or assignment.late_policy is not LatePolicy.GRACE:
            return {}
        is_weighted = any(one.weight is not None for one in self.assignments)
        parts = []
        for item in assignment.exercises:
            override = overrides.get(item.id)
            is_excused = override is not None and override.points is None
            parts.append(ExercisePoints(assignment.id, None, item.max_points, is_excused))
        worth = worth_of_a_point(parts, assignment.weight, is_weighted=is_weighted)
        return {item.id: worth for item in assignment.exercises if overrides.get(item.id) is None}


def load_course(session: Session, course_id: int) -> ScoredCourse:
    """Load a course in two queries, as it is in the database now, whatever the session has read before."""
    query = select(Assignment).where(Assignment.course_id == course_id).order_by(Assignment.position)
    query = query.options(
        joinedload(Assignment.course, innerjoin=True),
        selectinload(Assignment.exercises),
    )
    assignments = session.scalars(query.execution_options(populate_existing=True)).all()
    return ScoredCourse(assignments[0].course.grace_days if assignments else 0, assignments)


def recompute(
    session: Session,
    course_id: int,
    user_ids: Collection[int],
    cause: Cause,
    *,
    item_ids: Collection[int] | None = None,
    locked: Sequence[Enrollment] | None = None,
) -> int:
    """Recompute scores and totals, and record every change of points.

    Args:
        session: the session to write to.
        course_id: the id of the course.
        user_ids: the ids of the students.
        cause: the cause for the history.
        item_ids: the ids of the exercises; None for all exercises of the course.
        locked: what `lock_students` has returned for these students in this transaction; None to lock them here.

    Returns:
        The number of scores whose points changed.
    """
    if locked is None:
        locked = lock_students(session, course_id, user_ids)
    enrollment_of = {one.user_id: one for one in locked}
    course = load_course(session, course_id)  # after the lock, because the rules may have changed until then
    scope = course.scope(item_ids)
    changed = 0
    for some in _batches(sorted(set(user_ids))):
        enrollments = [enrollment_of[user_id] for user_id in some if user_id in enrollment_of]
        attempts = read_attempts(session, some, scope)
        counted = score_attempts(session, course, some, scope, attempts)
        students = {one.user_id for one in enrollments if one.role is Role.STUDENT and one.dropped_at is None}
        changed += _write(session, course, counted, attempts, cause, students)
        _write_totals(session, course, enrollments)
        session.flush()
    return changed


def _batches(user_ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(user_ids), BATCH_SIZE):
        yield user_ids[start : start + BATCH_SIZE]


def read_attempts(
    session: Session,
    user_ids: Collection[int],
    item_ids: Collection[int],
    replacing: Mapping[int, Grading] | None = None,
) -> dict[Key, list[GradedAttempt]]:
    """Read the graded attempts of each student at each exercise, in the order of their receipt.

    Args:
        session: the session to read from.
        user_ids: at most a few hundred ids.
        item_ids: the exercises.
        replacing: other gradings, by submission id, to use in place of the current ones.
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
    found: dict[Key, list[GradedAttempt]] = defaultdict(list)
    for id_, user_id, item_id, received_at, verdict, points, max_points, version, worth in session.execute(query):
        if replacing and (other := replacing.get(id_)) is not None:
            verdict, points, max_points, version = other.verdict, other.points, other.max_points, other.exercise_version
        if verdict != NOT_GRADABLE:
            exact = exact_points(points, max_points, worth)
            attempt = GradedAttempt(id_, exact, received_at, version, points == max_points)
            found[user_id, item_id].append(attempt)
    return found


def score_attempts(
    session: Session,
    course: ScoredCourse,
    user_ids: Collection[int],
    scope: Sequence[int],
    attempts: Mapping[Key, Sequence[GradedAttempt]],
) -> dict[Key, AttemptScore | None]:
    """Score the attempt of each student that counts at each exercise; write nothing."""
    wanted = set(scope)
    assignments = [one for one in course.assignments if any(item.id in wanted for item in one.exercises)]
    dates = all_dates(session, assignments, user_ids) if assignments else {}
    overrides = course.overrides(session, user_ids, scope)
    counted: dict[Key, AttemptScore | None] = {}
    for user_id in user_ids:
        own = [
            AssignmentAttempts(
                rules_of(one),
                dates[user_id, one.id].due_at,
                {item.id: attempts.get((user_id, item.id), ()) for item in one.exercises if item.id in wanted},
                course.worth(one, {item.id: overrides.get((user_id, item.id)) for item in one.exercises}),
            )
            for one in in_due_order(assignments)
        ]
        for item_id, attempt_score in assign_grace_days(own, course.grace_days).items():
            counted[user_id, item_id] = attempt_score
    return counted


def in_due_order(assignments: Sequence[Assignment]) -> list[Assignment]:
    """Return the assignments by due date, without extensions: of equal gains, the earlier one gets the grace days."""
    dated = [one for one in assignments if one.due_at is not None]
    return sorted(dated, key=lambda one: (one.due_at, one.position)) + [one for one in assignments if not one.due_at]


def rules_of(assignment: Assignment) -> ScoringRules:
    """Return how the assignment counts attempts."""
    return ScoringRules(
        assignment.late_policy,
        assignment.late_percent,
        assignment.late_cap,
        assignment.attempt_policy,
        assignment.course.timezone,
    )


def _write(
    session: Session,
    course: ScoredCourse,
    counted: Mapping[Key, AttemptScore | None],
    attempts: Mapping[Key, Sequence[GradedAttempt]],
    cause: Cause,
    students: Collection[int],
) -> int:
    scores = _scores(session, counted)
    overrides = current_overrides(session, [score.id for score in scores.values()])
    tally = Tally()
    origin = {"actor_id": cause.actor_id, "submission_id": cause.submission_id, "reason": cause.reason}
    rows: list[dict[str, Any]] = []
    for key, score in scores.items():
        before = score.points
        if score.user_id in students:
            tally.subtract(score)
        fill_score(score, counted[key], attempts.get(key, ()), course.items[key[1]].max_points, overrides.get(score.id))
        if score.user_id in students:
            tally.add(score)
        if score.points == before:
            continue
        if cause.is_regrade:
            score.regraded_at = utcnow()
        rows.append({"score_id": score.id, "from_points": before, "to_points": score.points, **origin})
    tally.write(session)
    if rows:
        session.execute(insert(ScoreChange), rows)  # one statement, however many there are
    return len(rows)


def fill_score(
    score: Score,
    attempt_score: AttemptScore | None,
    attempts: Sequence[GradedAttempt],
    max_points: Decimal,
    override: Override | None,
) -> None:
    """Set the columns of a score from its attempts, the score of the attempt that counts, and the current override."""
    score.attempts = len(attempts)
    score.raw_points = round_points(attempt_score.attempt.points) if attempt_score else None
    score.submission_id = attempt_score.attempt.submission_id if attempt_score else None
    score.exercise_version = attempt_score.attempt.exercise_version if attempt_score else None
    score.is_late = bool(attempt_score and attempt_score.is_late)
    score.late_days = attempt_score.late_days if attempt_score else 0
    score.grace_days = attempt_score.grace_days if attempt_score else 0
    score.penalty_percent = attempt_score.penalty_percent if attempt_score else 0
    score.is_excused = override is not None and override.points is None
    score.override_points = override.points if override else None
    score.points = score.override_points
    if score.points is None and attempt_score is not None:
        score.points = attempt_score.points
    solved = next((i for i, attempt in enumerate(attempts) if attempt.is_full), None)
    has_full_override = score.override_points is not None and score.override_points >= max_points
    score.is_solved = solved is not None or has_full_override
    score.is_stuck = not score.is_solved and not score.is_excused and score.attempts >= STUCK_ATTEMPTS
    score.first_at = attempts[0].received_at if attempts else None
    score.solved_at = attempts[solved].received_at if solved is not None else None
    score.solved_after = solved + 1 if solved is not None else None
    score.updated_at = utcnow()


def _scores(session: Session, counted: Mapping[Key, AttemptScore | None]) -> dict[Key, Score]:
    """Return the rows, inserted where an attempt needs one."""
    user_ids, item_ids = {user_id for user_id, _ in counted}, {item_id for _, item_id in counted}
    ensure_scores(session, [key for key, attempt_score in counted.items() if attempt_score is not None])
    query = select(Score).where(Score.user_id.in_(user_ids), Score.assignment_exercise_id.in_(item_ids))
    query = query.order_by(Score.id).with_for_update().execution_options(populate_existing=True)
    return {(score.user_id, score.assignment_exercise_id): score for score in session.scalars(query)}


def ensure_scores(session: Session, keys: Collection[Key]) -> None:
    """Insert the missing rows of these students and exercises, with nothing graded."""
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


def current_overrides(session: Session, score_ids: Collection[int]) -> dict[int, Override]:
    """Return the current override of each of these scores that has one, by score id."""
    query = select(Override).where(Override.score_id.in_(score_ids), Override.undone_at.is_(None))
    return {override.score_id: override for override in session.scalars(query.order_by(Override.id))}


def _write_totals(session: Session, course: ScoredCourse, enrollments: Sequence[Enrollment]) -> None:
    session.flush()
    user_ids = [enrollment.user_id for enrollment in enrollments]
    columns = (Score.user_id, Score.assignment_exercise_id, Score.points, Score.is_excused)
    query = select(*columns).where(Score.user_id.in_(user_ids), Score.assignment_exercise_id.in_(course.items))
    found = {(row.user_id, row.assignment_exercise_id): row for row in session.execute(query)}
    weights = {assignment.id: assignment.weight for assignment in course.assignments}
    for enrollment in enrollments:
        exercises = []
        for item in course.items.values():
            row = found.get((enrollment.user_id, item.id))
            excused = bool(row and row.is_excused)
            exercises.append(ExercisePoints(item.assignment_id, row.points if row else None, item.max_points, excused))
        sums = course_total(exercises, weights)
        enrollment.total_points, enrollment.total_share = sums.points, sums.share
