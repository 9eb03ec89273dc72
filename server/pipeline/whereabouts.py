"""Names of worker processes, and whether the process behind a name still lives on this machine."""

from __future__ import annotations

import os
import socket
from pathlib import Path


def host() -> str:
    """This machine, or this container."""
    return socket.gethostname()[:60]


def name_of(pid: int) -> str:
    """The name that claims of process `pid` carry; it holds the start time, because ids are used again."""
    return f"{host()}:{pid}:{_started(pid)}"


def own_name() -> str:
    """The name of this process."""
    return name_of(os.getpid())


def is_dead(name: str) -> bool:
    """Whether `name` is of this machine and its process is gone; a name of another machine is never called dead."""
    machine, _, rest = name.partition(":")
    pid, _, started = rest.partition(":")
    if machine != host() or not pid.isdecimal():
        return False
    return _started(int(pid)) != started


def _started(pid: int) -> str:
    """Start time of a living process in clock ticks since boot; "0" where there is no /proc, empty for the dead."""
    if not Path("/proc/self/stat").exists():
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return ""
        except PermissionError:
            return "0"
        return "0"
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return ""
    # Field 22; the second field is the command in parentheses and may hold spaces. Z and X are dead already.
    fields = stat.rpartition(")")[2].split()
    return "" if fields[0] in "ZX" else fields[19]
