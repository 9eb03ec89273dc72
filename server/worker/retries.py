"""When a grading failed through no fault of the student: again later, at last with a word to staff, never a zero."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session, sessionmaker

from server.accounts.models import AuditEvent
from server.core.db import utcnow
from server.submissions.models import Job, JobState, Lane, Submission
from server.submissions.progress import Feed, done
from server.submissions.queue import TicketPublisher
from server.worker import liveness, pauses
from server.worker.claims import Claim, in_force

SUSPECT_AFTER = 2  # claims: the third runs in a lane of its own
FIRST_REST_S = 1.0
LONGEST_REST_S = 30.0
ERROR_LENGTH = 2_000
QUARANTINED = "job.quarantined"

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Setback:
    """A job that went back to its queue, or out of it."""

    job_id: int
    public_id: str
    state: JobState
    lane: Lane
    is_aside: bool = False  # of a regrade: the submission's live page hears nothing of it


def give_back(session: Session, claim: Claim, error: str, *, max_claims: int) -> Setback | None:
    """Return a claimed job after a failure of the grader and commit; None when the claim is no longer in force."""
    job = session.scalar(select(Job).where(in_force(claim)).with_for_update())
    if job is None:
        session.rollback()
        return None
    now = utcnow()
    job.grader_failed_at = now
    setback = _set_back(session, job, error, max_claims=max_claims, now=now)
    session.flush()
    pauses.consider(session, job, now)
    session.commit()
    return setback


def expired(now: datetime) -> ColumnElement[bool]:
    """The condition of a running job whose worker was not heard of in time."""
    return (Job.state == JobState.RUNNING) & (Job.lease_until < now)


def recover(
    session: Session, which: ColumnElement[bool], error: str, *, max_claims: int, now: datetime | None = None
) -> list[Setback]:
    """Return the running jobs that `which` selects and commit. Rows that another process holds are left to it."""
    now = now or utcnow()
    query = select(Job).where(Job.state == JobState.RUNNING, which).order_by(Job.id).limit(200)
    jobs = session.scalars(query.with_for_update(skip_locked=True)).all()
    setbacks = [_set_back(session, job, error, max_claims=max_claims, now=now) for job in jobs]
    session.commit()
    return setbacks


def _set_back(session: Session, job: Job, error: str, *, max_claims: int, now: datetime) -> Setback:
    final = job.attempt >= max_claims
    log.warning("a grading failed on our side", job=job.id, attempt=job.attempt, worker=job.worker, error=error)
    job.state = JobState.ERROR if final else JobState.QUEUED
    job.error = error[:ERROR_LENGTH]
    job.token = job.lease_until = None
    if final:
        job.finished_at = now
    else:
        job.not_before = job.next_enqueue_at = now + timedelta(seconds=_rest_s(job.attempt))
        if job.attempt >= SUSPECT_AFTER:
            job.lane = Lane.SUSPECT
    public_id = job.submission.public_id
    if job.regrade_item_id is None:
        session.execute(update(Submission).where(Submission.id == job.submission_id).values(state=job.state))
    if final:
        data = {"attempts": job.attempt, "error": job.error}
        session.add(AuditEvent(action=QUARANTINED, subject=f"submission:{public_id}", data=data))
        log.error("a job is quarantined", job=job.id, submission=public_id, error=error)
    return Setback(job.id, public_id, job.state, job.lane, is_aside=job.regrade_item_id is not None)


def _rest_s(attempt: int) -> float:
    """Seconds before the next claim: none after the first failure, then doubling."""
    return 0.0 if attempt <= 1 else min(FIRST_REST_S * 2 ** (attempt - 2), LONGEST_REST_S)


def announce(feed: Feed, setback: Setback) -> None:
    """Tell the live page of a setback: waiting again, or given up."""
    if setback.is_aside:
        return
    if setback.state is JobState.QUEUED:
        feed.state(setback.public_id, JobState.QUEUED)
    else:
        feed.done(setback.public_id, done(setback.state))


def take_back(
    sessions: sessionmaker[Session], feed: Feed, tickets: TicketPublisher, *, max_claims: int
) -> list[Setback]:
    """Queue again what processes that are no more had claimed. Run by every pool process when it starts.

    A pool replaces a killed process by a new one at once, so a grading that died with it goes on within a second.
    """
    with sessions() as session:
        names = session.scalars(select(Job.worker).where(Job.state == JobState.RUNNING).distinct()).all()
        session.rollback()
        dead = [name for name in names if name is not None and liveness.is_dead(name)]
        if not dead:
            return []
        setbacks = recover(session, Job.worker.in_(dead), "the worker process died", max_claims=max_claims)
    for setback in setbacks:
        announce(feed, setback)
        if setback.state is JobState.QUEUED:
            tickets.publish(setback.lane)
    return setbacks
