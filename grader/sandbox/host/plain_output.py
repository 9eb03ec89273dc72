"""The output of a process of tier T4, read concurrently and kept up to a cap."""

from __future__ import annotations

import os
import select
import threading
from contextlib import suppress
from typing import IO

_CHUNK_BYTES = 1 << 16


class PrintedOutput:
    """Read a stream in a thread, so that the process never waits for a reader.

    Attributes:
        thread: the reader; it ends with the stream.
        cap_bytes: the maximum that is kept.
        flood_bytes: how much may be printed.
        is_too_much: set once more than that was printed.

    Args:
        stream: the reading end of a pipe.
        cap_bytes: the maximum to keep.
        flood_bytes: how much may be printed.
    """

    def __init__(self, stream: IO[bytes], cap_bytes: int, flood_bytes: int) -> None:
        self.cap_bytes = cap_bytes
        self.flood_bytes = flood_bytes
        self.is_too_much = threading.Event()
        self.thread = threading.Thread(target=self._read, daemon=True)
        self._stream = stream
        self._kept = bytearray()
        self._read_bytes = 0
        self._reading = threading.Lock()
        # One poller to wait and one to look, since two threads cannot share one. Windows has none for pipes, so there
        # the last output may arrive late.
        self._waiter, self._looker = _poller(stream), _poller(stream)

    def kept(self) -> bytes:
        """Return everything that was printed before this call, up to the cap, whatever the thread has read so far."""
        with self._reading, suppress(OSError, ValueError):  # closed at the end of the stream
            while self._looker is not None and not self.is_too_much.is_set() and self._looker.poll(0):
                if not self._take():
                    break
        return bytes(self._kept)

    def _read(self) -> None:
        with suppress(OSError, ValueError):
            while self._is_open():
                pass

    def _is_open(self) -> bool:
        """Wait for the next bytes and keep them; return False at the end of the stream."""
        if self._waiter is None or self._looker is None:
            return self._take()
        self._waiter.poll()
        # Another thread may have taken them in the meantime, so look again while holding the lock.
        with self._reading:
            return not self._looker.poll(0) or self._take()

    def _take(self) -> bool:
        data = os.read(self._stream.fileno(), _CHUNK_BYTES)
        self._read_bytes += len(data)
        if self._read_bytes > self.flood_bytes:
            self.is_too_much.set()
        self._kept += data[: self.cap_bytes - len(self._kept)]
        return bool(data)


def _poller(stream: IO[bytes]) -> select.poll | None:
    if not hasattr(select, "poll"):
        return None
    poller = select.poll()
    poller.register(stream.fileno(), select.POLLIN)
    return poller
