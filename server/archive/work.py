"""Submissions and their gradings, as they stand in an archive."""

from __future__ import annotations

import json
from collections.abc import Iterator

from sqlalchemy import select

from server.archive.rows import GradingRow, SubmissionRow
from server.archive.scope import Scope
from server.submissions.models import Grading, Submission

LARGE_AT_A_TIME = 100  # sources and reports


def submissions(scope: Scope) -> Iterator[SubmissionRow]:
    """Every submission in the order of its receipt, without its code."""
    query = select(
        Submission.id, Submission.public_id, Submission.user_id, Submission.assignment_exercise_id, Submission.purpose,
        Submission.received_at, Submission.is_late, Submission.state, Submission.seed, Submission.grading_id,
    )  # fmt: skip
    for one in scope.rows(query, Submission.id, scope.submission):
        yield SubmissionRow.model_construct(
            submission=scope.submission.get(one.id),
            public_id=one.public_id,
            person=scope.person[one.user_id],
            exercise=scope.exercise.get(one.assignment_exercise_id),
            purpose=one.purpose,
            received_at=one.received_at,
            is_late=one.is_late,
            state=one.state,
            seed=one.seed,
            grading=scope.grading.of(one.grading_id),
        )


def sources(scope: Scope) -> Iterator[tuple[str, bytes]]:
    """The code of each submission, with its public id."""
    query = select(Submission.id, Submission.public_id, Submission.source)
    for one in scope.rows(query, Submission.id, scope.submission, LARGE_AT_A_TIME):
        yield one.public_id, one.source.encode()


def gradings(scope: Scope) -> Iterator[GradingRow]:
    """Every grading, in force or not, without its report."""
    query = select(
        Grading.id, Grading.submission_id, Grading.verdict, Grading.points, Grading.max_points,
        Grading.exercise_version, Grading.exercise_hash, Grading.seed, Grading.created_at,
    )  # fmt: skip
    for one in scope.rows(query, Grading.id, scope.grading):
        yield GradingRow.model_construct(
            grading=scope.grading.get(one.id),
            submission=scope.submission.get(one.submission_id),
            verdict=one.verdict,
            points=one.points,
            max_points=one.max_points,
            exercise_version=one.exercise_version,
            exercise_hash=one.exercise_hash,
            seed=one.seed,
            created_at=one.created_at,
        )


def reports(scope: Scope) -> Iterator[tuple[int, bytes]]:
    """The report of each grading, with its number; in the very order of its parts."""
    query = select(Grading.id, Grading.report)
    for one in scope.rows(query, Grading.id, scope.grading, LARGE_AT_A_TIME):
        text = json.dumps(one.report, ensure_ascii=False, separators=(",", ":"))
        yield scope.grading.get(one.id), text.encode(errors="replace") + b"\n"
