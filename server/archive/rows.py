"""The lines of an archive's files. People, exercises, submissions and so on are numbered from 1 within the archive.

No id of a database is in them: two exports of one course are the same, and so is the export of an import.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from grader.report import Verdict
from server.archive.fields import (
    Address,
    Count,
    Data,
    Hex,
    Line,
    Moment,
    Name,
    Number,
    Percent,
    Reason,
    Row,
    Short,
    Text,
)
from server.courses.models import Role
from server.regrades.models import SetState, Which
from server.submissions.models import JobState, Purpose


class PersonRow(Row):
    """Somebody who is, or was, in the course, or did something in it; only the former have a role."""

    person: Number
    email: Address
    name: Name
    role: Role | None = None
    section: Short | None = None
    enrolled: Moment | None = None
    dropped: Moment | None = None


class SubmissionRow(Row):
    """A submission; its code is a file of its own, and `grading` the one in force."""

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
    """One result of a submission; its report is a file of its own."""

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
    """The standing of a person in an exercise, with their names beside their numbers for whoever opens the file."""

    person: Number
    email: str
    name: str
    section: str | None = None
    exercise: Number
    slug: str
    points: Count | None = None
    max_points: Count
    raw_points: Count | None = None
    late_days: Count
    grace_days: Count
    penalty_percent: Percent
    override_points: Count | None = None
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
    from_points: Count | None
    to_points: Count | None
    reason: Line
    at: Moment


class OverrideRow(Row):
    """A decision about a score; `points` None excuses."""

    override: Number
    person: Number
    exercise: Number
    points: Count | None
    reason: Reason
    actor: Number
    at: Moment
    undone_at: Moment | None
    undone_by: Number | None


class CommentRow(Row):
    """What was written beside a submission."""

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
