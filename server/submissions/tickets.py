"""Tickets: "grade the next one of this lane", "make the next comparison".

They name no submission, so none can be lost with one.
"""

from __future__ import annotations

import functools
import json
import threading
import uuid
from dataclasses import dataclass

import redis
import structlog
from celery import Celery
from redis.backoff import NoBackoff
from redis.retry import Retry

from grader.limits import longest_s
from grader.sandbox.types import Limits
from server.core.settings import Settings
from server.submissions.models import Lane

TASK = "chainrule.grade_next"
COMPARE_TASK = "chainrule.compare_next"
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
log = structlog.get_logger(__name__)


class TicketPublisher:
    """Publishes tickets without ever raising: what cannot be published now, the reconciler publishes later.

    Celery writes the message of each task and lane once. Apart from its ids, every ticket is a copy of it: to write
    one anew takes as long as storing a submission.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @functools.cached_property
    def _redis(self) -> redis.Redis:
        return redis.Redis.from_url(
            self._settings.redis,
            # A web request must not wait for a broker that is away: the reconciler will publish what it could not.
            socket_connect_timeout=PUBLISH_TIMEOUT_S,
            socket_timeout=PUBLISH_TIMEOUT_S,
            retry=Retry(NoBackoff(), 1),  # an idle connection may have been cut
        )

    def publish(self, lane: Lane = Lane.INTERACTIVE) -> bool:
        """Send one ticket, waiting 2 s at most; return whether it was sent."""
        return self._send(TASK, (lane.value,), lane)

    def publish_comparison(self) -> bool:
        """Send a ticket for a comparison of sources; nobody waits at a page for it, so it goes with the batch."""
        return self._send(COMPARE_TASK, (), Lane.BATCH)

    def _send(self, task: str, arguments: tuple[str, ...], lane: Lane) -> bool:
        template = _template(task, arguments, lane)
        try:
            self._redis.lpush(lane.value, template.fill())
        except redis.RedisError as error:
            log.warning(
                "a ticket was not published; the reconciler will publish another", lane=lane.value, error=str(error)
            )
            return False
        return True


@dataclass(frozen=True, slots=True)
class _Template:
    """A message as it is in the queue, and the ids in it that each message has its own of."""

    text: str
    task_id: str
    delivery_tag: str

    def fill(self) -> str:
        """Return the message with new ids."""
        return self.text.replace(self.task_id, str(uuid.uuid4())).replace(self.delivery_tag, str(uuid.uuid4()))


_writing = threading.Lock()  # Celery's queues in memory belong to the process


@functools.cache
def _template(task: str, arguments: tuple[str, ...], lane: Lane) -> _Template:
    """Let Celery write a message to a queue in memory, from which it is taken."""
    task_id = str(uuid.uuid4())
    celery = make_celery("memory://")
    with _writing, celery.connection_for_write() as connection:
        celery.send_task(
            task, args=arguments, task_id=task_id, queue=lane.value, connection=connection, ignore_result=True
        )
        message = connection.default_channel._get(lane.value)
    return _Template(json.dumps(message), task_id, message["properties"]["delivery_tag"])


def make_celery(broker: str) -> Celery:
    """Build the application of the workers."""
    app = Celery("chainrule", broker=broker, set_as_current=False)
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
        broker_transport_options=dict(CONSUMER),
        task_default_queue=Lane.INTERACTIVE.value,
        task_create_missing_queues=True,
    )
    return app
