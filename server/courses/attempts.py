"""Attempts as pages show them: with words, results and what changed between two of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from grader.report import Verdict
from server.accounts.models import User
from server.courses import words
from server.courses.models import AssignmentExercise
from server.courses.result import ResultView, present
from server.courses.words import Word
from server.submissions.models import Grading, Purpose, Submission
from server.text.diff import Row, compare


@dataclass(frozen=True, slots=True)
class Attempt:
    """A graded attempt, counted from 1, with its current grading if there is one."""

    number: int
    submission: Submission
    grading: Grading | None


@dataclass(frozen=True, slots=True)
class Shown:
    """One attempt in full.

    Attributes:
        result: its report, once there is one.
        before: the attempt before it.
        changes: what changed since that one; empty when nothing did.
    """

    attempt: Attempt
    result: ResultView | None
    before: Attempt | None
    changes: Sequence[Row]


def word(submission: Submission, grading: Grading | None) -> Word:
    """The verdict of a submission, or its state while there is none."""
    return words.VERDICTS[Verdict(grading.verdict)] if grading else words.STATES[submission.state]


def attempts(session: Session, user: User, item: AssignmentExercise) -> list[Attempt]:
    """What `user` submitted for a grade, newest first; checks are not among it."""
    query = (
        select(Submission, Grading)
        .outerjoin(Grading, Grading.id == Submission.grading_id)
        .where(Submission.user_id == user.id, Submission.assignment_exercise_id == item.id)
        .where(Submission.purpose == Purpose.SUBMIT)
        .order_by(Submission.id)
    )
    rows = session.execute(query)
    return [Attempt(number, submission, grading) for number, (submission, grading) in enumerate(rows, start=1)][::-1]


def choose(attempts: Sequence[Attempt], public_id: str) -> Shown | None:
    """The attempt with this id, else the newest; None when there are none. `attempts` come newest first."""
    if not attempts:
        return None
    index = next((i for i, found in enumerate(attempts) if found.submission.public_id == public_id), 0)
    attempt = attempts[index]
    before = attempts[index + 1] if index + 1 < len(attempts) else None
    return Shown(
        attempt=attempt,
        result=present(attempt.grading.report) if attempt.grading else None,
        before=before,
        changes=compare(before.submission.source, attempt.submission.source) if before else [],
    )


def latest(session: Session, user: User, item: AssignmentExercise) -> Submission | None:
    """The last thing the user sent, attempt or check: what the result panel shows after a reload."""
    query = select(Submission).where(Submission.user_id == user.id, Submission.assignment_exercise_id == item.id)
    return session.scalar(query.order_by(Submission.id.desc()).limit(1))
