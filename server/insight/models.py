"""Counts of checks, mistakes and attempts, updated in the transaction that finishes a grading."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from server.core.db import Base


class CheckCount(Base):
    """The number of times that a check ran and failed in the graded attempts at an exercise."""

    __tablename__ = "check_counts"
    __table_args__ = (UniqueConstraint("assignment_exercise_id", "check_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_exercise_id: Mapped[int] = mapped_column(ForeignKey("assignment_exercises.id"))
    check_id: Mapped[str] = mapped_column(String(120))
    stage: Mapped[str] = mapped_column(String(20))
    ran: Mapped[int] = mapped_column(default=0)
    failed: Mapped[int] = mapped_column(default=0)


class MistakeCount(Base):
    """The number of times that a mistake was diagnosed for a student, and the last attempt with it."""

    __tablename__ = "mistake_counts"
    __table_args__ = (UniqueConstraint("assignment_exercise_id", "mistake_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_exercise_id: Mapped[int] = mapped_column(ForeignKey("assignment_exercises.id"))
    mistake_id: Mapped[str] = mapped_column(String(120))
    title: Mapped[str] = mapped_column(String(300))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    times: Mapped[int] = mapped_column(default=0)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"))


class DayCount(Base):
    """The number of graded attempts at an exercise received on a day in the time zone of the course."""

    __tablename__ = "day_counts"
    __table_args__ = (UniqueConstraint("assignment_exercise_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_exercise_id: Mapped[int] = mapped_column(ForeignKey("assignment_exercises.id"))
    day: Mapped[date]
    attempts: Mapped[int] = mapped_column(default=0)
