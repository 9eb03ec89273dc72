"""What a ticket makes a worker do: claim an order, compare, store. Sources are read here as text and never run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

import exercises
from exercises.errors import UnknownExercise
from server.courses.models import Enrollment, Role
from server.scores.models import Score
from server.similarity import orders
from server.similarity.compare import COMMON_PEOPLE, COMMON_PERCENT, LEAST_PERCENT, Resemblance, compare
from server.similarity.models import RunState
from server.similarity.vocabulary import contract
from server.similarity.winnowing import WINDOW, K
from server.submissions.models import JobState, Purpose, Submission

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One student's attempt, as far as it is compared."""

    id: int
    user_id: int
    source: str
    received_at: datetime


def serve(sessions: sessionmaker[Session]) -> RunState | None:
    """Make the comparison that waits longest; None when none did, or when it was taken away meanwhile."""
    with sessions() as session:
        claim = orders.claim_next(session)
    if claim is None:
        return None
    try:
        with sessions() as session:
            session.connection(execution_options={"sqlite_read_only": True})  # nobody shall wait for this
            attempts = counting_attempts(session, claim.course_id, claim.item.id)
        result = compare_attempts(claim.item.slug, attempts)
    except Exception as error:  # the border: it must be told on the page, and the worker must go on
        log.exception("a comparison failed", run=claim.run_id)
        with sessions() as session:
            return RunState.FAILED if orders.fail(session, claim, f"{type(error).__name__}: {error}") else None
    with sessions() as session:
        if orders.finish(session, claim, result):
            return RunState.DONE
    log.warning("a late comparison was refused", run=claim.run_id)
    return None


def counting_attempts(session: Session, course_id: int, item_id: int) -> list[Attempt]:
    """The attempt that counts of each student, or their last graded one; in order of receipt.

    Those who have left are among them: what they sent before may have been passed on.
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
    return [Attempt(*row) for row in session.execute(query)]


def compare_attempts(slug: str, attempts: list[Attempt]) -> orders.Result:
    """Compare attempts at the exercise `slug`; one that is not installed has no starter to discount."""
    starter, prescribed = "", frozenset[str]()
    try:
        exercise = exercises.load(slug)
        starter, prescribed = exercise.starter, contract(exercise)
    except UnknownExercise:
        log.warning("the exercise is not installed; its starter is not discounted", exercise=slug)
    done = compare([attempt.source for attempt in attempts], starter, prescribed)
    return orders.Result(
        compared=len(attempts),
        found=done.found,
        parameters={
            "k": K,
            "window": WINDOW,
            "least_percent": LEAST_PERCENT,
            "common_percent": COMMON_PERCENT,
            "common_people": COMMON_PEOPLE,
            "common_runs": done.common,
            "too_short": done.too_short,
            "starter_discounted": int(bool(starter)),
        },
        pairs=[_row(pair, attempts) for pair in done.pairs],
    )


def _row(pair: Resemblance, attempts: list[Attempt]) -> dict[str, object]:
    return {
        "left_id": attempts[pair.left].id,  # the attempts are in order of receipt: left came first
        "right_id": attempts[pair.right].id,
        "tokens": pair.tokens,
        "share": pair.share,
        "ranges": [[*block.left, *block.right, block.tokens] for block in pair.blocks],
    }
