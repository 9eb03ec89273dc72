"""The process of tier T4: limits where the platform supports them, and no containment at all."""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress

from grader.sandbox import codec
from grader.sandbox.child import imports
from grader.sandbox.child.request_loop import capture_output, output_stream, send, serve


def main(memory_bytes: int, cpu_time_s: int) -> None:
    """Answer requests from standard input on the original standard output; print goes to standard error."""
    requests, answers = os.dup(0), os.dup(1)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.dup2(2, 1)
    imports.warm()
    if sys.platform != "win32":
        _limit(memory_bytes, cpu_time_s)
    stream = output_stream()
    capture_output(stream)
    send(answers, codec.encode(("ready", time.process_time())))
    serve(requests, answers, stream)


def _limit(memory_bytes: int, cpu_time_s: int) -> None:
    import resource

    used_s = int(time.process_time()) + 1
    # Set each limit as far as the system allows: macOS, for one, refuses a limit on the address space.
    for kind, value in (
        (resource.RLIMIT_CPU, used_s + cpu_time_s),
        (resource.RLIMIT_AS, _address_space_bytes() + memory_bytes),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (value, resource.getrlimit(kind)[1]))


def _address_space_bytes() -> int:
    with suppress(OSError), open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123
        return int(statm.read().split()[0]) * os.sysconf("SC_PAGESIZE")
    return 1 << 30
