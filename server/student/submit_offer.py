"""The offer to submit a source whose check got full points."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from server.accounts.models import User
from server.courses.dates import dates_of
from server.courses.permissions import is_closed
from server.submissions import labels
from server.submissions.models import Purpose
from server.submissions.passed_checks import passed_but_not_submitted
from server.submissions.results import ResultView
from server.submissions.status import SubmissionView
from server.submissions.submit import used_attempts


@dataclass(frozen=True, slots=True)
class SubmitOffer:
    """A checked source that is correct and not submitted.

    Attributes:
        client_key: the key under which a plain form submits it, at most once.
        obstacle: why it can no longer be submitted; empty if it can.
    """

    source: str
    client_key: str
    obstacle: str = ""


def find_offer(
    session: Session, user: User, shown: SubmissionView | None, result: ResultView | None, now: datetime
) -> SubmitOffer | None:
    """Return the offer for a check of `user`; None unless its result is shown, correct and not submitted."""
    if shown is None or result is None or not _is_passed_check(user, shown, result):
        return None
    if not passed_but_not_submitted(session, user.id, [shown.exercise.id]):
        return None
    return SubmitOffer(shown.submission.source, secrets.token_hex(16), _obstacle(session, user, shown, now))


def _is_passed_check(user: User, shown: SubmissionView, result: ResultView) -> bool:
    is_own_check = shown.submission.user_id == user.id and shown.submission.purpose is Purpose.CHECK
    return is_own_check and result.is_correct


def _obstacle(session: Session, user: User, shown: SubmissionView, now: datetime) -> str:
    assignment = shown.exercise.assignment
    if is_closed(dates_of(session, assignment, user.id), now):
        return labels.CLOSED
    limit = assignment.attempt_limit
    if limit is not None and used_attempts(session, user.id, shown.exercise.id)[0] >= limit:
        return labels.NO_ATTEMPT_LEFT
    return ""
