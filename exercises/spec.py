"""The data that says what an exercise asks: kinds of exercise, their cases and their points.

A spec is data. It reads no file and no clock, and every random number comes from the generator it is given.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol, runtime_checkable

import numpy as np

from exercises.points import STAGES, Allowance, Points, Tolerance
from exercises.scenario import Array, ScenarioSpec
from reference import Tensor

__all__ = [
    "STAGES",
    "Allowance",
    "Array",
    "Bounds",
    "Case",
    "Differentiable",
    "FunctionsSpec",
    "LayerSpec",
    "LooksAhead",
    "LossSpec",
    "Number",
    "OptimizerSpec",
    "Points",
    "ScenarioSpec",
    "Spec",
    "Tolerance",
    "Trajectory",
]

Number = Array | float
Bounds = tuple[Array, Array]


@dataclass(frozen=True, slots=True)
class Case:
    """One set of inputs.

    Attributes:
        name: for the report, for example ``"4 rows, 3 inputs, 2 outputs"``.
        inputs: arguments of forward by name, in their order.
        construct: arguments of the constructor by name, in their order; empty for functions and bare layers.
        group: None for a case of the forward and backward stages; otherwise the property that it belongs to.
        gradcheck: whether slopes are measured here; keep these cases small, every element costs two forwards.
    """

    name: str
    inputs: Mapping[str, Number]
    construct: Mapping[str, Any] = field(default_factory=dict)
    group: str | None = None
    gradcheck: bool = False


@dataclass(frozen=True, slots=True)
class FunctionsSpec:
    """Two functions of the module: ``forward(*inputs)`` and ``backward(grad_output, *inputs) -> gradients``.

    Attributes:
        reference: the function on tensors, called with the inputs in their order.
        inputs: names of the arguments of forward.
        gradients: names of the gradients that backward returns, one for each input, in the same order.
        cases: builds the cases from a generator.
    """

    kind: ClassVar[str] = "functions"

    title: str
    summary: str
    version: int
    reference: Callable[..., Tensor]
    inputs: tuple[str, ...]
    gradients: tuple[str, ...]
    cases: Callable[[np.random.Generator], Sequence[Case]]
    points: Points
    tolerance: Tolerance = Tolerance()
    limits: Allowance = Allowance()

    @property
    def names(self) -> Mapping[str, tuple[str, ...]]:
        """Names the module must define, each with the arguments it is called with."""
        return {"forward": self.inputs, "backward": ("grad_output", *self.inputs)}


@dataclass(frozen=True, slots=True)
class LayerSpec:
    """A class with ``forward(x) -> out`` and ``backward(grad_output) -> grad_x`` for the latest forward.

    Attributes:
        class_name: the class to write.
        reference: the layer on tensors, called with its inputs, then its parameters, then the constructor's other
            arguments as keywords.
        arguments: names of the constructor's arguments, in order.
        parameters: those of them that get a gradient, left in ``self.grad_<name>`` by backward.
        cases: builds the cases from a generator.
        subgradients: at a kink more than one gradient is right: given the case and the upstream gradient, the lowest
            and the highest accepted value for each element of the gradient of the input. None when there is no kink.
        conserves_total: whether the gradient of the input must add up to the sum of the upstream gradient, which
            bounds alone do not see where several inputs share one output.
    """

    kind: ClassVar[str] = "layer"

    title: str
    summary: str
    version: int
    class_name: str
    reference: Callable[..., Tensor]
    cases: Callable[[np.random.Generator], Sequence[Case]]
    points: Points
    arguments: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    subgradients: Callable[[Case, Array], Bounds] | None = None
    conserves_total: bool = False
    tolerance: Tolerance = Tolerance()
    limits: Allowance = Allowance()

    @property
    def names(self) -> Mapping[str, tuple[str, ...]]:
        """Names the module must define, each with the arguments it is called with."""
        return {self.class_name: self.arguments}


@dataclass(frozen=True, slots=True)
class LossSpec:
    """A class with ``forward(prediction, target) -> scalar`` and ``backward() -> gradient of the prediction``.

    Attributes:
        class_name: the class to write; its constructor takes no arguments.
        reference: the loss on tensors, called with a prediction and a plain target.
        cases: builds the cases from a generator; their inputs are ``prediction`` and ``target``.
    """

    kind: ClassVar[str] = "loss"

    title: str
    summary: str
    version: int
    class_name: str
    reference: Callable[..., Tensor]
    cases: Callable[[np.random.Generator], Sequence[Case]]
    points: Points
    tolerance: Tolerance = Tolerance()
    limits: Allowance = Allowance()

    @property
    def names(self) -> Mapping[str, tuple[str, ...]]:
        """Names the module must define, each with the arguments it is called with."""
        return {self.class_name: ()}


@dataclass(frozen=True, slots=True)
class Trajectory:
    """Several steps of an optimizer from one start.

    Attributes:
        name: for the report.
        hyper: arguments of the constructor by name, in order; empty to use the defaults.
        start: the parameters before the first step, arrays of any shapes.
        gradient: gradients of a surface at given parameters, one for each; an `exercises.surfaces.Surface` can be
            drawn.
        steps: how many steps.
        group: the check that it belongs to; ``"extremes"`` is a property, the others are checks of their own.
    """

    name: str
    hyper: Mapping[str, Any]
    start: tuple[Array, ...]
    gradient: Callable[[Sequence[Array]], list[Array]]
    steps: int
    group: str


class Stepping(Protocol):
    """An optimizer, as the reference has them."""

    def step(self, params: Sequence[Array], grads: Sequence[Array]) -> list[Array]:
        """Return the parameters after one step."""
        ...


@runtime_checkable
class LooksAhead(Stepping, Protocol):
    """An optimizer whose gradients are taken somewhere else than at the parameters."""

    def lookahead(self, params: Sequence[Array]) -> list[Array]:
        """Return the points where the gradients of the next step are taken."""
        ...


@dataclass(frozen=True, slots=True)
class OptimizerSpec:
    """A class with hyper-parameters in the constructor and ``step(params, grads) -> new_params``.

    Attributes:
        class_name: the class to write.
        arguments: names of the constructor's arguments, in order.
        reference: makes the reference's optimizer from hyper-parameters given as keywords.
        looks_ahead: whether the class also has ``lookahead(params)``, the points where the gradient is taken.
        trajectories: builds them from a generator.
    """

    kind: ClassVar[str] = "optimizer"

    title: str
    summary: str
    version: int
    class_name: str
    arguments: tuple[str, ...]
    reference: Callable[..., Stepping]
    trajectories: Callable[[np.random.Generator], Sequence[Trajectory]]
    points: Points
    looks_ahead: bool = False
    tolerance: Tolerance = Tolerance()
    limits: Allowance = Allowance()

    @property
    def names(self) -> Mapping[str, tuple[str, ...]]:
        """Names the module must define, each with the arguments it is called with."""
        return {self.class_name: self.arguments}


Differentiable = FunctionsSpec | LayerSpec | LossSpec
Spec = Differentiable | OptimizerSpec | ScenarioSpec
