"""Tier T4: a submission in an ordinary subprocess. It stops mistakes, not attacks, and works on every platform."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO

from grader.sandbox import codec, decoder, policy
from grader.sandbox.errors import ProtocolError, SandboxUnavailable
from grader.sandbox.host.clocks import ProcessClock
from grader.sandbox.host.plain_output import PrintedOutput
from grader.sandbox.host.priority import apply_nice_to_autogroup
from grader.sandbox.host.process_limits import ProcessLimits
from grader.sandbox.layers import Probe
from grader.sandbox.types import End, Limits, SandboxEnded, Tier, Usage
from grader.sandbox.wire import EXIT_MEMORY

BOOT = Path(__file__).parents[1] / "child" / "boot.py"
_START_TIMEOUT_S = 60.0
_CHECK_S = 0.05
_MATH_PREFIXES = ("OPENBLAS_", "MKL_", "OMP_", "NPY_")
"""Variables that begin so can change the last digits of a result."""
_WRITTEN_S = 5.0
"""How long the write of a request that was read completely may take to finish."""


class PlainHost:
    """Start a warm interpreter for each submission, one ahead of time.

    Attributes:
        probe: the reasons why no better tier is available.

    Args:
        limits: the limits of the first interpreter.
        reasons: why no better tier is available, from T1 on.
        once: whether only one submission is expected, so that no interpreter is started for a next one.
    """

    def __init__(self, limits: Limits, reasons: list[str], *, once: bool = False) -> None:
        missing = {f"tier {number}": reason for number, reason in enumerate(reasons, 1)}
        self.probe = Probe(Tier.T4, (), missing)
        self._once = once
        self._spare: PlainProcess | None = PlainProcess(limits)

    def take(self, limits: Limits, is_canceled: Callable[[], bool]) -> PlainProcess:
        """Return a process for one submission, and start the next one, if more than one is expected.

        Raises:
            SandboxUnavailable: if the interpreter cannot be started.
        """
        taken, self._spare = self._spare, None
        if taken is None or taken.process_limits != ProcessLimits.of(limits):
            if taken is not None:
                taken.finish()
            taken = PlainProcess(limits)
        taken.begin(limits, is_canceled)
        if not self._once:
            self._spare = PlainProcess(limits)
        return taken

    def close(self) -> None:
        """End the spare process."""
        if self._spare is not None:
            self._spare.finish()


class PlainProcess:
    """The `grader.sandbox.session.ContainedProcess` of tier T4."""

    def __init__(self, limits: Limits) -> None:
        self.process_limits = ProcessLimits.of(limits)
        self.finished = False
        self._limits = limits
        self._is_canceled: Callable[[], bool] = lambda: False
        self._canceled = threading.Event()
        self._frames: queue.SimpleQueue[bytes | Exception] = queue.SimpleQueue()
        self._wall_time_s = 0.0
        self._cpu_time_s = self._warm_cpu_time_s = 0.0
        options = {"memory_bytes": self.process_limits.memory_bytes, "cpu_time_s": self.process_limits.cpu_time_s}
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and file
            [sys.executable, "-s", "-P", str(BOOT), "plain", json.dumps(options)],
            env=_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=sys.platform != "win32",
        )
        # On other systems, the platform's own CPU limit, a second or two later, must suffice.
        self._clock = ProcessClock(self._process.pid) if sys.platform == "linux" else None
        if sys.platform == "linux":
            apply_nice_to_autogroup(self._process.pid)
        self._writer: threading.Thread | None = None
        if self._process.stdout is None or self._process.stderr is None:
            raise TypeError("the process was started without pipes")
        self._output = PrintedOutput(self._process.stderr, limits.output_bytes, limits.flood_bytes)
        reader = threading.Thread(target=self._read_frames, args=[self._process.stdout], daemon=True)
        self._readers = [reader, self._output.thread]
        for thread in self._readers:
            thread.start()

    def begin(self, limits: Limits, is_canceled: Callable[[], bool]) -> None:
        """Wait until the interpreter is warm.

        Raises:
            SandboxUnavailable: if it is not ready in time.
        """
        self._limits = limits
        self._output.cap_bytes, self._output.flood_bytes = limits.output_bytes, limits.flood_bytes
        self._is_canceled = is_canceled
        try:
            first = self._frames.get(timeout=_START_TIMEOUT_S)
            if isinstance(first, Exception):
                raise first
            _, self._warm_cpu_time_s = decoder.decode(first)
        except (queue.Empty, OSError, ProtocolError) as error:
            self.finish()
            printed = self.printed.decode(errors="replace")
            raise SandboxUnavailable("the interpreter did not start", [printed or str(error)]) from error

    @property
    def printed(self) -> bytes:
        """Return its output so far."""
        return self._output.kept()

    @property
    def usage(self) -> Usage:
        """Return its usage so far; CPU time is known only at the end, memory never."""
        return Usage(max(self._cpu_time_s - self._warm_cpu_time_s, 0.0), self._wall_time_s, 0)

    def exchange(self, request: bytes, meanwhile: Callable[[], None]) -> bytes:
        """Return the payload that answers a frame; see `ContainedProcess`."""
        self._refuse_unasked()
        # Write in a separate thread: a child that answers before it has read everything must not block us.
        self._writer = threading.Thread(target=self._write, args=[request], daemon=True)
        started = time.monotonic()
        self._writer.start()
        try:
            meanwhile()
            answer = self._await_answer(started)
        finally:
            self._wall_time_s += time.monotonic() - started
        if isinstance(answer, ProtocolError):
            raise answer
        if isinstance(answer, Exception):
            raise self._explained()
        self._writer.join(_WRITTEN_S)
        if self._writer.is_alive():
            raise ProtocolError("an answer before the end of the request")
        self._refuse_long_output()
        return answer

    def cancel(self) -> None:
        """Make the current and every later exchange raise SandboxEnded(CANCELED); callable from any thread."""
        self._canceled.set()

    def finish(self) -> None:
        """Kill it and the processes it started, except those that have left its process group."""
        if self.finished:
            return
        self.finished = True
        if sys.platform == "win32":
            self._process.kill()
        else:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        before = _children_cpu_time_s()
        self._process.wait()
        self._cpu_time_s = _children_cpu_time_s() - before
        streams = (self._process.stdout, self._process.stderr, self._process.stdin)
        for stream, thread in zip(streams, (*self._readers, self._writer), strict=True):
            if thread is not None:
                thread.join(1)
            # A process that left the group may hold the other end; closing would wait for it.
            if stream is not None and not (thread is not None and thread.is_alive()):
                with suppress(OSError):  # nobody is left to read the rest
                    stream.close()

    def _await_answer(self, started: float) -> bytes | Exception:
        while True:
            with suppress(queue.Empty):
                return self._frames.get(timeout=_CHECK_S)
            if self._canceled.is_set() or self._is_canceled():
                self.finish()
                raise SandboxEnded(End.CANCELED)
            self._refuse_long_output()
            self._refuse_long_work(self._wall_time_s + time.monotonic() - started)

    def _refuse_unasked(self) -> None:
        with suppress(queue.Empty):
            found = self._frames.get_nowait()
            if isinstance(found, Exception) and not isinstance(found, ProtocolError):
                raise self._explained()
            raise ProtocolError("bytes that were not requested")

    def _refuse_long_output(self) -> None:
        if self._output.is_too_much.is_set():
            self.finish()
            raise SandboxEnded(End.OUTPUT, f"more than {self._limits.flood_bytes} bytes printed")

    def _refuse_long_work(self, wall_time_s: float) -> None:
        waited_s = 0.0
        if self._clock is not None:
            waited_s = self._clock.waited_s()
            if self._clock.cpu_time_s() - self._warm_cpu_time_s > self._limits.cpu_time_s:
                self.finish()
                raise SandboxEnded(End.CPU_TIME, f"{self._limits.cpu_time_s} s of CPU time")
        if wall_time_s > self._limits.longest_s or wall_time_s - waited_s > self._limits.wall_time_s:
            self.finish()
            raise SandboxEnded(End.WALL_TIME, f"{self._limits.wall_time_s} s")

    def _explained(self) -> SandboxEnded:
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(0.25)
        code = self._process.poll()
        self.finish()
        if code is None:
            return SandboxEnded(End.PROTOCOL, "it closed its channel")
        if code == EXIT_MEMORY:
            return SandboxEnded(End.MEMORY, f"{self._limits.memory_bytes} bytes")
        if code < 0:
            name = signal.Signals(-code).name
            return SandboxEnded(End.CPU_TIME if name == "SIGXCPU" else End.CRASHED, name)
        return SandboxEnded(End.CRASHED, f"exit code {code}")

    def _write(self, request: bytes) -> None:
        if self._process.stdin is not None:
            with suppress(OSError, ValueError):  # it has ended: the reader reports it
                self._process.stdin.write(request)
                self._process.stdin.flush()

    def _read_frames(self, stream: IO[bytes]) -> None:
        try:
            while True:
                header = stream.read(codec.FRAME_HEADER_BYTES)
                if len(header) < codec.FRAME_HEADER_BYTES:
                    raise EOFError
                length = codec.frame_length(header, max_bytes=self._limits.reply_bytes)
                payload = stream.read(length)
                if len(payload) < length:
                    raise EOFError
                if not self._frames.empty():
                    raise ProtocolError("an answer while another one is unread")  # no queue of answers may grow
                self._frames.put(payload)
        except (OSError, EOFError, ValueError, ProtocolError) as error:
            self._frames.put(error)


def _environment() -> dict[str, str]:
    """Return the environment of this process, but with the arithmetic of the other tiers: no settings of the BLAS."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_MATH_PREFIXES)}
    return {**kept, **policy.ENVIRONMENT}


def _children_cpu_time_s() -> float:
    return os.times().children_user + os.times().children_system
