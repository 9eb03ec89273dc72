"""Enforce the limits of a session while its child works."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from grader.sandbox.host.clocks import ProcessClock, awake_s
from grader.sandbox.types import End, Limits, SandboxEnded

_CANCEL_CHECK_S = 0.05
_CLOCK_GRAIN_S = 0.001
_BUSY_S = 0.005


class Watchdog:
    """Count CPU time from the start of the session, but wall time only while the child has work.

    Attributes:
        limits: the limits of the session.
        wake: a descriptor that becomes readable when the session is canceled.
        wall_time_s: the wall time used by the child so far.

    Args:
        limits: the limits of the session.
        wake: a descriptor that becomes readable when the session is canceled.
        cpu_before_s: the CPU time that the child had used when the session started.
        clock: the clock of the child.
        canceled: polled repeatedly.
        meanwhile: called once the child has been busy for a few milliseconds; must tolerate repeated calls.
        awake_s: how long this thread has worked or waited for a processor: the child is not to blame for that time.
    """

    def __init__(
        self,
        limits: Limits,
        wake: int,
        cpu_before_s: float,
        clock: ProcessClock,
        canceled: Callable[[], bool],
        meanwhile: Callable[[], None],
        awake_s: Callable[[], float] = awake_s,
    ) -> None:
        self.limits = limits
        self.wake = wake
        self._cpu_before_s = cpu_before_s
        self._clock = clock
        self._waited_before_s = clock.waited_s()
        self._canceled = canceled
        self._meanwhile = meanwhile
        self._awake_s = awake_s
        self._awake_before_s = awake_s()
        self._wall_before_s = 0.0
        self._since: float | None = None

    @contextmanager
    def running(self) -> Iterator[None]:
        """Count wall time inside the block."""
        self._since = time.monotonic()
        try:
            yield
        finally:
            self._wall_before_s, self._since = self.wall_time_s, None

    @property
    def wall_time_s(self) -> float:
        """The wall time used by the child so far."""
        return self._wall_before_s + (0 if self._since is None else time.monotonic() - self._since)

    def cpu_time_s(self, cpu_clock_s: float) -> float:
        """Return the CPU time of the session, given the child's clock."""
        return cpu_clock_s - self._cpu_before_s

    def patience_s(self, cpu_clock_s: float) -> float:
        """Return how long to wait before the next `check`: one task uses CPU time no faster than the wall clock."""
        cpu_left = self.limits.cpu_time_s - self.cpu_time_s(cpu_clock_s)
        wall_left = self.limits.wall_time_s - self.wall_time_s
        soon = _CANCEL_CHECK_S if self.wall_time_s - self._wall_before_s > _BUSY_S else _BUSY_S
        # Beyond the wall limit, it may still be waiting for a processor, so check from time to time.
        return max(min(cpu_left, wall_left if wall_left > 0 else soon, soon), 0) + _CLOCK_GRAIN_S

    def check(self, cpu_clock_s: float) -> None:
        """Raise SandboxEnded if a limit has been reached or the session was canceled."""
        if self.wall_time_s - self._wall_before_s > _BUSY_S:
            self._meanwhile()
        if self._canceled():
            raise SandboxEnded(End.CANCELED)
        self.check_cpu(cpu_clock_s)
        if self.wall_time_s > self.limits.wall_time_s:
            self._check_wall()

    def check_cpu(self, cpu_clock_s: float) -> None:
        """Raise SandboxEnded if the CPU limit has been reached."""
        if self.cpu_time_s(cpu_clock_s) > self.limits.cpu_time_s:
            raise SandboxEnded(End.CPU_TIME, f"{self.limits.cpu_time_s} s of CPU time")

    def _check_wall(self) -> None:
        """End a child that sleeps, but not one that other processes keep from running: its CPU time is what counts.

        Do not end one whose answer this process was too busy to read, either. If the child was kept waiting for a
        processor for very long, no verdict is possible: that is our fault.
        """
        waited = self._clock.waited_s() - self._waited_before_s
        excused = waited + self._awake_s() - self._awake_before_s
        if self.wall_time_s - excused > self.limits.wall_time_s and not self._clock.is_runnable():
            raise SandboxEnded(End.WALL_TIME, f"{self.limits.wall_time_s} s")
        if self.wall_time_s > self.limits.longest_s:
            raise SandboxEnded(End.INFRASTRUCTURE, f"the process waited {waited:.1f} s for a processor")
