"""Courses, sections, enrollments, invitations, assignments and their exercises."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from server.accounts.models import User
from server.core.db import Base, name_enum, utcnow


class Role(StrEnum):
    """What a person is in a course."""

    STUDENT = "student"
    ASSISTANT = "assistant"
    INSTRUCTOR = "instructor"


class LatePolicy(StrEnum):
    """What late work costs; a day that has begun counts as a day."""

    NONE = "none"  # nothing; late work is only marked
    PERCENT = "percent"  # so much of the points a day, up to a cap
    GRACE = "grace"  # days of the course's budget first, and percent for those beyond


class AttemptPolicy(StrEnum):
    """Which attempt counts."""

    BEST = "best"
    LAST = "last"


class FeedbackTime(StrEnum):
    """When students see the report of a graded attempt; its state and the code are theirs at any time."""

    NOW = "now"
    AFTER_DUE = "after_due"
    NEVER = "never"


class Course(Base):
    """One course in one term."""

    __tablename__ = "courses"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    term: Mapped[str] = mapped_column(String(60), default="", server_default="")  # "Winter 2026/27"
    join_code: Mapped[str | None] = mapped_column(String(16), unique=True, index=True)  # None: no joining by code
    grace_days: Mapped[int] = mapped_column(default=0, server_default="0")  # the budget of each student
    timezone: Mapped[str] = mapped_column(String(60), default="UTC")  # for showing times; stored times are UTC
    help_steps: Mapped[int] = mapped_column(
        default=3, server_default="3"
    )  # see server.submissions.visibility.HelpSteps
    created_at: Mapped[datetime] = mapped_column(default=utcnow)

    assignments: Mapped[list[Assignment]] = relationship(order_by="Assignment.position", back_populates="course")


class Section(Base):
    """A group of a course's students, such as those of one tutorial."""

    __tablename__ = "sections"
    __table_args__ = (UniqueConstraint("course_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    name: Mapped[str] = mapped_column(String(60))


class Enrollment(Base):
    """A person's role in a course, and the totals of a student there, which follow their scores."""

    __tablename__ = "enrollments"
    __table_args__ = (
        UniqueConstraint("course_id", "user_id"),
        # All that lists and counts of a class read of an enrollment, so that they read nothing else.
        Index(
            "ix_enrollments_class",
            "course_id",
            "role",
            "user_id",
            "section_id",
            "total_points",
            "total_share",
            postgresql_where=text("dropped_at IS NULL"),
            sqlite_where=text("dropped_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    role: Mapped[Role] = mapped_column(name_enum(Role))
    section_id: Mapped[int | None] = mapped_column(ForeignKey("sections.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    dropped_at: Mapped[datetime | None]  # has left: sees the course no more, and their work is kept
    total_points: Mapped[int] = mapped_column(default=0, server_default="0")
    total_share: Mapped[int] = mapped_column(default=0, server_default="0")  # weighted, in ten thousandths

    course: Mapped[Course] = relationship()
    section: Mapped[Section | None] = relationship()
    user: Mapped[User] = relationship()


class Invitation(Base):
    """A link by which people enroll; only the SHA-256 of its secret is kept."""

    __tablename__ = "invitations"

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"), index=True)
    role: Mapped[Role] = mapped_column(name_enum(Role))
    section_id: Mapped[int | None] = mapped_column(ForeignKey("sections.id"))
    email: Mapped[str | None] = mapped_column(String(254))  # None: whoever has the link
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    expires_at: Mapped[datetime]
    uses: Mapped[int] = mapped_column(default=0)
    revoked_at: Mapped[datetime | None]


class Assignment(Base):
    """A unit of a course: some exercises with common dates."""

    __tablename__ = "assignments"
    __table_args__ = (UniqueConstraint("course_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    opens_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    weight: Mapped[int | None]  # of the course's total; None in every assignment: all points count alike
    late_policy: Mapped[LatePolicy] = mapped_column(
        name_enum(LatePolicy), default=LatePolicy.NONE, server_default=LatePolicy.NONE.value
    )
    late_percent: Mapped[int] = mapped_column(default=10, server_default="10")  # off for each day
    late_cap: Mapped[int] = mapped_column(default=100, server_default="100")  # percent off at most
    attempt_policy: Mapped[AttemptPolicy] = mapped_column(
        name_enum(AttemptPolicy), default=AttemptPolicy.BEST, server_default=AttemptPolicy.BEST.value
    )
    attempt_limit: Mapped[int | None]  # graded attempts at each exercise; None: as many as they like
    cooldown_s: Mapped[int | None]  # from one attempt to the next
    feedback: Mapped[FeedbackTime] = mapped_column(
        name_enum(FeedbackTime), default=FeedbackTime.NOW, server_default=FeedbackTime.NOW.value
    )
    help_steps: Mapped[int | None]  # None: as the course

    course: Mapped[Course] = relationship(back_populates="assignments")
    exercises: Mapped[list[AssignmentExercise]] = relationship(
        order_by="AssignmentExercise.position", back_populates="assignment"
    )


class AssignmentExercise(Base):
    """An exercise as it stands in an assignment; `slug` names a folder of the exercises package."""

    __tablename__ = "assignment_exercises"
    __table_args__ = (UniqueConstraint("assignment_id", "slug"), UniqueConstraint("assignment_id", "position"))

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignments.id"))
    slug: Mapped[str] = mapped_column(String(60), index=True)
    position: Mapped[int]
    max_points: Mapped[int] = mapped_column(default=100)

    assignment: Mapped[Assignment] = relationship(back_populates="exercises")


class Extension(Base):
    """Later dates in one assignment, for one student or for a section; the latest that applies holds."""

    __tablename__ = "extensions"
    __table_args__ = (
        CheckConstraint("(user_id IS NULL) <> (section_id IS NULL)", name="student_or_section"),
        Index("ix_extensions_assignment", "assignment_id", "user_id", "section_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignments.id"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    section_id: Mapped[int | None] = mapped_column(ForeignKey("sections.id"))
    due_at: Mapped[datetime]
    closes_at: Mapped[datetime | None]  # None: where the assignment closes earlier, the new due date
    reason: Mapped[str] = mapped_column(String(400))
    granted_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    granted_at: Mapped[datetime] = mapped_column(default=utcnow)
    revoked_at: Mapped[datetime | None]


class RosterImport(Base):
    """A roster that was applied.

    `changes` holds ``sections`` (ids of those that were made), ``accounts`` (ids of users that were made) and
    ``people``: for each enrollment that was changed the user's id, what was done, and its state before and after.
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


class Announcement(Base):
    """What the staff tells everybody in a course; Markdown."""

    __tablename__ = "announcements"

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(default=utcnow)
    edited_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]  # no longer shown to students; staff may show it again

    author: Mapped[User] = relationship()
