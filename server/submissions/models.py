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
    CHECK = "check"  # the same engine, no attempt used, never in the gradebook


class JobState(StrEnum):
    """Where a job, and the submission with it, stands."""

    QUEUED = "queued"
    RUNNING = "running"
    GRADED = "graded"
    NOT_GRADABLE = "not_gradable"
    ERROR = "error"  # our fault, after every retry: staff is told, never a zero
    SUPERSEDED = "superseded"  # a newer attempt came while this one waited


class Lane(StrEnum):
    """Which queue a job waits in."""

    INTERACTIVE = "interactive"
    BATCH = "batch"
    SUSPECT = "suspect"  # failed twice already: one at a time, where it can hurt nobody


UNFINISHED = "state IN ('queued', 'running', 'error')"  # neither graded, nor refused, nor replaced


class Submission(Base):
    """A source as it was received. The row is the submission: it is committed before anything is queued."""

    __tablename__ = "submissions"
    __table_args__ = (
        UniqueConstraint("user_id", "client_key"),
        Index("ix_submissions_user_exercise", "user_id", "assignment_exercise_id", "purpose", "id"),
        Index("ix_submissions_open", "assignment_exercise_id", "user_id",
              postgresql_where=text(UNFINISHED), sqlite_where=text(UNFINISHED)),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)  # in URLs: not guessable, not countable
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    assignment_exercise_id: Mapped[int] = mapped_column(ForeignKey("assignment_exercises.id"), index=True)
    purpose: Mapped[Purpose] = mapped_column(name_enum(Purpose))
    source: Mapped[str] = mapped_column(Text)
    source_sha256: Mapped[str] = mapped_column(String(64))
    client_key: Mapped[str] = mapped_column(String(64))  # chosen by the client: a retried POST is the same submission
    seed: Mapped[int]
    received_at: Mapped[datetime] = mapped_column(default=utcnow, index=True)  # the clock of record
    is_late: Mapped[bool] = mapped_column(default=False)
    state: Mapped[JobState] = mapped_column(name_enum(JobState), default=JobState.QUEUED)
    grading_id: Mapped[int | None]  # the current grading; set in the transaction that finishes a job

    user: Mapped[User] = relationship()
    exercise: Mapped[AssignmentExercise] = relationship()


def is_unfinished() -> TextClause:
    """The condition of a submission that waits or could not be graded: by an index of the few that do.

    In the words of the index and without a parameter, since a database uses such an index only for a condition that it
    can see to be the same.
    """
    return text(f"submissions.{UNFINISHED}")


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
    fair_rank: Mapped[int] = mapped_column(default=0)  # how many jobs of its user were waiting when it came
    attempt: Mapped[int] = mapped_column(default=0)  # how often it was claimed
    token: Mapped[str | None] = mapped_column(String(32))  # of the claim in force; a finish must show it
    worker: Mapped[str | None] = mapped_column(String(120))
    lease_until: Mapped[datetime | None]
    next_enqueue_at: Mapped[datetime | None]  # when the reconciler sends another ticket
    not_before: Mapped[datetime | None]  # after a failure of ours: no claim before this moment
    error: Mapped[str | None] = mapped_column(Text)  # of the last infrastructure failure, for staff
    grader_failed_at: Mapped[datetime | None]  # when the grader itself, not its process or machine, last failed on it
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]

    submission: Mapped[Submission] = relationship()


class Grading(Base):
    """The result of one finished job, with all that is needed to replay it."""

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
    """What a student has in the editor; `version` grows by one with each save."""

    __tablename__ = "drafts"
    __table_args__ = (UniqueConstraint("user_id", "assignment_exercise_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    assignment_exercise_id: Mapped[int] = mapped_column(ForeignKey("assignment_exercises.id"))
    source: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime] = mapped_column(default=utcnow)


class ExercisePause(Base):
    """One pause; the exercise version waits until `resumed_at` is set."""

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
