"""Settings of every kind of exercise: stages, points, tolerances and resource limits."""

from __future__ import annotations

from dataclasses import dataclass

STAGES = ("loads", "forward", "backward", "gradcheck", "properties")


@dataclass(frozen=True, slots=True)
class Points:
    """Points by stage; loading earns none, so an unchanged starter file gets 0.

    Attributes:
        forward: points for values that match the reference.
        backward: points for gradients that match the reference.
        gradcheck: points for gradients that match the slopes of the submission's own forward.
        properties: points for properties that must hold whatever the numbers are.
    """

    forward: int
    backward: int
    gradcheck: int
    properties: int

    @property
    def total(self) -> int:
        """The sum of all points."""
        return self.forward + self.backward + self.gradcheck + self.properties


@dataclass(frozen=True, slots=True)
class Tolerance:
    """The accepted distance of a number from the expected one: ``atol + rtol * max|expected|``.

    Measured with 20 seeds: the errors of correct solutions in several styles are at most a ten-millionth of the
    default tolerance, and those of the subtlest mistakes exceed it thirtyfold in the check that targets them.
    """

    rtol: float = 1e-8
    atol: float = 1e-10


@dataclass(frozen=True, slots=True)
class Allowance:
    """Resource limits of an exercise that differ from the default ones; None means the default.

    Attributes:
        cpu_time_s: the CPU time in seconds, from loading to the last answer.
        memory_bytes: the memory that a submission may allocate on top of the warm interpreter.
    """

    cpu_time_s: float | None = None
    memory_bytes: int | None = None
