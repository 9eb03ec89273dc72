"""Scores with their counts and history, overrides, and comments."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, TextClause, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from server.core.db import Base, utcnow


class RareScore(StrEnum):
    """Conditions of gradebook filters that few scores meet; each has a partial index.

    Queries must use exactly the condition of the index, because a database uses the index only if it recognizes the
    condition; SQLite does not recognize ``is_late = 1``.
    """

    LATE = "is_late"
    STUCK = "is_stuck"
    OVERRIDDEN = "override_points IS NOT NULL OR is_excused"
    REGRADED = "regraded_at IS NOT NULL"

    @property
    def partial_index(self) -> Index:
        """Build the partial index."""
        where = text(self.value)
        columns = ("assignment_exercise_id", "user_id")
        name = "decided" if self is RareScore.OVERRIDDEN else self.name.lower()  # as in migration 0006
        return Index(f"ix_scores_{name}", *columns, postgresql_where=where, sqlite_where=where)

    @property
    def condition(self) -> TextClause:
        """Return the condition for queries in which no other table has columns of these names."""
        return text(f"({self.value})")


class Score(Base):
    """The score of one student at one exercise, recomputed in the transaction that finishes a grading.

    An exercise is solved by an attempt whose report has full points, however late, or by an override with full points.
    `points` is the result: the points of the attempt that counts minus `penalty_percent` for `late_days` beyond
    `grace_days`, rounded once to two decimals, or the override.
    """

    __tablename__ = "scores"
    __table_args__ = (
        UniqueConstraint("user_id", "assignment_exercise_id"),
        Index("ix_scores_exercise_points", "assignment_exercise_id", "points", "user_id"),
        *(rare.partial_index for rare in RareScore),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    assignment_exercise_id: Mapped[int] = mapped_column(ForeignKey("assignment_exercises.id"))
    points: Mapped[Decimal | None]  # None while nothing is graded, which differs from 0
    raw_points: Mapped[Decimal | None]  # of the attempt that counts, before the penalty; rounded, so only for display
    late_days: Mapped[int] = mapped_column(default=0, server_default="0")  # days after the due date, rounded up
    grace_days: Mapped[int] = mapped_column(default=0, server_default="0")  # of the late days, covered by grace days
    penalty_percent: Mapped[int] = mapped_column(default=0, server_default="0")
    override_points: Mapped[Decimal | None]
    is_excused: Mapped[bool] = mapped_column(default=False, server_default=false())  # does not count in totals
    exercise_version: Mapped[int | None]  # against which the attempt that counts was graded
    regraded_at: Mapped[datetime | None]  # when a regrade last changed the points; None once it is undone
    attempts: Mapped[int] = mapped_column(
        default=0
    )  # graded submissions, without checks and submissions that are not gradable
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("submissions.id"))  # the attempt that counts
    is_late: Mapped[bool] = mapped_column(default=False)
    is_solved: Mapped[bool] = mapped_column(default=False, server_default=false())  # by an attempt or an override
    is_stuck: Mapped[bool] = mapped_column(default=False, server_default=false())  # many attempts, but not solved
    first_at: Mapped[datetime | None]  # when the first graded attempt was received
    solved_at: Mapped[datetime | None]  # when the first attempt whose report has full points was received
    solved_after: Mapped[int | None]  # number of attempts until then
    updated_at: Mapped[datetime] = mapped_column(default=utcnow)


class ScoreCount(Base):
    """The number of students with certain points at an exercise, from which medians and rates are computed.

    `exercise_version` is 0 for points that do not come from an attempt.
    """

    __tablename__ = "score_counts"
    __table_args__ = (
        UniqueConstraint(
            "assignment_exercise_id", "points", "is_stuck", "is_solved", "exercise_version", name="uq_score_counts_key"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_exercise_id: Mapped[int] = mapped_column(ForeignKey("assignment_exercises.id"))
    points: Mapped[Decimal]
    is_stuck: Mapped[bool]
    is_solved: Mapped[bool]  # as in the scores
    exercise_version: Mapped[int]
    students: Mapped[int] = mapped_column(default=0)


class ScoreChange(Base):
    """A change of a score: by whom, from, to, why and when. Append-only."""

    __tablename__ = "score_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    score_id: Mapped[int] = mapped_column(ForeignKey("scores.id"), index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))  # None for the grading pipeline
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("submissions.id"))
    from_points: Mapped[Decimal | None]
    to_points: Mapped[Decimal | None]
    reason: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(default=utcnow)


class Override(Base):
    """Points set by staff, or an excuse. The last one that is not undone applies."""

    __tablename__ = "overrides"

    id: Mapped[int] = mapped_column(primary_key=True)
    score_id: Mapped[int] = mapped_column(ForeignKey("scores.id"), index=True)
    points: Mapped[Decimal | None]  # None for an excuse
    reason: Mapped[str] = mapped_column(String(400))
    actor_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(default=utcnow)
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class LineComment(Base):
    """A comment by staff on a line of a submission, or on the whole submission if `line` is None."""

    __tablename__ = "line_comments"

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), index=True)
    line: Mapped[int | None]
    body: Mapped[str] = mapped_column("text", Text)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(default=utcnow)
    deleted_at: Mapped[datetime | None]
