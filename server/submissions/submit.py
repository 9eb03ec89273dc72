"""Accept a source: one transaction inserts the submission and its grading job.

The row in SQL is the submission. Tickets and events are sent only after its commit, and may be lost.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, false, func, select, true, union_all, update
from sqlalchemy.orm import Session

from server.accounts.models import User
from server.core.db import utcnow
from server.courses.catalog import current_version
from server.courses.dates import dates_of, days_late
from server.courses.models import AssignmentExercise
from server.submissions.errors import KeyReused, StillGrading, SubmissionRefused
from server.submissions.models import Job, JobState, Purpose, Submission, is_pending
from server.submissions.policy import (
    PENDING,
    Policy,
    require_attempt_left,
    require_cooled_down,
    require_open,
    require_text,
)

DEFAULT_POLICY = Policy()
Also = Callable[[Session], None]
RETRY_PENDING_S = 3  # a grading takes well under a second; three leave room for a busy hour


@dataclass(frozen=True, slots=True)
class Accepted:
    """The outcome of an accepted source.

    Attributes:
        submission: the committed row.
        created: False when the client key had been seen before.
        superseded: public ids of waiting submissions that this one replaced.
    """

    submission: Submission
    created: bool
    superseded: tuple[str, ...] = ()


def accept(
    session: Session,
    user: User,
    exercise: AssignmentExercise,
    source: str,
    *,
    client_key: str,
    purpose: Purpose,
    policy: Policy = DEFAULT_POLICY,
    received_at: datetime | None = None,
    seed: int | None = None,
    also: Also | None = None,
) -> Accepted:
    """Insert a submission and its grading job, once for each client key. Commits.

    Args:
        session: committed on success; after a refusal nothing of it is kept.
        user: the author.
        exercise: where it is handed in.
        source: the text of the file.
        client_key: chosen by the client, at most 64 characters; a retried request is the same submission.
        purpose: a graded attempt or a check.
        policy: the limits.
        received_at: the moment of receipt, which decides lateness; now when None.
        seed: the seed of the grading; drawn if None.
        also: writes more in the same transaction, after everything else.

    Raises:
        SubmissionRefused: one of TooLarge, NotText, Closed, KeyReused and TooMany, with a sentence for the author.
    """
    received_at = received_at or utcnow()
    digest = hashlib.sha256(require_text(source, policy.max_source_bytes)).hexdigest()
    _take_turn(session, user)
    earlier = session.execute(_EARLIER, {"user_id": user.id, "client_key": client_key}).all()
    if any(row.has_key for row in earlier):
        known = session.scalars(_BY_KEY, {"user_id": user.id, "client_key": client_key}).one()
        session.commit()  # nothing was changed; this ends the turn
        return _repeated(known, exercise, digest, purpose)
    assignment = exercise.assignment
    dates = dates_of(session, assignment, user.id)
    require_open(assignment.title, dates, assignment.course.timezone, purpose, received_at)
    if purpose is Purpose.SUBMIT:
        _require_attempt(session, user, exercise, received_at)
    submission = Submission(
        public_id=secrets.token_hex(12),
        user_id=user.id,
        assignment_exercise_id=exercise.id,
        purpose=purpose,
        source=source,
        source_sha256=digest,
        client_key=client_key,
        seed=secrets.randbelow(2**31) if seed is None else seed,
        received_at=received_at,
        is_late=dates.is_late(received_at),
    )
    replaced = _supersede(session, submission, earlier, dates.due_at, assignment.course.timezone)
    pending = [row for row in earlier if row.id not in replaced]
    _limit_pending(session, submission, pending, policy.max_pending)
    version = current_version(exercise.slug)
    session.add(Job(submission=submission, exercise_version=version, fair_rank=len(pending)))  # and the submission
    if also is not None:
        also(session)
    session.commit()
    return Accepted(submission, created=True, superseded=tuple(replaced.values()))


def is_known(session: Session, user: User, client_key: str) -> bool:
    """Return whether this user has sent a submission under `client_key`."""
    return session.scalar(_HAS_KEY, {"user_id": user.id, "client_key": client_key}) is not None


_WITH_KEY = (Submission.user_id == bindparam("user_id")) & (Submission.client_key == bindparam("client_key"))
_BY_KEY = select(Submission).where(_WITH_KEY)
_HAS_KEY = select(Submission.id).where(_WITH_KEY)
_COLUMNS = (
    Submission.id, Submission.assignment_exercise_id, Submission.purpose, Submission.state, Submission.received_at
)  # fmt: skip
# The submission with the same key, or else those that wait or are being graded. A union uses an index for each.
_EARLIER = union_all(
    select(*_COLUMNS, true().label("has_key")).where(_WITH_KEY),
    select(*_COLUMNS, false().label("has_key")).where(Submission.user_id == bindparam("user_id"), is_pending()),
)


def _require_attempt(session: Session, user: User, exercise: AssignmentExercise, received_at: datetime) -> None:
    """Require an attempt within the assignment's limit and pause; waiting submissions count as attempts."""
    assignment = exercise.assignment
    if assignment.attempt_limit is None and not assignment.cooldown_s:
        return
    used, last_at = used_attempts(session, user.id, exercise.id)
    try:
        require_attempt_left(used, assignment.attempt_limit)
        require_cooled_down(last_at, assignment.cooldown_s, received_at)
    except SubmissionRefused:
        session.rollback()
        raise


