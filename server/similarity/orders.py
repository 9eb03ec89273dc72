"""Comparisons as orders: asked for, claimed by one worker with a lease, finished under its token, or taken back."""

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
from server.submissions.queue import HARD_LIMIT_S

LEASE = timedelta(seconds=HARD_LIMIT_S + 30)  # the task has been killed by then: nobody is still at it
MOST_CLAIMS = 3
RAREST = timedelta(seconds=30)  # between two tickets for the same order
TICKETS_A_ROUND = 20
LOST = "The worker was lost three times while it compared. Ask again; if that fails too, its log says more."


@dataclass(frozen=True, slots=True)
class Claim:
    """An order in the hands of one worker, and the exercise it is about."""

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


def order(session: Session, actor: User, course: Course, item: AssignmentExercise) -> tuple[SimilarityRun, bool]:
    """Ask for a comparison and commit; whether it is new. One that is open already is given back instead."""
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
    except IntegrityError:  # somebody else asked at the same moment
        session.rollback()
        existing = _open(session, item)
        if existing is None:
            raise
        return existing, False
    return run, True


def claim_next(session: Session) -> Claim | None:
    """Take the oldest order that waits and commit; None when none does."""
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
    """Store the result and commit; False, and nothing stored, when the claim is not in force any more."""
    values = {"compared": result.compared, "found": result.found, "parameters": dict(result.parameters)}
    if not _close(session, claim, RunState.DONE, **values):
        return False
    if result.pairs:
        session.execute(insert(SimilarityPair), [{"run_id": claim.run_id, **pair} for pair in result.pairs])
    session.commit()
    return True


def fail(session: Session, claim: Claim, error: str) -> bool:
    """Say that it failed and commit; False when the claim is not in force any more."""
    closed = _close(session, claim, RunState.FAILED, error=error[:400])
    session.commit()
    return closed


def take_back(session: Session, now: datetime) -> None:
    """Give orders whose worker was lost to the next one, and give up those that were lost often; the caller commits."""
    lost = (SimilarityRun.state == RunState.RUNNING) & (SimilarityRun.lease_until < now)
    given_up = {"state": RunState.FAILED, "error": LOST, "finished_at": now}
    waiting = {"state": RunState.WAITING, "next_ticket_at": None}
    nothing = {"token": None, "lease_until": None}
    _set(session, lost & (SimilarityRun.attempt >= MOST_CLAIMS), given_up | nothing)
    _set(session, lost, waiting | nothing)


def due(session: Session, now: datetime, pause: timedelta) -> int:
    """How many tickets to publish for what waits and may have none; commits. The older an order, the rarer they are."""
    take_back(session, now)
    unserved = SimilarityRun.next_ticket_at.is_(None) & (SimilarityRun.started_at <= now - pause)
    query = (
        select(SimilarityRun)
        .where(SimilarityRun.state == RunState.WAITING, or_(SimilarityRun.next_ticket_at <= now, unserved))
        .order_by(SimilarityRun.id)
        .limit(TICKETS_A_ROUND)
    )
    runs = session.scalars(query.with_for_update(skip_locked=True)).all()
    for run in runs:
        run.next_ticket_at = now + max(pause, min((now - run.started_at) / 2, RAREST))
    session.commit()
    return len(runs)


def _open(session: Session, item: AssignmentExercise) -> SimilarityRun | None:
    query = select(SimilarityRun).where(
        SimilarityRun.assignment_exercise_id == item.id,
        SimilarityRun.state.in_([RunState.WAITING, RunState.RUNNING]),
    )
    return session.scalar(query.execution_options(populate_existing=True))


def _close(session: Session, claim: Claim, state: RunState, **values: Any) -> bool:
    in_force = (SimilarityRun.id == claim.run_id) & (SimilarityRun.token == claim.token)
    in_force &= SimilarityRun.state == RunState.RUNNING
    closed = {"state": state, "finished_at": utcnow(), "lease_until": None, "token": None}
    if _set(session, in_force, closed | values) == 1:
        return True
    session.rollback()
    return False


def _set(session: Session, where: ColumnElement[bool], values: Mapping[str, Any]) -> int:
    change = update(SimilarityRun).where(where).values(**values).execution_options(synchronize_session=False)
    return cast("CursorResult[Any]", session.execute(change)).rowcount
