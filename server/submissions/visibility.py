"""What a person may see of a graded submission: students see what the assignment shows now, and staff everything.

Results that are still hidden, and help that the course withholds, never leave the server.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from grader.report import Verdict
from server.accounts import second_factor
from server.accounts.models import User
from server.courses import permissions
from server.courses.dates import Dates, dates_of
from server.courses.membership import role_in
from server.courses.models import Assignment, AssignmentExercise, FeedbackTime
from server.courses.permissions import RIGHTS, Access, Right
from server.submissions import labels
from server.submissions.models import Submission


class Visibility(IntEnum):
    """What is shown of a graded attempt; that it was received, and whether it could be graded, is always shown."""

    NOTHING = 0
    POINTS = 1
    ALL = 2


class HelpSteps(IntEnum):
    """How much help students get with a mistake; each step includes those before it."""

    NOTHING = 0  # checks and numbers only
    NUDGE = 1  # a question that gives nothing away
    HINT = 2  # the name of the mistake, and where to look
    EXPLANATION = 3  # what is wrong and what is correct


HELP_LABELS = {
    HelpSteps.NOTHING: "none: checks and numbers only",
    HelpSteps.NUDGE: "a question that gives nothing away",
    HelpSteps.HINT: "the name of the mistake, and where to look",
    HelpSteps.EXPLANATION: "an explanation of what is wrong and what is correct",
}


@dataclass(frozen=True, slots=True)
class ReportView:
    """What a person may see of the results of one student in one assignment.

    Attributes:
        steps: how much help the report gives.
        shown_from: when more will be shown; None if never.
        report_from: when reports will be shown; None if they are shown now, or never will be.
    """

    visibility: Visibility
    steps: HelpSteps
    shown_from: datetime | None = None
    report_from: datetime | None = None

    @property
    def sees_points(self) -> bool:
        """Return whether points and scores are shown."""
        return self.visibility >= Visibility.POINTS

    @property
    def sees_all(self) -> bool:
        """Return whether reports are shown."""
        return self.visibility is Visibility.ALL

    def report(self, report: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """Return the report with the help that is shown, or None; one that is not gradable always shows why."""
        return withhold(report, self.steps) if self.shows(report["verdict"]) else None

    def shows(self, verdict: str) -> bool:
        """Return whether a report with this verdict is shown."""
        return self.sees_all or verdict == Verdict.CE


def visibility_of(assignment: Assignment, dates: Dates, now: datetime) -> Visibility:
    """Return what a student with these dates sees of their results in the assignment."""
    if assignment.feedback is FeedbackTime.NOW:
        return Visibility.ALL
    if dates.due_at is not None and now < dates.due_at:
        return Visibility.NOTHING
    return Visibility.ALL if assignment.feedback is FeedbackTime.AFTER_DUE else Visibility.POINTS


def report_view(access: Access, assignment: Assignment, dates: Dates, now: datetime) -> ReportView:
    """Return what a person with this access sees of the results of a student with these dates."""
    if access.is_staff:
        return ReportView(Visibility.ALL, HelpSteps.EXPLANATION)
    steps = access.course.help_steps if assignment.help_steps is None else assignment.help_steps
    found = visibility_of(assignment, dates, now)
    shown_from = dates.due_at if found is Visibility.NOTHING else None
    report_from = shown_from if assignment.feedback is FeedbackTime.AFTER_DUE else None
    return ReportView(found, HelpSteps(steps), shown_from, report_from)


def report_view_of(session: Session, viewer: User, submission: Submission, now: datetime) -> ReportView:
    """Return what `viewer` sees of the results of a submission that they may open."""
    assignment = submission.exercise.assignment
    access = permissions.viewer_access(session, viewer, assignment.course)
    return report_view(access, assignment, dates_of(session, assignment, submission.user_id), now)


def may_see_submission(session: Session, user: User, submission: Submission) -> bool:
    """Return whether the submission is the user's own, or in a course where they see all work."""
    if submission.user_id == user.id:
        return True
    query = (
        select(Assignment.course_id)
        .join(AssignmentExercise, AssignmentExercise.assignment_id == Assignment.id)
        .where(AssignmentExercise.id == submission.assignment_exercise_id)
    )
    role = role_in(session, user, session.scalars(query).one())
    if role is None or Right.SEE_WORK not in RIGHTS[role]:
        return False
    second_factor.require_for_staff(session, user)
    return True


def submission(session: Session, user: User, public_id: str) -> Submission:
    """Return the submission with this public id, if `user` may see it.

    Raises:
        NotFound: if there is none, or `user` may not see it.
    """
    found = session.scalar(select(Submission).where(Submission.public_id == public_id))
    if found is None or not may_see_submission(session, user, found):
        raise NotFound
    return found


def withhold(report: Mapping[str, Any], steps: HelpSteps) -> Mapping[str, Any]:
    """Return a report whose diagnoses hold no more than `steps` of help."""
    diagnoses = [_only(diagnosis, steps) for diagnosis in report["diagnoses"] if steps is not HelpSteps.NOTHING]
    return {**report, "diagnoses": diagnoses}


def _only(diagnosis: Mapping[str, Any], steps: HelpSteps) -> Mapping[str, Any]:
    if steps is HelpSteps.EXPLANATION:
        return diagnosis
    if steps is HelpSteps.HINT:
        return {**diagnosis, "explanation": ""}
    # The title and the id name the mistake: the question takes their place.
    nudge = diagnosis.get("nudge") or labels.NUDGE
    return {**diagnosis, "id": "withheld", "title": nudge, "hint": labels.NUDGE_NEXT, "explanation": ""}
