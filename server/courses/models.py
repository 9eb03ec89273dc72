"""Courses, sections, enrollments, invitations, assignments and their exercises."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from server.accounts.models import User
from server.core.db import Base, name_enum, utcnow


class Role(StrEnum):
    """The role of a person in a course."""

    STUDENT = "student"
    ASSISTANT = "assistant"
    INSTRUCTOR = "instructor"

    @property
    def with_article(self) -> str:
        """Return the role with its indefinite article, as in "an assistant"."""
        return f"{'a' if self is Role.STUDENT else 'an'} {self.value}"


class LatePolicy(StrEnum):
    """The penalty for late work; a day that has begun counts as a whole day."""

    NONE = "none"  # no penalty; late work is only marked
    PERCENT = "percent"  # a percentage of the points per day, up to a cap
    GRACE = "grace"  # grace days of the course first, then the percentage for further days


class AttemptPolicy(StrEnum):
    """Which graded attempt counts."""

    BEST = "best"
    LAST = "last"


class FeedbackTime(StrEnum):
    """When students see the report of a graded attempt; they always see its state and code."""

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
    join_code: Mapped[str | None] = mapped_column(
        String(16), unique=True, index=True
    )  # None if nobody can join with a code
    grace_days: Mapped[int] = mapped_column(default=0, server_default="0")  # the grace days of each student
    timezone: Mapped[str] = mapped_column(String(60), default="UTC")  # for showing times; stored times are UTC
    help_steps: Mapped[int] = mapped_column(
        default=3, server_default="3"
    )  # see server.submissions.visibility.HelpSteps
    created_at: Mapped[datetime] = mapped_column(default=utcnow)

    assignments: Mapped[list[Assignment]] = relationship(order_by="Assignment.position", back_populates="course")


class Section(Base):
    """A group of students in a course, such as a tutorial group."""

    __tablename__ = "sections"
    __table_args__ = (UniqueConstraint("course_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    name: Mapped[str] = mapped_column(String(60))


class Enrollment(Base):
    """The role of a person in a course, and the totals of a student, which are computed from the scores."""

    __tablename__ = "enrollments"
    __table_args__ = (
        UniqueConstraint("course_id", "user_id"),
        # Covers every column that the lists and counts of a class read.
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
    dropped_at: Mapped[datetime | None]  # set if the person was removed; they lose access and their work is kept
    total_points: Mapped[Decimal] = mapped_column(default=Decimal(), server_default="0")
    total_share: Mapped[int] = mapped_column(default=0, server_default="0")  # weighted, in 1/10,000

    course: Mapped[Course] = relationship()
    section: Mapped[Section | None] = relationship()
    user: Mapped[User] = relationship()


class Invitation(Base):
    """An invitation link to a course; only the SHA-256 of its secret is stored."""

    __tablename__ = "invitations"

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"), index=True)
    role: Mapped[Role] = mapped_column(name_enum(Role))
    section_id: Mapped[int | None] = mapped_column(ForeignKey("sections.id"))
    email: Mapped[str | None] = mapped_column(String(254))  # None if anyone with the link may use it
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    expires_at: Mapped[datetime]
    uses: Mapped[int] = mapped_column(default=0)
    revoked_at: Mapped[datetime | None]


class Assignment(Base):
    """A unit of a course: a set of exercises with common dates."""

    __tablename__ = "assignments"
    __table_args__ = (UniqueConstraint("course_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    opens_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    weight: Mapped[int | None]  # in the course total; if None in every assignment, all points count equally
    late_policy: Mapped[LatePolicy] = mapped_column(
        name_enum(LatePolicy), default=LatePolicy.NONE, server_default=LatePolicy.NONE.value
    )
    late_percent: Mapped[int] = mapped_column(default=10, server_default="10")  # deducted per day
    late_cap: Mapped[int] = mapped_column(default=100, server_default="100")  # the largest deduction in percent
    attempt_policy: Mapped[AttemptPolicy] = mapped_column(
        name_enum(AttemptPolicy), default=AttemptPolicy.BEST, server_default=AttemptPolicy.BEST.value
    )
    attempt_limit: Mapped[int | None]  # graded attempts per exercise; None for no limit
    cooldown_s: Mapped[int | None]  # between two attempts
    feedback: Mapped[FeedbackTime] = mapped_column(
        name_enum(FeedbackTime), default=FeedbackTime.NOW, server_default=FeedbackTime.NOW.value
    )
    help_steps: Mapped[int | None]  # None to use the setting of the course

    course: Mapped[Course] = relationship(back_populates="assignments")
    exercises: Mapped[list[AssignmentExercise]] = relationship(
        order_by="AssignmentExercise.position", back_populates="assignment"
    )


class AssignmentExercise(Base):
    """An exercise in an assignment; `slug` names a folder of the exercises package."""

    __tablename__ = "assignment_exercises"
    __table_args__ = (UniqueConstraint("assignment_id", "slug"), UniqueConstraint("assignment_id", "position"))

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignments.id"))
    slug: Mapped[str] = mapped_column(String(60), index=True)
    position: Mapped[int]
    max_points: Mapped[Decimal] = mapped_column(default=Decimal(100))

    assignment: Mapped[Assignment] = relationship(back_populates="exercises")


class Extension(Base):
    """Later dates of one assignment for a student or a section; of several, the latest applies."""

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
    closes_at: Mapped[datetime | None]  # None to close at the new due date if the assignment closes earlier
    reason: Mapped[str] = mapped_column(String(400))
    granted_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    granted_at: Mapped[datetime] = mapped_column(default=utcnow)
    revoked_at: Mapped[datetime | None]


class RosterImport(Base):
    """An import of a roster that was applied.

    `changes` has ``sections`` (ids of new sections), ``accounts`` (ids of new users), ``people`` (for each changed
    enrollment the user id, the action, and the state before and after) and, except in imports of earlier versions,
    ``listed``: ids of the people in the file who had an account before.
    """

    __tablename__ = "roster_imports"

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"), index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))  # None if run from the command line
    at: Mapped[datetime] = mapped_column(default=utcnow)
    text_sha256: Mapped[str] = mapped_column(String(64))
    lines: Mapped[int]
    errors: Mapped[int]  # lines that were skipped
    changes: Mapped[dict[str, Any]] = mapped_column(JSON)
    links_taken_at: Mapped[datetime | None]  # when its password links were last downloaded
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class Announcement(Base):
    """An announcement of the staff to everyone in a course, in Markdown."""

    __tablename__ = "announcements"

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(default=utcnow)
    edited_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]  # set while it is hidden from students; staff can show it again

    author: Mapped[User] = relationship()
