"""Submissions, their grading jobs, gradings and drafts."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, TextClause, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from server.accounts.models import User
from server.core.db import Base, name_enum, utcnow
from server.courses.models import AssignmentExercise


class Purpose(StrEnum):
    """Why a source was sent."""

    SUBMIT = "submit"  # a graded attempt
    CHECK = "check"  # graded in the same way, but uses no attempt and is never in the gradebook


class JobState(StrEnum):
    """The state of a job and its submission."""

    QUEUED = "queued"
    RUNNING = "running"
    GRADED = "graded"
    NOT_GRADABLE = "not_gradable"
    ERROR = "error"  # our fault after all retries; shown to staff and never counted as zero
    SUPERSEDED = "superseded"  # a newer attempt arrived while this one was waiting


class Lane(StrEnum):
    """The queue of a job."""

    INTERACTIVE = "interactive"
    BATCH = "batch"
    SUSPECT = "suspect"  # failed twice already; runs alone, so that it cannot affect others


PENDING = "state IN ('queued', 'running')"  # a worker will grade it
UNFINISHED = "state IN ('queued', 'running', 'error')"  # not graded, not ungradable and not replaced


class Submission(Base):
    """A source as it was received. The row is the submission, and it is committed before anything is queued."""

    __tablename__ = "submissions"
    __table_args__ = (
        UniqueConstraint("user_id", "client_key"),
        Index("ix_submissions_user_exercise", "user_id", "assignment_exercise_id", "purpose", "id"),
        Index("ix_submissions_open", "assignment_exercise_id", "user_id",
              postgresql_where=text(UNFINISHED), sqlite_where=text(UNFINISHED)),
        Index("ix_submissions_pending", "user_id",
              postgresql_where=text(PENDING), sqlite_where=text(PENDING)),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(
        String(32), unique=True
    )  # for URLs: cannot be guessed, and does not reveal counts
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    assignment_exercise_id: Mapped[int] = mapped_column(ForeignKey("assignment_exercises.id"), index=True)
    purpose: Mapped[Purpose] = mapped_column(name_enum(Purpose))
    source: Mapped[str] = mapped_column(Text)
    source_sha256: Mapped[str] = mapped_column(String(64))
    client_key: Mapped[str] = mapped_column(
        String(64)
    )  # chosen by the client, so that a repeated POST creates no second submission
    seed: Mapped[int]
    received_at: Mapped[datetime] = mapped_column(default=utcnow, index=True)  # decides whether it is late
    is_late: Mapped[bool] = mapped_column(default=False)
    state: Mapped[JobState] = mapped_column(name_enum(JobState), default=JobState.QUEUED)
    grading_id: Mapped[int | None]  # the current grading, set in the transaction that finishes a job

    user: Mapped[User] = relationship()
    exercise: Mapped[AssignmentExercise] = relationship()


def is_unfinished() -> TextClause:
    """Return the condition that a submission is waiting or could not be graded, which uses a partial index.

    It is written exactly as in the index and without parameters, because a database uses a partial index only if it
    recognizes the condition.
    """
    return text(f"submissions.{UNFINISHED}")


def is_pending() -> TextClause:
    """Return the condition that a submission waits or is being graded, which uses a partial index, as above."""
    return text(f"submissions.{PENDING}")


class Job(Base):
    """One run of the grader for a submission, claimed with a lease and a fencing token.

    A job with a `regrade_item_id` stores its result for that regrade, and the submission does not change.
    """

    __tablename__ = "jobs"
    __table_args__ = (
        UniqueConstraint("submission_id", "exercise_version", "run"),
        Index("ix_jobs_queued", "lane", "fair_rank", "id", postgresql_where=text("state = 'queued'"),
              sqlite_where=text("state = 'queued'")),
        Index("ix_jobs_running", "lease_until", postgresql_where=text("state = 'running'"),
              sqlite_where=text("state = 'running'")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"))
    exercise_version: Mapped[int]
    run: Mapped[int] = mapped_column(default=1)
    regrade_item_id: Mapped[int | None] = mapped_column(ForeignKey("regrade_items.id"), index=True)
    state: Mapped[JobState] = mapped_column(name_enum(JobState), default=JobState.QUEUED)
    lane: Mapped[Lane] = mapped_column(name_enum(Lane), default=Lane.INTERACTIVE)
    fair_rank: Mapped[int] = mapped_column(default=0)  # number of waiting jobs of the same user when it was created
    attempt: Mapped[int] = mapped_column(default=0)  # number of claims
    token: Mapped[str | None] = mapped_column(String(32))  # of the current claim; finishing requires it
    worker: Mapped[str | None] = mapped_column(String(120))
    lease_until: Mapped[datetime | None]
    next_enqueue_at: Mapped[datetime | None]  # when the reconciler sends another ticket
    not_before: Mapped[datetime | None]  # after a failure on our side, the job is not claimed before this time
    error: Mapped[str | None] = mapped_column(Text)  # the last infrastructure failure, for staff
    grader_failed_at: Mapped[
        datetime | None
    ]  # when the grader itself, rather than its process or machine, last failed on it
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]

    submission: Mapped[Submission] = relationship()


class Grading(Base):
    """The result of a finished job, with everything that is needed to replay it."""

    __tablename__ = "gradings"

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), index=True)
    job_id: Mapped[int] = mapped_column(ForeignKey("jobs.id"), unique=True)
    verdict: Mapped[str] = mapped_column(String(4))
    points: Mapped[int]
    max_points: Mapped[int]
    exercise_version: Mapped[int] = mapped_column(default=1, server_default="1")
    exercise_hash: Mapped[str] = mapped_column(String(64))
    seed: Mapped[int]
    report: Mapped[dict[str, Any]] = mapped_column(JSON)  # grader.report.Report.to_json()
    created_at: Mapped[datetime] = mapped_column(default=utcnow)


class Draft(Base):
    """The texts in the editor of a student; each save increments `version`.

    `cell` is what they try their code with; empty while that is the worked example.
    """

    __tablename__ = "drafts"
    __table_args__ = (UniqueConstraint("user_id", "assignment_exercise_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    assignment_exercise_id: Mapped[int] = mapped_column(ForeignKey("assignment_exercises.id"))
    source: Mapped[str] = mapped_column(Text)
    cell: Mapped[str] = mapped_column(Text, default="", server_default="")
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime] = mapped_column(default=utcnow)


class ExercisePause(Base):
    """A pause of an exercise version, which is not graded until `resumed_at` is set."""

    __tablename__ = "exercise_pauses"
    __table_args__ = (
        Index("uq_exercise_pauses_in_force", "slug", "exercise_version", unique=True,
              postgresql_where=text("resumed_at IS NULL"), sqlite_where=text("resumed_at IS NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60))
    exercise_version: Mapped[int]
    reason: Mapped[str] = mapped_column(String(400))
    paused_at: Mapped[datetime] = mapped_column(default=utcnow)
    resumed_at: Mapped[datetime | None]
