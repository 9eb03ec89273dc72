"""The rows that the work of a made-up class leaves: what accepting, grading and counting would have written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
from sqlalchemy import bindparam, update
from sqlalchemy.orm import Session

from grader.report import Verdict
from server.accounts.models import AuditEvent
from server.courses.dates import Dates
from server.courses.models import Assignment, AssignmentExercise, Enrollment
from server.insight.models import MistakeCount
from server.insight.tally import NOT_RUN, CheckDelta, Tally, new_mistakes
from server.scores.course_total import ExercisePoints, course_total
from server.scores.grace_days import AssignmentAttempts, assign_grace_days
from server.scores.late_policy import GradedAttempt, scale
from server.scores.models import Override, Score, ScoreChange
from server.scores.scoring import fill_score, in_due_order, rules_of
from server.seeding.course import Seeded
from server.seeding.load import Loader
from server.seeding.reports import EXERCISE_HASH, SEED, Result
from server.seeding.size import Rare
from server.seeding.work import Try
from server.submissions.models import Grading, Job, JobState, Lane, Purpose, Submission
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
    "override_points", "is_excused", "exercise_version", "attempts", "submission_id", "is_late", "is_stuck",
    "solved_after", "first_at", "solved_at", "updated_at",
)  # fmt: skip
CHANGE = ("score_id", "actor_id", "submission_id", "from_points", "to_points", "reason", "at")
OVERRIDE = ("score_id", "points", "reason", "actor_id", "at")
MISTAKE = ("assignment_exercise_id", "mistake_id", "title", "user_id", "times", "submission_id")
EVENT = ("course_id", "actor_id", "action", "subject", "data", "at")
NUMBERED = (Submission, Job, Grading, Score)  # whose ids are given here
TABLES: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (Submission, SUBMISSION),
    (Job, JOB),
    (Grading, GRADING),
    (Score, SCORE),
    (Override, OVERRIDE),
    (ScoreChange, CHANGE),
    (MistakeCount, MISTAKE),
    (AuditEvent, EVENT),
)  # in an order that keeps every foreign key


@dataclass(frozen=True, slots=True)
class Place:
    """An exercise of the course with what its attempts come to."""

    item: AssignmentExercise
    assignment: Assignment
    version: int
    results: Sequence[Result]


class Book:
    """Collects the rows of some students, and the counts of all."""

    def __init__(
        self, seeded: Seeded, places: Sequence[Place], rare: Rare, now: datetime, chance: np.random.Generator
    ) -> None:
        self._seeded = seeded
        self._places = places
        self._rare = rare
        self._now = now
        self._chance = chance
        self._key = chance.bytes(4).hex()  # what all public ids of this course begin with
        self._zone = zone(seeded.course.timezone)
        self._weights = {one.id: one.weight for one in seeded.assignments}
        self._ends: Counter[tuple[int, int]] = Counter()
        self._days: Counter[tuple[int, date]] = Counter()
        self._rows: dict[Any, list[tuple[Any, ...]]] = {}
        self._totals: list[dict[str, int]] = []
        self._next: dict[Any, int] = {}
        self.submissions = 0

    def begin(self, loader: Loader) -> None:
        """Be ready for the next students, in a transaction of their own."""
        self._loader = loader
        loader.lock(NUMBERED)
        self._next = {model: loader.next_id(model) for model in NUMBERED}
        self._rows = {model: [] for model, _ in TABLES}
        self._totals = []
        self._stamp = loader.moment(self._now)

    def end(self, session: Session) -> None:
        """Write what was collected since `begin`; the caller commits."""
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

    def add(self, number: int, user_id: int, tries: Sequence[Sequence[Try]], dates: Mapping[int, Dates]) -> None:
        """Take in the work of one student.

        Args:
            number: of the student, from 0.
            user_id: whose.
            tries: at each exercise of the course.
            dates: that hold for the student, by assignment id.
        """
        attempts: dict[int, list[GradedAttempt]] = {}
        for n, (place, some) in enumerate(zip(self._places, tries, strict=True)):
            due_at = dates[place.assignment.id].due_at
            attempts[place.item.id] = self._hand_in(place, user_id, some, due_at)
            for where, state in ((self._rare.pending, JobState.QUEUED), (self._rare.faulty, JobState.ERROR)):
                if (number, n) in where:
                    self._wait(place, user_id, due_at, state)
        self._score(number, user_id, attempts, dates)

    def tally(self) -> Tally:
        """The counts of checks and days over everything that was added."""
        checks: dict[tuple[int, str], CheckDelta] = {}
        by_item = {place.item.id: place.results for place in self._places}
        for (item_id, end), times in self._ends.items():
            for check in by_item[item_id][end].report["checks"]:
                if check["verdict"] not in NOT_RUN:
                    found = checks.setdefault((item_id, check["id"]), CheckDelta(check["stage"]))
                    found.ran += times
                    found.failed += times * (check["verdict"] != Verdict.AC)
        return Tally(checks=checks, days=self._days)

    def _hand_in(
        self, place: Place, user_id: int, tries: Sequence[Try], due_at: datetime | None
    ) -> list[GradedAttempt]:
        item, loader = place.item, self._loader
        graded: list[GradedAttempt] = []
        mistakes = new_mistakes()
        for one in tries:
            result = place.results[one.result]
            at = loader.moment(one.received_at)
            done_at = loader.moment(one.received_at + timedelta(seconds=1))
            is_late = due_at is not None and one.received_at > due_at
            grading_id = self._number(Grading)
            gradable = result.verdict is not Verdict.CE
            state = JobState.GRADED.value if gradable else JobState.NOT_GRADABLE.value
            submission_id, job_id = self._submit(
                place, user_id, result, at, is_late, state, grading_id, done_at=done_at, tries=1
            )
            self._rows[Grading].append((
                grading_id, submission_id, job_id, result.verdict.value, result.points, 100, place.version,
                EXERCISE_HASH, SEED, result.text, done_at,
            ))  # fmt: skip
            if not gradable:
                continue
            points = scale(result.points, item.max_points, 100)
            graded.append(GradedAttempt(submission_id, points, one.received_at, place.version))
            self._ends[item.id, one.result] += 1
            self._days[item.id, one.received_at.astimezone(self._zone).date()] += 1
            if result.mistake is not None:
                mistakes[item.id, result.mistake[0], user_id].add(submission_id, result.mistake[1])
        self._rows[MistakeCount].extend(
            (item.id, mistake_id, told.title, user_id, told.times, told.submission_id)
            for (_, mistake_id, _), told in mistakes.items()
        )
        return graded

    def _wait(self, place: Place, user_id: int, due_at: datetime | None, state: JobState) -> None:
        """An attempt that waits for its grading, or that could not get one."""
        is_late = due_at is not None and self._now > due_at
        failed = state is JobState.ERROR
        error = "Made up: the grader could not be reached." if failed else None
        done_at = self._stamp if failed else None
        tries = 5 if failed else 0
        self._submit(
            place, user_id, place.results[0], self._stamp, is_late, state.value, None,
            done_at=done_at, tries=tries, error=error,
        )  # fmt: skip

    def _submit(
        self,
        place: Place,
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
        submission_id, job_id = self._number(Submission), self._number(Job)
        self.submissions += 1
        self._rows[Submission].append((
            submission_id, f"{self._key}{submission_id:016x}", user_id, place.item.id, Purpose.SUBMIT.value,
            result.source, result.digest, f"seeded-{submission_id}", SEED, at, is_late, state, grading_id,
        ))  # fmt: skip
        started_at = at if tries else None
        self._rows[Job].append((
            job_id, submission_id, place.version, 1, state, Lane.INTERACTIVE.value, 0, tries, error, at, started_at,
            done_at,
        ))  # fmt: skip
        return submission_id, job_id

    def _score(
        self, number: int, user_id: int, attempts: Mapping[int, list[GradedAttempt]], dates: Mapping[int, Dates]
    ) -> None:
        course = self._seeded.course
        sheets = [
            AssignmentAttempts(
                rules_of(one), dates[one.id].due_at, {item.id: attempts[item.id] for item in one.exercises}
            )
            for one in in_due_order(self._seeded.assignments)
        ]
        marks = assign_grace_days(sheets, course.grace_days)
        parts = []
        for n, place in enumerate(self._places):
            item, mark = place.item, marks[place.item.id]
            override = self._decision(number, n, item)
            if mark is None and override is None:
                parts.append(ExercisePoints(item.assignment_id, None, item.max_points))
                continue
            score = Score(id=self._number(Score), user_id=user_id, assignment_exercise_id=item.id)
            fill_score(score, mark, attempts[item.id], item.max_points, override)
            row = [getattr(score, name) for name in SCORE]
            row[-3:] = map(self._loader.moment, row[-3:])  # the times stand last
            self._rows[Score].append(tuple(row))
            parts.append(ExercisePoints(item.assignment_id, score.points, item.max_points, score.is_excused))
            before = mark.points if mark else None
            if mark is not None:
                self._change(score, None, before, f"graded: {REASON}", mark.attempt.submission_id)
            if override is not None:
                self._decide(score, override, before)
        sums = course_total(parts, self._weights)
        self._totals.append({"of_user": user_id, "points": sums.points, "share": sums.share})

    def _decision(self, number: int, n: int, item: AssignmentExercise) -> Override | None:
        if (number, n) in self._rare.excused:
            return Override(points=None)
        if (number, n) in self._rare.overridden:
            return Override(points=int(self._chance.integers(item.max_points + 1)))
        return None

    def _decide(self, score: Score, override: Override, before: int | None) -> None:
        actor_id = self._seeded.instructor.id
        self._rows[Override].append((score.id, override.points, REASON, actor_id, self._stamp))
        if score.points != before:
            self._change(score, before, score.points, f"override: {REASON}", None, actor_id)
        what = "excused" if override.points is None else f"{override.points} points"
        slug = next(place.item.slug for place in self._places if place.item.id == score.assignment_exercise_id)
        subject = f"user:{score.user_id} exercise:{slug}"
        data = f'{{"decision": "{what}", "reason": "{REASON}"}}'
        self._rows[AuditEvent].append((self._seeded.course.id, actor_id, "score.decided", subject, data, self._stamp))

    def _change(
        self,
        score: Score,
        before: int | None,
        after: int | None,
        reason: str,
        submission_id: int | None,
        actor_id: int | None = None,
    ) -> None:
        self._rows[ScoreChange].append((score.id, actor_id, submission_id, before, after, reason, self._stamp))

    def _number(self, model: Any) -> int:
        found = self._next[model]
        self._next[model] = found + 1
        return found
