"""Tickets: "grade the next one of this lane", "make the next comparison".

They name no submission, so none can be lost with one.
"""

from __future__ import annotations

import contextlib
import functools
from queue import Empty, Full, LifoQueue
from typing import Any

import structlog
from celery import Celery
from kombu.connection import Connection

from grader.limits import longest_s
from grader.sandbox.types import Limits
from server.core.settings import Settings
from server.submissions.models import Lane

TASK = "chainrule.grade_next"
COMPARE_TASK = "chainrule.compare_next"
KEPT = 4  # connections that stay open between tickets
SOFT_LIMIT_S = longest_s() + 20
HARD_LIMIT_S = longest_s() + 40
SHUTDOWN_S = Limits().wall_time_s + 10
PUBLISH_TIMEOUT_S = 1.0
CONSUMER = {
    # A ticket is worth nothing on its own, so an unacknowledged one may wait long: a short visibility timeout starts
    # the same task several times at once.
    "visibility_timeout": 3600,
    # Interactive tickets are fetched before batch ones.
    "queue_order_strategy": "priority",
    "socket_keepalive": True,
    "health_check_interval": 30,
}
PRODUCER = {
    # A web request must not wait for a broker that is away: the reconciler will publish what it could not.
    "socket_connect_timeout": PUBLISH_TIMEOUT_S,
    "socket_timeout": PUBLISH_TIMEOUT_S,
    "max_retries": 0,
    "retry_on_timeout": False,
}

log = structlog.get_logger(__name__)


class TicketPublisher:
    """Publishes tickets without ever raising: what cannot be published now, the reconciler publishes later.

    It keeps its own connections: once the broker has been away, Celery's pool gives out closed ones forever, and a new
    connection takes several times as long as a ticket. Nothing is published before a fork.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._idle: LifoQueue[Connection] = LifoQueue(KEPT)

    @functools.cached_property
    def _celery(self) -> Celery:
        return make_celery(self._settings, transport_options=PRODUCER)

    def publish(self, lane: Lane = Lane.INTERACTIVE) -> bool:
        """Send one ticket, waiting 3 s at most; return whether it was sent."""
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
        error = self._use(self._celery.connection_for_write(), send)  # the idle connection may have been cut
        if error is not None:
            log.warning("a ticket was not published; the reconciler will", lane=lane.value, error=str(error))
        return error is None

    def _use(self, connection: Connection, send: functools.partial[object]) -> Exception | None:
        """Send, and keep the connection for later if there is room; return the error if it fails."""
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


def make_celery(settings: Settings, *, transport_options: dict[str, Any] | None = None) -> Celery:
    """Build the application for `settings`; its options decide whether it suits a worker or a publisher."""
    app = Celery("chainrule", broker=settings.broker, set_as_current=False)
    app.conf.update(
        accept_content=["json"],
        task_serializer="json",
        task_ignore_result=True,
        task_acks_late=True,
        task_reject_on_worker_lost=False,  # redelivery would loop forever over a poison job
        worker_prefetch_multiplier=1,
        task_soft_time_limit=SOFT_LIMIT_S,
        task_time_limit=HARD_LIMIT_S,
        worker_max_tasks_per_child=500,
        worker_max_memory_per_child=300_000,  # KiB
        worker_soft_shutdown_timeout=SHUTDOWN_S,
        worker_cancel_long_running_tasks_on_connection_loss=False,
        worker_hijack_root_logger=False,
        worker_send_task_events=False,
        worker_enable_remote_control=False,  # anyone who reaches the broker must be able to send only tickets
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        broker_transport_options=dict(CONSUMER if transport_options is None else transport_options),
        task_default_queue=Lane.INTERACTIVE.value,
        task_create_missing_queues=True,
    )
    return app
