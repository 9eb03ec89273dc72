"""Collect the rows of a seeded class: those that accepting, grading and counting would have written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
from sqlalchemy import bindparam, update
from sqlalchemy.orm import Session

from grader.report import Verdict
from server.accounts.models import AuditEvent
from server.courses.dates import Dates, is_late
from server.courses.models import Assignment, AssignmentExercise, Enrollment
from server.insight.models import MistakeCount
from server.insight.tally import NOT_RUN, CheckDelta, Tally, new_mistakes
from server.scores.course_total import ExercisePoints, course_total
from server.scores.grace_days import AssignmentAttempts, assign_grace_days
from server.scores.late_policy import GradedAttempt, exact_points
from server.scores.models import Override, Score, ScoreChange
from server.scores.scoring import ScoredCourse, fill_score, in_due_order, rules_of
from server.seeding.course import SeededCourse
from server.seeding.load import Loader
from server.seeding.reports import EXERCISE_HASH, SEED, Result
from server.seeding.size import Rare
from server.seeding.work import PlannedAttempt
from server.submissions.models import Grading, Job, JobState, Lane, Purpose, Submission
from server.text.points import in_hundredths, show_points
from server.text.times import zone

REASON = "seeded"
SUBMISSION = (
    "id", "public_id", "user_id", "assignment_exercise_id", "purpose", "source", "source_sha256", "client_key", "seed",
    "received_at", "is_late", "state", "grading_id",
)  # fmt: skip
JOB = (
    "id", "submission_id", "exercise_version", "run", "state", "lane", "fair_rank", "attempt", "error", "created_at",
    "started_at", "finished_at",
)  # fmt: skip
GRADING = (
    "id", "submission_id", "job_id", "verdict", "points", "max_points", "exercise_version", "exercise_hash", "seed",
    "report", "created_at",
)  # fmt: skip
SCORE = (
    "id", "user_id", "assignment_exercise_id", "points", "raw_points", "late_days", "grace_days", "penalty_percent",
    "override_points", "is_excused", "exercise_version", "attempts", "submission_id", "is_late", "is_solved",
    "is_stuck", "solved_after", "first_at", "solved_at", "updated_at",
)  # fmt: skip
CHANGE = ("score_id", "actor_id", "submission_id", "from_points", "to_points", "reason", "at")
OVERRIDE = ("score_id", "points", "reason", "actor_id", "at")
MISTAKE = ("assignment_exercise_id", "mistake_id", "title", "user_id", "times", "submission_id")
EVENT = ("course_id", "actor_id", "action", "subject", "data", "at")
NUMBERED = (Submission, Job, Grading, Score)  # their ids are assigned here
TABLES: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (Submission, SUBMISSION),
    (Job, JOB),
    (Grading, GRADING),
    (Score, SCORE),
    (Override, OVERRIDE),
    (ScoreChange, CHANGE),
    (MistakeCount, MISTAKE),
    (AuditEvent, EVENT),
)  # in an order that satisfies every foreign key


@dataclass(frozen=True, slots=True)
class SeededExercise:
    """An exercise of the course with the possible results of its attempts."""

    item: AssignmentExercise
    assignment: Assignment
    version: int
    results: Sequence[Result]


class RowCollector:
    """Collects the rows of one batch of students, and the counts of all."""

    def __init__(
        self,
        seeded: SeededCourse,
        exercises: Sequence[SeededExercise],
        rare: Rare,
        now: datetime,
        rng: np.random.Generator,
    ) -> None:
        self._seeded = seeded
        self._exercises = exercises
        self._rare = rare
        self._now = now
        self._rng = rng
        self._key = rng.bytes(4).hex()  # the prefix of all public ids in this course
        self._zone = zone(seeded.course.timezone)
        self._weights = {one.id: one.weight for one in seeded.assignments}
        self._result_counts: Counter[tuple[int, int]] = Counter()
        self._day_counts: Counter[tuple[int, date]] = Counter()
        self._rows: dict[Any, list[tuple[Any, ...]]] = {}
        self._totals: list[dict[str, Any]] = []
        self._next_ids: dict[Any, int] = {}
        self.submissions = 0

    def begin(self, loader: Loader) -> None:
        """Start a batch of students in a new transaction."""
        self._loader = loader
        loader.lock(NUMBERED)
        self._next_ids = {model: loader.next_id(model) for model in NUMBERED}
        self._rows = {model: [] for model, _ in TABLES}
        self._totals = []
        self._stamp = loader.moment(self._now)

    def end(self, session: Session) -> None:
        """Write the rows collected since `begin`; the caller commits."""
        for model, columns in TABLES:
            self._loader.load(model, columns, self._rows[model])
        for model in NUMBERED:
            self._loader.set_last_id(model)
        wanted = Enrollment.__table__.c
        session.connection().execute(
            update(Enrollment.__table__)  # type: ignore[arg-type]  # a table, whatever the annotation of the attribute
            .where(wanted.course_id == self._seeded.course.id, wanted.user_id == bindparam("of_user"))
            .values(total_points=bindparam("points"), total_share=bindparam("share")),
            self._totals,
        )

    def add(
        self, number: int, user_id: int, tries: Sequence[Sequence[PlannedAttempt]], dates: Mapping[int, Dates]
    ) -> None:
        """Add the work of one student.

        Args:
            number: the index of the student.
            user_id: the id of the student.
            tries: the attempts at each exercise of the course.
            dates: the dates of the student, by assignment id.
        """
        attempts: dict[int, list[GradedAttempt]] = {}
        for n, (exercise, some) in enumerate(zip(self._exercises, tries, strict=True)):
            due_at = dates[exercise.assignment.id].due_at
            attempts[exercise.item.id] = self._add_attempts(exercise, user_id, some, due_at)
            for where, state in ((self._rare.pending, JobState.QUEUED), (self._rare.faulty, JobState.ERROR)):
                if (number, n) in where:
                    self._add_ungraded(exercise, user_id, due_at, state)
        self._score(number, user_id, attempts, dates)

    def tally(self) -> Tally:
        """Return the counts of checks and days over all students."""
        checks: dict[tuple[int, str], CheckDelta] = {}
        by_item = {exercise.item.id: exercise.results for exercise in self._exercises}
        for (item_id, end), times in self._result_counts.items():
            for check in by_item[item_id][end].report["checks"]:
                if check["verdict"] not in NOT_RUN:
                    found = checks.setdefault((item_id, check["id"]), CheckDelta(check["stage"]))
                    found.ran += times
                    found.failed += times * (check["verdict"] != Verdict.AC)
        return Tally(checks=checks, days=self._day_counts)

    def _add_attempts(
        self, exercise: SeededExercise, user_id: int, tries: Sequence[PlannedAttempt], due_at: datetime | None
    ) -> list[GradedAttempt]:
        item, loader = exercise.item, self._loader
        graded: list[GradedAttempt] = []
        mistakes = new_mistakes()
        for one in tries:
            result = exercise.results[one.result]
            at = loader.moment(one.received_at)
            done_at = loader.moment(one.received_at + timedelta(seconds=1))
            late = is_late(one.received_at, due_at)
            grading_id = self._next_id(Grading)
            gradable = result.verdict is not Verdict.CE
            state = JobState.GRADED.value if gradable else JobState.NOT_GRADABLE.value
            submission_id, job_id = self._add_submission(
                exercise, user_id, result, at, late, state, grading_id, done_at=done_at, tries=1
            )
            self._rows[Grading].append((
                grading_id, submission_id, job_id, result.verdict.value, result.points, 100, exercise.version,
                EXERCISE_HASH, SEED, result.text, done_at,
            ))  # fmt: skip
            if not gradable:
                continue
            points = exact_points(result.points, 100, item.max_points)
            graded.append(GradedAttempt(submission_id, points, one.received_at, exercise.version, result.points == 100))
            self._result_counts[item.id, one.result] += 1
            self._day_counts[item.id, one.received_at.astimezone(self._zone).date()] += 1
            if result.mistake is not None:
                mistakes[item.id, result.mistake[0], user_id].add(submission_id, result.mistake[1])
        self._rows[MistakeCount].extend(
            (item.id, mistake_id, count.title, user_id, count.times, count.submission_id)
            for (_, mistake_id, _), count in mistakes.items()
        )
        return graded

    def _add_ungraded(self, exercise: SeededExercise, user_id: int, due_at: datetime | None, state: JobState) -> None:
        """Add an attempt that is queued or whose grading failed."""
        late = is_late(self._now, due_at)
        failed = state is JobState.ERROR
        error = "Seeded: the grader could not be reached." if failed else None
        done_at = self._stamp if failed else None
        tries = 5 if failed else 0
        self._add_submission(
            exercise, user_id, exercise.results[0], self._stamp, late, state.value, None,
            done_at=done_at, tries=tries, error=error,
        )  # fmt: skip

    def _add_submission(
        self,
        exercise: SeededExercise,
        user_id: int,
        result: Result,
        at: str | None,
        is_late: bool,
        state: str,
        grading_id: int | None,
        *,
        done_at: str | None,
        tries: int,
        error: str | None = None,
    ) -> tuple[int, int]:
        submission_id, job_id = self._next_id(Submission), self._next_id(Job)
        self.submissions += 1
        self._rows[Submission].append((
            submission_id, f"{self._key}{submission_id:016x}", user_id, exercise.item.id, Purpose.SUBMIT.value,
            result.source, result.digest, f"seeded-{submission_id}", SEED, at, is_late, state, grading_id,
        ))  # fmt: skip
        started_at = at if tries else None
        self._rows[Job].append((
            job_id, submission_id, exercise.version, 1, state, Lane.INTERACTIVE.value, 0, tries, error, at, started_at,
            done_at,
        ))  # fmt: skip
        return submission_id, job_id

    def _score(
        self, number: int, user_id: int, attempts: Mapping[int, list[GradedAttempt]], dates: Mapping[int, Dates]
    ) -> None:
        course = self._seeded.course
        overrides = {
            exercise.item.id: self._draw_override(number, n, exercise.item)
            for n, exercise in enumerate(self._exercises)
        }
        scored = ScoredCourse(course.grace_days, self._seeded.assignments)
        assignment_attempts = [
            AssignmentAttempts(
                rules_of(one),
                dates[one.id].due_at,
                {item.id: attempts[item.id] for item in one.exercises},
                scored.worth(one, overrides),
            )
            for one in in_due_order(self._seeded.assignments)
        ]
        marks = assign_grace_days(assignment_attempts, course.grace_days)
        parts = []
        for exercise in self._exercises:
            item, mark = exercise.item, marks[exercise.item.id]
            override = overrides[item.id]
            if mark is None and override is None:
                parts.append(ExercisePoints(item.assignment_id, None, item.max_points))
                continue
            score = Score(id=self._next_id(Score), user_id=user_id, assignment_exercise_id=item.id)
            fill_score(score, mark, attempts[item.id], item.max_points, override)
            row = [_stored(getattr(score, name)) for name in SCORE]
            row[-3:] = map(self._loader.moment, row[-3:])  # the last three columns are times
            self._rows[Score].append(tuple(row))
            parts.append(ExercisePoints(item.assignment_id, score.points, item.max_points, score.is_excused))
            before = mark.points if mark else None
            if mark is not None:
                self._add_score_change(score, None, before, f"graded: {REASON}", mark.attempt.submission_id)
            if override is not None:
                self._add_override(score, override, before)
        sums = course_total(parts, self._weights)
        self._totals.append({"of_user": user_id, "points": sums.points, "share": sums.share})

    def _draw_override(self, number: int, n: int, item: AssignmentExercise) -> Override | None:
        if (number, n) in self._rare.excused:
            return Override(points=None)
        if (number, n) in self._rare.overridden:
            return Override(points=Decimal(int(self._rng.integers(int(item.max_points) + 1))))
        return None

    def _add_override(self, score: Score, override: Override, before: Decimal | None) -> None:
        actor_id = self._seeded.instructor.id
        self._rows[Override].append((score.id, _stored(override.points), REASON, actor_id, self._stamp))
        if score.points != before:
            self._add_score_change(score, before, score.points, f"override: {REASON}", None, actor_id)
        what = "excused" if override.points is None else f"{show_points(override.points)} points"
        slug = next(
            exercise.item.slug for exercise in self._exercises if exercise.item.id == score.assignment_exercise_id
        )
        subject = f"user:{score.user_id} exercise:{slug}"
        data = f'{{"decision": "{what}", "reason": "{REASON}"}}'
        self._rows[AuditEvent].append((self._seeded.course.id, actor_id, "score.decided", subject, data, self._stamp))

    def _add_score_change(
        self,
        score: Score,
        before: Decimal | None,
        after: Decimal | None,
        reason: str,
        submission_id: int | None,
        actor_id: int | None = None,
    ) -> None:
        self._rows[ScoreChange].append((
            score.id, actor_id, submission_id, _stored(before), _stored(after), reason, self._stamp,
        ))  # fmt: skip

    def _next_id(self, model: Any) -> int:
        found = self._next_ids[model]
        self._next_ids[model] = found + 1
        return found


def _stored(value: Any) -> Any:
    """Return a value as the driver stores it: points as hundredths."""
    return in_hundredths(value) if isinstance(value, Decimal) else value
