"""Functions: a forward and a backward of the module, without objects, and how they are asked for."""

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
    """How two functions are asked: backward gets the inputs again and answers with all gradients.

    Attributes:
        labels: how each gradient is called, by the name of the input that it belongs to.
    """

    labels: Mapping[str, str]

    def sent(self, upstream: Array, inputs: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the arguments of backward by name."""
        return {"grad_output": upstream if upstream.ndim else float(upstream), **inputs}

    def gradients(self, scenario: Scenario, handle: str, step: int) -> Mapping[str, Place]:
        """Return where each gradient is in the answer."""
        count = len(self.labels)
        return {
            name: Place(step, f"the gradient {label}", ((place, count),))
            for place, (name, label) in enumerate(self.labels.items())
        }

    def label(self, name: str) -> str:
        """Return how the gradient that belongs to `name` is called."""
        return self.labels[name]


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionsSpec(Differentiable):
    """Two functions of the module: ``forward(*inputs)`` and ``backward(grad_output, *inputs) -> gradients``.

    Attributes:
        inputs: names of the arguments of forward.
        gradients: names of the gradients that backward returns, one for each input, in the same order.
    """

    kind: ClassVar[str] = "functions"

    inputs: tuple[str, ...]
    gradients: tuple[str, ...]

    @property
    def functions(self) -> Mapping[str, tuple[str, ...]]:
        """The two functions."""
        return {"forward": self.inputs, "backward": ("grad_output", *self.inputs)}

    @property
    def calls(self) -> FunctionCalls:
        """How a forward and a backward are asked for."""
        return FunctionCalls(labels=dict(zip(self.inputs, self.gradients, strict=True)))

    @property
    def has_objects(self) -> bool:
        """There are none."""
        return False

    def build(self, scenario: Scenario, handle: str, construct: Mapping[str, Any]) -> str:
        """Add nothing, and return the empty handle of functions."""
        return ""
