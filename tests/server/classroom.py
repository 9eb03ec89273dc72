"""A small course in a database: people, units, attempts and scores."""

from __future__ import annotations

import functools
import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from grader.report import Verdict
from server.accounts.models import User
from server.accounts.passwords import hash_password
from server.core.db import utcnow
from server.courses.models import Assignment, AssignmentExercise, Course, Role
from server.scores import scoring
from server.similarity.models import RunState, SimilarityPair, SimilarityRun
from server.submissions.models import Grading, Job, JobState, Purpose, Submission
from tests.factories import enroll, make_assignment, make_course, make_user

PASSWORD = "a long enough secret"
SOURCE = """import numpy as np


class Linear:
    def __init__(self, in_features, out_features):
        self.weight = np.zeros((out_features, in_features))
        self.bias = np.zeros(out_features)

    def forward(self, x):
        self.x = x
        return x @ self.weight.T + self.bias

    def backward(self, grad_output):
        self.grad_weight = grad_output.T @ self.x
        self.grad_bias = grad_output
        return grad_output @ self.weight
"""


@dataclass
class Classroom:
    """What `build` made.

    `ada` and `ben` are students, `cleo` has left, `amy` assists, `ines` teaches, `otto` teaches elsewhere, `root`
    is the admin.
    """

    course: Course
    other_course: Course
    ada: User
    ben: User
    ines: User
    otto: User
    amy: User
    root: User
    cleo: User
    items: dict[str, AssignmentExercise]
    now: datetime


@functools.cache
def _hashed_password() -> str:
    """Made once in a process: a hash is slow on purpose, and a classroom has seven people."""
    return hash_password(PASSWORD)


def build(session: Session) -> Classroom:
    """Fill an empty database; commits."""
    now = utcnow()
    people = {
        short: make_user(session, short, name, password_hash=_hashed_password(), is_admin=short == "root")
        for short, name in (
            ("ada", "Ada Lovelace"),
            ("ben", "Ben Okri"),
            ("ines", "Ines Ahlers"),
            ("otto", "Otto Other"),
            ("amy", "Amy Assistant"),
            ("root", "Rosa Root"),
            ("cleo", "Cleo Gone"),
        )
    }
    course = make_course(session, "dl", "Foundations of Deep Learning", timezone="Europe/Berlin")
    other = make_course(session, "other", "Another Course")
    for user, where, role in (
        (people["ada"], course, Role.STUDENT),
        (people["ben"], course, Role.STUDENT),
        (people["ines"], course, Role.INSTRUCTOR),
        (people["amy"], course, Role.ASSISTANT),
        (people["otto"], other, Role.INSTRUCTOR),
    ):
        enroll(session, where, user, role)
    enroll(session, course, people["cleo"], dropped_at=now)
    units = (
        ("Functions", ("chain_rule", "sigmoid", "relu"), None, now - timedelta(days=4)),
        ("Layers", ("linear",), None, now + timedelta(days=3, hours=2)),
        ("Optimizers", ("adam",), now + timedelta(days=5), now + timedelta(days=12)),
    )
    items = {}
    for position, (title, slugs, opens_at, due_at) in enumerate(units):
        columns = {"position": position, "title": title, "opens_at": opens_at, "due_at": due_at}
        items |= make_assignment(session, course, {slug: {} for slug in slugs}, **columns)
    session.commit()
    return Classroom(course, other, **people, items=items, now=now)


def submit(
    session: Session,
    user: User,
    item: AssignmentExercise,
    report: dict[str, Any] | None = None,
    *,
    source: str = SOURCE,
    state: JobState | None = None,
    purpose: Purpose = Purpose.SUBMIT,
    received_at: datetime | None = None,
) -> Submission:
    """Add a submission, graded with `report` if there is one, and the score that follows; commits."""
    digest = hashlib.sha256(source.encode()).hexdigest()
    if state is None:
        not_gradable = report is not None and report["verdict"] == Verdict.CE
        state = JobState.QUEUED if report is None else JobState.NOT_GRADABLE if not_gradable else JobState.GRADED
    count = session.query(Submission).count()
    submission = Submission(
        public_id=f"{count + 1:024x}",
        user_id=user.id,
        assignment_exercise_id=item.id,
        purpose=purpose,
        source=source,
        source_sha256=digest,
        client_key=f"key-{count}",
        seed=20261123,
        received_at=received_at or utcnow(),
        state=state,
    )
    session.add(submission)
    session.flush()
    if report is not None:
        grade(session, submission, report, state=state)
    session.commit()
    return submission


def grade(
    session: Session, submission: Submission, report: dict[str, Any], *, state: JobState = JobState.GRADED
) -> None:
    """Give a submission its result and the score that follows; commits."""
    run = session.query(Job).filter_by(submission_id=submission.id).count() + 1
    job = Job(submission_id=submission.id, exercise_version=1, run=run, state=state)
    session.add(job)
    session.flush()
    grading = Grading(
        submission_id=submission.id,
        job_id=job.id,
        verdict=report["verdict"],
        points=report["points"],
        max_points=report["max_points"],
        exercise_hash="0" * 64,
        seed=20261123,
        report=report,
    )
    session.add(grading)
    session.flush()
    submission.grading_id, submission.state = grading.id, state
    if submission.purpose is Purpose.SUBMIT and state is JobState.GRADED:
        course_id = session.get_one(Assignment, submission.exercise.assignment_id).course_id
        cause = scoring.Cause("graded", submission_id=submission.id)
        item_ids = [submission.assignment_exercise_id]
        scoring.recompute(session, course_id, [submission.user_id], cause, item_ids=item_ids)
    session.commit()


def resemble(
    session: Session,
    asked_by: User,
    left: Submission,
    right: Submission,
    *,
    share: int = 8000,
    ranges: tuple[list[int], ...] = ([9, 15, 9, 15, 40],),
) -> SimilarityPair:
    """Add a comparison that is done and found these two; commits."""
    run = SimilarityRun(
        assignment_exercise_id=left.assignment_exercise_id,
        state=RunState.DONE,
        started_by=asked_by.id,
        finished_at=utcnow(),
        compared=2,
        found=1,
        parameters={
            "k": 12,
            "window": 8,
            "least_percent": 20,
            "common_percent": 30,
            "common_people": 10,
            "common_runs": 0,
            "too_short": 0,
            "starter_discounted": 1,
        },
    )
    session.add(run)
    session.flush()
    pair = SimilarityPair(
        run_id=run.id, left_id=left.id, right_id=right.id, tokens=40, share=share, ranges=list(ranges)
    )
    session.add(pair)
    session.commit()
    return pair
