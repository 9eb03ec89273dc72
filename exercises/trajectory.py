"""A trajectory: the steps of an optimizer from one starting point, as data."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from exercises.expectations import Array
from exercises.points import Tolerance


@dataclass(frozen=True, slots=True)
class Trajectory:
    """Several steps of an optimizer from one starting point.

    Attributes:
        name: the name for the report.
        hyper: the arguments of the constructor by name, in order; empty to use the defaults.
        start: the parameters before the first step, arrays of any shapes.
        gradient: maps a list of parameters to a list of gradients; an `exercises.surfaces.Surface` can also be drawn.
        steps: the number of steps.
        group: the check that it belongs to; ``"extremes"`` is a property, the others are checks of their own.
        is_steep: whether the start is moved until no gradient on the way is close to zero, so that the size of a small
            eps does not show. Gradients of exactly 0 do not count.
        rests: the numbers of the steps, from 1, in which every other parameter and every other element of the rest has
            a gradient of exactly 0.
        factors: factors for the gradients by the number of the step, from 1; a missing one is 1.
        further: the number of steps that follow in a row, with the gradients of the last step; only the result
            of the last of them is compared. At least 3, or 0 for none.
        tolerance: the tolerance; that of the exercise if None.
    """

    name: str
    hyper: Mapping[str, Any]
    start: tuple[Array, ...]
    gradient: Callable[[Sequence[Array]], list[Array]]
    steps: int
    group: str
    is_steep: bool = False
    rests: Collection[int] = ()
    factors: Mapping[int, float] = field(default_factory=dict)
    further: int = 0
    tolerance: Tolerance | None = None

    def gradients(self, points: Sequence[Array], number: int) -> list[Array]:
        """Return the gradients of the step with this number, from 1."""
        factor = self.factors.get(number, 1.0)
        grads = [factor * grad for grad in self.gradient(points)]
        if number not in self.rests:
            return grads
        odd = [np.arange(grad.size).reshape(grad.shape) % 2 == 1 for grad in grads]
        return [
            np.where(kept, grad, 0.0) if place % 2 else 0.0 * grad
            for place, (kept, grad) in enumerate(zip(odd, grads, strict=True))
        ]
