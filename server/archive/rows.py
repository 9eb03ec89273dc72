"""The rows of an archive's tables, and what their values may be.

People, exercises, submissions and so on are numbered from 1 within the archive. They contain no database ids:
two exports of one course are the same, and so is the export of an import.
"""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, PlainSerializer

from grader.report import Verdict
from server.accounts.addresses import check_address
from server.accounts.errors import UnusableEmail
from server.courses.models import AttemptPolicy, FeedbackTime, LatePolicy, Role
from server.regrades.models import SetState, Which
from server.submissions.models import JobState, Purpose
from server.text.points import as_number
from server.worker.finish import storable

LARGEST = 2**31 - 1  # that a column holds


def _no_nul(text: str) -> str:
    if "\0" in text:
        raise ValueError("it contains an invalid character")
    return text


def _address(text: str) -> str:
    try:
        return check_address(text)
    except UnusableEmail as error:
        raise ValueError(str(error)) from error


def _utc(at: datetime) -> datetime:
    if not 1990 <= at.year <= 2200:
        raise ValueError("the year is not between 1990 and 2200")
    return at.astimezone(UTC)


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(f"{name[:60]!r} is not a time zone")
    return name


def _storable(value: dict[str, Any]) -> dict[str, Any]:
    if storable(value) != value:
        raise ValueError("it contains a value that the database cannot store")
    return value


Text = Annotated[str, AfterValidator(_no_nul)]
Line = Annotated[Text, Field(max_length=200)]
Name = Annotated[Line, Field(min_length=1)]
Short = Annotated[Text, Field(max_length=60)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+([-_][a-z0-9]+)*$", max_length=60)]
Reason = Annotated[Text, Field(max_length=400)]
Moment = Annotated[AwareDatetime, AfterValidator(_utc)]
Count = Annotated[int, Field(ge=0, le=LARGEST)]
Points = Annotated[
    Decimal, Field(ge=0, le=LARGEST // 100, decimal_places=2), PlainSerializer(as_number, when_used="json")
]
Number = Annotated[int, Field(ge=1, le=LARGEST)]
GraceDays = Annotated[int, Field(ge=0, le=100)]  # as in the settings of a course
Percent = Annotated[int, Field(ge=0, le=100)]
Hex = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


Address = Annotated[str, AfterValidator(_address)]
Zone = Annotated[Short, AfterValidator(_zone)]
Data = Annotated[dict[str, Any], AfterValidator(_storable)]
Place = Annotated[int, Field(ge=-LARGEST, le=LARGEST)]
Steps = Annotated[int, Field(ge=0, le=3)]


class Row(BaseModel):
    """One row: no other fields than declared, and no other types."""

    model_config = ConfigDict(extra="forbid", strict=True)


class ExerciseRow(Row):
    """An exercise of an assignment."""

    exercise: Number
    slug: Slug
    position: Place
    max_points: Points


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
    """An announcement."""

    announcement: Number
    title: Line
    text: Text
    author: Number
    at: Moment
    edited_at: Moment | None
    withdrawn_at: Moment | None


class CourseRow(Row):
    """The course itself: the content of ``course.json``."""

    slug: Slug
    title: Name
    term: Short
    timezone: Zone
    grace_days: GraceDays
    help_steps: Steps
    created_at: Moment
    sections: list[Annotated[Short, Field(min_length=1)]]
    assignments: list[AssignmentRow]
    extensions: list[ExtensionRow]
    announcements: list[AnnouncementRow]


class PersonRow(Row):
    """A person who is or was in the course, or did something in it; only the former have a role."""

    person: Number
    email: Address
    name: Name
    role: Role | None = None
    section: Short | None = None
    enrolled: Moment | None = None
    dropped: Moment | None = None


class SubmissionRow(Row):
    """A submission; its code is in a separate file, and `grading` is the current grading."""

    submission: Number
    public_id: Annotated[str, Field(pattern=r"^[0-9A-Za-z_-]{1,32}$")]
    person: Number
    exercise: Number
    purpose: Purpose
    received_at: Moment
    is_late: bool
    state: JobState
    seed: Count
    grading: Number | None


class GradingRow(Row):
    """One result of a submission; its report is in a separate file."""

    grading: Number
    submission: Number
    verdict: Verdict
    points: Count
    max_points: Count
    exercise_version: Number
    exercise_hash: Hex
    seed: Count
    created_at: Moment


class ScoreRow(Row):
    """The score of a person in an exercise; names and addresses are for people who open the file."""

    person: Number
    email: str
    name: str
    section: str | None = None
    exercise: Number
    slug: str
    points: Points | None = None
    max_points: Points
    raw_points: Points | None = None
    late_days: Count
    grace_days: Count
    penalty_percent: Percent
    override_points: Points | None = None
    is_excused: bool
    is_late: bool
    is_stuck: bool
    attempts: Count
    submission: Number | None = None
    exercise_version: Number | None = None
    first_at: Moment | None = None
    solved_at: Moment | None = None
    solved_after: Count | None = None
    regraded_at: Moment | None = None


class ChangeRow(Row):
    """One change of a score."""

    person: Number
    exercise: Number
    actor: Number | None
    submission: Number | None
    from_points: Points | None
    to_points: Points | None
    reason: Line
    at: Moment


class OverrideRow(Row):
    """An override of a score; `points` is None for an excused exercise."""

    override: Number
    person: Number
    exercise: Number
    points: Points | None
    reason: Reason
    actor: Number
    at: Moment
    undone_at: Moment | None
    undone_by: Number | None


class CommentRow(Row):
    """A comment on a submission."""

    submission: Number
    line: Count | None
    text: Text
    author: Number
    at: Moment
    deleted_at: Moment | None


class SetRow(Row):
    """A regrade set; its items follow it."""

    kind: Literal["set"] = "set"
    set: Number
    title: Line
    reason: Reason
    which: Which
    state: SetState
    created_by: Number
    created_at: Moment
    ended_at: Moment | None


class ItemRow(Row):
    """A submission of a regrade set, with the state of its job where there is one."""

    kind: Literal["item"] = "item"
    set: Number
    submission: Number
    old_grading: Number | None
    new_grading: Number | None
    applied_at: Moment | None
    undone_at: Moment | None
    job: JobState | None


class EventRow(Row):
    """An entry of the audit log."""

    event: Number
    actor: Number | None
    action: Annotated[Text, Field(min_length=1, max_length=60)]
    subject: Line
    data: Data
    at: Moment
