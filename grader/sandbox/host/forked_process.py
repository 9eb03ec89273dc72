"""A submission in a child of the zygote: run exchanges, and explain why one did not finish."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from grader.sandbox.host.child_process import ChildDied, ChildProcess
from grader.sandbox.host.watchdog import Watchdog
from grader.sandbox.host.zygote_process import ChildExit, PendingReap, ZygoteLost, ZygoteProcess
from grader.sandbox.types import End, Limits, SandboxEnded, Usage
from grader.sandbox.wire import EXIT_MEMORY

_CLOSING_S = 0.25
"""How long after closing its channel a process may take to end before it counts as alive without a channel."""


class ForkedProcess:
    """The `grader.sandbox.session.ContainedProcess` of tiers T1 to T3.

    Args:
        zygote: the parent of the child.
        child: a child that is locked down and waiting.
        limits: the limits of the session.
        is_canceled: polled in addition to `cancel`.
    """

    # Forking during the first, short exchanges would take the processor from them to save time in the next session.
    _EXCHANGES_BEFORE_ORDER = 2

    def __init__(
        self, zygote: ZygoteProcess, child: ChildProcess, limits: Limits, is_canceled: Callable[[], bool]
    ) -> None:
        self._zygote = zygote
        self._child = child
        self._limits = limits
        self._lock = threading.Lock()
        self._canceled = False
        self.finished = False
        self._wake = os.eventfd(0, os.EFD_CLOEXEC | os.EFD_NONBLOCK)
        self._cpu_before_s = child.clock.cpu_time_s()
        self._watchdog = Watchdog(
            limits,
            self._wake,
            self._cpu_before_s,
            child.clock,
            lambda: self._canceled or is_canceled(),
            self._order_next,
        )
        self._exchanges = 0
        self._ordered = False
        self._oom_kills_before = _oom_kills()
        self._reap: PendingReap | None = None

    @property
    def printed(self) -> bytes:
        """Return its output so far."""
        return bytes(self._child.printed)

    @property
    def usage(self) -> Usage:
        """Return its usage so far; CPU time covers the session only, memory includes the warm interpreter."""
        if not self.finished:
            cpu_time_s, max_rss_bytes = self._child.clock.cpu_time_s(), self._child.max_rss_bytes()
        elif (child_exit := self.child_exit()) is not None:
            cpu_time_s, max_rss_bytes = child_exit.cpu_time_s, child_exit.max_rss_bytes
        else:
            cpu_time_s, max_rss_bytes = self._cpu_before_s, 0
        return Usage(max(cpu_time_s - self._cpu_before_s, 0.0), self._watchdog.wall_time_s, max_rss_bytes)

    def exchange(self, request: bytes, meanwhile: Callable[[], None]) -> bytes | bytearray:
        """Return the payload that answers a frame; see `ContainedProcess`."""
        try:
            answer = self._child.exchange(request, self._watchdog, meanwhile)
        except SandboxEnded:
            self.finish()
            raise
        except ChildDied:
            raise self._explained() from None
        self._exchanges += 1
        if self._exchanges == self._EXCHANGES_BEFORE_ORDER:
            self._order_next()
        return answer

    def cancel(self) -> None:
        """Make the current and every later exchange raise SandboxEnded(CANCELED); callable from any thread."""
        with self._lock:
            self._canceled = True
            if not self.finished:
                os.eventfd_write(self._wake, 1)

    def finish(self) -> None:
        """Kill the process, keep its remaining output up to the cap, and have it reaped without waiting for that."""
        with self._lock:
            if self.finished:
                return
            self.finished = True
            os.close(self._wake)
        self._child.kill()
        with suppress(SandboxEnded):
            self._child.drain(self._limits)
        with suppress(ZygoteLost):  # the child died with the zygote; the next session starts another one
            self._reap = self._zygote.release(self._child)
        self._order_next()

    def child_exit(self) -> ChildExit | None:
        """Wait until the finished process is gone, and return how it ended; None if the zygote died with it."""
        if self._reap is None:
            return None
        try:
            return self._zygote.wait(self._reap)
        except ZygoteLost:
            return None

    def _order_next(self) -> None:
        if not self._ordered:
            self._ordered = True
            with suppress(ZygoteLost):  # it has just died: this exchange or the next session will report it
                self._zygote.order(self._child.limits)

    def _explained(self) -> SandboxEnded:
        died = self._child.wait(_CLOSING_S)
        try:
            self._child.drain(self._limits)
        except SandboxEnded as ended:
            self.finish()
            return ended
        self.finish()
        if not died:
            return SandboxEnded(End.PROTOCOL, "it closed its channel")
        child_exit = self.child_exit()
        if child_exit is None:
            return SandboxEnded(End.INFRASTRUCTURE, "the zygote is gone")
        return self._classified(child_exit)

    def _classified(self, child_exit: ChildExit) -> SandboxEnded:
        code = child_exit.exit_code
        if code == -signal.SIGSYS:
            return SandboxEnded(End.POLICY, "a forbidden system call")
        if child_exit.cpu_time_s - self._cpu_before_s > self._limits.cpu_time_s or code == -signal.SIGXCPU:
            return SandboxEnded(End.CPU_TIME, f"{self._limits.cpu_time_s} s of CPU time")
        if (
            code == EXIT_MEMORY
            or child_exit.oom_kills
            or (code == -signal.SIGKILL and _oom_kills() > self._oom_kills_before)
        ):
            return SandboxEnded(End.MEMORY, f"{self._limits.memory_bytes} bytes")
        if code == -signal.SIGKILL:
            return SandboxEnded(End.INFRASTRUCTURE, "killed from outside")
        if code < 0:
            return SandboxEnded(End.CRASHED, signal.Signals(-code).name)
        return SandboxEnded(End.CRASHED, f"exit code {code}")


def _oom_kills() -> int:
    """Return how many processes this machine's kernel reports to have killed for lack of memory."""
    with suppress(OSError):
        for line in Path("/proc/vmstat").read_text().splitlines():
            if line.startswith("oom_kill "):
                return int(line.split()[1])
    return 0
