"""Code that runs alongside a submission: it creates numbers that count their multiplications, and sets gradients."""

from __future__ import annotations

from typing import Any

_counted = 0


class Counted(float):
    """A float that counts its own multiplications and those of its products."""

    def __mul__(self, other: float) -> Counted:
        global _counted
        _counted += 1
        return Counted(float(self) * float(other))

    __rmul__ = __mul__


def counted(number: float) -> Counted:
    """Return a number that counts its multiplications."""
    return Counted(number)


def multiplications() -> int:
    """Return the number of multiplications since the last call, and reset the count."""
    global _counted
    found, _counted = _counted, 0
    return found


def gradient(value: Any) -> float:
    """Return the gradient of a value as a plain number."""
    return float(value.grad)


def set_gradient(value: Any, number: float) -> None:
    """Set the gradient of a value, as training loops do between two calls to backward."""
    value.grad = number
