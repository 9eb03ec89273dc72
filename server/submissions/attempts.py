"""Attempts as pages show them: with labels, results and the changes between two of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select, true
from sqlalchemy.orm import Session, defer

from grader.report import Verdict
from server.accounts.models import User
from server.courses.models import AssignmentExercise
from server.submissions import labels
from server.submissions.labels import Label
from server.submissions.models import Grading, JobState, Purpose, Submission
from server.submissions.results import ResultView, present
from server.submissions.visibility import ReportView
from server.text.diff import Row, compare

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class ShownAttempt:
    """A graded attempt, counted from 1.

    Attributes:
        grading: the current one, if there is one.
        diagnosis: the first one of its report, as the viewer may see it.
        report_view: what the viewer may see.
    """

    number: int
    submission: Submission
    grading: Grading | None
    diagnosis: Mapping[str, Any] | None
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
        return label_of(self.submission, self.grading if self.shows_report else None)

    @property
    def shows_report(self) -> bool:
        """Return whether there is a report that the viewer may see."""
        return self.grading is not None and self.report_view.shows(self.grading.verdict)

    def report(self) -> Mapping[str, Any] | None:
        """Load the report as the viewer may see it; None if there is none, or none to see."""
        return self.report_view.report(self.grading.report) if self.grading else None


@dataclass(frozen=True, slots=True)
class AttemptPage:
    """A page of the attempts, newest first.

    Attributes:
        found: how many attempts there are, on all pages.
    """

    attempts: Sequence[ShownAttempt]
    number: int
    found: int

    @property
    def pages(self) -> int:
        """Return how many pages there are, at least one."""
        return max(1, -(-self.found // PAGE_SIZE))


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


class Attempts:
    """The graded attempts of a person at an exercise, as the viewer may see them; checks are left out.

    Sources and reports may be large and are loaded only for the attempt that is shown.
    """

    def __init__(self, session: Session, user: User, item: AssignmentExercise, report_view: ReportView) -> None:
        self._session, self._report_view = session, report_view
        self._own = and_(
            Submission.user_id == user.id,
            Submission.assignment_exercise_id == item.id,
            Submission.purpose == Purpose.SUBMIT,
        )

    def page(self, number: int | None, public_id: str = "") -> AttemptPage:
        """Return a page of the attempts; by default the one with the attempt `public_id`, else the newest."""
        found = self._count(true())
        newer = self._count(Submission.id > self._id_of(public_id)) if number is None else (number - 1) * PAGE_SIZE
        number = min(newer // PAGE_SIZE + 1, max(1, -(-found // PAGE_SIZE)))
        skipped = (number - 1) * PAGE_SIZE
        return AttemptPage(self._load(true(), found - skipped, PAGE_SIZE, skipped), number, found)

    def show(self, page: AttemptPage, public_id: str) -> AttemptDetail | None:
        """Return the attempt of the page with this id, else its newest; None if the page is empty."""
        if not page.attempts:
            return None
        attempt = next((one for one in page.attempts if one.submission.public_id == public_id), page.attempts[0])
        earlier = self._load(Submission.id < attempt.submission.id, attempt.number - 1, 1)
        before = earlier[0] if earlier else None
        report = attempt.report()
        return AttemptDetail(
            attempt=attempt,
            result=present(report) if report else None,
            before=before,
            changes=compare(before.submission.source, attempt.submission.source) if before else [],
        )

    def _load(self, which: ColumnElement[bool], newest: int, count: int, skipped: int = 0) -> list[ShownAttempt]:
        """Load `count` attempts, of which the first has the number `newest`."""
        query = (
            select(Submission, Grading, Grading.report[("diagnoses", 0)])
            .options(defer(Submission.source), defer(Grading.report))
            .outerjoin(Grading, Grading.id == Submission.grading_id)
            .where(self._own, which)
            .order_by(Submission.id.desc())
            .limit(count)
            .offset(skipped)
        )
        return [
            ShownAttempt(newest - place, submission, grading, self._shown(grading, diagnosis), self._report_view)
            for place, (submission, grading, diagnosis) in enumerate(self._session.execute(query))
        ]

    def _shown(self, grading: Grading | None, diagnosis: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
        if grading is None or diagnosis is None:
            return None
        report = self._report_view.report({"verdict": grading.verdict, "diagnoses": [diagnosis]})
        return next(iter(report["diagnoses"]), None) if report else None

    def _id_of(self, public_id: str) -> int:
        """Return the id of an attempt; a larger one than any if there is none."""
        query = select(Submission.id).where(self._own, Submission.public_id == public_id)
        return self._session.scalar(query) or 2**31 - 1

    def _count(self, which: ColumnElement[bool]) -> int:
        return self._session.scalar(select(func.count()).select_from(Submission).where(self._own, which)) or 0


def latest_submission(session: Session, user: User, item: AssignmentExercise) -> Submission | None:
    """Return the user's last submission, attempt or check; the result panel shows it after a reload."""
    query = select(Submission).where(Submission.user_id == user.id, Submission.assignment_exercise_id == item.id)
    return session.scalar(query.order_by(Submission.id.desc()).limit(1))
