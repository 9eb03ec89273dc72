"""The worker of gunicorn: threads that wait for the headers of a request only as long as for a slow body."""

from __future__ import annotations

import time
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

from server.core.slow_clients import SlowClients

slow_clients = SlowClients()
"""The connections of this process that a thread waits for; see `server.gunicorn`."""


class Worker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """A thread takes a connection before its first byte has arrived, and gunicorn sets no deadline for the headers."""

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
