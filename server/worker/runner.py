"""Serve a ticket: claim a job, grade it, store the result, publish the events. Independent of Celery."""

from __future__ import annotations

from dataclasses import dataclass

import structlog

from grader.report import Outcome, Report
from server.core.db import Sessions
from server.core.settings import Settings
from server.submissions.models import JobState, Lane
from server.submissions.progress import Feed, done
from server.submissions.tickets import TicketPublisher
from server.worker.claims import Claim, claim_next, has_waiting
from server.worker.finish import finish
from server.worker.grading import Canceled, Grader, OnStage
from server.worker.heartbeat import Heartbeat
from server.worker.retries import announce, fail_claim

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class GradingRunner:
    """Grades one job after the other in a worker process.

    Attributes:
        grade: the grader.
        worker: the name of this process, which its claims carry.
    """

    settings: Settings
    sessions: Sessions
    feed: Feed
    tickets: TicketPublisher
    grade: Grader
    worker: str

    def serve(self, lane: Lane) -> JobState | None:
        """Grade the next job of `lane`; return None when there is none or the claim was lost. Commits."""
        with self.sessions() as session:
            claim = claim_next(
                session, lane, worker=self.worker, lease_s=self.settings.lease_s, per_user=self._per_user
            )
        if claim is None:
            return None
        state = self._grade(claim)
        self._call_next(claim)
        return state

    @property
    def _per_user(self) -> int:
        """Return how many processes one user may occupy: all but one, so that others need not wait for a slow one."""
        return max(1, self.settings.workers - 1)

    def _call_next(self, claim: Claim) -> None:
        """Publish a ticket if the author has more waiting: theirs may have found that they occupied their share."""
        with self.sessions.reading() as session:
            is_waiting = has_waiting(session, claim)
        if is_waiting:
            self.tickets.publish(Lane.INTERACTIVE)

    def _grade(self, claim: Claim) -> JobState | None:
        if not claim.is_preview:
            self.feed.state(claim.public_id, JobState.RUNNING)
        settings = self.settings
        beat = Heartbeat(self.sessions, claim, every_s=settings.heartbeat_s, lease_s=settings.lease_s)
        try:
            with beat:
                report = self.grade(claim, self._on_stage(claim), beat.lost)
        except Canceled:
            log.warning("a grading was canceled", submission=claim.public_id)
            return None
        except Exception as error:  # a boundary: any exception of the grader is an internal error, never the student's
            log.exception("the grader failed", submission=claim.public_id)
            return self._fail(claim, f"{type(error).__name__}: {error}")
        if report.outcome is Outcome.ERROR:
            return self._fail(claim, _reason(report))
        return self._store(claim, report)

    def _on_stage(self, claim: Claim) -> OnStage:
        if claim.is_preview:
            return lambda _data: None
        return lambda data: self.feed.stage(claim.public_id, data)

    def _store(self, claim: Claim, report: Report) -> JobState | None:
        with self.sessions() as session:
            grading = finish(session, claim, report)
            if grading is None:
                log.warning("a late result was refused", submission=claim.public_id, attempt=claim.attempt)
                return None
        state = JobState.NOT_GRADABLE if report.outcome is Outcome.NOT_GRADABLE else JobState.GRADED
        if not claim.is_preview:
            self.feed.done(claim.public_id, done(state, report))
        return state

    def _fail(self, claim: Claim, error: str) -> JobState | None:
        with self.sessions() as session:
            failed = fail_claim(session, claim, error, max_claims=self.settings.max_claims)
        if failed is None:
            return None
        announce(self.feed, failed)
        if failed.state is JobState.QUEUED and failed.lane is not Lane.SUSPECT:
            self.tickets.publish(failed.lane)
        return failed.state


def _reason(report: Report) -> str:
    broken = (check.message for check in report.checks if check.verdict.value == "IE")
    return next(broken, "the grader reported an internal error")
