"""The requests and responses of the API as pydantic models, from which the OpenAPI document is built."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, WithJsonSchema

from server.courses.models import Role
from server.submissions.models import JobState, Purpose
from server.text.points import as_number

Points = Annotated[
    Decimal, PlainSerializer(as_number), WithJsonSchema({"type": "number", "minimum": 0, "multipleOf": 0.01})
]
HIDDEN = "null for a check, if there are no points, or while the points are hidden from you"


class Model(BaseModel):
    """The base of all models: frozen, and without extra fields."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class NewSubmission(Model):
    """A source to grade."""

    source: str = Field(description="the text of the Python file")
    client_key: Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[!-~]+$")] = Field(
        description="chosen by the client; a repeated request with the same key does not create another submission"
    )
    course: Annotated[str, Field(pattern=r"^[!-~]+$")] | None = Field(
        None, description="slug of the course; required if several of your courses have the exercise"
    )
    purpose: Purpose = Field(
        Purpose.SUBMIT, description="“submit” makes a graded attempt; “check” does not use an attempt"
    )


class AcceptedSubmission(Model):
    """The submission was stored and will be graded."""

    id: str
    url: str = Field(description="the page of the submission for a browser")
    state: JobState


class Place(Model):
    """The position of a waiting submission in the queue."""

    ahead: int
    estimate_s: float


class SubmissionOut(Model):
    """A submission, with its report once it is graded."""

    id: str
    state: JobState
    exercise: str
    course: str
    timezone: str = Field(description="the time zone of the course, such as Europe/Berlin")
    purpose: Purpose
    number: int | None = Field(description="the number of the attempt, from 1; null for a check")
    received_at: datetime
    due_at: datetime | None = Field(description="the due date for the author, including extensions")
    is_late: bool
    place: Place | None = Field(description="the position in the queue; null unless queued")
    superseded_by: str | None
    report: dict[str, Any] | None = Field(description="the report in the format of `grader check --json`")
    report_withheld: bool = Field(description="whether there is a report that the course does not show you")
    report_from: datetime | None = Field(
        description="when a withheld report will be shown; null if it will never be shown"
    )
    max_points: Points = Field(description="the points of the exercise in the course")
    late_days: int | None = Field(None, description=f"days late; part of a day counts as a full day; {HIDDEN}")
    penalty_percent: int | None = Field(
        None, description=f"percentage deducted for late days that grace days do not cover; {HIDDEN}"
    )
    counts_points: Points | None = Field(
        None, description=f"points of this attempt after the penalty, out of max_points; {HIDDEN}"
    )
    best_points: Points | None = Field(
        None, description=f"points of the best attempt so far; null if the last attempt counts instead; {HIDDEN}"
    )
    attempts_used: int | None = Field(
        None,
        description="attempts that count toward the limit; null for a check, or while the points are hidden from you",
    )
    attempt_limit: int | None = Field(
        None,
        description="attempts allowed; null if there is no limit, for a check, or while the points are hidden from you",
    )
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
    timezone: str = Field(description="the time zone of the course, such as Europe/Berlin")
    unit: str
    max_points: Points
    opens_at: datetime | None
    due_at: datetime | None
    closes_at: datetime | None
    points: Points | None = Field(description="null until something is graded")
    attempts: int
    url: str


class Exercises(Model):
    """All exercises that the user can see."""

    exercises: list[ExerciseOut]


class ExerciseTexts(Model):
    """What an exercise asks for and what students start from."""

    slug: str
    title: str
    unit: str
    version: int
    max_points: int = Field(description="the points of the exercise itself; a course may set a different number")
    statement: str = Field(description="Markdown with formulas in $…$ and $$…$$, as in the exercise")
    starter: str = Field(description="the text of the Python file that students start from")


class FieldError(Model):
    """One invalid field of a request."""

    field: str
    message: str


class Problem(Model):
    """Problem details as defined by RFC 9457."""

    type: Literal["about:blank"]
    title: str
    status: int
    detail: str
    errors: list[FieldError] | None = None
