"""What the kernel says about the time of another process: used, waited for, slept.

Wall time says more about the machine than about a submission: on a busy one a second of computing takes many. These
tell the two apart.
"""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

_CPUCLOCK_SCHED = 2


class ProcessClock:
    """The time of one process, which must not have been waited for.

    Args:
        pid: of a process that exists, in this process's pid namespace.
    """

    def __init__(self, pid: int) -> None:
        # Source: clock_getcpuclockid(3) of the C library, which Python offers for threads only.
        self._cpu = ~pid << 3 | _CPUCLOCK_SCHED
        self._folder = Path(f"/proc/{pid}")

    def cpu_time_s(self) -> float:
        """CPU time of its whole life so far."""
        return time.clock_gettime(self._cpu)

    def waited_s(self) -> float:
        """How long it could have run while others had the processors; 0.0 where the kernel does not count it."""
        with suppress(OSError, ValueError, IndexError):  # a kernel without scheduler statistics, or it has just ended
            return int((self._folder / "schedstat").read_bytes().split()[1]) / 1e9
        return 0.0

    def is_runnable(self) -> bool:
        """Whether it runs or waits for a processor at this moment, rather than sleeps."""
        with suppress(OSError, IndexError):
            # The state follows the name, which stands in brackets and may hold any character but the last bracket.
            return (self._folder / "stat").read_bytes().rpartition(b")")[2].split()[0] == b"R"
        return False
