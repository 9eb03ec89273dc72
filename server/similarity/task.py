"""The worker's task: claim a run, compare, store the result. Sources are read as text and never executed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy import func, select
from sqlalchemy.orm import Session

import exercises
from exercises.errors import UnknownExercise
from server.core.db import Sessions
from server.courses.models import Enrollment, Role
from server.scores.models import Score
from server.similarity import runs
from server.similarity.compare import COMMON_PERCENT, COMMON_STUDENTS, MIN_PERCENT, SimilarPair, compare
from server.similarity.models import RunState
from server.similarity.tokens import prescribed_names
from server.similarity.winnowing import WINDOW, K
from server.submissions.models import JobState, Purpose, Submission

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class ComparedAttempt:
    """One student's attempt, as it is compared."""

    id: int
    user_id: int
    source: str
    received_at: datetime


def run_next_comparison(sessions: Sessions) -> RunState | None:
    """Run the comparison that has waited longest; return None if none waits or the claim was lost meanwhile."""
    with sessions() as session:
        claim = runs.claim_next(session)
    if claim is None:
        return None
    try:
        with sessions.reading() as session:
            attempts = counting_attempts(session, claim.course_id, claim.item.id)
        result = compare_attempts(claim.item.slug, attempts)
    except Exception as error:  # any failure must show on the page, and the worker must go on
        log.exception("a comparison failed", run=claim.run_id)
        with sessions() as session:
            return RunState.FAILED if runs.fail(session, claim, f"{type(error).__name__}: {error}") else None
    with sessions() as session:
        if runs.finish(session, claim, result):
            return RunState.DONE
    log.warning("a late comparison was refused", run=claim.run_id)
    return None


def counting_attempts(session: Session, course_id: int, item_id: int) -> list[ComparedAttempt]:
    """Return each student's attempt that counts, or their last graded one, in order of receipt.

    Includes students who have left: their work may have been passed on.
    """
    last = (
        select(Submission.user_id, func.max(Submission.id).label("id"))
        .where(Submission.assignment_exercise_id == item_id)
        .where(Submission.purpose == Purpose.SUBMIT, Submission.state == JobState.GRADED)
        .group_by(Submission.user_id)
        .subquery()
    )
    this_score = (Score.user_id == Enrollment.user_id) & (Score.assignment_exercise_id == item_id)
    query = (
        select(Submission.id, Submission.user_id, Submission.source, Submission.received_at)
        .select_from(Enrollment)
        .outerjoin(Score, this_score)
        .outerjoin(last, last.c.user_id == Enrollment.user_id)
        .join(Submission, Submission.id == func.coalesce(Score.submission_id, last.c.id))
        .where(Enrollment.course_id == course_id, Enrollment.role == Role.STUDENT)
        .order_by(Submission.received_at, Submission.id)
    )
    return [ComparedAttempt(*row) for row in session.execute(query)]


def compare_attempts(slug: str, attempts: list[ComparedAttempt]) -> runs.Result:
    """Compare attempts at the exercise `slug`; without the exercise installed, no starter is discounted."""
    starter, prescribed = "", frozenset[str]()
    try:
        exercise = exercises.load(slug)
        starter, prescribed = exercise.starter, prescribed_names(exercise)
    except UnknownExercise:
        log.warning("the exercise is not installed, so code from its starter is not excluded", exercise=slug)
    done = compare([attempt.source for attempt in attempts], starter, prescribed)
    return runs.Result(
        compared=len(attempts),
        found=done.found,
        parameters={
            "k": K,
            "window": WINDOW,
            "least_percent": MIN_PERCENT,
            "common_percent": COMMON_PERCENT,
            "common_people": COMMON_STUDENTS,
            "common_runs": done.common,
            "too_short": done.too_short,
            "starter_discounted": int(bool(starter)),
        },
        pairs=[_row(pair, attempts) for pair in done.pairs],
    )


def _row(pair: SimilarPair, attempts: list[ComparedAttempt]) -> dict[str, object]:
    return {
        "left_id": attempts[pair.left].id,  # the attempts are in order of receipt: left came first
        "right_id": attempts[pair.right].id,
        "tokens": pair.tokens,
        "share": pair.share,
        "ranges": [[*block.left, *block.right, block.tokens] for block in pair.blocks],
    }
