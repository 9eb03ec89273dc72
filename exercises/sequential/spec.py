"""The specification of ``sequential``."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from exercises import properties
from exercises.properties import property_of
from exercises.scenario import Array, Ref, Scenario, ScenarioSpec
from exercises.sequential.stack import UPSTREAM, Network, Stack, draw
from exercises.spec import Points


def forward(stack: Stack) -> Scenario:
    scenario, check = Scenario(stack.name, "forward", "output"), "inputs_of_layers"
    network = stack.build(scenario, "net")
    output = network.forward(stack.x)
    scenario.expect(output, stack.inputs[-1], "the output of forward", check=check)
    for place in range(len(stack.layers)):
        network.reads(place, "seen", stack.inputs[place], f"the input that layer {place} received", check=check)
    network.called_once(["forwards"], check)
    return scenario


def backward(stack: Stack) -> Scenario:
    scenario, check = Scenario(stack.name, "backward", "grad_x"), "gradients_of_layers"
    network = stack.build(scenario, "net")
    network.forward(stack.x, expect=False)
    network.backward(stack.upstream, apart=True)
    for place in range(len(stack.layers)):
        what = f"the gradient that layer {place} received"
        network.reads(place, "received", stack.received(place), what, check=check, upstream=stack.upstream)
    network.called_once(["forwards", "backwards"], "calls")
    return scenario


def slopes(stack: Stack) -> Scenario:
    scenario = Scenario(stack.name, "gradcheck", "slopes")
    network = stack.build(scenario, "net")
    output = network.forward(stack.x, expect=False)
    gradients = network.backward(stack.upstream, expect=False)

    def again(scenario: Scenario, _: str, moved: Array) -> int:
        return scenario.call("net", "forward", moved)

    scenario.slopes(output, gradients, {"x": stack.x}, again, stack.upstream)
    return scenario


def asked_once(stack: Stack, check: str) -> Scenario:
    scenario = property_of(stack.name, check)
    network = stack.build(scenario, "net")
    network.forward(stack.x)
    network.backward(stack.upstream)
    return scenario


def layers_kept(stack: Stack) -> Scenario:
    """Expect the caller's own layers in self.layers, where the caller reads their gradients."""
    scenario = property_of(stack.name, "layers")
    network = stack.build(scenario, "net")
    network.forward(stack.x)
    network.backward(stack.upstream)
    right = np.arange(len(stack.layers))

    def problem(found: Sequence[Array]) -> str:
        if np.array_equal(found[0], right):
            return ""
        return "self.layers must contain the layer objects that were passed in, in the same order."

    step = scenario.call(None, "places", Ref("net"), [Ref(handle) for handle in network.handles], provided=True)
    scenario.holds([step], ["the list of layers"], [(-1,)], problem)
    return scenario


def nested(stack: Stack, begin: int, end: int) -> Scenario:
    """Use a network as a layer of another one."""
    scenario = property_of(f"{stack.name}, {end - begin} of them in an inner network", "nested")
    layers = stack.build(scenario, "flat").handles
    scenario.construct("inner", "Sequential", [Ref(handle) for handle in layers[begin:end]])
    outer = [*layers[:begin], "inner", *layers[end:]]
    scenario.construct("net", "Sequential", [Ref(handle) for handle in outer])
    network = Network(scenario, "net", stack.layers, layers)
    network.forward(stack.x)
    network.backward(stack.upstream)
    return scenario


def scenarios(rng: np.random.Generator) -> list[Scenario]:
    pair = draw(rng, 4, 3, 5, "Tanh", 2)
    again = rng.normal(size=pair.x.shape), UPSTREAM * rng.normal(size=pair.upstream.shape)
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
        asked_once(draw(rng, 3, 2, name="no layers"), "empty"),  # the identity, in both directions
        asked_once(draw(rng, 3, 2, 4), "one_layer"),
        layers_kept(draw(rng, 2, 3, 3, "Tanh", 3)),
        properties.repeatable(pair, rounds=3, second=again[1], calls=int(rng.integers(50, 75))),
        properties.latest(pair, *again, expect=False),
        properties.kept(pair, *again),
        properties.changed_in_place(pair, properties.CHANGE * pair.x),
        properties.inputs(draw(rng, 4, 3, 5, "Tanh", 2), expect=False),
        properties.instances(draw(rng, 3, 2, 4, "Tanh"), draw(rng, 2, 3, "Tanh", 3, 3), "two networks"),
        nested(draw(rng, 3, 2, 4, "Tanh", 4, 3), 1, 3),
    ]


SPEC = ScenarioSpec(
    title="Sequential",
    summary="A stack of layers that runs forward in order and backward in reverse order.",
    version=4,
    scenarios=scenarios,
    points=Points(forward=30, backward=40, gradcheck=10, properties=20),
    classes={
        "Sequential": ("layers",),
        "Sequential.forward": ("x",),
        "Sequential.backward": ("grad_output",),
    },
)
