"""The reference evaluated at one set of inputs: its output, its gradients, and the curve of an activation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

import numpy as np

from exercises.expectations import Array
from reference import vjp


class Evaluation:
    """The reference evaluated at one set of inputs.

    Args:
        function: the reference, a function of tensors.
        primals: the values that have a gradient by name, in the order of the function's arguments.
        inputs: all arguments of forward by name; `primals` if None.

    Attributes:
        output: what forward should return.
    """

    def __init__(
        self, function: Callable[..., Any], primals: Mapping[str, Any], inputs: Mapping[str, Any] | None = None
    ) -> None:
        self.primals: Mapping[str, Array] = {
            name: np.asarray(value, dtype=np.float64) for name, value in primals.items()
        }
        self.inputs = primals if inputs is None else inputs
        self._function = function
        value, self._pullback = vjp(function, *self.primals.values())
        self.output: Array = np.asarray(value, dtype=np.float64)
        self._known: dict[bytes, Mapping[str, Array]] = {}

    def gradients(self, upstream: Array) -> Mapping[str, Array]:
        """Return the gradient of ``sum(upstream * output)`` for each input and parameter, by name."""
        numbers = upstream.tobytes()
        if numbers not in self._known:
            found = map(np.asarray, self._pullback(upstream))
            self._known[numbers] = dict(zip(self.primals, found, strict=True))
        return self._known[numbers]

    @cached_property
    def for_ones(self) -> Mapping[str, Array]:
        """The gradients for an upstream gradient of ones."""
        return self.gradients(np.ones_like(self.output))

    @property
    def curve(self) -> Callable[[Array], Array] | None:
        """The output as a function of the input, if it is computed element by element, as for an activation."""
        return self._at if self._is_elementwise else None

    @property
    def slope(self) -> Callable[[Array], Array] | None:
        """The derivative as a function of the input, in the same case."""
        return self._slope_at if self._is_elementwise else None

    def _at(self, x: Array) -> Array:
        return np.asarray(vjp(self._function, x)[0])

    def _slope_at(self, x: Array) -> Array:
        output, pullback = vjp(self._function, x)
        return np.asarray(pullback(np.ones_like(np.asarray(output)))[0])

    @cached_property
    def _is_elementwise(self) -> bool:
        shape = next(iter(self.primals.values())).shape
        if len(self.primals) != 1 or shape != self.output.shape or self.output.size < 2:
            return False
        upstream = np.zeros_like(self.output)
        upstream.flat[self.output.size // 2] = 1.0
        (gradient,) = map(np.asarray, self._pullback(upstream))
        return not np.any(gradient[upstream == 0.0])
