"""What the answers should be: the reference evaluated on a case and pulled back through it."""

from __future__ import annotations

from collections.abc import Mapping
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

        def function(*tensors: Any) -> Any:
            return spec.reference(*tensors, **constants)

        value, self._pullback = vjp(function, *(np.asarray(value, dtype=np.float64) for value in primals.values()))
        self.output: Array = np.asarray(value, dtype=np.float64)

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
