"""Stacks of layers with the values that a correct network computes, and the networks that are compared with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from exercises.evaluation import Evaluation
from exercises.pair import GRADIENT, Calls, Pair
from exercises.scenario import Array, Place, Ref, Scenario
from reference import Tensor
from reference.nn import functional as F  # noqa: N812 - the name PyTorch gives it

UPSTREAM = 100.0  # the size of upstream gradients: so large that clipped gradients show in every draw


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer of a stack: its name in ``provided.py`` and the arguments of its constructor.

    Attributes:
        name: Linear, Tanh or Dropout.
        args: weight and bias for Linear, nothing for Tanh, p and the seed of the masks for Dropout.
    """

    name: str
    args: tuple[Any, ...] = ()

    @property
    def parameters(self) -> Mapping[str, Array]:
        """The parameters by name, if there are any."""
        return dict(zip(("weight", "bias"), self.args, strict=True)) if self.name == "Linear" else {}

    def apply(self, x: Tensor, parameters: Sequence[Tensor]) -> Tensor:
        """Return the output of the layer's first forward, computed on tensors."""
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
    """Layers, an input and an upstream gradient, with the values that a correct network computes from them.

    Attributes:
        name: the name for the report.
        layers: the layers in the order of forward.
        x: the input, of shape (N, in).
        upstream: the upstream gradient, with the shape of the output.
    """

    name: str
    layers: tuple[Layer, ...]
    x: Array
    upstream: Array

    @cached_property
    def inputs(self) -> list[Array]:
        """The input of each layer, followed by the output of the last one."""
        values = [self.x]
        for layer in self.layers:
            parameters = [Tensor(value) for value in layer.parameters.values()]
            values.append(layer.apply(Tensor(values[-1]), parameters).numpy())
        return values

    def received(self, place: int) -> Array:
        """Return the upstream gradient that a layer receives in backward."""
        return evaluated(self.layers[place + 1 :], self.inputs[place + 1]).gradients(self.upstream)["x"]

    def build(self, scenario: Scenario, handle: str) -> Network:
        """Add the layers and the network."""
        handles = [f"{handle} layer {place}" for place in range(len(self.layers))]
        for one, layer in zip(handles, self.layers, strict=True):
            scenario.construct(one, layer.name, one, *layer.args, provided=True)
        scenario.construct(handle, "Sequential", [Ref(one) for one in handles])
        return Network(scenario, handle, self.layers, handles)


def evaluated(layers: Sequence[Layer], x: Array) -> Evaluation:
    """Evaluate the reference of consecutive layers at x, with the parameters of all of them."""
    values = {f"{place}.{name}": value for place, one in enumerate(layers) for name, value in one.parameters.items()}

    def run(x: Tensor, *parameters: Tensor) -> Tensor:
        waiting = iter(parameters)
        for layer in layers:
            x = layer.apply(x, [next(waiting) for _ in layer.parameters])
        return x

    return Evaluation(run, {"x": x, **values}, {"x": x})


class Network(Pair):
    """A network of the submission and its layers, whose parameter gradients are checked as well."""

    def __init__(self, scenario: Scenario, handle: str, layers: Sequence[Layer], handles: Sequence[str]) -> None:
        super().__init__(scenario, handle, Calls())
        self.layers, self.handles = layers, handles

    def evaluate(self, x: Array) -> Evaluation:
        """Evaluate the reference at x."""
        return evaluated(self.layers, x)

    def about_output(self, evaluation: Evaluation) -> Mapping[str, Any]:
        """Return no context: the output alone does not show which layer is wrong."""
        return {}

    def expect_gradients(
        self, evaluation: Evaluation, places: Mapping[str, Place], upstream: Array, *, apart: bool, reveals: str = ""
    ) -> None:
        """Expect the gradient of the input and those stored on the layers; `apart` makes the latter another check."""
        values, check = evaluation.gradients(upstream), "parameters" if apart else ""
        about: dict[str, Any] = {"upstream": upstream, "reveals": reveals}
        self.scenario.expect(places["x"].step, values["x"], GRADIENT, **about)
        for name, value in list(values.items())[1:]:
            place, parameter = name.split(".")
            what = f"grad_{parameter} of layer {place}"
            self.reads(int(place), f"grad_{parameter}", value, what, check=check, **about)

    def reads(self, place: int, name: str, value: Any, what: str, **more: Any) -> None:
        """Expect an attribute of one layer to be `value`."""
        self.scenario.expect(self.scenario.attribute(self.handles[place], name), value, what, **more)

    def called_once(self, names: Sequence[str], check: str) -> None:
        """Expect that each layer was called exactly once."""
        for place in range(len(self.layers)):
            for name in names:
                self.reads(place, name, 1, f"the number of {name[:-1]} calls on layer {place}", check=check)


def draw(rng: np.random.Generator, rows: int, *plan: int | str, name: str = "") -> Stack:
    """Draw a stack from a plan such as ``3, 4, "Tanh", 2``: sizes of linear layers, and the layers between them."""
    layers: list[Layer] = []
    size, *rest = plan
    if not isinstance(size, int):
        raise TypeError(f"a plan must begin with the size of the input, not with {size!r}")
    first = size
    for entry in rest:
        if isinstance(entry, int):
            layers.append(Layer("Linear", (rng.normal(size=(entry, size)), rng.normal(size=entry))))
            size = entry
        else:
            layers.append(Layer(entry, (0.4, int(rng.integers(2**31))) if entry == "Dropout" else ()))
    many = f"{rows} row{'s' * (rows > 1)}, {len(layers)} layer{'s' * (len(layers) > 1)}"
    upstream = UPSTREAM * rng.normal(size=(rows, size))
    return Stack(name or many, tuple(layers), rng.normal(size=(rows, first)), upstream)
