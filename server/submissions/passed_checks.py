"""Checks with full points whose exercise has no such attempt: work that is correct but not submitted."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from grader.report import Verdict
from server.submissions.models import Grading, Purpose, Submission
from server.submissions.policy import PENDING


def passed_but_not_submitted(session: Session, user_id: int, item_ids: Collection[int]) -> set[int]:
    """Return those of the exercises where a check has full points and no attempt has them or waits for its grading."""
    is_full = Grading.verdict == Verdict.AC.value
    query = (
        select(Submission.assignment_exercise_id, Submission.purpose)
        .outerjoin(Grading, Grading.id == Submission.grading_id)
        .where(Submission.user_id == user_id, Submission.assignment_exercise_id.in_(item_ids))
        .where(is_full | ((Submission.purpose == Purpose.SUBMIT) & Submission.state.in_(PENDING)))
        .distinct()
    )
    found = {(item_id, purpose) for item_id, purpose in session.execute(query)}
    submitted = {item_id for item_id, purpose in found if purpose is Purpose.SUBMIT}
    return {item_id for item_id, purpose in found if purpose is Purpose.CHECK} - submitted
