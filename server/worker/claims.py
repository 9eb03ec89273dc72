"""Taking the next job: compare-and-set, with a lease and a fencing token, committed before anything is graded."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, case, exists, or_, select, text, update
from sqlalchemy.orm import Session, aliased

from server.core.db import utcnow
from server.submissions.models import Job, JobState, Lane, Submission
from server.worker.pauses import not_paused

# A batch ticket may serve an interactive job, never the other way round: capacity stays free for people who wait.
SERVED_BY = {
    Lane.INTERACTIVE: (Lane.INTERACTIVE,),
    Lane.BATCH: (Lane.INTERACTIVE, Lane.BATCH),
    Lane.SUSPECT: (Lane.SUSPECT,),
}
SUSPECT_LOCK = 0x43_48_52_53  # "CHRS", an advisory lock of PostgreSQL


@dataclass(frozen=True, slots=True)
class Claim:
    """A job in the hands of one worker.

    Attributes:
        token: to be shown at each heartbeat and at the finish; whoever claims the job next gets another.
        attempt: how often the job was claimed, this time included.
        regrade_item_id: of the regrade that the result is put aside for; None for the submission's own grading.
    """

    job_id: int
    submission_id: int
    public_id: str
    token: str
    attempt: int
    lane: Lane
    exercise: str
    source: str
    seed: int
    regrade_item_id: int | None = None

    @property
    def is_aside(self) -> bool:
        """Whether the submission is to stay as it is."""
        return self.regrade_item_id is not None


def claim_next(
    session: Session,
    lane: Lane,
    *,
    worker: str,
    lease_s: float,
    now: datetime | None = None,
    submission_id: int | None = None,
) -> Claim | None:
    """Claim the best waiting job that a ticket of `lane` may serve and commit; None when there is none.

    The order is interactive before batch, then fair rank, then age. A job of the suspect lane is taken only while no
    other of them runs.

    Args:
        session: committed here.
        lane: of the ticket.
        worker: name of the process that claims.
        lease_s: seconds for which the claim holds without a heartbeat.
        now: the current time when None.
        submission_id: claim this submission's job or none.
    """
    now = now or utcnow()
    if lane is Lane.SUSPECT and not _suspect_slot_is_free(session):
        session.rollback()
        return None
    claimable = _is_claimable(lane, now) & not_paused(session)
    best = select(Job.id).where(claimable).order_by(_priority(), Job.fair_rank, Job.id).limit(1)
    if submission_id is not None:
        best = best.where(Job.submission_id == submission_id)
    job_id = session.scalar(best.with_for_update(skip_locked=True))
    if job_id is None:
        session.rollback()
        return None
    token = secrets.token_hex(16)
    session.execute(
        update(Job)
        .where(Job.id == job_id, Job.state == JobState.QUEUED)
        .values(
            state=JobState.RUNNING,
            attempt=Job.attempt + 1,
            token=token,
            worker=worker,
            lease_until=now + timedelta(seconds=lease_s),
            started_at=now,
        )
        .execution_options(synchronize_session=False)
    )
    claim = _read(session, job_id, token)
    if not claim.is_aside:
        session.execute(update(Submission).where(Submission.id == claim.submission_id).values(state=JobState.RUNNING))
    session.commit()
    return claim


def extend(session: Session, claim: Claim, *, lease_s: float) -> bool:
    """Prolong the lease and commit; False when the job is no longer this claim's."""
    result = session.execute(
        update(Job).where(in_force(claim)).values(lease_until=utcnow() + timedelta(seconds=lease_s))
    )
    session.commit()
    return cast("CursorResult[Any]", result).rowcount == 1


def in_force(claim: Claim) -> ColumnElement[bool]:
    """The condition under which a claim may still change its job."""
    return (Job.id == claim.job_id) & (Job.token == claim.token) & (Job.state == JobState.RUNNING)


def _is_claimable(lane: Lane, now: datetime) -> ColumnElement[bool]:
    rested = or_(Job.not_before.is_(None), Job.not_before <= now)
    return (Job.state == JobState.QUEUED) & Job.lane.in_(SERVED_BY[lane]) & rested


def _priority() -> ColumnElement[int]:
    return case((Job.lane == Lane.INTERACTIVE, 0), else_=1)


def _suspect_slot_is_free(session: Session) -> bool:
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": SUSPECT_LOCK})
    other = aliased(Job)
    running = exists().where(other.lane == Lane.SUSPECT, other.state == JobState.RUNNING)
    return not session.scalar(select(running))


def _read(session: Session, job_id: int, token: str) -> Claim:
    job = session.get_one(Job, job_id, populate_existing=True)
    submission = job.submission
    return Claim(
        job_id=job.id,
        submission_id=submission.id,
        public_id=submission.public_id,
        token=token,
        attempt=job.attempt,
        lane=job.lane,
        exercise=submission.exercise.slug,
        source=submission.source,
        seed=submission.seed,
        regrade_item_id=job.regrade_item_id,
    )
