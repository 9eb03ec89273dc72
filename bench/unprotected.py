"""A grader without a sandbox, for comparison only: fork this warm process for each submission.

No limits, no lockdown, no watchdog: whatever the sandbox costs beyond this is the price of containment.
"""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Callable
from typing import NoReturn

from grader.sandbox import Sandbox, codec
from grader.sandbox.child.request_loop import capture_output, output_stream, serve
from grader.sandbox.layers import Probe
from grader.sandbox.types import Limits, Tier, Usage


class Host:
    """Fork a process for each session on demand."""

    probe = Probe(Tier.T4, (), {})

    def take(self, limits: Limits, is_canceled: Callable[[], bool]) -> Fork:
        """Return a forked process."""
        return Fork()

    def close(self) -> None:
        """Do nothing: nothing is kept."""


class Fork:
    """A `grader.sandbox.session.ContainedProcess` that contains nothing."""

    printed = b""
    usage = Usage(0.0, 0.0, 0)

    def __init__(self) -> None:
        self.finished = False
        self._channel, theirs = socket.socketpair()
        self._pid = os.fork()
        if self._pid == 0:
            _live(theirs)
        theirs.close()

    def exchange(self, request: bytes, meanwhile: Callable[[], None]) -> bytes:
        """Send a frame and wait for the answer for as long as it takes."""
        self._channel.sendall(request)
        meanwhile()
        header = self._channel.recv(codec.FRAME_HEADER_BYTES, socket.MSG_WAITALL)
        length = codec.frame_length(header, max_bytes=codec.MAX_FRAME_BYTES)
        return self._channel.recv(length, socket.MSG_WAITALL)

    def cancel(self) -> None:
        """Do nothing: nobody cancels a measurement."""

    def finish(self) -> None:
        """Kill the process and wait for it."""
        if not self.finished:
            self.finished = True
            self._channel.close()
            os.kill(self._pid, signal.SIGKILL)
            os.waitpid(self._pid, 0)


def _live(channel: socket.socket) -> NoReturn:
    stream = output_stream()
    capture_output(stream)
    serve(channel.fileno(), channel.fileno(), stream)
    raise AssertionError("serve never returns")


def sandbox() -> Sandbox:
    """Return a `Sandbox` that contains nothing, so that `grade` takes exactly the same path through it."""
    return Sandbox(Host(), Limits())  # type: ignore[arg-type]
