"""The worker process: ``python -m server.worker.consumer`` consumes Celery tickets and grades in a sandbox.

It tests the sandbox first and exits with code 78 if the sandbox is weaker than the configured floor.
"""

from __future__ import annotations

import os
import signal
import sys
import time
import warnings
from typing import Any

import structlog
from celery import Celery, signals
from sqlalchemy.exc import SQLAlchemyError

from server import models  # noqa: F401 - the process writes rows: it must know every table
from server.core.db import make_engine, make_sessions
from server.core.logs import configure
from server.core.processes import EXIT_MISCONFIGURED, die_with_parent, lower_priority_below_web
from server.core.settings import Settings
from server.courses.catalog import add_own_exercises
from server.similarity.task import run_next_comparison
from server.submissions.models import Lane
from server.submissions.progress import Feed
from server.submissions.tickets import COMPARE_TASK, TASK, TicketPublisher, make_celery
from server.worker import grading, liveness, retries
from server.worker.runner import GradingRunner

log = structlog.get_logger(__name__)


class Worker:
    """A Celery worker for `settings`; `opener` creates the grader of each pool process."""

    def __init__(self, settings: Settings, opener: grading.Opener) -> None:
        self._settings = settings
        self._opener = opener
        self._runner: GradingRunner | None = None
        self.celery: Celery = make_celery(settings.broker)
        self.celery.task(name=TASK, ignore_result=True)(self.grade_next)
        self.celery.task(name=COMPARE_TASK, ignore_result=True)(self.compare_next)

    def grade_next(self, lane: str) -> None:
        """Serve one ticket, in a pool process."""
        if self._runner is None:
            raise RuntimeError("this process was not set up for grading")
        self._runner.serve(Lane(lane))

    def compare_next(self) -> None:
        """Run the source comparison that has waited longest, in a pool process."""
        if self._runner is None:
            raise RuntimeError("this process was not set up for grading")
        run_next_comparison(self._runner.sessions)

    def probe(self) -> None:
        """Check that this machine can grade by opening and closing a grader.

        Raises:
            grading.Unavailable: if it cannot, with the reasons.
        """
        self._opener(self._settings).close()

    def run(self) -> None:
        """Consume tickets until SIGTERM; finish running gradings before returning."""
        # Strong references: Celery's signals keep weak ones by default.
        signals.worker_process_init.connect(self._set_up, weak=False)
        signals.worker_process_shutdown.connect(self._tear_down, weak=False)
        signals.worker_ready.connect(self._announce, weak=False)
        signals.setup_logging.connect(_keep_our_logging, weak=False)
        # As root the sandbox can do more, not less; what comes over the broker is JSON and names no code.
        warnings.filterwarnings("ignore", message=r"\s*You're running the worker with superuser")
        self.celery.worker_main(
            [
                "--quiet",
                "worker",
                "--pool=prefork",
                f"--concurrency={self._settings.workers}",
                f"--queues={','.join(lane.value for lane in Lane)}",
                f"--hostname=chainrule-{os.getpid()}@{liveness.host()}",
                "--without-gossip",
                "--without-mingle",
                "--without-heartbeat",
                "--loglevel=WARNING",
            ]
        )

    def _set_up(self, **_: Any) -> None:
        """Give a pool process its own connections and sandbox, or end the process if it cannot grade."""
        die_with_parent(signal.SIGKILL)
        try:
            self._runner = self._open_runner()
        except grading.Unavailable as error:
            # Fail closed: stop the whole worker rather than consume tickets that it cannot serve.
            log.critical("the sandbox is no longer available; stopping the worker", reasons=str(error))
            os.kill(os.getppid(), signal.SIGTERM)
            os._exit(EXIT_MISCONFIGURED)
        except BaseException:
            # Celery would swallow this and let the process consume tickets; the pool starts a new process instead.
            log.exception("setting up a grading process failed")
            time.sleep(1)
            os._exit(1)

    def _open_runner(self) -> GradingRunner:
        settings = self._settings
        sessions = make_sessions(make_engine(settings.database))
        feed, tickets = Feed.of(settings), TicketPublisher(settings)
        try:
            retries.recover_dead(sessions, feed, tickets, max_claims=settings.max_claims)
        except SQLAlchemyError as error:
            log.warning("jobs of dead processes were not recovered; their leases will expire", error=str(error))
        return GradingRunner(settings, sessions, feed, tickets, self._opener(settings), liveness.own_name())

    def _tear_down(self, **_: Any) -> None:
        if self._runner is not None:
            self._runner.grade.close()

    def _announce(self, sender: Any, **_: Any) -> None:
        presence = liveness.Presence.of(self._settings, liveness.WORKER)
        presence.refresh()
        sender.timer.call_repeatedly(liveness.EVERY_S, presence.refresh)
        log.info("the worker is ready", processes=self._settings.workers)


def _keep_our_logging(**_: Any) -> None:
    """Do nothing: a connected handler makes Celery keep the logging that `server.core.logs` configured."""


def main(opener: grading.Opener) -> int:
    """Run a worker whose pool processes grade with `opener`'s grader; return the exit code."""
    lower_priority_below_web()
    settings = Settings()
    configure(settings)
    add_own_exercises(settings.exercises_dir)
    worker = Worker(settings, opener)
    try:
        worker.probe()
    except grading.Unavailable as error:
        log.critical("this machine cannot grade; not starting", floor=settings.sandbox_floor, reasons=str(error))
        return EXIT_MISCONFIGURED
    worker.run()
    return 0


if __name__ == "__main__":
    from server.worker.sandboxed import open_grader

    sys.exit(main(open_grader))
