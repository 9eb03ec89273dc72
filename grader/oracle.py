"""What the answers should be: the reference evaluated on a case and pulled back through it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

import numpy as np

from exercises.spec import Array, Case, Differentiable, LayerSpec, LossSpec
from reference import vjp


class Oracle:
    """The reference at one case.

    Attributes:
        output: what forward should return.
    """

    def __init__(self, spec: Differentiable, case: Case) -> None:
        primals, constants = _divide(spec, case)
        self._names = tuple(primals)
        self._shape = np.shape(next(iter(primals.values())))

        def function(*tensors: Any) -> Any:
            return spec.reference(*tensors, **constants)

        self._function = function
        value, self._pullback = vjp(function, *(np.asarray(value, dtype=np.float64) for value in primals.values()))
        self.output: Array = np.asarray(value, dtype=np.float64)

    @cached_property
    def curve(self) -> Callable[[Array], Array] | None:
        """The output at any inputs, if one element depends on one element of the only input, as for an activation."""
        return self._at if self._is_elementwise() else None

    @cached_property
    def slope(self) -> Callable[[Array], Array] | None:
        """The derivative at any inputs, in the same case."""

        def slope(x: Array) -> Array:
            output, pullback = vjp(self._function, x)
            return np.asarray(pullback(np.ones_like(np.asarray(output)))[0])

        return slope if self._is_elementwise() else None

    def _at(self, x: Array) -> Array:
        return np.asarray(vjp(self._function, x)[0])

    def _is_elementwise(self) -> bool:
        if len(self._names) != 1 or self._shape != self.output.shape or self.output.size < 2:
            return False
        upstream = np.zeros_like(self.output)
        upstream.flat[self.output.size // 2] = 1.0
        (gradient,) = map(np.asarray, self._pullback(upstream))
        return not np.any(gradient[upstream == 0.0])

    def gradients(self, upstream: Array) -> Mapping[str, Array]:
        """Return the gradient of ``sum(upstream * output)`` for each input and parameter, by name."""
        return dict(zip(self._names, map(np.asarray, self._pullback(upstream)), strict=True))


def _divide(spec: Differentiable, case: Case) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Return what has a gradient, in the order of the reference's arguments, and what has none."""
    if isinstance(spec, LossSpec):
        return {"prediction": case.inputs["prediction"]}, {"target": case.inputs["target"]}
    parameters = spec.parameters if isinstance(spec, LayerSpec) else ()
    constants = {name: value for name, value in case.construct.items() if name not in parameters}
    return {**case.inputs, **{name: case.construct[name] for name in parameters}}, constants
