"""Scores: one row for each student and exercise, the summary that the gradebook reads."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Base, utcnow


class Score(Base):
    """The standing of one student in one exercise; recomputed in the transaction that finishes a grading."""

    __tablename__ = "scores"
    __table_args__ = (UniqueConstraint("user_id", "assignment_exercise_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    assignment_exercise_id: Mapped[int] = mapped_column(ForeignKey("assignment_exercises.id"), index=True)
    points: Mapped[int | None]  # None: nothing graded yet, which is not zero
    attempts: Mapped[int] = mapped_column(default=0)  # graded submissions; checks and not-gradable ones do not count
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("submissions.id"))  # the one that counts
    is_late: Mapped[bool] = mapped_column(default=False)
    updated_at: Mapped[datetime] = mapped_column(default=utcnow)


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
