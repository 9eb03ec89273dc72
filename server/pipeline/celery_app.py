"""The Celery application: only tickets travel through it, so every message may be lost, doubled or late."""

from __future__ import annotations

from typing import Any

from celery import Celery

from grader.limits import longest_s
from grader.sandbox.types import Limits
from server.settings import Settings
from server.submissions.models import Lane

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


def make_celery(settings: Settings, *, transport_options: dict[str, Any] | None = None) -> Celery:
    """Build the application for `settings`; its options decide whether it suits a worker or a publisher."""
    app = Celery("chainrule", broker=settings.broker, set_as_current=False)
    app.conf.update(
        accept_content=["json"],
        task_serializer="json",
        task_ignore_result=True,
        task_acks_late=True,
        task_reject_on_worker_lost=False,  # redelivery would loop for ever over a poison job
        worker_prefetch_multiplier=1,
        task_soft_time_limit=SOFT_LIMIT_S,
        task_time_limit=HARD_LIMIT_S,
        worker_max_tasks_per_child=500,
        worker_max_memory_per_child=300_000,  # KiB
        worker_soft_shutdown_timeout=SHUTDOWN_S,
        worker_cancel_long_running_tasks_on_connection_loss=False,
        worker_hijack_root_logger=False,
        worker_send_task_events=False,
        worker_enable_remote_control=False,  # whoever reaches the broker shall at most send tickets
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        broker_transport_options=dict(CONSUMER if transport_options is None else transport_options),
        task_default_queue=Lane.INTERACTIVE.value,
        task_create_missing_queues=True,
    )
    return app
