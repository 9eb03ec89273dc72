"""Comparisons of the attempts at an exercise, and the similar pairs."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from server.core.db import Base, name_enum, utcnow


class RunState(StrEnum):
    """The state of a comparison."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"  # a system error; it can be requested again


class SimilarityRun(Base):
    """One comparison, which is also its queue entry. Its worker holds a lease, and an exercise has at most one open."""

    __tablename__ = "similarity_runs"
    __table_args__ = (
        Index("uq_similarity_runs_open", "assignment_exercise_id", unique=True,
              postgresql_where=text("state IN ('waiting', 'running')"),
              sqlite_where=text("state IN ('waiting', 'running')")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_exercise_id: Mapped[int] = mapped_column(ForeignKey("assignment_exercises.id"), index=True)
    state: Mapped[RunState] = mapped_column(name_enum(RunState), default=RunState.WAITING)
    started_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    started_at: Mapped[datetime] = mapped_column(default=utcnow)
    finished_at: Mapped[datetime | None]
    compared: Mapped[int | None]  # number of submissions; None until it is done
    found: Mapped[int | None]  # number of similar pairs; if there are too many, only the strongest are stored
    parameters: Mapped[dict[str, Any]] = mapped_column(
        JSON, default=dict
    )  # settings of the comparison, and what it excluded
    attempt: Mapped[int] = mapped_column(default=0)  # number of claims
    token: Mapped[str | None] = mapped_column(String(32))  # of the current claim; finishing requires it
    lease_until: Mapped[datetime | None]
    next_ticket_at: Mapped[datetime | None]  # when the reconciler sends another ticket
    error: Mapped[str | None] = mapped_column(String(400))  # why it failed, for staff


class SimilarityPair(Base):
    """Two similar submissions of different students; the left one was received first."""

    __tablename__ = "similarity_pairs"
    __table_args__ = (
        UniqueConstraint("run_id", "left_id", "right_id"),
        Index("ix_similarity_pairs_run_share", "run_id", "share"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("similarity_runs.id"))
    left_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"))
    right_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"))
    tokens: Mapped[int]  # shared tokens
    share: Mapped[int]  # shared part of the smaller submission, in 1/10,000
    ranges: Mapped[list[list[int]]] = mapped_column(JSON)  # lines from 1: left first, last, right first, last, tokens
