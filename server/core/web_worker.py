"""The gunicorn worker: it waits neither for clients that send headers too slowly nor for those that do not hang up."""

from __future__ import annotations

import selectors
import socket
import time
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

from server.core.slow_clients import SlowClients

slow_clients = SlowClients()
"""The connections that threads of this process are waiting for; `server.gunicorn` starts the sweep."""

LINGER_S = 2.0
LINGER_BYTES = 65_536
MAX_LINGERING = 200


@dataclass(slots=True)
class _Lingering:
    """A connection that was answered for the last time: when to stop waiting for its end, and after how many bytes."""

    ends_s: float
    bytes_left: int = LINGER_BYTES


class Worker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """A threaded worker that adds a deadline for the headers, because gunicorn has none.

    A thread is occupied from the moment it takes a connection, which can be before the first byte has arrived.

    After the last answer of a connection, a server must read on until the client hangs up. If it closed a connection on
    which data is arriving, the client could lose the answer. gunicorn waits for up to two seconds in the thread that
    accepts all connections, so a few clients that do not hang up would stop the site. Here, the poller waits.
    """

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._lingering: dict[socket.socket, _Lingering] = {}

    def finish_request(self, conn: TConn, fs: Future[Any]) -> None:
        """Close a connection after its last answer, without waiting; otherwise, do as the base class does."""
        if fs.cancelled() or fs.exception() is not None or fs.result():
            super().finish_request(conn, fs)
        else:
            self.nr_conns -= 1
            self._linger(conn.sock)

    def murder_keepalived(self, force: bool = False) -> None:
        """Close connections that were idle or lingering for too long; all of them if `force`."""
        super().murder_keepalived(force)
        now_s = time.monotonic()
        for sock in [sock for sock, found in self._lingering.items() if force or found.ends_s <= now_s]:
            self._close(sock)

    def _linger(self, sock: socket.socket) -> None:
        try:
            sock.shutdown(socket.SHUT_WR)
        except OSError:  # the client has hung up
            sock.close()
            return
        sock.setblocking(False)
        self.poller.register(sock, selectors.EVENT_READ, self._drain)
        self._lingering[sock] = _Lingering(time.monotonic() + LINGER_S)
        if len(self._lingering) > MAX_LINGERING:
            self._close(next(iter(self._lingering)))

    def _drain(self, sock: socket.socket) -> None:
        """Read what a client still sends, and close the connection once it has hung up or sent too much."""
        found = self._lingering.get(sock)
        if found is None:  # closed since the poller reported it
            return
        try:
            size = len(sock.recv(LINGER_BYTES))
        except BlockingIOError:
            return
        except OSError:
            size = 0
        found.bytes_left -= size
        if not size or found.bytes_left <= 0:
            self._close(sock)

    def _close(self, sock: socket.socket) -> None:
        del self._lingering[sock]
        with suppress(KeyError, ValueError):  # the poller does not know it any more
            self.poller.unregister(sock)
        sock.close()

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
