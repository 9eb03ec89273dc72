"""The reconciler: finds jobs that were lost to crashes or have no ticket, and queues them again.

Run it as ``python -m server.worker.reconciler``, as a separate process: inside the grading pool it would wait behind
the very jobs that it has to recover. Several reconcilers may run at once.
"""

from __future__ import annotations

import signal
import threading
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import FrameType

import structlog
from sqlalchemy import or_, select
from sqlalchemy.exc import SQLAlchemyError

from server import models  # noqa: F401 - the process writes rows: it must know every table
from server.core.db import Sessions, make_engine, make_sessions, utcnow
from server.core.logs import configure
from server.core.processes import lower_priority_below_web
from server.core.settings import Settings
from server.similarity import runs
from server.submissions.models import Job, JobState, Lane
from server.submissions.progress import Feed
from server.submissions.tickets import TicketPublisher
from server.worker.liveness import RECONCILER, Presence
from server.worker.pauses import not_paused
from server.worker.retries import FailedJob, announce, lease_expired, recover

TICKETS_A_ROUND = 200
LONGEST_PAUSE_S = 10.0  # so that its presence never expires

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Round:
    """The counts of one round: jobs recovered after a failure, tickets published."""

    recovered: int
    tickets: int


class Reconciler:
    """Recovers jobs after crashed workers, lost messages and emptied brokers."""

    def __init__(self, settings: Settings, sessions: Sessions, tickets: TicketPublisher, feed: Feed) -> None:
        self._settings = settings
        self._sessions = sessions
        self._tickets = tickets
        self._feed = feed
        self._presence = Presence.of(settings, RECONCILER)

    def round(self, now: datetime | None = None) -> Round:
        """Requeue jobs whose lease expired and publish tickets for jobs that may have none. Commits."""
        now = now or utcnow()
        failures = self._recover_expired(now)
        lanes = self._due(now)
        sent = 0
        for lane, count in lanes.items():
            for _ in range(count):
                if not self._tickets.publish(lane):
                    return Round(len(failures), sent)  # the broker is unreachable; the next round tries again
                sent += 1
        with self._sessions() as session:
            comparisons = runs.count_due_tickets(session, now, timedelta(seconds=self._settings.reconcile_s))
        for _ in range(comparisons):
            if not self._tickets.publish_comparison():
                break
            sent += 1
        return Round(len(failures), sent)

    def _recover_expired(self, now: datetime) -> list[FailedJob]:
        with self._sessions() as session:
            failures = recover(
                session,
                lease_expired(now),
                "the worker's lease expired",
                max_claims=self._settings.max_claims,
                now=now,
            )
        for failed in failures:
            announce(self._feed, failed)
        return failures

    def _due(self, now: datetime) -> Counter[Lane]:
        """Count by lane the jobs that may have no ticket, and schedule the next ticket of each. Commits."""
        pause = timedelta(seconds=self._settings.reconcile_s)
        with self._sessions() as session:
            query = (
                select(Job)
                .where(Job.state == JobState.QUEUED)
                .where(or_(Job.next_enqueue_at <= now, Job.next_enqueue_at.is_(None) & (Job.created_at <= now - pause)))
                .where(or_(Job.not_before.is_(None), Job.not_before <= now))
                .where(not_paused(session))
                .order_by(Job.id)
                .limit(TICKETS_A_ROUND)
            )
            jobs = session.scalars(query.with_for_update(skip_locked=True)).all()
            for job in jobs:
                # A long queue is normal under load, so an older job gets further tickets less often.
                job.next_enqueue_at = now + max(pause, min((now - job.created_at) / 2, timedelta(seconds=30)))
            lanes = Counter(job.lane for job in jobs)
            session.commit()
        return lanes

    def run(self, stop: threading.Event) -> None:
        """Run rounds until `stop` is set; keep trying while the database is unreachable."""
        while not stop.is_set():
            self._presence.refresh()
            try:
                done = self.round()
            except SQLAlchemyError as error:
                log.warning("a round failed; the next one tries again", error=str(error))
            else:
                if done.recovered or done.tickets:
                    log.info("reconciled", recovered=done.recovered, tickets=done.tickets)
            stop.wait(min(self._settings.reconcile_s, LONGEST_PAUSE_S))


def main() -> None:
    """Run until SIGTERM or SIGINT."""
    lower_priority_below_web()
    settings = Settings()
    configure(settings)
    stop = threading.Event()

    def _stop(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)
    sessions = make_sessions(make_engine(settings.database))
    log.info("the reconciler is running", every_s=settings.reconcile_s)
    Reconciler(settings, sessions, TicketPublisher(settings), Feed.of(settings)).run(stop)


if __name__ == "__main__":
    main()
