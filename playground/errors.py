"""What can go wrong while a network trains, told in one sentence."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Stop:
    """Why training stopped.

    Attributes:
        reason: "code" for an exception in a student's code, "shape" for a wrong value from it, "not_finite" for nan or
            infinity.
        message: one sentence.
        step: the step, counted from 1; 0 before the first.
        tensor: the first tensor with nan or infinity, or the value that is wrong; empty for an exception.
        exercise: the exercise whose code it is; empty if it is nobody's.
        line: the line in the student's file; 0 if there is none.
        code: the text of this line.
    """

    reason: str
    message: str
    step: int = 0
    tensor: str = ""
    exercise: str = ""
    line: int = 0
    code: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON."""
        return asdict(self)


class Stopped(Exception):  # noqa: N818 - it stops a step
    """Training cannot go on.

    Attributes:
        stop: the reason.
    """

    def __init__(self, stop: Stop) -> None:
        super().__init__(stop.message)
        self.stop = stop


class Refused(ValueError):  # noqa: N818 - it is about what was asked for
    """A request that the playground does not fulfill, such as a weight that does not exist."""
