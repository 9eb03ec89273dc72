"""The limits of a submission: the defaults, and what the exercise's spec changes."""

from __future__ import annotations

from dataclasses import replace

from exercises.spec import Spec
from grader.sandbox.types import Limits

# The limits that a spec may set: at least what the harness needs, and no more than a worker can give each process.
CPU_TIME_RANGE_S = (0.5, 10.0)
MEMORY_RANGE_BYTES = (64 << 20, 1 << 30)


def limits_of(spec: Spec, usual: Limits) -> Limits:
    """Return the limits of a submission for `spec`; wall time grows with CPU time and never shrinks."""
    cpu_time_s = spec.limits.cpu_time_s or usual.cpu_time_s
    return replace(
        usual,
        cpu_time_s=cpu_time_s,
        wall_time_s=usual.wall_time_s * max(cpu_time_s / usual.cpu_time_s, 1.0),
        memory_bytes=spec.limits.memory_bytes or usual.memory_bytes,
    )


def longest_s() -> float:
    """Return the longest time a session of any exercise may take if it only waits for a processor."""
    usual = Limits()
    return usual.longest_s * max(CPU_TIME_RANGE_S[1] / usual.cpu_time_s, 1.0)
