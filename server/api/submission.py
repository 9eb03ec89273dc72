"""Build what the API shows of a submission."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from server.accounts.models import User
from server.api.schemas import Place, SubmissionOut
from server.courses.dates import dates_of
from server.scores.attempt_worth import find_attempt_worth
from server.submissions import visibility
from server.submissions.models import Purpose
from server.submissions.status import SubmissionView, view_submission
from server.submissions.submit import used_attempts


def show_submission(session: Session, viewer: User, public_id: str, now: datetime) -> SubmissionOut:
    """Return a submission as `viewer` may see it at this moment.

    Raises:
        NotFound: if there is none with this id, or `viewer` may not see it.
    """
    visibility.submission(session, viewer, public_id)
    view = view_submission(session, public_id)
    row = view.submission
    own = visibility.report_view_of(session, viewer, row, now)
    report = own.report(view.report) if view.report is not None else None
    is_withheld = view.report is not None and report is None
    return SubmissionOut(
        id=view.public_id,
        state=view.state,
        exercise=view.exercise.slug,
        course=view.course.slug,
        timezone=view.course.timezone,
        purpose=row.purpose,
        number=view.number,
        received_at=row.received_at,
        due_at=dates_of(session, view.exercise.assignment, row.user_id).due_at,
        is_late=row.is_late,
        place=Place(ahead=view.place.ahead, estimate_s=view.place.estimate_s) if view.place else None,
        superseded_by=view.superseded_by,
        report=dict(report) if report is not None else None,
        report_withheld=is_withheld,
        report_from=own.report_from if is_withheld else None,
        max_points=view.exercise.max_points,
        **(_counts(session, view) if own.sees_points else {}),
        url=url_for("courses.result", public_id=public_id, _external=True),
    )


def _counts(session: Session, view: SubmissionView) -> dict[str, Any]:
    """Return the points of a graded attempt and the number of attempts used, for viewers who see points."""
    if view.submission.purpose is not Purpose.SUBMIT or view.grading is None:
        return {}
    used, _ = used_attempts(session, view.submission.user_id, view.exercise.id)
    counts: dict[str, Any] = {"attempts_used": used, "attempt_limit": view.exercise.assignment.attempt_limit}
    if (worth := find_attempt_worth(session, view.submission)) is not None:
        counts |= {
            "late_days": worth.late_days,
            "penalty_percent": worth.penalty_percent,
            "counts_points": worth.points,
            "best_points": worth.best_points,
        }
    return counts
