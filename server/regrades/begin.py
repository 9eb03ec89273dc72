"""Beginning a regrade: which submissions, and their jobs in the batch lane. Nothing changes for anybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Float, cast, func, insert, select
from sqlalchemy.orm import Session

from exercises import UnknownExercise
from server.accounts.audit import record
from server.accounts.models import User
from server.core.db import utcnow
from server.courses.catalog import current_version
from server.courses.items import Item
from server.courses.membership import enrolled
from server.courses.models import AssignmentExercise, Course, Enrollment, Role
from server.regrades.errors import RegradeRefused
from server.regrades.models import RegradeItem, RegradeSet, Which
from server.scores.models import Score
from server.scores.overrides import require_reason
from server.submissions.models import Grading, Job, JobState, Lane, Purpose, Submission

MAX_TITLE_CHARS = 100


@dataclass(frozen=True, slots=True)
class Chosen:
    """A submission to be graded again, with the grading in force."""

    submission_id: int
    grading_id: int
    slug: str


def choose(session: Session, course: Course, items: Sequence[Item], which: Which) -> list[Chosen]:
    """The graded attempts of the class at these exercises: of each student and exercise the ones that `which` names."""
    ids = [one.item.id for one in items]
    rank = {
        Which.BEST: func.row_number().over(
            partition_by=(Submission.user_id, Submission.assignment_exercise_id),
            order_by=((cast(Grading.points, Float) / func.nullif(Grading.max_points, 0)).desc(), Submission.id),
        ),
        Which.LAST: func.row_number().over(
            partition_by=(Submission.user_id, Submission.assignment_exercise_id), order_by=Submission.id.desc()
        ),
    }.get(which)
    students = select(Enrollment.user_id).where(
        Enrollment.course_id == course.id, Enrollment.role == Role.STUDENT, enrolled()
    )
    query = (
        select(Submission.id, Grading.id.label("grading_id"), AssignmentExercise.slug)
        .join(Grading, Grading.id == Submission.grading_id)
        .join(AssignmentExercise, AssignmentExercise.id == Submission.assignment_exercise_id)
        .where(Submission.assignment_exercise_id.in_(ids), Submission.purpose == Purpose.SUBMIT)
        .where(Submission.state == JobState.GRADED, Submission.user_id.in_(students))
    )
    if which is Which.COUNTING:
        query = query.join(Score, Score.submission_id == Submission.id)
    if rank is not None:
        ranked = query.add_columns(rank.label("place")).subquery()
        chosen = select(ranked.c.id, ranked.c.grading_id, ranked.c.slug).where(ranked.c.place == 1)
        return [Chosen(*row) for row in session.execute(chosen.order_by(ranked.c.id))]
    return [Chosen(*row) for row in session.execute(query.order_by(Submission.id))]


def one(submission: Submission) -> Chosen:
    """A single submission.

    Raises:
        RegradeRefused: if it has no grading yet.
    """
    if submission.grading_id is None or submission.state is not JobState.GRADED:
        raise RegradeRefused("Only a graded submission can be graded again; this one is not graded.")
    return Chosen(submission.id, submission.grading_id, submission.exercise.slug)


def begin(
    session: Session, course: Course, actor: User, chosen: Sequence[Chosen], *, title: str, reason: str, which: Which
) -> RegradeSet:
    """Make a regrade set with its items and jobs; the caller commits, and publishes tickets for the batch lane.

    Raises:
        RegradeRefused: if nothing is chosen, the title is unusable, or an exercise is not installed.
        UnusableReason: if the reason is missing or too long.
    """
    title = " ".join(title.split())
    if not 0 < len(title) <= MAX_TITLE_CHARS:
        raise RegradeRefused(f"A title has 1 to {MAX_TITLE_CHARS} characters; this one has {len(title)}.")
    reason = require_reason(reason)
    if not chosen:
        raise RegradeRefused("Nobody has a graded attempt there, so there is nothing to grade again.")
    versions = {slug: _version(slug) for slug in {one.slug for one in chosen}}
    made = RegradeSet(course_id=course.id, title=title, reason=reason, which=which, created_by=actor.id)
    session.add(made)
    session.flush()
    session.execute(
        insert(RegradeItem),
        [{"set_id": made.id, "submission_id": one.submission_id, "old_grading_id": one.grading_id} for one in chosen],
    )
    _add_jobs(session, made, {one.submission_id: versions[one.slug] for one in chosen})
    record(
        session, actor, "regrade.begun", subject=f"regrade:{made.id}", course_id=course.id,
        title=title, reason=reason, which=which.value, submissions=len(chosen),
    )  # fmt: skip
    return made


def _version(slug: str) -> int:
    try:
        return current_version(slug)
    except UnknownExercise:
        raise RegradeRefused(f"This installation does not have the exercise “{slug}”.") from None


def _add_jobs(session: Session, made: RegradeSet, versions: dict[int, int]) -> None:
    items = session.execute(select(RegradeItem.id, RegradeItem.submission_id).where(RegradeItem.set_id == made.id))
    in_set = select(RegradeItem.submission_id).where(RegradeItem.set_id == made.id)
    latest = select(Job.submission_id, Job.exercise_version, func.max(Job.run)).where(Job.submission_id.in_(in_set))
    runs = {
        (submission_id, version): run
        for submission_id, version, run in session.execute(latest.group_by(Job.submission_id, Job.exercise_version))
    }
    now = utcnow()
    rows = []
    for item_id, submission_id in items:
        version = versions[submission_id]
        rows.append(
            {
                "submission_id": submission_id,
                "exercise_version": version,
                "run": runs.get((submission_id, version), 0) + 1,
                "regrade_item_id": item_id,
                "state": JobState.QUEUED,
                "lane": Lane.BATCH,
                "fair_rank": 0,
                "attempt": 0,
                "created_at": now,
            }
        )
    session.execute(insert(Job), rows)
