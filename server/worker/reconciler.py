"""The reconciler: compares the rows in SQL with what is going on, and mends the difference.

Run it as ``python -m server.worker.reconciler``, in a process of its own: inside the grading pool it would wait for
the very jobs that it is to rescue. Two of them do no harm.
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
from sqlalchemy.orm import Session, sessionmaker

from server import models  # noqa: F401 - the process writes rows: it must know every table
from server.core.db import make_engine, make_sessions, utcnow
from server.core.logs import configure
from server.core.settings import Settings
from server.similarity import runs
from server.submissions.models import Job, JobState, Lane
from server.submissions.progress import Feed
from server.submissions.queue import TicketOffice
from server.worker.liveness import RECONCILER, Presence
from server.worker.pauses import not_paused
from server.worker.retries import Setback, announce, expired, recover

TICKETS_A_ROUND = 200
LONGEST_PAUSE_S = 10.0  # so that its sign of life never expires

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did."""

    setbacks: int
    tickets: int


class Reconciler:
    """Mends what crashed workers, lost messages and empty brokers leave behind."""

    def __init__(self, settings: Settings, sessions: sessionmaker[Session], tickets: TicketOffice, feed: Feed) -> None:
        self._settings = settings
        self._sessions = sessions
        self._tickets = tickets
        self._feed = feed
        self._presence = Presence.of(settings, RECONCILER)

    def round(self, now: datetime | None = None) -> Round:
        """Take back expired leases and publish tickets for what waits without one."""
        now = now or utcnow()
        setbacks = self._take_back(now)
        lanes = self._due(now)
        sent = 0
        for lane, count in lanes.items():
            for _ in range(count):
                if not self._tickets.publish(lane):
                    return Round(len(setbacks), sent)  # the broker is away: the next round tries again
                sent += 1
        with self._sessions() as session:
            comparisons = runs.count_due_tickets(session, now, timedelta(seconds=self._settings.reconcile_s))
        for _ in range(comparisons):
            if not self._tickets.publish_comparison():
                break
            sent += 1
        return Round(len(setbacks), sent)

    def _take_back(self, now: datetime) -> list[Setback]:
        with self._sessions() as session:
            setbacks = recover(
                session,
                expired(now),
                "the worker was not heard of before its lease ended",
                max_claims=self._settings.max_claims,
                now=now,
            )
        for setback in setbacks:
            announce(self._feed, setback)
        return setbacks

    def _due(self, now: datetime) -> Counter[Lane]:
        """Lanes of the jobs that wait and may have no ticket; their next turn is one round later and grows with age."""
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
                # A long queue is normal under load: the older a job, the rarer its further tickets.
                job.next_enqueue_at = now + max(pause, min((now - job.created_at) / 2, timedelta(seconds=30)))
            lanes = Counter(job.lane for job in jobs)
            session.commit()
        return lanes

    def run(self, stop: threading.Event) -> None:
        """Work round after round until `stop` is set; a database that is away is waited for."""
        while not stop.is_set():
            self._presence.tell()
            try:
                done = self.round()
            except SQLAlchemyError as error:
                log.warning("a round failed; the next one tries again", error=str(error))
            else:
                if done.setbacks or done.tickets:
                    log.info("reconciled", setbacks=done.setbacks, tickets=done.tickets)
            stop.wait(min(self._settings.reconcile_s, LONGEST_PAUSE_S))


def main() -> None:
    """Run until SIGTERM or SIGINT."""
    settings = Settings()
    configure(settings)
    stop = threading.Event()

    def _stop(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)
    sessions = make_sessions(make_engine(settings.database))
    log.info("the reconciler is running", every_s=settings.reconcile_s)
    Reconciler(settings, sessions, TicketOffice(settings), Feed.of(settings)).run(stop)


if __name__ == "__main__":
    main()
