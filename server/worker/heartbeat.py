"""Extend a lease while a grading runs, and cancel the grading when the lease is lost."""

from __future__ import annotations

import threading
import time
from types import TracebackType
from typing import Self

import structlog
from sqlalchemy.exc import SQLAlchemyError

from server.core.db import Sessions
from server.worker.claims import Claim, extend

log = structlog.get_logger(__name__)


class Heartbeat:
    """A thread that extends the lease of `claim` until the ``with`` block ends.

    Attributes:
        lost: set when the claim is no longer current, or when the database was unreachable for a whole lease; pass it
            to the grader as its cancel event.
    """

    def __init__(self, sessions: Sessions, claim: Claim, *, every_s: float, lease_s: float) -> None:
        self._sessions = sessions
        self._claim = claim
        self._every_s = every_s
        self._lease_s = lease_s
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"heartbeat-{claim.job_id}", daemon=True)
        self.lost = threading.Event()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        self._thread.join()

    def _run(self) -> None:
        ends_at = time.monotonic() + self._lease_s
        while not self._done.wait(self._every_s):
            try:
                with self._sessions() as session:
                    is_ours = extend(session, self._claim, lease_s=self._lease_s)
            except SQLAlchemyError as error:
                log.warning("a heartbeat failed", job=self._claim.job_id, error=str(error))
                is_ours = time.monotonic() < ends_at  # others may take the job only after the lease
            else:
                ends_at = time.monotonic() + self._lease_s
            if not is_ours:
                log.warning("the lease was lost; the grading is canceled", job=self._claim.job_id)
                self.lost.set()
                return
