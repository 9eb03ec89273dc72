"""Stacks of layers with everything that a right network makes of them, and the networks that are asked about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from exercises.pair import GRADIENT
from exercises.scenario import Array, Place, Ref, Scenario
from reference import Tensor, vjp
from reference.nn import functional as F  # noqa: N812 - the name PyTorch gives it


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer of a stack: its name in ``provided.py`` and the arguments of its constructor.

    Attributes:
        name: Linear, Tanh or Dropout.
        args: weight and bias; nothing; p and the seed of the masks.
    """

    name: str
    args: tuple[Any, ...] = ()

    @property
    def parameters(self) -> Mapping[str, Array]:
        """The parameters by name, if there are any."""
        return dict(zip(("weight", "bias"), self.args, strict=True)) if self.name == "Linear" else {}

    def apply(self, x: Tensor, parameters: Sequence[Tensor]) -> Tensor:
        """The layer on tensors, as its first forward computes it."""
        if self.name == "Linear":
            return F.linear(x, *parameters)
        if self.name == "Tanh":
            return F.tanh(x)
        p, seed = self.args
        mask = (np.random.default_rng(seed).random(x.shape) >= p) / (1.0 - p)
        dropped: Tensor = x * mask
        return dropped


@dataclass(frozen=True)
class Stack:
    """Layers, an input and an upstream gradient, with everything that a right network makes of them.

    Attributes:
        name: for the report.
        layers: in the order of forward.
        x: of shape (N, in).
        upstream: of the shape of the output.
    """

    name: str
    layers: tuple[Layer, ...]
    x: Array
    upstream: Array

    @cached_property
    def inputs(self) -> list[Array]:
        """What each layer sees, and at the end the output of the last one."""
        values = [self.x]
        for layer in self.layers:
            parameters = [Tensor(value) for value in layer.parameters.values()]
            values.append(layer.apply(Tensor(values[-1]), parameters).numpy())
        return values

    @cached_property
    def received(self) -> list[Array]:
        """The gradient of the input, and then what each layer gets in backward."""
        return self._backward[0]

    @cached_property
    def gradients(self) -> list[dict[str, Array]]:
        """The gradients of the parameters of each layer, by name."""
        return self._backward[1]

    @cached_property
    def _backward(self) -> tuple[list[Array], list[dict[str, Array]]]:
        received: list[Array] = [self.upstream]
        gradients: list[dict[str, Array]] = []
        for layer, x in zip(reversed(self.layers), reversed(self.inputs[:-1]), strict=True):

            def run(x: Tensor, *parameters: Tensor, layer: Layer = layer) -> Tensor:
                return layer.apply(x, parameters)

            _, pullback = vjp(run, x, *layer.parameters.values())
            grad_x, *found = (np.asarray(gradient) for gradient in pullback(received[0]))
            received.insert(0, grad_x)
            gradients.insert(0, dict(zip(layer.parameters, found, strict=True)))
        return received, gradients

    def build(self, scenario: Scenario, handle: str) -> Network:
        """Add the layers and the network."""
        handles = [f"{handle} layer {place}" for place in range(len(self.layers))]
        for one, layer in zip(handles, self.layers, strict=True):
            scenario.construct(one, layer.name, *layer.args, provided=True)
        scenario.construct(handle, "Sequential", [Ref(one) for one in handles])
        return Network(scenario, handle, handles, self)


@dataclass(slots=True)
class Network:
    """A network of the submission in a conversation, and the stack that says what is right.

    Attributes:
        scenario: the conversation.
        handle: of the network.
        layers: handles of its layers.
        stack: at the latest input and upstream gradient.
    """

    scenario: Scenario
    handle: str
    layers: Sequence[str]
    stack: Stack

    def forward(self, x: Array, *, expect: bool = True, strict: bool = False, unchanged: bool = False) -> int:
        """Add a forward."""
        self.stack = self.stack if x is self.stack.x else replace(self.stack, x=x)
        step = self.scenario.call(self.handle, "forward", x, strict=strict, echo=unchanged)
        if expect:
            self.scenario.expect(step, self.stack.inputs[-1], "the output of forward")
        if unchanged:
            self.scenario.unchanged(step, "x")
        return step

    def backward(
        self, upstream: Array, *, expect: bool = True, strict: bool = False, unchanged: bool = False, check: str = ""
    ) -> Mapping[str, Place]:
        """Add a backward; expect the gradient of the input, and those that the layers themselves hold."""
        self.stack = self.stack if upstream is self.stack.upstream else replace(self.stack, upstream=upstream)
        step = self.scenario.call(self.handle, "backward", upstream, strict=strict, echo=unchanged)
        if expect:
            self.scenario.expect(step, self.stack.received[0], GRADIENT, upstream=upstream)
            for place, gradients in enumerate(self.stack.gradients):
                for name, value in gradients.items():
                    what = f"grad_{name} of layer {place}"
                    self.reads(place, f"grad_{name}", value, what, check=check, upstream=upstream)
        if unchanged:
            self.scenario.unchanged(step, "grad_output")
        return {"x": Place(step, GRADIENT)}

    def reads(self, place: int, name: str, value: Any, what: str, **more: Any) -> None:
        """Expect an attribute of one layer to be `value`."""
        self.scenario.expect(self.scenario.attribute(self.layers[place], name), value, what, **more)

    def called_once(self, names: Sequence[str], check: str) -> None:
        """Expect that each layer was called once."""
        for place in range(len(self.layers)):
            for name in names:
                self.reads(place, name, 1, f"the number of {name[:-1]} calls of layer {place}", check=check)


def draw(rng: np.random.Generator, rows: int, *plan: int | str, name: str = "") -> Stack:
    """Draw a stack from the plan ``3, 4, "Tanh", 2``: sizes of linear layers, and what stands between them."""
    layers: list[Layer] = []
    size, *rest = plan
    if not isinstance(size, int):
        raise TypeError(f"a plan begins with the size of the input, not with {size!r}")
    first = size
    for entry in rest:
        if isinstance(entry, int):
            layers.append(Layer("Linear", (rng.normal(size=(entry, size)), rng.normal(size=entry))))
            size = entry
        else:
            layers.append(Layer(entry, (0.4, int(rng.integers(2**31))) if entry == "Dropout" else ()))
    many = f"{rows} row{'s' * (rows > 1)}, {len(layers)} layer{'s' * (len(layers) > 1)}"
    return Stack(name or many, tuple(layers), rng.normal(size=(rows, first)), rng.normal(size=(rows, size)))
