"""What all optimizers share: they map lists of arrays to lists of arrays and keep their state by position."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np

from reference.errors import DtypeError, ShapeError
from reference.tensor import DIFFERENTIABLE

Array: TypeAlias = np.ndarray[Any, Any]
Slot: TypeAlias = dict[str, Array]


class Optimizer(ABC):
    """One rule of descent, applied to each parameter by itself.

    A subclass says how one array moves; its slot holds the state of that array and is empty before its first step.

    Attributes:
        steps: How many steps were taken, with the one at hand.
    """

    def __init__(self) -> None:
        self.steps = 0
        self._slots: list[Slot] = []

    def step(self, params: Sequence[Array], grads: Sequence[Array]) -> list[Array]:
        """The parameters after one step; the arrays passed in are left as they are.

        Args:
            params: Arrays of any shapes, float32 or float64; always the same number in the same order.
            grads: The gradient with respect to each, of its shape.

        Raises:
            DtypeError: A parameter is not float32 or float64.
            ShapeError: The lists do not fit together.
        """
        arrays, slopes = [np.asarray(p) for p in params], [np.asarray(g) for g in grads]
        slots = self._slots or [{} for _ in arrays]
        if not len(arrays) == len(slopes) == len(slots):
            raise ShapeError(
                f"found {len(arrays)} parameters and {len(slopes)} gradients; allowed are equal numbers, "
                f"and {len(slots)} as in the step before"
            )
        for i, (param, grad) in enumerate(zip(arrays, slopes, strict=True)):
            if param.dtype not in DIFFERENTIABLE:
                raise DtypeError(f"found dtype {param.dtype} for parameter {i}; allowed are float32 and float64")
            if param.shape != grad.shape:
                raise ShapeError(f"found a gradient of shape {grad.shape} for parameter {i} of shape {param.shape}")
        self._slots = slots
        self.steps += 1
        moved = [self.update(param, grad, slot) for param, grad, slot in zip(arrays, slopes, slots, strict=True)]
        return [np.asarray(new, dtype=param.dtype) for new, param in zip(moved, arrays, strict=True)]

    @abstractmethod
    def update(self, param: Array, grad: Array, slot: Slot) -> Array:
        """Where one parameter goes, as a new array; entries of the slot are replaced, never changed in place."""
