"""What the import of a roster changed, so that it can be undone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Base, utcnow


class RosterImport(Base):
    """A roster that was applied.

    `changes` holds ``sections`` (ids of those that were made), ``accounts`` (ids of users that were made) and
    ``people``: for each enrolment that was changed the user's id, what was done, and its state before and after.
    """

    __tablename__ = "roster_imports"

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"), index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))  # None: from the command line
    at: Mapped[datetime] = mapped_column(default=utcnow)
    text_sha256: Mapped[str] = mapped_column(String(64))
    lines: Mapped[int]
    errors: Mapped[int]  # lines that were left out
    changes: Mapped[dict[str, Any]] = mapped_column(JSON)
    links_taken_at: Mapped[datetime | None]  # the links for new accounts are handed out once
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
