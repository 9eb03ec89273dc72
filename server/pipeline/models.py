"""Exercise versions that are not graded for the moment."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Base, utcnow


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
