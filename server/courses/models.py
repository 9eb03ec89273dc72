"""Courses, enrolments, assignments and their exercises."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Enum, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from server.accounts.models import User
from server.db import Base, utcnow


class Role(StrEnum):
    """What a person is in a course."""

    STUDENT = "student"
    INSTRUCTOR = "instructor"


def name_enum(kind: type[StrEnum], length: int = 20) -> Enum:
    """A column type that stores a StrEnum by its value, as text, on every database."""
    return Enum(kind, native_enum=False, length=length, values_callable=lambda members: [m.value for m in members])


class Course(Base):
    """One course in one term."""

    __tablename__ = "courses"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    timezone: Mapped[str] = mapped_column(String(60), default="UTC")  # for showing times; stored times are UTC
    help_steps: Mapped[int] = mapped_column(default=3, server_default="3")  # see server.courses.help.HelpSteps
    created_at: Mapped[datetime] = mapped_column(default=utcnow)

    assignments: Mapped[list[Assignment]] = relationship(order_by="Assignment.position", back_populates="course")


class Enrollment(Base):
    """A person's role in a course."""

    __tablename__ = "enrollments"
    __table_args__ = (UniqueConstraint("course_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    role: Mapped[Role] = mapped_column(name_enum(Role))
    created_at: Mapped[datetime] = mapped_column(default=utcnow)

    course: Mapped[Course] = relationship()
    user: Mapped[User] = relationship()


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
