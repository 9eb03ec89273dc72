"""Tickets: "grade the next one of this lane", "make the next comparison".

They name no submission, so none can be lost with one.
"""

from __future__ import annotations

import functools

import structlog
from celery import Celery

from server.pipeline.celery_app import PRODUCER, make_celery
from server.settings import Settings
from server.submissions.models import Lane

TASK = "chainrule.grade_next"
COMPARE_TASK = "chainrule.compare_next"

log = structlog.get_logger(__name__)


class TicketOffice:
    """Publishes tickets without ever raising: what cannot be published now, the reconciler publishes later."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @functools.cached_property
    def _celery(self) -> Celery:
        celery = make_celery(self._settings, transport_options=PRODUCER)
        celery.conf.broker_pool_limit = 0  # a connection for each ticket: a pool stays broken once the broker was away
        return celery

    def publish(self, lane: Lane = Lane.INTERACTIVE) -> bool:
        """Send one ticket, waiting 2 s at most; whether it was sent."""
        return self._send(TASK, [lane.value], lane)

    def publish_comparison(self) -> bool:
        """Send a ticket for a comparison of sources; nobody waits at a page for it, so it goes with the batch."""
        return self._send(COMPARE_TASK, [], Lane.BATCH)

    def _send(self, task: str, arguments: list[str], lane: Lane) -> bool:
        try:
            self._celery.send_task(task, args=arguments, queue=lane.value, retry=False, ignore_result=True)
        except Exception as error:  # noqa: BLE001 - a border: any failure of the broker is survived, and said
            log.warning("a ticket was not published; the reconciler will", lane=lane.value, error=str(error))
            return False
        return True
