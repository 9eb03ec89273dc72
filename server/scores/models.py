"""Scores, the summary that the gradebook reads, and their counts; their history; overrides; comments."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, TextClause, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from server.core.db import Base, utcnow


class RareScore(StrEnum):
    """Conditions of gradebook filters that hold for few scores; each has a partial index.

    The condition is spelled as in the index: a database uses the index only for a condition that it recognizes, and
    SQLite would not recognize ``is_late = 1``.
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
        """Return the condition, for a query in which no other table has such columns."""
        return text(f"({self.value})")


class Score(Base):
    """The score of one student at one exercise; recomputed in the transaction that finishes a grading.

    `points` is what counts: `raw_points` less `penalty_percent` for `late_days` beyond `grace_days`, or the override.
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
    points: Mapped[int | None]  # None: nothing graded yet, which is not zero
    raw_points: Mapped[int | None]  # of the attempt that counts, out of the exercise's points here
    late_days: Mapped[int] = mapped_column(default=0, server_default="0")  # begun days after the due date
    grace_days: Mapped[int] = mapped_column(default=0, server_default="0")  # of these, paid from the budget
    penalty_percent: Mapped[int] = mapped_column(default=0, server_default="0")
    override_points: Mapped[int | None]
    is_excused: Mapped[bool] = mapped_column(default=False, server_default=false())  # counts in no total
    exercise_version: Mapped[int | None]  # that the attempt that counts was graded against
    regraded_at: Mapped[datetime | None]  # when a regrade last changed the points
    attempts: Mapped[int] = mapped_column(default=0)  # graded submissions; checks and not-gradable ones do not count
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("submissions.id"))  # the one that counts
    is_late: Mapped[bool] = mapped_column(default=False)
    is_stuck: Mapped[bool] = mapped_column(default=False, server_default=false())  # many attempts, not full points
    first_at: Mapped[datetime | None]  # receipt of the first graded attempt
    solved_at: Mapped[datetime | None]  # receipt of the first with full points
    solved_after: Mapped[int | None]  # attempts that it took
    updated_at: Mapped[datetime] = mapped_column(default=utcnow)


class ScoreCount(Base):
    """How many students of the class have so many points at an exercise: what its medians and rates are read from.

    `exercise_version` is 0 for points that come from no attempt.
    """

    __tablename__ = "score_counts"
    __table_args__ = (
        UniqueConstraint(
            "assignment_exercise_id", "points", "is_stuck", "is_solved", "exercise_version", name="uq_score_counts_key"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_exercise_id: Mapped[int] = mapped_column(ForeignKey("assignment_exercises.id"))
    points: Mapped[int]
    is_stuck: Mapped[bool]
    is_solved: Mapped[bool]  # once, by an attempt; which the points need not show
    exercise_version: Mapped[int]
    students: Mapped[int] = mapped_column(default=0)


class ScoreChange(Base):
    """Every change of a score: who or what, from, to, why, when. Append-only."""

    __tablename__ = "score_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    score_id: Mapped[int] = mapped_column(ForeignKey("scores.id"), index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))  # None: the grading pipeline
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("submissions.id"))
    from_points: Mapped[int | None]
    to_points: Mapped[int | None]
    reason: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(default=utcnow)


class Override(Base):
    """Points set by staff, or an excuse. The last one that is not undone is current."""

    __tablename__ = "overrides"

    id: Mapped[int] = mapped_column(primary_key=True)
    score_id: Mapped[int] = mapped_column(ForeignKey("scores.id"), index=True)
    points: Mapped[int | None]  # None: excused
    reason: Mapped[str] = mapped_column(String(400))
    actor_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(default=utcnow)
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class LineComment(Base):
    """A comment of staff on a line of a submission, or on the whole (line None)."""

    __tablename__ = "line_comments"

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), index=True)
    line: Mapped[int | None]
    body: Mapped[str] = mapped_column("text", Text)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(default=utcnow)
    deleted_at: Mapped[datetime | None]
