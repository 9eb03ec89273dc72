"""What all optimizers share: they map lists of arrays to lists of arrays and keep their state by position."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np

from reference.errors import DtypeError, ShapeError
from reference.tensor import DIFFERENTIABLE

Array: TypeAlias = np.ndarray[Any, Any]


class Optimizer(ABC):
    """One rule of descent, applied to each parameter by itself.

    A subclass says how one array moves; `slot` holds the state of that array and is empty before its first step.

    Attributes:
        steps: How many steps were taken.
    """

    def __init__(self) -> None:
        self.steps = 0
        self._slots: list[dict[str, Array]] = []

    def step(self, params: Sequence[Array], grads: Sequence[Array]) -> list[Array]:
        """The parameters after one step; the arrays passed in are left as they are.

        Args:
            params: Arrays of any shapes; always the same number in the same order.
            grads: The gradient with respect to each, of its shape.

        Raises:
            ShapeError: The lists do not fit together.
            DtypeError: A parameter is not float32 or float64.
        """
        if not self._slots:
            self._slots = [{} for _ in params]
        if not len(params) == len(grads) == len(self._slots):
            raise ShapeError(
                f"found {len(params)} parameters and {len(grads)} gradients; this optimizer has state for "
                f"{len(self._slots)} of each"
            )
        arrays = [np.asarray(param) for param in params]
        slopes = [np.asarray(grad) for grad in grads]
        for i, (param, grad) in enumerate(zip(arrays, slopes, strict=True)):
            if param.shape != grad.shape:
                raise ShapeError(f"found a gradient of shape {grad.shape} for parameter {i} of shape {param.shape}")
            if param.dtype not in DIFFERENTIABLE:
                raise DtypeError(f"found dtype {param.dtype} for parameter {i}; allowed are float32 and float64")
        self.steps += 1
        return [
            np.asarray(self.update(param, grad, slot), dtype=param.dtype)
            for param, grad, slot in zip(arrays, slopes, self._slots, strict=True)
        ]

    @abstractmethod
    def update(self, param: Array, grad: Array, slot: dict[str, Array]) -> Array:
        """Where one parameter goes; `slot` is replaced entry by entry, never changed in place."""
