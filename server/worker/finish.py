"""The end of a grading: one transaction writes result, score and state, guarded by the claim's token."""

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
from server.submissions.models import Grading, Job, JobState, Purpose, Submission
from server.worker.claims import Claim, in_force

_WITH_COURSE = joinedload(Submission.exercise).joinedload(AssignmentExercise.assignment).joinedload(Assignment.course)
STATES = {Outcome.GRADED: JobState.GRADED, Outcome.NOT_GRADABLE: JobState.NOT_GRADABLE}


def finish(session: Session, claim: Claim, report: Report) -> Grading | None:
    """Store `report` as the current grading and commit; None, and nothing stored, when the claim is not in force.

    Args:
        session: committed here.
        claim: of the worker that graded.
        report: graded or not gradable; a failure of ours is `setbacks.give_back`'s.

    Raises:
        ValueError: for a report that is a failure of ours.
    """
    if report.outcome not in STATES:
        raise ValueError(f"a report with verdict {report.verdict} is no result")
    state = STATES[report.outcome]
    closing = update(Job).where(in_force(claim)).values(state=state, finished_at=utcnow(), lease_until=None)
    if cast("CursorResult[Any]", session.execute(closing)).rowcount != 1:
        session.rollback()
        return None
    grading = _grading(claim, report)
    session.add(grading)
    session.flush()
    if claim.is_aside:
        put_aside = update(RegradeItem).where(RegradeItem.id == claim.regrade_item_id)
        session.execute(put_aside.values(new_grading_id=grading.id))
    else:
        _put_in_force(session, claim, report, grading)
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


def _put_in_force(session: Session, claim: Claim, report: Report, grading: Grading) -> None:
    submission = session.get_one(Submission, claim.submission_id, populate_existing=True, options=[_WITH_COURSE])
    state = submission.state = STATES[report.outcome]
    replaced = session.get(Grading, submission.grading_id) if submission.grading_id else None
    submission.grading_id = grading.id
    session.flush()
    if submission.purpose is not Purpose.SUBMIT:
        return
    if state is JobState.GRADED:
        reason = f"graded: {report.verdict}, {report.points} of {report.max_points} points"
        scoring.recompute(
            session,
            submission.exercise.assignment.course_id,
            [submission.user_id],
            scoring.Cause(reason, submission_id=submission.id),
            item_ids=[submission.assignment_exercise_id],
        )
    counts.replace(session, submission, replaced.report if replaced else None, grading.report)  # last: see there


def storable(value: Any) -> Any:
    """`value` as JSON that every database takes: no NaN or infinity, no NUL, no lone surrogate.

    A student's text may hold each of them, and must not turn a wrong answer into a failure of ours.
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
