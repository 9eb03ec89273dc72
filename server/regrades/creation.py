"""Create a regrade: choose its submissions, and queue their jobs in the batch lane. No score changes."""

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
from server.courses.membership import is_enrolled
from server.courses.models import AssignmentExercise, Course, Enrollment, Role
from server.regrades.errors import RegradeRefused
from server.regrades.models import RegradeItem, RegradeSet, Which
from server.scores.models import Score
from server.scores.overrides import require_reason
from server.submissions.models import Grading, Job, JobState, Lane, Purpose, Submission

MAX_TITLE_CHARS = 100


@dataclass(frozen=True, slots=True)
class ChosenSubmission:
    """A submission to be graded again, with its current grading."""

    submission_id: int
    grading_id: int
    slug: str


def choose_attempts(session: Session, course: Course, items: Sequence[Item], which: Which) -> list[ChosenSubmission]:
    """Choose graded attempts of the class at these exercises: of each student and exercise those that `which` names."""
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
        Enrollment.course_id == course.id, Enrollment.role == Role.STUDENT, is_enrolled()
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
        return [ChosenSubmission(*row) for row in session.execute(chosen.order_by(ranked.c.id))]
    return [ChosenSubmission(*row) for row in session.execute(query.order_by(Submission.id))]


def choose_submission(submission: Submission) -> ChosenSubmission:
    """Choose a single submission.

    Raises:
        RegradeRefused: unless it is graded.
    """
    if submission.grading_id is None or submission.state is not JobState.GRADED:
        raise RegradeRefused("Only a graded submission can be regraded, and this one has not been graded yet.")
    return ChosenSubmission(submission.id, submission.grading_id, submission.exercise.slug)


def create_regrade(
    session: Session,
    course: Course,
    actor: User,
    chosen: Sequence[ChosenSubmission],
    *,
    title: str,
    reason: str,
    which: Which,
) -> RegradeSet:
    """Create a regrade set with its items and jobs; the caller publishes tickets for the batch lane.

    Raises:
        RegradeRefused: if nothing is chosen, the title is empty or too long, or an exercise is not installed.
        UnusableReason: if the reason is empty or too long.
    """
    title = " ".join(title.split())
    if not 0 < len(title) <= MAX_TITLE_CHARS:
        raise RegradeRefused(f"Enter a title of 1 to {MAX_TITLE_CHARS} characters. Yours has {len(title)}.")
    reason = require_reason(reason)
    if not chosen:
        raise RegradeRefused("There are no graded attempts to regrade.")
    versions = {slug: _version(slug) for slug in {one.slug for one in chosen}}
    regrade = RegradeSet(course_id=course.id, title=title, reason=reason, which=which, created_by=actor.id)
    session.add(regrade)
    session.flush()
    session.execute(
        insert(RegradeItem),
        [
            {"set_id": regrade.id, "submission_id": one.submission_id, "old_grading_id": one.grading_id}
            for one in chosen
        ],
    )
    _add_jobs(session, regrade, {one.submission_id: versions[one.slug] for one in chosen})
    record(
        session, actor, "regrade.begun", subject=f"regrade:{regrade.id}", course_id=course.id,
        title=title, reason=reason, which=which.value, submissions=len(chosen),
    )  # fmt: skip
    return regrade


def _version(slug: str) -> int:
    try:
        return current_version(slug)
    except UnknownExercise:
        raise RegradeRefused(f"The exercise “{slug}” is not installed on this server.") from None


def _add_jobs(session: Session, regrade: RegradeSet, versions: dict[int, int]) -> None:
    items = session.execute(select(RegradeItem.id, RegradeItem.submission_id).where(RegradeItem.set_id == regrade.id))
    in_set = select(RegradeItem.submission_id).where(RegradeItem.set_id == regrade.id)
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
