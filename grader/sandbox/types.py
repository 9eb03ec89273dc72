"""The requests to a sandboxed submission and its answers: plain values, never objects.

A `Value` is None, bool, int, float, str, a NumPy array of an allowed dtype, or a list, tuple or str-keyed dict of
these.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from grader.sandbox import policy

Value = Any

MAX_SOURCE_BYTES = policy.LIMITS["source_bytes"][0]
"""The largest submission; exercises need a hundredth of that."""

_BUSY_FACTOR = 4.0


class Tier(StrEnum):
    """How strongly a submission is contained; a smaller number is stronger."""

    T1 = "T1"  # T2, namespaces and cgroup limits
    T2 = "T2"  # Landlock, seccomp, rlimits, uid drop where possible: the minimum for a server
    T3 = "T3"  # T2 without Landlock
    T4 = "T4"  # a subprocess with limits: UNSAFE, for checking your own code


@dataclass(frozen=True, slots=True)
class Limits:
    """What one submission may use, from its source to its last reply.

    Attributes:
        cpu_time_s: the CPU seconds that decide a time-limit verdict.
        wall_time_s: a wall-clock backstop for code that sleeps; waiting for a busy processor does not count.
        memory_bytes: what it may allocate on top of the warm interpreter.
        output_bytes: how much output is kept, standard output and error together; the rest is read and dropped.
        flood_bytes: how much it may print before it is ended.
        reply_bytes: the largest frame it may answer with.
    """

    cpu_time_s: float = float(policy.LIMITS["cpu_time_s"][0])
    wall_time_s: float = float(policy.LIMITS["wall_time_s"][0])
    memory_bytes: int = policy.LIMITS["memory_bytes"][0]
    output_bytes: int = policy.LIMITS["output_bytes"][0]
    flood_bytes: int = policy.LIMITS["flood_bytes"][0]
    reply_bytes: int = policy.LIMITS["reply_bytes"][0]

    @property
    def longest_s(self) -> float:
        """The wall time after which a session ends even if it only waited for a processor: the machine is too busy."""
        return _BUSY_FACTOR * self.wall_time_s


@dataclass(frozen=True, slots=True)
class Ref:
    """A kept object as an argument: the child substitutes the object kept under `handle`."""

    handle: str


@dataclass(frozen=True, slots=True)
class Construct:
    """Build ``module.<name>(*args, **kwargs)`` and keep it under `handle`.

    Attributes:
        handle: the handle to keep it under.
        name: the name of the class.
        args: positional arguments; a `Ref` among them, also inside lists, stands for a kept object.
        kwargs: keyword arguments.
        provided: take the class from the exercise's provided code instead of the submission.
    """

    handle: str
    name: str
    args: tuple[Value, ...] = ()
    kwargs: Mapping[str, Value] = field(default_factory=dict)
    provided: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """Call a method of a kept object, or a function of the module when `handle` is None.

    Attributes:
        handle: the object, or None for a module-level function.
        name: the name of the method or function.
        args: positional arguments.
        kwargs: keyword arguments.
        echo_args: also return the arguments as they are after the call, to see whether they were modified.
        readonly: pass arrays with the writeable flag off.
        noncontiguous: pass arrays of two or more dimensions as non-contiguous views of the same values.
        keep: keep the result under this handle and return None; if empty, return the result.
        provided: call a function of the exercise's provided code instead of the submission.
        repeat: how often it is called; the arguments are prepared anew each time, and only the last result is returned.
    """

    handle: str | None
    name: str
    args: tuple[Value, ...] = ()
    kwargs: Mapping[str, Value] = field(default_factory=dict)
    echo_args: bool = False
    readonly: bool = False
    noncontiguous: bool = False
    keep: str = ""
    provided: bool = False
    repeat: int = 1


@dataclass(frozen=True, slots=True)
class Operate:
    """Apply a Python operator, such as ``+``, to kept objects and numbers, and keep the result.

    Attributes:
        name: one of `OPERATORS`.
        args: its one or two operands.
        keep: the handle to keep the result under.
        repeat: how often it is applied, each time with the previous result as the first operand.
    """

    name: str
    args: tuple[Value, ...]
    keep: str
    repeat: int = 1


OPERATORS = ("add", "sub", "mul", "truediv", "pow", "neg", "iadd", "imul")


@dataclass(frozen=True, slots=True)
class GetAttr:
    """Read an attribute of a kept object, or the object itself if `name` is empty."""

    handle: str
    name: str


Op = Construct | Call | GetAttr | Operate


@dataclass(frozen=True, slots=True)
class Frame:
    """One line of the student's own traceback."""

    line: int
    function: str
    code: str


