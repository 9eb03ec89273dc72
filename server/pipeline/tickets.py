"""Tickets: "grade the next one of this lane", "make the next comparison".

They name no submission, so none can be lost with one.
"""

from __future__ import annotations

import contextlib
import functools
from queue import Empty, Full, LifoQueue

import structlog
from celery import Celery
from kombu.connection import Connection

from server.pipeline.celery_app import PRODUCER, make_celery
from server.settings import Settings
from server.submissions.models import Lane

TASK = "chainrule.grade_next"
COMPARE_TASK = "chainrule.compare_next"
KEPT = 4  # connections that stay open between tickets

log = structlog.get_logger(__name__)


class TicketOffice:
    """Publishes tickets without ever raising: what cannot be published now, the reconciler publishes later.

    It keeps connections of its own: Celery's pool gives out closed ones for ever once the broker was away, and a new
    one costs several times what a ticket does. Nothing is published before a fork.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._idle: LifoQueue[Connection] = LifoQueue(KEPT)

    @functools.cached_property
    def _celery(self) -> Celery:
        return make_celery(self._settings, transport_options=PRODUCER)

    def publish(self, lane: Lane = Lane.INTERACTIVE) -> bool:
        """Send one ticket, waiting 3 s at most; whether it was sent."""
        return self._send(TASK, [lane.value], lane)

    def publish_comparison(self) -> bool:
        """Send a ticket for a comparison of sources; nobody waits at a page for it, so it goes with the batch."""
        return self._send(COMPARE_TASK, [], Lane.BATCH)

    def _send(self, task: str, arguments: list[str], lane: Lane) -> bool:
        send = functools.partial(
            self._celery.send_task, task, args=arguments, queue=lane.value, retry=False, ignore_result=True
        )
        idle = self._take()
        if idle is not None and self._use(idle, send) is None:
            return True
        error = self._use(self._celery.connection_for_write(), send)  # the idle one may only have been cut meanwhile
        if error is not None:
            log.warning("a ticket was not published; the reconciler will", lane=lane.value, error=str(error))
        return error is None

    def _use(self, connection: Connection, send: functools.partial[object]) -> Exception | None:
        """Send, and keep the connection for later if there is room; what it failed with."""
        failure = None
        try:
            send(connection=connection)
        except Exception as error:  # noqa: BLE001 - a border: any failure of the broker is survived, and said
            failure = error
        else:
            with contextlib.suppress(Full):
                self._idle.put_nowait(connection)
                return None
        connection.close()  # type: ignore[no-untyped-call]
        return failure

    def _take(self) -> Connection | None:
        try:
            return self._idle.get_nowait()
        except Empty:
            return None
