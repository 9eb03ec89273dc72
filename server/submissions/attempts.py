"""Attempts as pages show them: with labels, results and the changes between two of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from grader.report import Verdict
from server.accounts.models import User
from server.courses.models import AssignmentExercise
from server.submissions import labels
from server.submissions.labels import Label
from server.submissions.models import Grading, JobState, Purpose, Submission
from server.submissions.results import ResultView, present
from server.submissions.visibility import ReportView
from server.text.diff import Row, compare


@dataclass(frozen=True, slots=True)
class ShownAttempt:
    """A graded attempt, counted from 1.

    Attributes:
        grading: the current one, if there is one.
        report: the report of that grading, as the viewer may see it.
        report_view: what the viewer may see.
    """

    number: int
    submission: Submission
    grading: Grading | None
    report: Mapping[str, Any] | None
    report_view: ReportView

    @property
    def points(self) -> int | None:
        """Points of the grading, if it has some and the viewer may see them."""
        if self.grading is None or self.submission.state is not JobState.GRADED or not self.report_view.sees_points:
            return None
        return self.grading.points

    @property
    def label(self) -> Label:
        """Its verdict, or its state while there is none to see."""
        return label_of(self.submission, self.grading if self.report is not None else None)


@dataclass(frozen=True, slots=True)
class AttemptDetail:
    """One attempt with its result and the changes since the one before.

    Attributes:
        result: its report, once there is one.
        before: the attempt before it.
        changes: the changed lines since that one; empty if there are none, None if the two cannot be compared.
    """

    attempt: ShownAttempt
    result: ResultView | None
    before: ShownAttempt | None
    changes: Sequence[Row] | None


def label_of(submission: Submission, grading: Grading | None) -> Label:
    """Return the label of the verdict, or of the state while there is none."""
    return labels.VERDICTS[Verdict(grading.verdict)] if grading else labels.STATES[submission.state]


def list_attempts(
    session: Session, user: User, item: AssignmentExercise, report_view: ReportView
) -> list[ShownAttempt]:
    """List the graded attempts of `user`, newest first, as the viewer may see them; checks are left out."""
    query = (
        select(Submission, Grading)
        .outerjoin(Grading, Grading.id == Submission.grading_id)
        .where(Submission.user_id == user.id, Submission.assignment_exercise_id == item.id)
        .where(Submission.purpose == Purpose.SUBMIT)
        .order_by(Submission.id)
    )
    return [
        ShownAttempt(number, submission, grading, report_view.report(grading.report) if grading else None, report_view)
        for number, (submission, grading) in enumerate(session.execute(query), start=1)
    ][::-1]


def choose_attempt(attempts: Sequence[ShownAttempt], public_id: str) -> AttemptDetail | None:
    """Return the attempt with this id, else the newest; None if there are none. `attempts` is newest first."""
    if not attempts:
        return None
    index = next((i for i, found in enumerate(attempts) if found.submission.public_id == public_id), 0)
    attempt = attempts[index]
    before = attempts[index + 1] if index + 1 < len(attempts) else None
    return AttemptDetail(
        attempt=attempt,
        result=present(attempt.report) if attempt.report else None,
        before=before,
        changes=compare(before.submission.source, attempt.submission.source) if before else [],
    )


def latest_submission(session: Session, user: User, item: AssignmentExercise) -> Submission | None:
    """Return the user's last submission, attempt or check; the result panel shows it after a reload."""
    query = select(Submission).where(Submission.user_id == user.id, Submission.assignment_exercise_id == item.id)
    return session.scalar(query.order_by(Submission.id.desc()).limit(1))
