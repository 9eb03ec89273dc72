"""What every kind of exercise has: stages, their points, how far off a number may be, and what a solution may use."""

from __future__ import annotations

from dataclasses import dataclass

STAGES = ("loads", "forward", "backward", "gradcheck", "properties")


@dataclass(frozen=True, slots=True)
class Points:
    """Points by stage; loading earns none, so an untouched starter gets 0.

    Attributes:
        forward: values against the reference.
        backward: gradients against the reference.
        gradcheck: gradients against slopes of the submission's own forward.
        properties: what must hold whatever the numbers are.
    """

    forward: int
    backward: int
    gradcheck: int
    properties: int

    @property
    def total(self) -> int:
        """All points of the exercise."""
        return self.forward + self.backward + self.gradcheck + self.properties


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far a number may be from the expected one: ``atol + rtol * max|expected|``.

    Measured with 20 seeds: correct solutions in several styles use at most a ten-millionth of the defaults, and the
    subtlest mistakes exceed them thirtyfold in the check that is made for them.
    """

    rtol: float = 1e-8
    atol: float = 1e-10


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a submission may use, where an exercise needs another limit than the usual one; None is the usual one.

    Attributes:
        cpu_time_s: CPU seconds from its load to its last answer.
        memory_bytes: what it may allocate above the warm interpreter.
    """

    cpu_time_s: float | None = None
    memory_bytes: int | None = None