def used_attempts(session: Session, user_id: int, assignment_exercise_id: int) -> tuple[int, datetime | None]:
    """Return how many attempts count toward the limit, with those that are waiting, and when the last was received."""
    query = (
        select(func.count(), func.max(Submission.received_at))
        .filter_by(user_id=user_id, assignment_exercise_id=assignment_exercise_id, purpose=Purpose.SUBMIT)
        .where(Submission.state.in_((*PENDING, JobState.GRADED)))
    )
    used, last_at = session.execute(query).one()
    return used, last_at


def _take_turn(session: Session, user: User) -> None:
    """Handle one request of a user at a time, so that keys and limits hold under parallel posts.

    SQLite's BEGIN IMMEDIATE allows only one writer anyway. The lock leaves the foreign keys of other tables alone.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(_LOCK_USER, {"user_id": user.id})


_LOCK_USER = select(User.id).where(User.id == bindparam("user_id")).with_for_update(key_share=True)


def _repeated(known: Submission, exercise: AssignmentExercise, digest: str, purpose: Purpose) -> Accepted:
    if (known.assignment_exercise_id, known.source_sha256, known.purpose) != (exercise.id, digest, purpose):
        raise KeyReused
    return Accepted(known, created=False)


def _is_of(new: Submission, row: Any) -> bool:
    """Return whether a row of `_EARLIER` is for the same exercise and purpose as `new`."""
    return bool(row.assignment_exercise_id == new.assignment_exercise_id and row.purpose is new.purpose)


def _supersede(
    session: Session, new: Submission, pending: Sequence[Any], due_at: datetime | None, timezone: str
) -> dict[int, str]:
    """Replace what the author has waiting for the same exercise by `new`; running jobs continue.

    Work is never replaced by work that is more days late. The result has the public id of each replaced submission, by
    its id.
    """
    late = days_late(new.received_at, due_at, timezone)
    waiting = [
        row.id
        for row in pending
        if _is_of(new, row) and row.state is JobState.QUEUED and days_late(row.received_at, due_at, timezone) == late
    ]
    if not waiting:
        return {}
    jobs = session.scalars(
        update(Job)
        .where(Job.state == JobState.QUEUED, Job.submission_id.in_(waiting), Job.regrade_item_id.is_(None))
        .values(state=JobState.SUPERSEDED, finished_at=utcnow())
        .returning(Job.submission_id)
        .execution_options(synchronize_session=False)
    ).all()
    if not jobs:
        return {}
    replaced = session.execute(
        update(Submission)
        .where(Submission.id.in_(jobs))
        .values(state=JobState.SUPERSEDED)
        .returning(Submission.id, Submission.public_id)
        .execution_options(synchronize_session=False)
    )
    return {row.id: row.public_id for row in replaced}


def _limit_pending(session: Session, new: Submission, pending: Sequence[Any], limit: int) -> None:
    count = sum(_is_of(new, row) for row in pending)
    if count >= limit:
        session.rollback()
        raise StillGrading(
            f"{count} of your submissions for this exercise are still being graded. Wait until they are done.",
            retry_after_s=RETRY_PENDING_S,
        )
