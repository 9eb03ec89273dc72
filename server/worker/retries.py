"""Retry gradings that failed on our side; at last quarantine the job and tell staff, but never score it as a zero."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from server.accounts.models import AuditEvent
from server.core.db import Sessions, utcnow
from server.submissions.models import Job, JobState, Lane, Submission
from server.submissions.progress import Feed, done
from server.submissions.tickets import TicketPublisher
from server.worker import liveness, pauses
from server.worker.claims import Claim, is_current

SUSPECT_AFTER = 2  # claims; the third runs in the suspect lane
FIRST_DELAY_S = 1.0
LONGEST_DELAY_S = 30.0
ERROR_LENGTH = 2_000
QUARANTINED = "job.quarantined"

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class FailedJob:
    """A job whose grading failed on our side, and the state and lane it has now."""

    job_id: int
    public_id: str
    state: JobState
    lane: Lane
    is_preview: bool = False  # for a regrade: the submission's live page is not told


def fail_claim(session: Session, claim: Claim, error: str, *, max_claims: int) -> FailedJob | None:
    """Requeue or quarantine a job after the grader failed; return None when the claim is not current. Commits."""
    job = session.scalar(select(Job).where(is_current(claim)).with_for_update())
    if job is None:
        session.rollback()
        return None
    now = utcnow()
    job.grader_failed_at = now
    failed = _retry_or_quarantine(session, job, error, max_claims=max_claims, now=now)
    session.flush()
    pauses.pause_if_failing(session, job, now)
    session.commit()
    return failed


def lease_expired(now: datetime) -> ColumnElement[bool]:
    """Return the condition of a running job whose lease has expired."""
    return (Job.state == JobState.RUNNING) & (Job.lease_until < now)


def recover(
    session: Session, which: ColumnElement[bool], error: str, *, max_claims: int, now: datetime | None = None
) -> list[FailedJob]:
    """Requeue or quarantine the running jobs that `which` selects, skipping rows locked elsewhere. Commits."""
    now = now or utcnow()
    query = select(Job).where(Job.state == JobState.RUNNING, which).order_by(Job.id).limit(200)
    jobs = session.scalars(query.with_for_update(skip_locked=True)).all()
    failures = [_retry_or_quarantine(session, job, error, max_claims=max_claims, now=now) for job in jobs]
    session.commit()
    return failures


def _retry_or_quarantine(session: Session, job: Job, error: str, *, max_claims: int, now: datetime) -> FailedJob:
    final = job.attempt >= max_claims
    log.warning("a grading failed on our side", job=job.id, attempt=job.attempt, worker=job.worker, error=error)
    job.state = JobState.ERROR if final else JobState.QUEUED
    job.error = error[:ERROR_LENGTH]
    job.token = job.lease_until = None
    if final:
        job.finished_at = now
    else:
        job.not_before = job.next_enqueue_at = now + timedelta(seconds=_delay_s(job.attempt))
        if job.attempt >= SUSPECT_AFTER:
            job.lane = Lane.SUSPECT
    public_id = job.submission.public_id
    if job.regrade_item_id is None:
        session.execute(update(Submission).where(Submission.id == job.submission_id).values(state=job.state))
    if final:
        data = {"attempts": job.attempt, "error": job.error}
        session.add(AuditEvent(action=QUARANTINED, subject=f"submission:{public_id}", data=data))
        log.error("a job is quarantined", job=job.id, submission=public_id, error=error)
    return FailedJob(job.id, public_id, job.state, job.lane, is_preview=job.regrade_item_id is not None)


def _delay_s(attempt: int) -> float:
    """Return the delay before the next claim in seconds: none after the first failure, then doubling."""
    return 0.0 if attempt <= 1 else min(FIRST_DELAY_S * 2 ** (attempt - 2), LONGEST_DELAY_S)


def announce(feed: Feed, failed: FailedJob) -> None:
    """Show on the live page that the job is queued again or has failed for good."""
    if failed.is_preview:
        return
    if failed.state is JobState.QUEUED:
        feed.state(failed.public_id, JobState.QUEUED)
    else:
        feed.done(failed.public_id, done(failed.state))


def recover_dead(sessions: Sessions, feed: Feed, tickets: TicketPublisher, *, max_claims: int) -> list[FailedJob]:
    """Requeue the jobs of dead processes of this machine. Commits. Every pool process calls this when it starts.

    The pool replaces a killed process at once, so its grading is retried within a second.
    """
    with sessions() as session:
        names = session.scalars(select(Job.worker).where(Job.state == JobState.RUNNING).distinct()).all()
        session.rollback()
        dead = [name for name in names if name is not None and liveness.is_dead(name)]
        if not dead:
            return []
        failures = recover(session, Job.worker.in_(dead), "the worker process died", max_claims=max_claims)
    for failed in failures:
        announce(feed, failed)
        if failed.state is JobState.QUEUED:
            tickets.publish(failed.lane)
    return failures
