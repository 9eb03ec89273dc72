"""Exercises with a loss: a class with a scalar forward and a backward without arguments, and how they are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from exercises.differentiable import Case, Differentiable
from exercises.expectations import Array, Place
from exercises.pair import GRADIENT, Calls
from exercises.scenario import Scenario


@dataclass(frozen=True, slots=True)
class LossCalls(Calls):
    """How a loss is called: backward takes no arguments."""

    output: str = "the loss that forward returns"

    def sent(self, upstream: Array, inputs: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the arguments of backward by name."""
        return {}

    def gradients(self, scenario: Scenario, handle: str, step: int) -> Mapping[str, Place]:
        """Return the place of the only gradient."""
        return {"prediction": Place(step, GRADIENT)}


@dataclass(frozen=True, slots=True, kw_only=True)
class LossSpec(Differentiable):
    """A class with ``forward(prediction, target) -> scalar`` and ``backward() -> gradient of the prediction``.

    The reference takes the prediction as a tensor and the target as an array; the inputs of cases are ``prediction``
    and ``target``.

    Attributes:
        class_name: the name of the class; its constructor takes no arguments.
    """

    kind: ClassVar[str] = "loss"

    class_name: str

    @property
    def classes(self) -> Mapping[str, tuple[str, ...]]:
        """The class and its two methods."""
        return {
            self.class_name: (),
            f"{self.class_name}.forward": ("prediction", "target"),
            f"{self.class_name}.backward": (),
        }

    @property
    def calls(self) -> LossCalls:
        """How forward and backward are called."""
        return LossCalls()

    @property
    def has_upstream(self) -> bool:
        """Always False: the backward pass starts at the loss."""
        return False

    def build(self, scenario: Scenario, handle: str, construct: Mapping[str, Any]) -> str:
        """Add the construction of a loss, and return its handle."""
        scenario.construct(handle, self.class_name)
        return handle

    def divide(self, case: Case) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
        """Return the prediction, which has a gradient, and the target, which has none."""
        return {"prediction": case.inputs["prediction"]}, {"target": case.inputs["target"]}

    def batch(self, case: Case, output: Array) -> tuple[int, ...]:
        """Return the shape of the prediction."""
        return np.shape(case.inputs["prediction"])
