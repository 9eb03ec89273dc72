"""Add the history of the demo: known solutions of the exercises, submitted and graded like any other source."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import update
from sqlalchemy.orm import Session

import exercises
from grader.report import Outcome, Report
from server.accounts.models import User
from server.core.db import Sessions, utcnow
from server.core.settings import Settings
from server.courses.models import AssignmentExercise
from server.demo.course import DemoCourse, build
from server.demo.staff import add_staff_actions
from server.scores.models import ScoreChange
from server.submissions.models import Grading, Job, Lane, Purpose
from server.submissions.submit import accept
from server.worker import grading, liveness, sandboxed
from server.worker.claims import Claim, claim_next
from server.worker.finish import finish
from server.worker.retries import fail_claim

SEED = 20261123
BEGUN_DAYS_AGO = 9


log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Story:
    """The attempts of one student, in the order of the exercises.

    Attributes:
        attempts: one letter for each attempt, with spaces between exercises: ``a`` is an accepted solution, ``w`` the
            first known mistake, ``v`` the second one, ``s`` the unchanged starter, and ``-`` no attempt.
    """

    attempts: str


# Some are done, some learn from mistakes, some are stuck, and one has not started. Mostly in the first two units.
STORIES = (
    Story("wa a wa - - - - - - - -"),
    Story("a a wa a a a va a a wa a a wa"),
    Story("wa va a w - - - - - - -"),
    Story("a wva a wa wa a - a a - - wa"),
    Story("a a a a a a a a a a a a a a a"),
    Story("ww w - - - - - - - - -"),
    Story("sa wa wa wwv a a wa - - - -"),
    Story("a a - - - - - - - - -"),
    Story("va wa va a w a a a a vw - w"),
    Story("- - - - - - - - - - -"),
    Story("wwa wva wa va a va a - - - -"),
    Story("a wa svwv - - - - - - - -"),
)


@dataclass(frozen=True, slots=True)
class PlannedAttempt:
    """One submission to create."""

    student: User
    exercise: AssignmentExercise
    source: str
    key: str
    received_at: datetime


def seed_demo(sessions: Sessions, settings: Settings) -> int:
    """Create what is missing of the demo course and its history; return the number of added submissions.

    Without a sandbox of the configured tier there is no history, because nothing is graded outside a sandbox.
    """
    now = utcnow()
    with sessions() as session:
        demo = build(session, now)
        session.commit()
    try:
        grader = sandboxed.open_grader(settings)
    except grading.Unavailable as error:
        log.warning("the demo has no history because there is no sandbox", reasons=str(error))
        return 0
    try:
        reports = Reports(grader)
        added = sum(_replay(sessions, attempt, reports, settings.max_claims) for attempt in _history(demo, now))
    finally:
        grader.close()
    if added:
        with sessions() as session:
            add_staff_actions(session, demo.course.id)
            session.commit()
    return added


class Reports:
    """Grades each pair of exercise and source once; with one seed, the report would be the same again."""

    def __init__(self, grader: grading.Grader) -> None:
        self._grader = grader
        self._known: dict[tuple[str, str], Report] = {}

    def __call__(self, claim: Claim) -> Report:
        """Return the report on the source of `claim`."""
        key = (claim.exercise, claim.source)
        if key not in self._known:
            self._known[key] = self._grader(claim, lambda _stage: None, threading.Event())
        return self._known[key]


def _history(demo: DemoCourse, now: datetime) -> Iterator[PlannedAttempt]:
    begin = now.replace(hour=9, minute=0, second=0, microsecond=0) - timedelta(days=BEGUN_DAYS_AGO)
    items = [item for _, unit in demo.units for item in unit]
    for number, (student, story) in enumerate(zip(demo.students, STORIES, strict=True)):
        moment = begin + timedelta(hours=3 * number, minutes=7 * number)
        for item, letters in zip(items, story.attempts.split(), strict=False):
            sources = _sources(item.slug)
            for ordinal, letter in enumerate(letters.replace("-", "")):
                moment += timedelta(hours=5, minutes=11 * (number + 1))
                key = f"demo-{item.slug}-{ordinal}"
                yield PlannedAttempt(student, item, sources[letter], key, min(moment, now - timedelta(minutes=5)))


def _sources(slug: str) -> dict[str, str]:
    """Return the sources that the letters of a story stand for."""
    exercise = exercises.load(slug)
    wrong = [item.source for item in exercise.wrong_answers] or [exercise.starter]
    accepted = exercise.accepted[0].source if exercise.accepted else exercise.starter
    return {"a": accepted, "w": wrong[0], "v": wrong[1 % len(wrong)], "s": exercise.starter}


def _replay(sessions: Sessions, attempt: PlannedAttempt, reports: Reports, max_claims: int) -> bool:
    """Accept, grade and finish one attempt with its planned time; return False if it exists already."""
    with sessions() as session:
        student = session.merge(attempt.student, load=False)
        exercise = session.get_one(AssignmentExercise, attempt.exercise.id)
        accepted = accept(
            session,
            student,
            exercise,
            attempt.source,
            client_key=attempt.key,
            purpose=Purpose.SUBMIT,
            received_at=attempt.received_at,
            seed=SEED,
        )
        if not accepted.created:
            return False
        claim = claim_next(
            session,
            Lane.INTERACTIVE,
            worker=liveness.own_name(),
            lease_s=60,
            submission_id=accepted.submission.id,
        )
        if claim is None:  # a worker was faster, which is fine
            return True
    report = reports(claim)
    with sessions() as session:
        if report.outcome is Outcome.ERROR:  # a worker will retry
            log.warning("the demo could not grade a source", exercise=claim.exercise)
            fail_claim(session, claim, "the demo could not grade it", max_claims=max_claims)
            return True
        finish(session, claim, report)
        _as_of(session, claim, attempt.received_at)
    return True


def _as_of(session: Session, claim: Claim, received_at: datetime) -> None:
    """Set the times of a finished attempt to just after its receipt."""
    done_at = received_at + timedelta(seconds=1)
    session.execute(
        update(Job)
        .where(Job.id == claim.job_id)
        .values(created_at=received_at, started_at=received_at, finished_at=done_at)
    )
    session.execute(update(Grading).where(Grading.job_id == claim.job_id).values(created_at=done_at))
    session.execute(update(ScoreChange).where(ScoreChange.submission_id == claim.submission_id).values(at=done_at))
    session.commit()
