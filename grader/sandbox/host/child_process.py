"""A child as seen by the worker: three descriptors, a clock, and the exchange of frames under limits."""

from __future__ import annotations

import os
import select
import signal
import socket
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from grader.sandbox import codec
from grader.sandbox.errors import ProtocolError
from grader.sandbox.host.clocks import ProcessClock
from grader.sandbox.host.priority import apply_nice_to_autogroup
from grader.sandbox.types import End, Limits, SandboxEnded

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.sandbox.host.process_limits import ProcessLimits
    from grader.sandbox.host.watchdog import Watchdog

_CHUNK_BYTES = 1 << 20
_PIPE_BYTES = 1 << 16
"""The capacity of a pipe: one read of this size empties it."""


class ChildDied(Exception):  # noqa: N818 - the caller asks the zygote how it ended
    """The child ended, or closed its channel, before it answered."""


class ChildProcess:
    """A locked-down process.

    Attributes:
        limits: the limits it was forked with.
        zygote_pid: its pid as seen by the zygote.
        printed: its output so far, as much of it as is kept.
        is_ready: whether it has reported that it is locked down.
        clock: the clock of its CPU time.
    """

    def __init__(self, limits: ProcessLimits, zygote_pid: int, pidfd: int, rpc: socket.socket, output: int) -> None:
        self.limits = limits
        self.zygote_pid = zygote_pid
        self.printed = bytearray()
        self._printed_bytes = 0
        self.is_ready = False
        self._pidfd = pidfd
        self._rpc = rpc
        self._output = output
        self._pid = _pid_of(pidfd)
        self.clock = ProcessClock(self._pid)
        self._closed = False

    def is_alive(self) -> bool:
        """Return whether the process is still running."""
        return not self.wait(0)

    def wait(self, timeout_s: float) -> bool:
        """Return whether the process ends within `timeout_s`."""
        return bool(select.select([self._pidfd], [], [], timeout_s)[0])

    def kill(self) -> None:
        """Kill the process if it is still running; the pidfd ensures that it is never another one."""
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)

    def lower_priority(self) -> None:
        """Let the niceness that the child has given itself count."""
        apply_nice_to_autogroup(self._pid)

    def max_rss_bytes(self) -> int:
        """Return the peak resident memory so far, or 0 if /proc does not provide it."""
        with suppress(OSError):
            for line in Path(f"/proc/{self._pid}/status").read_text().splitlines():
                if line.startswith("VmHWM:"):
                    return int(line.split()[1]) * 1024
        return 0

    def exchange(self, request: bytes, watchdog: Watchdog, meanwhile: Callable[[], None]) -> bytearray:
        """Send a frame and return the payload of the answer; read, write and drain the output concurrently.

        `meanwhile` is called once, after the frame was sent. It should take milliseconds, since no limit is checked
        before it returns.

        Raises:
            ChildDied: if the child ended or closed its channel before the answer was complete.
            SandboxEnded: if a limit was reached; the child is still running then.
            ProtocolError: if it sent anything unrequested, or too much.
        """
        to_send = memoryview(request)
        answer = _Incoming(watchdog.limits.reply_bytes)
        poller = select.poll()
        poller.register(self._rpc, select.POLLIN | select.POLLOUT)
        poller.register(self._output, select.POLLIN)
        poller.register(self._pidfd, select.POLLIN)
        poller.register(watchdog.wake, select.POLLIN)
        with watchdog.running():
            self._refuse_unasked()
            while not answer.complete:
                events = dict(poller.poll(watchdog.patience_s(self.clock.cpu_time_s()) * 1000))
                if events.get(self._rpc.fileno(), 0) & select.POLLOUT:
                    to_send = to_send[self._send(to_send) :]
                    if not to_send:
                        poller.modify(self._rpc, select.POLLIN)
                        meanwhile()
                        continue  # read the answer, which may be there, before any limit is checked
                if events.get(self._rpc.fileno(), 0) & (select.POLLIN | select.POLLHUP):
                    while not answer.complete and (data := self._receive(answer.wanted)):
                        answer.add(data)
                elif self._pidfd in events:
                    raise ChildDied
                if self._output in events and not self.drain(watchdog.limits):
                    poller.unregister(self._output)
                if not answer.complete:
                    watchdog.check(self.clock.cpu_time_s())
            watchdog.check_cpu(self.clock.cpu_time_s())
        if to_send:
            raise ProtocolError("an answer before the end of the request")
        self.drain(watchdog.limits)
        return answer.payload

    def read_greeting(self, timeout_s: float) -> bytes:
        """Return the frame that a child sends on its own, before it has seen a submission.

        Raises:
            OSError: if none arrives in time.
            ProtocolError: if it is not a frame.
        """
        self._rpc.settimeout(timeout_s)
        try:
            answer = _Incoming(codec.MAX_TEXT_BYTES)
            while not answer.complete:
                data = self._rpc.recv(answer.wanted)
                if not data:
                    raise ConnectionError("it ended")
                answer.add(data)
        finally:
            self._rpc.setblocking(False)
        return bytes(answer.payload)

    def drain(self, limits: Limits) -> bool:
        """Read the output in the pipe, and keep what fits into `limits.output_bytes`; return False at its end.

        Raises:
            SandboxEnded: OUTPUT, if more than `limits.flood_bytes` were printed in all.
        """
        try:
            data = os.read(self._output, _PIPE_BYTES)
        except BlockingIOError:
            return True
        self.printed += data[: limits.output_bytes - len(self.printed)]
        self._printed_bytes += len(data)
        if self._printed_bytes > limits.flood_bytes:
            raise SandboxEnded(End.OUTPUT, f"more than {limits.flood_bytes} bytes printed")
        return bool(data)

    def close(self) -> None:
        """Close everything on this side."""
        if not self._closed:
            self._closed = True
            self._rpc.close()
            os.close(self._pidfd)
            os.close(self._output)

    def _refuse_unasked(self) -> None:
        with suppress(BlockingIOError, ConnectionError):
            if self._rpc.recv(1, socket.MSG_PEEK):
                raise ProtocolError("bytes that were not requested")

    def _send(self, data: memoryview) -> int:
        try:
            return self._rpc.send(data[:_CHUNK_BYTES])
        except BlockingIOError:
            return 0
        except ConnectionError as error:
            raise ChildDied from error

    def _receive(self, wanted: int) -> bytes:
        try:
            data = self._rpc.recv(min(wanted, _CHUNK_BYTES))
        except BlockingIOError:
            return b""
        except ConnectionError as error:
            raise ChildDied from error
        if not data:
            raise ChildDied
        return data


class _Incoming:
    """An incoming frame; it requests one byte more than it needs, to notice surplus bytes."""

    def __init__(self, max_bytes: int) -> None:
        self.payload = bytearray()
        self.complete = False
        self._max_bytes = max_bytes
        self._header = bytearray()
        self._length: int | None = None

    @property
    def wanted(self) -> int:
        if self._length is None:
            return codec.FRAME_HEADER_BYTES - len(self._header)
        return self._length - len(self.payload) + 1

    def add(self, data: bytes) -> None:
        if self._length is not None:
            self.payload += data
            if len(self.payload) > self._length:
                raise ProtocolError("bytes after the answer")
        else:
            self._header += data
            if len(self._header) == codec.FRAME_HEADER_BYTES:
                self._length = codec.frame_length(bytes(self._header), max_bytes=self._max_bytes)
        self.complete = self._length is not None and len(self.payload) == self._length


def _pid_of(pidfd: int) -> int:
    """Return the pid, in this process's namespace, of the process behind `pidfd`."""
    for line in Path(f"/proc/self/fdinfo/{pidfd}").read_text().splitlines():
        if line.startswith("Pid:"):
            return int(line.split()[1])
    raise ProtocolError("a descriptor that is not a process")
