"""Make the nice value of a session leader take effect despite autogrouping."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


def apply_nice_to_autogroup(pid: int) -> None:
    """Give the session of a process the niceness of the process.

    Most Linux kernels share processor time among sessions first (autogroups, see sched(7)). Niceness then counts only
    within a session, and a process that leads its own would be as important as everything else together.
    """
    # Without autogroups, there is nothing to do. An unprivileged user may set ten a second; a child that misses its
    # turn only runs sooner than it should.
    with suppress(OSError):
        Path(f"/proc/{pid}/autogroup").write_text(str(os.getpriority(os.PRIO_PROCESS, pid)))
