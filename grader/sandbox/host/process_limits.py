"""The limits that are fixed when a process is created."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Self

from grader.sandbox.policy import LIMITS
from grader.sandbox.types import Limits

_CPU_BACKSTOP_S = LIMITS["cpu_backstop_s"][0]


@dataclass(frozen=True, slots=True)
class ProcessLimits:
    """The limits that are fixed when a process is created; the others are enforced from outside."""

    memory_bytes: int
    cpu_time_s: int

    @classmethod
    def of(cls, limits: Limits) -> Self:
        """Return the limits to create a process with; the kernel's CPU limit is only a backstop."""
        return cls(limits.memory_bytes, ceil(limits.cpu_time_s) + _CPU_BACKSTOP_S)
