"""How much a reader sees of what was graded: students what the assignment shows at this moment, staff everything."""

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
from server.accounts.models import User
from server.courses import permissions
from server.courses.dates import Dates, dates_of
from server.courses.membership import role_in
from server.courses.models import Assignment, AssignmentExercise, FeedbackTime
from server.courses.permissions import RIGHTS, Access, Right
from server.submissions.help_steps import HelpSteps, withhold
from server.submissions.models import Submission


class Visibility(IntEnum):
    """What of a graded attempt is shown; that it was received, and whether it can be graded at all, is at any time."""

    NOTHING = 0
    POINTS = 1
    ALL = 2


@dataclass(frozen=True, slots=True)
class ReportView:
    """Somebody who reads the results of one student in one assignment.

    Attributes:
        steps: up to where the report helps.
        shown_from: when more will be shown; None if that will not be.
    """

    visibility: Visibility
    steps: HelpSteps
    shown_from: datetime | None = None

    @property
    def sees_points(self) -> bool:
        """Whether points and scores are shown."""
        return self.visibility >= Visibility.POINTS

    @property
    def sees_all(self) -> bool:
        """Whether reports are shown."""
        return self.visibility is Visibility.ALL

    def report(self, report: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """The report as this reader may see it, if at all: one that could not be graded says why to everybody."""
        if not self.sees_all and report["verdict"] != Verdict.CE:
            return None
        return withhold(report, self.steps)


def visibility_of(assignment: Assignment, dates: Dates, now: datetime) -> Visibility:
    """What a student with these dates sees of their results in the assignment."""
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
    return ReportView(found, HelpSteps(steps), dates.due_at if found is Visibility.NOTHING else None)


def report_view_of(session: Session, viewer: User, submission: Submission, now: datetime) -> ReportView:
    """`viewer` as a reader of a submission that they may see."""
    assignment = submission.exercise.assignment
    access = permissions.viewer_access(session, viewer, assignment.course)
    return report_view(access, assignment, dates_of(session, assignment, submission.user_id), now)


def may_see_submission(session: Session, user: User, submission: Submission) -> bool:
    """Whether it is the user's own, or of a course where they see everybody's work."""
    if submission.user_id == user.id:
        return True
    query = (
        select(Assignment.course_id)
        .join(AssignmentExercise, AssignmentExercise.assignment_id == Assignment.id)
        .where(AssignmentExercise.id == submission.assignment_exercise_id)
    )
    role = role_in(session, user, session.scalars(query).one())
    return role is not None and Right.SEE_WORK in RIGHTS[role]


def submission(session: Session, user: User, public_id: str) -> Submission:
    """The submission with this public id, if `user` may see it.

    Raises:
        NotFound: if there is none, or it is somebody else's business.
    """
    found = session.scalar(select(Submission).where(Submission.public_id == public_id))
    if found is None or not may_see_submission(session, user, found):
        raise NotFound
    return found
