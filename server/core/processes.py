"""What the processes of the platform agree on: one exit code, who runs first, and to end when the parent is killed."""

from __future__ import annotations

import ctypes
import os
import sys

from grader.sandbox.host.priority import apply_nice_to_autogroup

PR_SET_PDEATHSIG = 1
NICENESS = 5  # of workers and the reconciler; a web process gets three times as much processor time
EXIT_MISCONFIGURED = 78  # EX_CONFIG of sysexits.h: starting again will not help


def die_with_parent(signum: int) -> None:
    """Ask the kernel to send `signum` to this process when its parent ends; do nothing except on Linux."""
    if not sys.platform.startswith("linux"):
        return
    parent = os.getppid()
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_PDEATHSIG, signum, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_PDEATHSIG)")
    if os.getppid() != parent:  # the parent ended in between, so the signal will not come
        os.kill(os.getpid(), signum)


def lower_priority_below_web() -> None:
    """Let web processes run first while they need the processors, so that pages stay quick in a busy hour.

    Children inherit it. The compose file does the same for containers, which share processor time among themselves.
    """
    os.nice(NICENESS)
    if os.getsid(0) == os.getpid():  # as the supervisor starts us; a session of a terminal is not ours alone
        apply_nice_to_autogroup(os.getpid())
