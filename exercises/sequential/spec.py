"""What ``sequential`` asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from exercises.scenario import Array, Ref, Scenario, ScenarioSpec
from exercises.spec import Points
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

    def build(self, scenario: Scenario, network: str = "net") -> list[str]:
        """Plan the layers and the network, and return the handles of the layers."""
        handles = [f"{network} layer {place}" for place in range(len(self.layers))]
        for handle, layer in zip(handles, self.layers, strict=True):
            scenario.construct(handle, layer.name, *layer.args, provided=True)
        scenario.construct(network, "Sequential", [Ref(handle) for handle in handles])
        return handles

    def run(self, scenario: Scenario, network: str = "net", *, strict: bool = False) -> None:
        """Plan a forward and a backward, and expect both of their results."""
        self.forward(scenario, network, strict=strict)
        self.backward(scenario, network, strict=strict)

    def forward(self, scenario: Scenario, network: str = "net", *, strict: bool = False) -> int:
        output = scenario.call(network, "forward", self.x, strict=strict)
        scenario.expect(output, self.inputs[-1], "the output of forward")
        return output

    def backward(self, scenario: Scenario, network: str = "net", *, strict: bool = False) -> None:
        gradient = scenario.call(network, "backward", self.upstream, strict=strict)
        scenario.expect(gradient, self.received[0], "the gradient that backward returns", upstream=self.upstream)

    def parameters(self, scenario: Scenario, handles: Sequence[str], check: str = "") -> None:
        """Expect the gradients that the layers themselves hold."""
        for place, handle in enumerate(handles):
            for name, value in self.gradients[place].items():
                step = scenario.attribute(handle, f"grad_{name}")
                scenario.expect(step, value, f"grad_{name} of layer {place}", check=check, upstream=self.upstream)

    def counts(self, scenario: Scenario, handles: Sequence[str], names: Sequence[str], check: str) -> None:
        """Expect that each layer was called once."""
        for place, handle in enumerate(handles):
            for name in names:
                what = f"the number of {name[:-1]} calls of layer {place}"
                scenario.expect(scenario.attribute(handle, name), 1, what, check=check)


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


def forward(stack: Stack) -> Scenario:
    scenario = Scenario(stack.name, "forward", "output")
    handles = stack.build(scenario)
    output = stack.forward(scenario)
    scenario.expect(output, stack.inputs[-1], "the output of forward", check="inputs_of_layers")
    for place, handle in enumerate(handles):
        step = scenario.attribute(handle, "seen")
        scenario.expect(step, stack.inputs[place], f"the input that layer {place} got", check="inputs_of_layers")
    stack.counts(scenario, handles, ["forwards"], "inputs_of_layers")
    return scenario


def backward(stack: Stack) -> Scenario:
    scenario = Scenario(stack.name, "backward", "grad_x")
    handles = stack.build(scenario)
    scenario.call("net", "forward", stack.x)
    stack.backward(scenario)
    stack.parameters(scenario, handles, "parameters")
    for place, handle in enumerate(handles):
        step = scenario.attribute(handle, "received")
        what = f"the gradient that layer {place} got"
        scenario.expect(step, stack.received[place + 1], what, check="gradients_of_layers", upstream=stack.upstream)
    stack.counts(scenario, handles, ["forwards", "backwards"], "calls")
    return scenario


def slopes(stack: Stack) -> Scenario:
    scenario = Scenario(stack.name, "gradcheck", "slopes")
    stack.build(scenario)
    output = scenario.call("net", "forward", stack.x)
    gradient = scenario.call("net", "backward", stack.upstream)

    def again(scenario: Scenario, _: str, moved: Array) -> int:
        return scenario.call("net", "forward", moved)

    scenario.slopes(
        output, {"x": (gradient, "the gradient that backward returns")}, {"x": stack.x}, again, stack.upstream
    )
    return scenario


def empty(rng: np.random.Generator) -> Scenario:
    """No layers: what goes in comes out, both ways."""
    stack = draw(rng, 3, 2, name="no layers")
    scenario = Scenario(stack.name, "properties", "empty")
    stack.build(scenario)
    stack.run(scenario)
    return scenario


def one_layer(stack: Stack) -> Scenario:
    scenario = Scenario(stack.name, "properties", "one_layer")
    handles = stack.build(scenario)
    stack.run(scenario)
    stack.parameters(scenario, handles)
    return scenario


def layers_kept(stack: Stack) -> Scenario:
    """The layers in self.layers are those of the caller, who reads their gradients there."""
    scenario = Scenario(stack.name, "properties", "layers")
    handles = stack.build(scenario)
    stack.run(scenario)
    right = np.arange(len(handles))

    def problem(found: Sequence[Array]) -> str:
        if np.array_equal(found[0], right):
            return ""
        return "self.layers does not hold the very layers that were passed in, in their order."

    step = scenario.call(None, "places", Ref("net"), [Ref(handle) for handle in handles], provided=True)
    scenario.holds([step], ["the list of layers"], [(-1,)], problem)
    return scenario


def repeatable(stack: Stack) -> Scenario:
    """Twice through the same network; each time with everything anew."""
    scenario = Scenario(stack.name, "properties", "repeatable")
    handles = stack.build(scenario)
    for _ in range(3):
        stack.run(scenario)
        stack.parameters(scenario, handles)
    return scenario


def latest(first: Stack, second: Stack) -> Scenario:
    """Two forwards with different inputs, then the backward of the second."""
    scenario = Scenario(first.name, "properties", "latest")
    handles = first.build(scenario)
    scenario.call("net", "forward", first.x)
    second.run(scenario)
    second.parameters(scenario, handles)
    return scenario


def inputs(stack: Stack) -> Scenario:
    scenario = Scenario(stack.name, "properties", "inputs")
    stack.build(scenario)
    scenario.unchanged(scenario.call("net", "forward", stack.x, echo=True), "x")
    scenario.unchanged(scenario.call("net", "backward", stack.upstream, echo=True), "grad_output")
    stack.run(scenario, strict=True)
    return scenario


def instances(one: Stack, other: Stack) -> Scenario:
    scenario = Scenario("two networks", "properties", "instances")
    stacks = {"one": one, "other": other}
    handles = {network: stack.build(scenario, network) for network, stack in stacks.items()}
    for network, stack in stacks.items():
        stack.forward(scenario, network)
    for network, stack in stacks.items():
        stack.backward(scenario, network)
        stack.parameters(scenario, handles[network])
    return scenario


def nested(stack: Stack, begin: int, end: int) -> Scenario:
    """A network as a layer of another one."""
    scenario = Scenario(f"{stack.name}, {end - begin} of them in a network of their own", "properties", "nested")
    handles = stack.build(scenario, "flat")
    scenario.construct("inner", "Sequential", [Ref(handle) for handle in handles[begin:end]])
    outer = [*handles[:begin], "inner", *handles[end:]]
    scenario.construct("net", "Sequential", [Ref(handle) for handle in outer])
    stack.run(scenario)
    stack.parameters(scenario, handles)
    return scenario


def scenarios(rng: np.random.Generator) -> list[Scenario]:
    pair = draw(rng, 4, 3, 5, "Tanh", 2)
    again = Stack(pair.name, pair.layers, rng.normal(size=pair.x.shape), rng.normal(size=pair.upstream.shape))
    return [
        *(
            stage(draw(rng, *plan))
            for stage in (forward, backward)
            for plan in (
                (4, 3, 5, "Tanh", 2),
                (3, 3, 3, "Tanh", 3, "Tanh", 3),
                (2, 4, "Dropout", 3, "Tanh", "Dropout", 6, 2),
                (1, 2, "Tanh", 4),
            )
        ),
        slopes(draw(rng, 2, 3, 4, "Tanh", 2)),
        empty(rng),
        one_layer(draw(rng, 3, 2, 4)),
        layers_kept(draw(rng, 2, 3, 3, "Tanh", 3)),
        repeatable(draw(rng, 4, 3, 5, "Tanh", 2)),
        latest(pair, again),
        inputs(draw(rng, 4, 3, 5, "Tanh", 2)),
        instances(draw(rng, 3, 2, 4, "Tanh"), draw(rng, 2, 3, "Tanh", 3, 3)),
        nested(draw(rng, 3, 2, 4, "Tanh", 4, 3), 1, 3),
    ]


SPEC = ScenarioSpec(
    title="Sequential",
    summary="A stack of layers: forward through them in order, backward in reverse.",
    version=1,
    scenarios=scenarios,
    points=Points(forward=30, backward=40, gradcheck=10, properties=20),
    classes={
        "Sequential": ("layers",),
        "Sequential.forward": ("x",),
        "Sequential.backward": ("grad_output",),
    },
)
