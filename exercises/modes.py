"""Scenarios for layers that behave differently in training and in evaluation."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from exercises import properties
from exercises.evaluation import Evaluation
from exercises.expectations import Array
from exercises.layers import LayerCalls
from exercises.pair import Pair
from exercises.properties import property_of
from exercises.scenario import Scenario
from reference import Tensor


class TwoModes(Protocol):
    """A layer of the reference.

    Attributes:
        training: whether it is in training mode.
        parameters: its parameters by name, in the order of the arguments of `apply`.
    """

    training: bool
    parameters: Mapping[str, Array]

    def apply(self, x: Tensor, *parameters: Tensor) -> Tensor:
        """Return the output, and update the state that a forward changes."""
        ...


class ModePair(Pair):
    """A layer of the submission, kept as `handle`, and that of the reference, which switch modes together."""

    def __init__(self, scenario: Scenario, handle: str, layer: TwoModes) -> None:
        super().__init__(scenario, handle, LayerCalls(parameters=tuple(layer.parameters)))
        self.layer = layer

    def evaluate(self, x: Array) -> Evaluation:
        """Evaluate the reference at x in its current mode."""
        return Evaluation(self.layer.apply, {"x": x, **self.layer.parameters}, {"x": x})

    def train(self) -> None:
        """Switch both layers to training mode."""
        switch(self.scenario, self.handle, "train")
        self.layer.training = True

    def eval(self) -> None:
        """Switch both layers to evaluation mode."""
        switch(self.scenario, self.handle, "eval")
        self.layer.training = False

    def reads(self, name: str, *, check: str = "") -> None:
        """Expect an attribute of the submission's layer to equal the current one of the reference's layer."""
        step = self.scenario.attribute(self.handle, name)
        self.scenario.expect(step, np.array(getattr(self.layer, name)), f"self.{name}", check=check)


def switch(scenario: Scenario, handle: str, mode: str) -> None:
    """Call train or eval, and keep what it returns in the sandbox: it may be the layer itself, as in PyTorch."""
    scenario.call(handle, mode, keep=f"what {mode} returned")


@dataclass(frozen=True, slots=True)
class Setup:
    """A way to build one layer, and two batches for it.

    Attributes:
        name: the name for the report.
        build: adds the construction of the layer to a scenario.
        x: a batch.
        upstream: an upstream gradient for it.
        next_x: another batch with a different number of rows.
        next_upstream: an upstream gradient for it.
    """

    name: str
    build: Callable[[Scenario, str], ModePair]
    x: Array
    upstream: Array
    next_x: Array
    next_upstream: Array


def property_scenarios(one: Setup, other: Setup) -> Iterator[Scenario]:
    """Yield the standard properties, some of them in both modes, and the property ``modes``."""
    yield properties.repeatable(one, second=properties.SECOND_UPSTREAM * one.upstream)
    yield from (
        properties.upstream(one, factor, f"upstream gradient times {factor:g}") for factor in (0.0, properties.LARGER)
    )
    yield properties.inputs(one, "training")
    yield properties.inputs(one, "evaluation", prepare=ModePair.eval)
    yield _instances(one, other)
    yield properties.latest(one, one.next_x, one.next_upstream)
    yield properties.kept(one, -0.5 * one.x, one.upstream)
    yield properties.changed_in_place(one, properties.CHANGE * one.x)
    yield _modes(one)
    yield _mode_of_forward(one)


def slopes(setup: Setup, moved: Callable[[Scenario, str, str, Array], None], *, training: bool) -> Scenario:
    """Return a scenario that measures the slopes of the submission's own forward.

    Args:
        setup: the layer and its inputs; keep them small.
        moved: called with a scenario, a handle, the name of a parameter and a value, builds the layer with that
            parameter replaced; for the name ``"x"`` it builds the layer unchanged.
        training: whether to measure in training mode.
    """
    scenario = Scenario(f"{setup.name}, {'training' if training else 'evaluation'}", "gradcheck", "slopes")
    pair = setup.build(scenario, "layer")
    if not training:
        pair.eval()
    output = pair.forward(setup.x, expect=False)
    gradients = pair.backward(setup.upstream, expect=False)

    def again(one: Scenario, name: str, value: Array) -> int:
        moved(one, "moved", name, value)
        if not training:
            switch(one, "moved", "eval")
        return one.call("moved", "forward", value if name == "x" else setup.x)

    values: dict[str, Any] = {"x": setup.x, **pair.layer.parameters}
    scenario.slopes(output, gradients, values, again, setup.upstream)
    return scenario


def _instances(one: Setup, other: Setup) -> Scenario:
    """Use two layers in turns, first both in training, then one of them in evaluation."""
    scenario = property_of(one.name, "instances", f"alternating with {other.name}")
    pairs = [(one.build(scenario, "one"), one), (other.build(scenario, "other"), other)]
    for _ in range(2):
        properties.take_turns(pairs)
        pairs[1][0].eval()
    return scenario


def _modes(one: Setup) -> Scenario:
    """Switch the mode back and forth, and to the same mode twice in a row."""
    scenario = property_of(one.name, "modes")
    pair = one.build(scenario, "layer")
    for change in (pair.train, pair.eval, pair.eval, pair.train, pair.eval, pair.train):
        change()
        pair.forward(one.x)
        pair.backward(one.upstream)
        pair.forward(one.next_x)
        pair.backward(one.next_upstream)
    return scenario


def _mode_of_forward(one: Setup) -> Scenario:
    """Switch the mode between forward and backward."""
    scenario = property_of(one.name, "mode_of_forward")
    pair = one.build(scenario, "layer")
    pair.forward(one.x, expect=False)
    pair.eval()
    pair.backward(one.upstream, reveals="sign.mode_of_backward")
    pair.forward(one.next_x, expect=False)
    pair.train()
    pair.backward(one.next_upstream, reveals="sign.mode_of_backward")
    return scenario
