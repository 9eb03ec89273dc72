"""What pages and the API show of a submission: its state, result and position in the queue."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from server.courses.models import Assignment, AssignmentExercise, Course
from server.submissions.errors import UnknownSubmission
from server.submissions.models import Grading, Job, JobState, Lane, Purpose, Submission

RECENT_JOBS = 30
USUAL_GRADING_S = 0.3  # until there is a history to learn from


@dataclass(frozen=True, slots=True)
class QueuePosition:
    """The position of a waiting submission in the queue.

    Attributes:
        ahead: jobs that will be claimed before it.
        estimate_s: about how long until its verdict, from recent gradings.
    """

    ahead: int
    estimate_s: float


@dataclass(frozen=True, slots=True)
class SubmissionView:
    """Everything that a page or the API shows of a submission.

    Attributes:
        number: the attempt's ordinal among the author's attempts at this exercise; None for a check.
        report: ``Report.to_json()`` once graded or not gradable, else None.
        place: while queued.
        superseded_by: public id of the attempt that replaced this one.
    """

    submission: Submission
    course: Course
    exercise: AssignmentExercise
    number: int | None
    grading: Grading | None
    report: dict[str, Any] | None
    place: QueuePosition | None
    superseded_by: str | None

    @property
    def public_id(self) -> str:
        """Return the id in URLs."""
        return self.submission.public_id

    @property
    def state(self) -> JobState:
        """Return the current state."""
        return self.submission.state


def find_submission(session: Session, public_id: str) -> Submission:
    """Return the submission with this public id.

    Raises:
        UnknownSubmission: if there is none.
    """
    found = session.scalar(
        select(Submission)
        .filter_by(public_id=public_id)
        .options(
            joinedload(Submission.exercise).joinedload(AssignmentExercise.assignment).joinedload(Assignment.course)
        )
    )
    if found is None:
        raise UnknownSubmission(public_id)
    return found


def view_submission(session: Session, public_id: str) -> SubmissionView:
    """Return what there is to show of a submission.

    Raises:
        UnknownSubmission: if there is none with this id.
    """
    submission = find_submission(session, public_id)
    grading = session.get(Grading, submission.grading_id) if submission.grading_id else None
    return SubmissionView(
        submission=submission,
        course=submission.exercise.assignment.course,
        exercise=submission.exercise,
        number=_number(session, submission),
        grading=grading,
        report=grading.report if grading else None,
        place=_queue_position(session, submission) if submission.state is JobState.QUEUED else None,
        superseded_by=_successor(session, submission) if submission.state is JobState.SUPERSEDED else None,
    )


def _number(session: Session, submission: Submission) -> int | None:
    if submission.purpose is not Purpose.SUBMIT:
        return None
    return session.scalar(
        select(func.count()).select_from(Submission).where(*_siblings(submission), Submission.id <= submission.id)
    )


def _successor(session: Session, submission: Submission) -> str | None:
    return session.scalar(
        select(Submission.public_id)
        .where(*_siblings(submission), Submission.id > submission.id)
        .order_by(Submission.id)
        .limit(1)
    )


def _siblings(submission: Submission) -> tuple[Any, ...]:
    return (
        Submission.user_id == submission.user_id,
        Submission.assignment_exercise_id == submission.assignment_exercise_id,
        Submission.purpose == submission.purpose,
    )


def _queue_position(session: Session, submission: Submission) -> QueuePosition | None:
    job = session.scalar(select(Job).filter_by(submission_id=submission.id, state=JobState.QUEUED))
    if job is None:  # claimed a moment ago
        return None
    earlier = or_(Job.fair_rank < job.fair_rank, (Job.fair_rank == job.fair_rank) & (Job.id < job.id))
    same_lane = (Job.lane == job.lane) & earlier
    first = same_lane if job.lane is Lane.INTERACTIVE else or_(Job.lane == Lane.INTERACTIVE, same_lane)
    ahead = session.scalar(select(func.count()).select_from(Job).where(Job.state == JobState.QUEUED, first)) or 0
    running = session.scalar(select(func.count()).select_from(Job).where(Job.state == JobState.RUNNING)) or 0
    waves = math.ceil((ahead + 1) / max(running, 1))
    return QueuePosition(ahead, estimate_s=round(waves * _usual_s(session), 1))


def _usual_s(session: Session) -> float:
    """Return the mean duration of recent gradings, in seconds."""
    recent = session.execute(
        select(Job.started_at, Job.finished_at)
        .where(Job.state == JobState.GRADED)
        .order_by(Job.id.desc())
        .limit(RECENT_JOBS)
    ).all()
    spans = [(end - start).total_seconds() for start, end in recent if start and end]
    return sum(spans) / len(spans) if spans else USUAL_GRADING_S
