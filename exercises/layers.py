"""Exercises with a layer: a class with a forward, a backward and possibly parameters, and how they are called."""

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
    """How a layer is called.

    Attributes:
        parameters: the names of the parameters, whose gradients backward stores in ``self.grad_<name>``.
    """

    parameters: tuple[str, ...] = ()

    def gradients(self, scenario: Scenario, handle: str, step: int) -> Mapping[str, Place]:
        """Return the places of the gradients: that of the input is returned, the others are attributes."""
        places = {"x": Place(step, GRADIENT)}
        for name in self.parameters:
            places[name] = Place(scenario.attribute(handle, f"grad_{name}"), f"self.grad_{name}")
        return places


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerSpec(Differentiable):
    """A class with ``forward(x) -> out`` and ``backward(grad_output) -> grad_x`` for the latest forward.

    The reference is called with the inputs, then the parameters, then the constructor's other arguments as keywords.

    Attributes:
        class_name: the name of the class.
        arguments: the names of the constructor's arguments, in order.
        parameters: those of them that have a gradient, which backward stores in ``self.grad_<name>``.
        subgradients: maps a case and the upstream gradient to the lowest and highest accepted value of each element
            of the input gradient, for layers with a kink, where more than one value is right. None without a kink.
        conserves_total: whether the input gradient must sum to the same total as the upstream gradient; bounds alone
            cannot check this where several inputs share one output.
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
        """How forward and backward are called."""
        return LayerCalls(parameters=self.parameters)

    def build(self, scenario: Scenario, handle: str, construct: Mapping[str, Any]) -> str:
        """Add the construction of a layer, and return its handle."""
        scenario.construct(handle, self.class_name, *construct.values())
        return handle

    def divide(self, case: Case) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
        """Return the inputs and parameters, and the constructor's other arguments."""
        constants = {name: value for name, value in case.construct.items() if name not in self.parameters}
        return {**case.inputs, **{name: case.construct[name] for name in self.parameters}}, constants

    def bounds(self, case: Case, name: str, upstream: Array) -> Mapping[str, Any]:
        """Return the bounds of the input gradient at a kink."""
        if name not in case.inputs:
            return {}
        low, high = self.subgradients(case, upstream) if self.subgradients else (None, None)
        return {"low": low, "high": high, "total": float(np.sum(upstream)) if self.conserves_total else None}
