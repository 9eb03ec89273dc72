"""What an attack is: a submission that tries to do harm, and what must become of it."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import indent

from grader.sandbox.types import End, Limits
from tests.sandbox.numbers import HERE

PRELUDE = f"""
import warnings, numpy as np
sys = warnings.sys                      # the import guard is not what stops an attack
os, socket, struct, subprocess, threading, signal, resource, mmap, gc, time = (
    sys.modules.get(name) or __builtins__["__import__"].__globals__["_import"](name)
    for name in "os socket struct subprocess threading signal resource mmap gc time".split())
ctypes = sys.modules.get("ctypes")
libc = ctypes.CDLL(None, use_errno=True) if ctypes else None
NUMBERS = {HERE!r}

def syscall(name, *arguments):
    result = libc.syscall(ctypes.c_long(NUMBERS.get(name, name)), *[
        ctypes.c_long(a) if isinstance(a, int) else a for a in arguments])
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result

"""
DENIED = "PermissionError"
QUICK = Limits(cpu_time_s=0.3, wall_time_s=20.0, memory_bytes=128 << 20)
"""For attacks that only the limit on CPU time ends, however busy the machine is."""


@dataclass(frozen=True)
class Attack:
    """One attack.

    Attributes:
        name: of the test.
        body: Python, the body of a function that returns True when the attack has succeeded.
        stopped_by: what stops it: the name of the exception that the submission sees, how its process ends, or False
            when it runs to its end without success. Several, where the machine decides which comes first.
        provable: whether it is also run where nothing holds it, where it must succeed: not if that would do harm, or
            if there is nothing to succeed at.
        top: what comes before the function; it runs when the submission is loaded.
        limits: other than usual.
        only: the architecture that has what it needs, if not all have.
    """

    name: str
    body: str
    stopped_by: str | End | bool | tuple[str | End | bool, ...]
    provable: bool = True
    top: str = ""
    limits: Limits | None = None
    only: str = ""

    @property
    def source(self) -> str:
        """The whole submission, with ``{port}`` and ``{zygote}`` where these numbers go."""
        return f"{PRELUDE}{self.top}\ndef attack():\n{indent(self.body.strip(), '    ')}"

    @property
    def endings(self) -> tuple[str | End | bool, ...]:
        """`stopped_by`, as a tuple in any case."""
        return self.stopped_by if type(self.stopped_by) is tuple else (self.stopped_by,)  # type: ignore[return-value]
