"""Reports of a few words, and the way through the pipeline for them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from grader.report import Check, Diagnosis, Report, Stage, Verdict
from server.accounts.models import User
from server.courses.models import AssignmentExercise
from server.insight.models import CheckCount, DayCount, MistakeCount
from server.submissions.models import Grading, Job, JobState, Lane, Purpose, Submission
from server.worker.claims import claim_next
from server.worker.finish import finish
from tests.server.reports import FINGERPRINT
from tests.server.world import World

AC, WA, SKIP, CE = Verdict.AC, Verdict.WA, Verdict.SKIP, Verdict.CE


def told(checks: dict[str, Verdict], *mistakes: str, points: int | None = None) -> Report:
    """A report with these checks, such as ``{"forward.output": AC}``, and these diagnoses, the likeliest first."""
    made = tuple(
        Check(name, Stage(name.partition(".")[0]), verdict, 0, 10, "-", {}) for name, verdict in checks.items()
    )
    verdicts = set(checks.values())
    verdict = CE if CE in verdicts else AC if verdicts <= {AC} else Verdict.PAC
    diagnoses = tuple(Diagnosis(name, f"Title of {name}.", "-", 0.9, "forward.output") for name in mistakes)
    share = (100 if verdict is AC else 40) if points is None else points
    return Report("linear", 1, verdict, share, 100, 1, FINGERPRINT, made, diagnoses, 1.0)


def grade(
    world: World,
    report: Report,
    *,
    user: User | None = None,
    exercise: AssignmentExercise | None = None,
    at: datetime | None = None,
    purpose: Purpose = Purpose.SUBMIT,
) -> int:
    """Hand in and finish one attempt; the id of its submission."""
    accepted = world.submit(user=user, exercise=exercise, at=at, purpose=purpose)
    with world.sessions() as session:
        claim = claim_next(session, Lane.INTERACTIVE, worker="w", lease_s=60, submission_id=accepted.submission.id)
        assert claim is not None
        assert finish(session, claim, report) is not None
    return accepted.submission.id


def regrade(session: Session, submission: Submission, report: Report) -> Grading:
    """Make another grading current, as a regrade does, without updating the counts; the caller commits."""
    run = len(session.scalars(select(Job.id).filter_by(submission_id=submission.id)).all()) + 1
    job = Job(submission_id=submission.id, exercise_version=1, run=run, state=JobState.GRADED)
    session.add(job)
    session.flush()
    grading = Grading(
        submission_id=submission.id,
        job_id=job.id,
        verdict=report.verdict.value,
        points=report.points,
        max_points=report.max_points,
        exercise_hash="0" * 64,
        seed=1,
        report=report.to_json(),
    )
    session.add(grading)
    session.flush()
    submission.grading_id = grading.id
    return grading


def checks(session: Session) -> dict[str, tuple[int, int]]:
    """How often each check ran and failed."""
    return {row.check_id: (row.ran, row.failed) for row in session.scalars(select(CheckCount))}


def everything(session: Session) -> dict[str, list[tuple[object, ...]]]:
    """All counts, without the ids of their rows."""
    found = {}
    for model in (CheckCount, MistakeCount, DayCount):
        columns = [column for column in model.__table__.columns if column.name != "id"]
        found[model.__tablename__] = sorted(tuple(row) for row in session.execute(select(*columns)))
    return found
