"""The queue of comparisons: request a run, claim it with a lease, finish it under its token, or take it back."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from server.accounts.audit import record
from server.accounts.models import User
from server.core.db import utcnow
from server.courses.models import AssignmentExercise, Course
from server.similarity.models import RunState, SimilarityPair, SimilarityRun
from server.submissions.tickets import HARD_LIMIT_S

LEASE = timedelta(seconds=HARD_LIMIT_S + 30)  # the task has been killed by then
MAX_CLAIMS = 3
MAX_TICKET_INTERVAL = timedelta(seconds=30)  # between two tickets for the same run
TICKETS_PER_ROUND = 20
LOST = (
    "The worker was lost three times during this comparison. Request it again. If it fails again, see the worker's log."
)


@dataclass(frozen=True, slots=True)
class Claim:
    """A run claimed by one worker, with its exercise."""

    run_id: int
    token: str
    item: AssignmentExercise
    course_id: int


@dataclass(frozen=True, slots=True)
class Result:
    """What a comparison found; `pairs` are rows without their run."""

    compared: int
    found: int
    parameters: Mapping[str, int]
    pairs: Sequence[Mapping[str, Any]]


def request_run(session: Session, actor: User, course: Course, item: AssignmentExercise) -> tuple[SimilarityRun, bool]:
    """Request a comparison; return the run, or the open one if there is one, and whether it is new. Commits."""
    take_back(session, utcnow())
    existing = _open(session, item)
    if existing is not None:
        session.commit()
        return existing, False
    run = SimilarityRun(assignment_exercise_id=item.id, started_by=actor.id)
    session.add(run)
    record(session, actor, "similarity.compared", subject=f"exercise:{item.slug}", course_id=course.id)
    try:
        session.commit()
    except IntegrityError:  # somebody else requested one at the same moment
        session.rollback()
        existing = _open(session, item)
        if existing is None:
            raise
        return existing, False
    return run, True


def claim_next(session: Session) -> Claim | None:
    """Claim the oldest waiting run; return None if none waits. Commits."""
    now = utcnow()
    waiting = select(SimilarityRun).where(SimilarityRun.state == RunState.WAITING).order_by(SimilarityRun.id).limit(1)
    run = session.scalar(waiting.with_for_update(skip_locked=True))
    if run is None:
        session.rollback()
        return None
    run.state, run.attempt, run.token = RunState.RUNNING, run.attempt + 1, secrets.token_hex(16)
    run.lease_until = now + LEASE
    item = session.get_one(AssignmentExercise, run.assignment_exercise_id)
    claim = Claim(run.id, run.token, item, item.assignment.course_id)
    session.commit()
    return claim


def finish(session: Session, claim: Claim, result: Result) -> bool:
    """Store the result; return False, with nothing stored, if the claim is no longer current. Commits."""
    values = {"compared": result.compared, "found": result.found, "parameters": dict(result.parameters)}
    if not _close(session, claim, RunState.DONE, **values):
        return False
    if result.pairs:
        session.execute(insert(SimilarityPair), [{"run_id": claim.run_id, **pair} for pair in result.pairs])
    session.commit()
    return True


def fail(session: Session, claim: Claim, error: str) -> bool:
    """Mark the run as failed; return False if the claim is no longer current. Commits."""
    closed = _close(session, claim, RunState.FAILED, error=error[:400])
    session.commit()
    return closed


def take_back(session: Session, now: datetime) -> None:
    """Return runs of lost workers to the queue, and fail those that were lost too often."""
    lost = (SimilarityRun.state == RunState.RUNNING) & (SimilarityRun.lease_until < now)
    given_up = {"state": RunState.FAILED, "error": LOST, "finished_at": now}
    waiting = {"state": RunState.WAITING, "next_ticket_at": None}
    nothing = {"token": None, "lease_until": None}
    _set(session, lost & (SimilarityRun.attempt >= MAX_CLAIMS), given_up | nothing)
    _set(session, lost, waiting | nothing)


def count_due_tickets(session: Session, now: datetime, pause: timedelta) -> int:
    """Return how many tickets to publish for waiting runs that may have none; the older a run, the fewer. Commits."""
    take_back(session, now)
    unserved = SimilarityRun.next_ticket_at.is_(None) & (SimilarityRun.started_at <= now - pause)
    query = (
        select(SimilarityRun)
        .where(SimilarityRun.state == RunState.WAITING, or_(SimilarityRun.next_ticket_at <= now, unserved))
        .order_by(SimilarityRun.id)
        .limit(TICKETS_PER_ROUND)
    )
    runs = session.scalars(query.with_for_update(skip_locked=True)).all()
    for run in runs:
        run.next_ticket_at = now + max(pause, min((now - run.started_at) / 2, MAX_TICKET_INTERVAL))
    session.commit()
    return len(runs)


def _open(session: Session, item: AssignmentExercise) -> SimilarityRun | None:
    query = select(SimilarityRun).where(
        SimilarityRun.assignment_exercise_id == item.id,
        SimilarityRun.state.in_([RunState.WAITING, RunState.RUNNING]),
    )
    return session.scalar(query.execution_options(populate_existing=True))


def _close(session: Session, claim: Claim, state: RunState, **values: Any) -> bool:
    is_current = (SimilarityRun.id == claim.run_id) & (SimilarityRun.token == claim.token)
    is_current &= SimilarityRun.state == RunState.RUNNING
    closed = {"state": state, "finished_at": utcnow(), "lease_until": None, "token": None}
    if _set(session, is_current, closed | values) == 1:
        return True
    session.rollback()
    return False


def _set(session: Session, where: ColumnElement[bool], values: Mapping[str, Any]) -> int:
    change = update(SimilarityRun).where(where).values(**values).execution_options(synchronize_session=False)
    return cast("CursorResult[Any]", session.execute(change)).rowcount
