"""What a ticket makes a worker do: claim, grade, finish, tell. Knows neither Celery nor the environment."""

from __future__ import annotations

from dataclasses import dataclass

import structlog
from sqlalchemy.orm import Session, sessionmaker

from grader.report import Outcome, Report
from server.core.settings import Settings
from server.submissions.models import JobState, Lane
from server.submissions.progress import Feed, done
from server.submissions.queue import TicketPublisher
from server.worker.claims import Claim, claim_next
from server.worker.finish import finish
from server.worker.grading import Cancelled, Grader, OnStage
from server.worker.heartbeat import Heartbeat
from server.worker.retries import announce, give_back

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Workshop:
    """What a worker process needs.

    Attributes:
        grade: grades a claim; raises Cancelled once its event is set.
        worker: the name that its claims carry.
    """

    settings: Settings
    sessions: sessionmaker[Session]
    feed: Feed
    tickets: TicketPublisher
    grade: Grader
    worker: str

    def serve(self, lane: Lane) -> JobState | None:
        """Grade the next job of `lane`; None when there was none or when it was taken away meanwhile."""
        with self.sessions() as session:
            claim = claim_next(session, lane, worker=self.worker, lease_s=self.settings.lease_s)
        if claim is None:
            return None
        if not claim.is_aside:
            self.feed.state(claim.public_id, JobState.RUNNING)
        settings = self.settings
        beat = Heartbeat(self.sessions, claim, every_s=settings.heartbeat_s, lease_s=settings.lease_s)
        try:
            with beat:
                report = self.grade(claim, self._on_stage(claim), beat.lost)
        except Cancelled:
            log.warning("a grading was cancelled", submission=claim.public_id)
            return None
        except Exception as error:  # the border: whatever the grader failed with is ours, not the student's
            log.exception("the grader failed", submission=claim.public_id)
            return self._set_back(claim, f"{type(error).__name__}: {error}")
        if report.outcome is Outcome.ERROR:
            return self._set_back(claim, _reason(report))
        return self._store(claim, report)

    def _on_stage(self, claim: Claim) -> OnStage:
        if claim.is_aside:
            return lambda _data: None
        return lambda data: self.feed.stage(claim.public_id, data)

    def _store(self, claim: Claim, report: Report) -> JobState | None:
        with self.sessions() as session:
            grading = finish(session, claim, report)
            if grading is None:
                log.warning("a late result was refused", submission=claim.public_id, attempt=claim.attempt)
                return None
        state = JobState.NOT_GRADABLE if report.outcome is Outcome.NOT_GRADABLE else JobState.GRADED
        if not claim.is_aside:
            self.feed.done(claim.public_id, done(state, report))
        return state

    def _set_back(self, claim: Claim, error: str) -> JobState | None:
        with self.sessions() as session:
            setback = give_back(session, claim, error, max_claims=self.settings.max_claims)
        if setback is None:
            return None
        announce(self.feed, setback)
        if setback.state is JobState.QUEUED and setback.lane is not Lane.SUSPECT:
            self.tickets.publish(setback.lane)
        return setback.state


def _reason(report: Report) -> str:
    broken = (check.message for check in report.checks if check.verdict.value == "IE")
    return next(broken, "the grader reported a failure of its own")
