"""Pause an exercise version on which the grader keeps failing: its submissions wait while the others go on.

A broken spec or reference fails every submission in the same way. Trying each five times would quarantine a whole
class. Waiting is no disadvantage to students, because lateness depends only on when a submission was received.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog
from sqlalchemy import ColumnElement, and_, exists, func, not_, or_, select, true
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from server.accounts.models import AuditEvent
from server.courses.models import AssignmentExercise
from server.submissions.models import ExercisePause, Job, Submission

FAILED_SUBMISSIONS = 5
FAILED_USERS = 3  # one student's sources, however odd, must not stop the others
WITHIN = timedelta(hours=1)
PAUSED = "exercise.paused"
RESUMED = "exercise.resumed"

log = structlog.get_logger(__name__)


def current(session: Session) -> Sequence[ExercisePause]:
    """List the current pauses, oldest first."""
    query = select(ExercisePause).where(ExercisePause.resumed_at.is_(None)).order_by(ExercisePause.id)
    return session.scalars(query).all()


def not_paused(session: Session) -> ColumnElement[bool]:
    """Return the condition that a job's exercise is not paused; it adds no cost while no exercise is."""
    paused = [
        and_(AssignmentExercise.slug == pause.slug, Job.exercise_version == pause.exercise_version)
        for pause in current(session)
    ]
    if not paused:
        return true()
    of_a_paused_one = exists().where(
        Submission.id == Job.submission_id, AssignmentExercise.id == Submission.assignment_exercise_id, or_(*paused)
    )
    return not_(of_a_paused_one)


def pause_if_failing(session: Session, job: Job, now: datetime) -> ExercisePause | None:
    """Pause the exercise version of `job`, on which the grader has just failed, if that happened too often.

    Args:
        session: has `job.grader_failed_at` set and flushed.
        job: the job that failed last.
        now: the time of the failure.
    """
    slug = job.submission.exercise.slug
    ours = and_(ExercisePause.slug == slug, ExercisePause.exercise_version == job.exercise_version)
    if session.scalar(select(ExercisePause.id).where(ours, ExercisePause.resumed_at.is_(None))) is not None:
        return None
    resumed_at = session.scalar(select(func.max(ExercisePause.resumed_at)).where(ours))
    since = max(now - WITHIN, resumed_at) if resumed_at else now - WITHIN
    submissions, users = session.execute(
        select(func.count(Submission.id.distinct()), func.count(Submission.user_id.distinct()))
        .join(Job, Job.submission_id == Submission.id)
        .join(AssignmentExercise, AssignmentExercise.id == Submission.assignment_exercise_id)
        .where(AssignmentExercise.slug == slug, Job.exercise_version == job.exercise_version)
        .where(Job.grader_failed_at > since)
    ).one()
    if submissions < FAILED_SUBMISSIONS or users < FAILED_USERS:
        return None
    pause = ExercisePause(
        slug=slug,
        exercise_version=job.exercise_version,
        reason=f"the grader failed on {submissions} submissions from {users} people; the last error: {job.error}"[:400],
        paused_at=now,
    )
    try:
        with session.begin_nested():
            session.add(pause)
    except IntegrityError:
        return None  # another worker came to the same conclusion at the same moment
    data = {"version": job.exercise_version, "reason": pause.reason}
    session.add(AuditEvent(action=PAUSED, subject=f"exercise:{slug}", data=data))
    log.error("an exercise is paused", exercise=slug, version=job.exercise_version, reason=pause.reason)
    return pause


def resume(session: Session, slug: str, now: datetime) -> int:
    """End every pause of an exercise and return their number; the reconciler then publishes tickets."""
    ended = [pause for pause in current(session) if pause.slug == slug]
    for pause in ended:
        pause.resumed_at = now
        data = {"version": pause.exercise_version}
        session.add(AuditEvent(action=RESUMED, subject=f"exercise:{slug}", data=data))
    return len(ended)
