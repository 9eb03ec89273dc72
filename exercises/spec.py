"""The data that says what an exercise asks: kinds of exercise, their cases and their points.

A spec is data. It reads no file and no clock, and every random number comes from the generator it is given.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol

import numpy as np
import numpy.typing as npt

from reference import Tensor

Array = npt.NDArray[np.float64]
Number = Array | float
Bounds = tuple[Array, Array]

STAGES = ("loads", "forward", "backward", "gradcheck", "properties")


@dataclass(frozen=True, slots=True)
class Points:
    """Points by stage; loading earns none, so an untouched starter gets 0.

    Attributes:
        forward: values against the reference.
        backward: gradients against the reference.
        gradcheck: gradients against slopes of the submission's own forward.
        properties: what must hold whatever the numbers are.
    """

    forward: int
    backward: int
    gradcheck: int
    properties: int

    @property
    def total(self) -> int:
        """All points of the exercise."""
        return self.forward + self.backward + self.gradcheck + self.properties


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far a number may be from the expected one: ``atol + rtol * max|expected|``.

    Measured with 20 seeds: correct solutions in several styles use at most a ten-millionth of the defaults, and the
    subtlest mistakes exceed them thirtyfold in the check that is made for them.
    """

    rtol: float = 1e-8
    atol: float = 1e-10


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a submission may use, where an exercise needs another limit than the usual one; None is the usual one.

    Attributes:
        cpu_time_s: CPU seconds from its load to its last answer.
        memory_bytes: what it may allocate above the warm interpreter.
    """

    cpu_time_s: float | None = None
    memory_bytes: int | None = None


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
        subgradients: at a kink more than one gradient is right: given the inputs and the upstream gradient, the lowest
            and the highest accepted value for each element of the gradient of the input. None when there is no kink.
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
    subgradients: Callable[[Mapping[str, Number], Array], Bounds] | None = None
    tolerance: Tolerance = Tolerance()
    limits: Allowance = Allowance()

    @property
    def names(self) -> Mapping[str, tuple[str, ...]]:
        """Names the module must define, each with the arguments it is called with."""
        return {self.class_name: self.arguments}


@dataclass(frozen=True, slots=True)
class Trajectory:
    """Several steps of an optimizer from one start.

    Attributes:
        name: for the report.
        hyper: arguments of the constructor by name, in order; empty to use the defaults.
        start: the parameters before the first step, arrays of any shapes.
        gradient: gradients of a surface at given parameters, one for each.
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


@dataclass(frozen=True, slots=True)
class OptimizerSpec:
    """A class with hyper-parameters in the constructor and ``step(params, grads) -> new_params``.

    Attributes:
        class_name: the class to write.
        arguments: names of the constructor's arguments, in order; all have defaults.
        reference: makes the reference's optimizer from hyper-parameters given as keywords.
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
    tolerance: Tolerance = Tolerance()
    limits: Allowance = Allowance()

    @property
    def names(self) -> Mapping[str, tuple[str, ...]]:
        """Names the module must define, each with the arguments it is called with."""
        return {self.class_name: self.arguments}


Spec = FunctionsSpec | LayerSpec | OptimizerSpec
