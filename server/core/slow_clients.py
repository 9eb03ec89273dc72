"""Close connections whose requests arrive too slowly, so that a few clients cannot hold every web thread."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Hashable
from contextlib import suppress
from dataclasses import dataclass

GRACE_S = 15.0
LEAST_BYTES_PER_S = 64_000  # beyond the grace period
MAX_SLOW = 16  # requests that a process waits for at once, of those that take longer than `SLOW_S`
SLOW_S = 3.0
SWEEP_S = 0.5


@dataclass(frozen=True, slots=True)
class _PendingRequest:
    connection: socket.socket
    began_s: float
    ends_s: float
    missing: Callable[[], int]


class SlowClients:
    """The requests whose headers or bodies a process is still waiting for."""

    def __init__(self) -> None:
        self._requests: dict[Hashable, _PendingRequest] = {}
        self._lock = threading.Lock()

    def begin(self, key: Hashable, connection: socket.socket, missing: Callable[[], int], now_s: float) -> None:
        """Wait for the rest of a request; `missing` returns how many bytes of it have not arrived."""
        ends_s = now_s + GRACE_S + missing() / LEAST_BYTES_PER_S
        with self._lock:
            self._requests[key] = _PendingRequest(connection, now_s, ends_s, missing)

    def end(self, key: Hashable) -> None:
        """Forget a request that has been answered."""
        with self._lock:
            self._requests.pop(key, None)

    def sweep(self, now_s: float) -> int:
        """Stop waiting for what is overdue, and for the oldest slow requests if there are many; return how many."""
        with self._lock:
            waiting = [(key, request) for key, request in self._requests.items() if request.missing() > 0]
            slow = sorted(
                (item for item in waiting if now_s - item[1].began_s > SLOW_S), key=lambda item: item[1].began_s
            )
            surplus = {key for key, _ in slow[: max(0, len(slow) - MAX_SLOW)]}
            stopped = [(key, request) for key, request in slow if key in surplus or request.ends_s < now_s]
            for key, request in stopped:
                del self._requests[key]
                # The thread that waits reads the end of the stream, and the application refuses a short body.
                with suppress(OSError):
                    request.connection.shutdown(socket.SHUT_RD)
        return len(stopped)

    def watch(self) -> None:
        """Sweep for as long as the process lives, in a thread of its own."""
        threading.Thread(target=self._sweep_forever, name="slow clients", daemon=True).start()

    def _sweep_forever(self) -> None:
        while True:
            time.sleep(SWEEP_S)
            self.sweep(time.monotonic())
