"""What the kernel reports about the time of a process or thread: used, waiting for a processor, asleep.

On a busy machine, one second of computing can take many seconds of wall time. These figures separate what the
submission used from what the machine withheld.
"""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

_CPUCLOCK_SCHED = 2


def awake_s() -> float:
    """Return how long the current thread has worked or waited for a processor, rather than slept."""
    return time.thread_time() + _waited_s(Path("/proc/thread-self"))


class ProcessClock:
    """The time of one process, which must not have been reaped.

    Args:
        pid: the pid of an existing process in this process's pid namespace.
    """

    def __init__(self, pid: int) -> None:
        # Source: clock_getcpuclockid(3) of the C library, which Python offers only for threads.
        self._cpu = ~pid << 3 | _CPUCLOCK_SCHED
        self._folder = Path(f"/proc/{pid}")

    def cpu_time_s(self) -> float:
        """Return the CPU time of its whole life so far."""
        return time.clock_gettime(self._cpu)

    def waited_s(self) -> float:
        """Return how long it was runnable while others had the processors; 0.0 if the kernel does not record it."""
        return _waited_s(self._folder)

    def is_runnable(self) -> bool:
        """Return whether it is now running or waiting for a processor, rather than sleeping."""
        with suppress(OSError, IndexError):
            # The state follows the name, which is in parentheses and may contain any character.
            return (self._folder / "stat").read_bytes().rpartition(b")")[2].split()[0] == b"R"
        return False


def _waited_s(folder: Path) -> float:
    with suppress(OSError, ValueError, IndexError):  # no scheduler statistics, or the process has just ended
        return int((folder / "schedstat").read_bytes().split()[1]) / 1e9
    return 0.0
