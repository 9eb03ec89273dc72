"""Regrade sets and their items."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from server.core.db import Base, name_enum, utcnow


class SetState(StrEnum):
    """The state of a regrade set."""

    GRADING = "grading"  # being graded as a preview in the batch lane; no score has changed
    APPLIED = "applied"  # completely or in part
    CANCELED = "cancelled"
    UNDONE = "undone"

    @property
    def label(self) -> str:
        """Return the state as people read it."""
        return self.name.lower()


class Which(StrEnum):
    """Which attempts of each student are graded again."""

    COUNTING = "counting"  # the one that counts for the score
    BEST = "best"
    LAST = "last"
    ALL = "all"


class RegradeSet(Base):
    """Submissions of a course that are regraded together."""

    __tablename__ = "regrade_sets"

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(String(400))
    which: Mapped[Which] = mapped_column(name_enum(Which))
    state: Mapped[SetState] = mapped_column(name_enum(SetState), default=SetState.GRADING)
    created_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    ended_at: Mapped[datetime | None]  # applied, canceled or undone


class RegradeItem(Base):
    """One submission of a set; `new_grading_id` is the previewed result, current once it is applied."""

    __tablename__ = "regrade_items"
    __table_args__ = (UniqueConstraint("set_id", "submission_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    set_id: Mapped[int] = mapped_column(ForeignKey("regrade_sets.id"))
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), index=True)
    old_grading_id: Mapped[int | None]
    new_grading_id: Mapped[int | None]
    applied_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]
