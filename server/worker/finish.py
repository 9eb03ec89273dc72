"""Finish a grading: one transaction, guarded by the claim's token, writes the result, the score and the state."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, cast

from sqlalchemy import CursorResult, update
from sqlalchemy.orm import Session, joinedload

from grader.report import Outcome, Report
from server.core.db import utcnow
from server.courses.models import Assignment, AssignmentExercise
from server.insight import counts
from server.regrades.models import RegradeItem
from server.scores import scoring
from server.scores.locks import lock_students
from server.submissions.models import Grading, Job, JobState, Purpose, Submission
from server.worker.claims import Claim, is_current

_WITH_COURSE = joinedload(Submission.exercise).joinedload(AssignmentExercise.assignment).joinedload(Assignment.course)
STATES = {Outcome.GRADED: JobState.GRADED, Outcome.NOT_GRADABLE: JobState.NOT_GRADABLE}


def finish(session: Session, claim: Claim, report: Report) -> Grading | None:
    """Store `report` as the current grading; store nothing and return None when the claim is not current. Commits.

    Args:
        session: committed here: result, score and state become visible together.
        claim: the claim under which the report was made.
        report: graded or not gradable; for an internal error call `retries.fail_claim`.

    Raises:
        ValueError: if the report is an internal error.
    """
    if report.outcome not in STATES:
        raise ValueError(f"a report with verdict {report.verdict} is not a result")
    state = STATES[report.outcome]
    closing = update(Job).where(is_current(claim)).values(state=state, finished_at=utcnow(), lease_until=None)
    if cast("CursorResult[Any]", session.execute(closing)).rowcount != 1:
        session.rollback()
        return None
    grading = _grading(claim, report)
    session.add(grading)
    session.flush()
    if claim.is_preview:
        store_preview = update(RegradeItem).where(RegradeItem.id == claim.regrade_item_id)
        session.execute(store_preview.values(new_grading_id=grading.id))
    else:
        _make_current(session, claim, report, grading)
    session.commit()
    return grading


def _grading(claim: Claim, report: Report) -> Grading:
    return Grading(
        submission_id=claim.submission_id,
        job_id=claim.job_id,
        verdict=report.verdict.value,
        points=report.points,
        max_points=report.max_points,
        exercise_version=report.exercise_version,
        exercise_hash=report.fingerprint.exercise_hash,
        seed=report.seed,
        report=storable(report.to_json()),
    )


def _make_current(session: Session, claim: Claim, report: Report, grading: Grading) -> None:
    submission = session.get_one(Submission, claim.submission_id, populate_existing=True, options=[_WITH_COURSE])
    assignment = submission.exercise.assignment  # held: else the counts would load it and its course again
    is_attempt = submission.purpose is Purpose.SUBMIT
    # Before the submission; see `locks`.
    locked = lock_students(session, assignment.course_id, [submission.user_id]) if is_attempt else []
    state = submission.state = STATES[report.outcome]
    replaced = session.get(Grading, submission.grading_id) if submission.grading_id else None
    submission.grading_id = grading.id
    session.flush()
    if not is_attempt:
        return
    if state is JobState.GRADED:
        reason = f"graded: {report.verdict}, {report.points} of {report.max_points} points"
        scoring.recompute(
            session,
            assignment.course_id,
            [submission.user_id],
            scoring.Cause(reason, submission_id=submission.id),
            item_ids=[submission.assignment_exercise_id],
            locked=locked,
        )
    counts.replace(session, submission, replaced.report if replaced else None, grading.report)  # last; see `counts`


def storable(value: Any) -> Any:
    """Return `value` as JSON that every database accepts: no NaN, infinity, NUL or lone surrogate.

    A student's text may contain any of these, and they must not turn a wrong answer into an internal error.
    """
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, str):
        return value.replace("\0", "\N{REPLACEMENT CHARACTER}").encode("utf-8", "replace").decode()
    if isinstance(value, Mapping):
        return {storable(str(key)): storable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [storable(item) for item in value]
    return value
