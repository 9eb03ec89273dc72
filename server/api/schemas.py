"""What the API takes and gives, as pydantic models: the OpenAPI document is made of them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from server.courses.models import Role
from server.submissions.models import JobState, Purpose


class Model(BaseModel):
    """Common settings."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class NewSubmission(Model):
    """A source to be graded."""

    source: str = Field(description="text of the Python file")
    client_key: Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[!-~]+$")] = Field(
        description="chosen by the client; the same key again is the same submission, so a request may be repeated"
    )
    course: str | None = Field(None, description="slug of the course, where several of yours have the exercise")
    purpose: Purpose = Field(Purpose.SUBMIT, description="a graded attempt, or a check that uses none")


class AcceptedSubmission(Model):
    """The submission was stored and will be graded."""

    id: str
    url: str = Field(description="page of the submission, for a browser")
    state: JobState


class Place(Model):
    """Where a waiting submission stands."""

    ahead: int
    estimate_s: float


class SubmissionOut(Model):
    """A submission and, when there is one, its report."""

    id: str
    state: JobState
    exercise: str
    course: str
    purpose: Purpose
    number: int | None = Field(description="ordinal of the attempt; null for a check")
    received_at: datetime
    is_late: bool
    place: Place | None = Field(description="while queued")
    superseded_by: str | None
    report: dict[str, Any] | None = Field(description="the grader's report, as `grader check --json` prints it")
    url: str


class CourseOut(Model):
    """A course of the user."""

    slug: str
    title: str
    role: Role


class Me(Model):
    """The user of the token."""

    email: str
    name: str
    courses: list[CourseOut]


class ExerciseOut(Model):
    """An exercise of one of the user's courses, with the user's dates, points and attempts."""

    slug: str
    course: str
    unit: str
    max_points: int
    opens_at: datetime | None
    due_at: datetime | None
    closes_at: datetime | None
    points: int | None = Field(description="null: nothing graded yet")
    attempts: int
    url: str


class Exercises(Model):
    """All exercises that the user can see."""

    exercises: list[ExerciseOut]


class FieldError(Model):
    """One field of a request that is not as it should be."""

    field: str
    message: str


class Problem(Model):
    """A problem as of RFC 9457."""

    type: Literal["about:blank"]
    title: str
    status: int
    detail: str
    errors: list[FieldError] | None = None
