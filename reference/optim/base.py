"""Update rules, and the optimizer that applies one to lists of arrays and keeps its state by position.

The two are apart, so that no file of the reference is a solution to an exercise: see tests/cli/test_student_wheel.py.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np

from reference.errors import DtypeError, ShapeError
from reference.tensor import DIFFERENTIABLE

Array: TypeAlias = np.ndarray[Any, Any]
Slot: TypeAlias = dict[str, Array]


class Rule(ABC):
    """Update one parameter. The slot holds the state of that parameter and is empty before the first step."""

    @abstractmethod
    def update(self, param: Array, grad: Array, slot: Slot, steps: int) -> Array:
        """Return the new value as a new array; replace entries of the slot, never modify them.

        Args:
            param: The value.
            grad: The gradient, of the same shape.
            slot: The state.
            steps: The number of steps, including the current one.
        """


class Optimizer:
    """Apply a rule to each parameter separately; use `start` to create an optimizer.

    Attributes:
        rule: The rule.
        steps: The number of steps so far.
    """

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.steps = 0
        self._slots: list[Slot] = []

    def step(self, params: Sequence[Array], grads: Sequence[Array]) -> list[Array]:
        """Return the parameters after one step, without changing the arrays passed in.

        Args:
            params: Float32 or float64 arrays of any shape, in the same number and order in every step.
            grads: The gradient with respect to each parameter, of the same shape.

        Raises:
            DtypeError: A parameter is not float32 or float64.
            ShapeError: The lists or the shapes in them do not match.
        """
        arrays, slopes = [np.asarray(p) for p in params], [np.asarray(g) for g in grads]
        slots = self._slots or [{} for _ in arrays]
        if not len(arrays) == len(slopes) == len(slots):
            raise ShapeError(
                f"expected {len(slots)} parameters and as many gradients, "
                f"got {len(arrays)} parameters and {len(slopes)} gradients"
            )
        for i, (param, grad) in enumerate(zip(arrays, slopes, strict=True)):
            if param.dtype not in DIFFERENTIABLE:
                raise DtypeError(f"expected float32 or float64 for parameter {i}, got {param.dtype}")
            if param.shape != grad.shape:
                raise ShapeError(f"got a gradient of shape {grad.shape} for parameter {i} of shape {param.shape}")
        self._slots = slots
        self.steps += 1
        moved = [
            self.rule.update(param, grad, slot, self.steps)
            for param, grad, slot in zip(arrays, slopes, slots, strict=True)
        ]
        return [np.asarray(new, dtype=param.dtype) for new, param in zip(moved, arrays, strict=True)]
