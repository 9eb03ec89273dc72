"""What ``course.json`` holds: all of a course of which there are few."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from server.archive.fields import (
    Count,
    Line,
    Moment,
    Name,
    Number,
    Percent,
    Place,
    Reason,
    Row,
    Short,
    Slug,
    Steps,
    Text,
    Zone,
)
from server.courses.models import AttemptPolicy, FeedbackTime, LatePolicy


class ExerciseRow(Row):
    """An exercise of an assignment."""

    exercise: Number
    slug: Slug
    position: Place
    max_points: Count


class AssignmentRow(Row):
    """An assignment with its policies."""

    assignment: Number
    position: Place
    title: Name
    opens_at: Moment | None
    due_at: Moment | None
    closes_at: Moment | None
    weight: Count | None
    late_policy: LatePolicy
    late_percent: Percent
    late_cap: Percent
    attempt_policy: AttemptPolicy
    attempt_limit: Number | None
    cooldown_s: Count | None
    feedback: FeedbackTime
    help_steps: Steps | None
    exercises: list[ExerciseRow]


class ExtensionRow(Row):
    """Later dates of a person or a section."""

    extension: Number
    assignment: Number
    person: Number | None
    section: Short | None
    due_at: Moment
    closes_at: Moment | None
    reason: Reason
    granted_by: Number | None
    granted_at: Moment
    revoked_at: Moment | None


class AnnouncementRow(Row):
    """What everybody was told."""

    announcement: Number
    title: Line
    text: Text
    author: Number
    at: Moment
    edited_at: Moment | None
    withdrawn_at: Moment | None


class CourseRow(Row):
    """The course itself, with all that is not many."""

    slug: Slug
    title: Name
    term: Short
    timezone: Zone
    grace_days: Count
    help_steps: Steps
    created_at: Moment
    sections: list[Annotated[Short, Field(min_length=1)]]
    assignments: list[AssignmentRow]
    extensions: list[ExtensionRow]
    announcements: list[AnnouncementRow]
