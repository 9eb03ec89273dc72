"""Layers: a class with a forward, a backward and perhaps parameters, and how it is asked for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from exercises.differentiable import Bounds, Case, Differentiable
from exercises.expectations import Array, Place
from exercises.pair import GRADIENT, Calls
from exercises.scenario import Scenario


@dataclass(frozen=True, slots=True)
class LayerCalls(Calls):
    """How a layer is asked.

    Attributes:
        parameters: names of what has a gradient besides the input, left in ``self.grad_<name>`` by backward.
    """

    parameters: tuple[str, ...] = ()

    def gradients(self, scenario: Scenario, handle: str, step: int) -> Mapping[str, Place]:
        """Return where the gradients are: that of the input is the answer, the others are attributes."""
        places = {"x": Place(step, GRADIENT)}
        for name in self.parameters:
            places[name] = Place(scenario.attribute(handle, f"grad_{name}"), f"self.grad_{name}")
        return places


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerSpec(Differentiable):
    """A class with ``forward(x) -> out`` and ``backward(grad_output) -> grad_x`` for the latest forward.

    The reference is called with the inputs, then the parameters, then the constructor's other arguments as keywords.

    Attributes:
        class_name: the class to write.
        arguments: names of the constructor's arguments, in order.
        parameters: those of them that get a gradient, left in ``self.grad_<name>`` by backward.
        subgradients: at a kink more than one gradient is right: given the case and the upstream gradient, the lowest
            and the highest accepted value for each element of the gradient of the input. None when there is no kink.
        conserves_total: whether the gradient of the input must add up to the sum of the upstream gradient, which
            bounds alone do not see where several inputs share one output.
    """

    kind: ClassVar[str] = "layer"

    class_name: str
    arguments: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    subgradients: Callable[[Case, Array], Bounds] | None = None
    conserves_total: bool = False

    @property
    def classes(self) -> Mapping[str, tuple[str, ...]]:
        """The class and its two methods."""
        return {
            self.class_name: self.arguments,
            f"{self.class_name}.forward": ("x",),
            f"{self.class_name}.backward": ("grad_output",),
        }

    @property
    def calls(self) -> LayerCalls:
        """How a forward and a backward are asked for."""
        return LayerCalls(parameters=self.parameters)

    def build(self, scenario: Scenario, handle: str, construct: Mapping[str, Any]) -> str:
        """Add the construction of a layer; returns its handle."""
        scenario.construct(handle, self.class_name, *construct.values())
        return handle

    def divide(self, case: Case) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
        """Return inputs and parameters, and the constructor's other arguments."""
        constants = {name: value for name, value in case.construct.items() if name not in self.parameters}
        return {**case.inputs, **{name: case.construct[name] for name in self.parameters}}, constants

    def bounds(self, case: Case, name: str, upstream: Array) -> Mapping[str, Any]:
        """Return the bounds of the gradient of the input at a kink."""
        if name not in case.inputs:
            return {}
        low, high = self.subgradients(case, upstream) if self.subgradients else (None, None)
        return {"low": low, "high": high, "total": float(np.sum(upstream)) if self.conserves_total else None}
