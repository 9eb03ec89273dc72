"""Claim the next job: compare-and-set, with a lease and a fencing token, committed before anything is graded."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, bindparam, case, exists, func, or_, select, text, update
from sqlalchemy.orm import Session, aliased

from server.core.db import utcnow
from server.courses.models import AssignmentExercise
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
    """A job that one worker has claimed.

    Attributes:
        token: required by each heartbeat and by the finish; the next claim of the job gets another.
        attempt: how often the job was claimed, this claim included.
        regrade_item_id: the item of the regrade that this grading previews; None for the submission's own grading.
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
    def is_preview(self) -> bool:
        """Whether this grades for a regrade's preview and must leave the submission unchanged."""
        return self.regrade_item_id is not None


def claim_next(
    session: Session,
    lane: Lane,
    *,
    worker: str,
    lease_s: float,
    now: datetime | None = None,
    submission_id: int | None = None,
    per_user: int | None = None,
) -> Claim | None:
    """Claim the best waiting job that a ticket of `lane` may serve; return None when there is none. Commits.

    Interactive jobs come before batch jobs, then the fair rank decides, then age. At most one job of the suspect lane
    runs at a time.

    Args:
        session: committed here, so that the claim is visible before the grading starts.
        lane: the lane of the ticket.
        worker: the name of the claiming process.
        lease_s: how long the claim lasts without a heartbeat, in seconds.
        now: defaults to the current time.
        submission_id: claim the job of this submission only.
        per_user: how many interactive jobs of one user may run at once; None for any number. Two workers that claim at
            the same moment may exceed it by one.
    """
    now = now or utcnow()
    if lane is Lane.SUSPECT and not _suspect_slot_is_free(session):
        session.rollback()
        return None
    claimable = _is_claimable(lane, now) & not_paused(session)
    if per_user is not None and (full := _users_with(session, per_user)):
        claimable &= (Job.lane != Lane.INTERACTIVE) | Job.submission.has(Submission.user_id.not_in(full))
    best = select(Job.id).correlate(None).where(claimable).order_by(_priority(), Job.fair_rank, Job.id).limit(1)
    if submission_id is not None:
        best = best.where(Job.submission_id == submission_id)
    token = secrets.token_hex(16)
    job = session.execute(
        update(Job)
        .where(Job.id == best.with_for_update(skip_locked=True).scalar_subquery(), Job.state == JobState.QUEUED)
        .values(
            state=JobState.RUNNING,
            attempt=Job.attempt + 1,
            token=token,
            worker=worker,
            lease_until=now + timedelta(seconds=lease_s),
            started_at=now,
        )
        .returning(Job.id, Job.submission_id, Job.attempt, Job.lane, Job.regrade_item_id)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if job is None:
        session.rollback()
        return None
    submission = session.execute(_SUBMISSION, {"submission_id": job.submission_id}).one()
    claim = Claim(
        job_id=job.id,
        submission_id=job.submission_id,
        public_id=submission.public_id,
        token=token,
        attempt=job.attempt,
        lane=job.lane,
        exercise=submission.slug,
        source=submission.source,
        seed=submission.seed,
        regrade_item_id=job.regrade_item_id,
    )
    if not claim.is_preview:
        session.execute(update(Submission).where(Submission.id == claim.submission_id).values(state=JobState.RUNNING))
    session.commit()
    return claim


def has_waiting(session: Session, claim: Claim) -> bool:
    """Return whether the author of a claimed submission has another interactive job that waits."""
    author = select(Submission.user_id).where(Submission.id == claim.submission_id).scalar_subquery()
    waiting = exists().where(
        Submission.user_id == author,
        Submission.state == JobState.QUEUED,
        Job.submission_id == Submission.id,
        Job.state == JobState.QUEUED,
        Job.lane == Lane.INTERACTIVE,
    )
    return bool(session.scalar(select(waiting)))


def extend(session: Session, claim: Claim, *, lease_s: float) -> bool:
    """Extend the lease; return False when the claim is no longer current. Commits."""
    result = session.execute(
        update(Job).where(is_current(claim)).values(lease_until=utcnow() + timedelta(seconds=lease_s))
    )
    session.commit()
    return cast("CursorResult[Any]", result).rowcount == 1


def is_current(claim: Claim) -> ColumnElement[bool]:
    """Return the condition that `claim` still owns its job."""
    return (Job.id == claim.job_id) & (Job.token == claim.token) & (Job.state == JobState.RUNNING)


def _is_claimable(lane: Lane, now: datetime) -> ColumnElement[bool]:
    is_due = or_(Job.not_before.is_(None), Job.not_before <= now)
    return (Job.state == JobState.QUEUED) & Job.lane.in_(SERVED_BY[lane]) & is_due


def _users_with(session: Session, count: int) -> Sequence[int]:
    """Return the users of whom `count` or more interactive jobs are running."""
    query = (
        select(Submission.user_id)
        .join(Job, Job.submission_id == Submission.id)
        .where(text("jobs.state = 'running'"), Job.lane == Lane.INTERACTIVE)  # as the partial index has it
        .group_by(Submission.user_id)
        .having(func.count() >= count)
    )
    return session.scalars(query).all()


def _priority() -> ColumnElement[int]:
    return case((Job.lane == Lane.INTERACTIVE, 0), else_=1)


def _suspect_slot_is_free(session: Session) -> bool:
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": SUSPECT_LOCK})
    other = aliased(Job)
    running = exists().where(other.lane == Lane.SUSPECT, other.state == JobState.RUNNING)
    return not session.scalar(select(running))


_SUBMISSION = (
    select(Submission.public_id, Submission.source, Submission.seed, AssignmentExercise.slug)
    .join(Submission.exercise)
    .where(Submission.id == bindparam("submission_id"))
)
