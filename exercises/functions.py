"""Exercises with two functions, forward and backward, and how they are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from exercises.differentiable import Differentiable
from exercises.expectations import Array, Place
from exercises.pair import Calls
from exercises.scenario import Scenario


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionCalls(Calls):
    """How the two functions are called: backward takes the inputs again and returns all gradients.

    Attributes:
        labels: the name of each gradient, by the name of the input that it belongs to.
    """

    labels: Mapping[str, str]

    def sent(self, upstream: Array, inputs: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the arguments of backward by name."""
        return {"grad_output": upstream if upstream.ndim else float(upstream), **inputs}

    def gradients(self, scenario: Scenario, handle: str, step: int) -> Mapping[str, Place]:
        """Return the place of each gradient in the answer."""
        count = len(self.labels)
        return {
            name: Place(step, f"the gradient {label}", ((place, count),))
            for place, (name, label) in enumerate(self.labels.items())
        }

    def label(self, name: str) -> str:
        """Return the name of the gradient that belongs to the input `name`."""
        return self.labels[name]


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionsSpec(Differentiable):
    """Two functions of the module: ``forward(*inputs)`` and ``backward(grad_output, *inputs) -> gradients``.

    Attributes:
        inputs: the names of the arguments of forward.
        gradients: the names of the gradients that backward returns, one for each input, in the same order.
    """

    kind: ClassVar[str] = "functions"

    rows: int = 0
    inputs: tuple[str, ...]
    gradients: tuple[str, ...]

    @property
    def functions(self) -> Mapping[str, tuple[str, ...]]:
        """The two functions."""
        return {"forward": self.inputs, "backward": ("grad_output", *self.inputs)}

    @property
    def calls(self) -> FunctionCalls:
        """How forward and backward are called."""
        return FunctionCalls(labels=dict(zip(self.inputs, self.gradients, strict=True)))

    @property
    def has_objects(self) -> bool:
        """Always False: functions have no objects."""
        return False

    def build(self, scenario: Scenario, handle: str, construct: Mapping[str, Any]) -> str:
        """Add nothing and return an empty handle."""
        return ""
