"""Numbers that count how often they are multiplied."""

from __future__ import annotations

from typing import Any

_counted = 0


class Counted(float):
    """A float like any other; what is made of it by multiplication counts as well."""

    def __mul__(self, other: float) -> Counted:
        global _counted
        _counted += 1
        return Counted(float(self) * float(other))

    __rmul__ = __mul__


def counted(number: float) -> Counted:
    """Return a number that counts."""
    return Counted(number)


def multiplications() -> int:
    """Return how many multiplications there were since the last question."""
    global _counted
    found, _counted = _counted, 0
    return found


def gradient(value: Any) -> float:
    """Return the gradient of a value as a plain number."""
    return float(value.grad)