@dataclass(frozen=True, slots=True)
class Raised:
    """The operation raised an exception; names and texts come from the student and are hostile until escaped.

    Attributes:
        type: exception class name, at most 200 characters.
        message: its text, at most 2,000 characters.
        frames: the student's frames, outermost first, at most 20.
        missing: True if the requested class, function, method or attribute does not exist.
        near: an existing name that is similar to the one that does not exist; empty if there is none.
    """

    type: str
    message: str
    frames: tuple[Frame, ...] = ()
    missing: bool = False
    near: str = ""


@dataclass(frozen=True, slots=True)
class Unsendable:
    """The operation returned something that is not a `Value` (such as an object array or an array that is too large).

    Attributes:
        type: the type name of the offending object.
        reason: why it was refused.
    """

    type: str
    reason: str


@dataclass(frozen=True, slots=True)
class Returned:
    """The operation returned `value`; `args_after` is set for a Call with ``echo_args``."""

    value: Value
    args_after: tuple[Value, ...] | None = None


OpResult = Returned | Raised | Unsendable


@dataclass(frozen=True, slots=True)
class Signature:
    """What the loaded module defines under one required name, found without calling it.

    Attributes:
        kind: "class", "function", "other" or "missing".
        parameters: names of the parameters in order, without self; ``*args`` and ``**kwargs`` keep their stars.
        required: how many of them have no default.
    """

    kind: str
    parameters: tuple[str, ...] = ()
    required: int = 0


@dataclass(frozen=True, slots=True)
class Loaded:
    """The source ran to its end; `signatures` has one entry for each requested name."""

    signatures: Mapping[str, Signature]


@dataclass(frozen=True, slots=True)
class LoadFailed:
    """The source does not load.

    Attributes:
        kind: "encoding" (not text), "syntax", "import" (something that is not on the list) or "raised".
        raised: the exception; a syntax error has one frame, the offending line.
    """

    kind: str
    raised: Raised


class End(StrEnum):
    """Why a sandboxed process ended."""

    CPU_TIME = "cpu_time"
    WALL_TIME = "wall_time"
    MEMORY = "memory"
    OUTPUT = "output"
    POLICY = "policy"  # killed for a forbidden system call
    CRASHED = "crashed"  # it crashed or exited in the middle of a request
    PROTOCOL = "protocol"  # it sent bytes that are not an answer
    CANCELED = "canceled"  # by us, for example because a lease was lost
    INFRASTRUCTURE = "infrastructure"  # our fault


@dataclass(frozen=True, slots=True)
class Usage:
    """What a submission used."""

    cpu_time_s: float
    wall_time_s: float
    max_rss_bytes: int


class SandboxEnded(Exception):  # noqa: N818 - the name says what happened, which is not always our error
    """The sandboxed process ended before it answered.

    Attributes:
        end: why it ended.
        detail: a short text for logs (a signal name, what was malformed); never shown unescaped.
    """

    def __init__(self, end: End, detail: str = "") -> None:
        super().__init__(f"{end}: {detail}" if detail else str(end))
        self.end = end
        self.detail = detail


Batch = Sequence[Op]
