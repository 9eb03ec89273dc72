"""The gunicorn worker: it gives up on clients that send the headers of a request too slowly."""

from __future__ import annotations

import time
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

from server.core.slow_clients import SlowClients

slow_clients = SlowClients()
"""The connections that threads of this process are waiting for; `server.gunicorn` starts the sweep."""


class Worker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """A threaded worker that adds a deadline for the headers, because gunicorn has none.

    A thread is occupied from the moment it takes a connection, which can be before the first byte has arrived.
    """

    def handle(self, conn: TConn) -> Any:
        """Answer the requests of a connection, in a thread."""
        key = headers_of(conn.sock)
        slow_clients.begin(key, conn.sock, lambda: 1, time.monotonic())
        try:
            return super().handle(conn)
        finally:
            slow_clients.end(key)


def headers_of(connection: object) -> tuple[str, int]:
    """Return the key under which a connection is watched until the headers of its request have arrived."""
    return "headers", id(connection)
