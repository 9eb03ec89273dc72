"""Conversations with a layer that behaves differently in training and in evaluation.

A `Pair` puts every question to the submission's layer and to the reference's, in the same order, and what the
reference answers is expected. So a conversation is written down as what happens: train, forward, eval, backward.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

from exercises.scenario import Array, Scenario
from reference import Tensor, vjp

LARGER = 1000.0
GRADIENT = "the gradient that backward returns"


class TwoModes(Protocol):
    """A layer of the reference.

    Attributes:
        training: in which mode it is.
        parameters: what has a gradient besides the input, by name, in the order of `apply`.
    """

    training: bool
    parameters: Mapping[str, Array]

    def apply(self, x: Tensor, *parameters: Tensor) -> Tensor:
        """Return the output, and change whatever state a forward changes."""
        ...


@dataclass
class Pair:
    """A layer of the submission, kept as `handle`, and the same layer of the reference.

    Attributes:
        scenario: the conversation they take part in.
        handle: of the submission's layer, which is built already.
        layer: the reference's.
    """

    scenario: Scenario
    handle: str
    layer: TwoModes
    _pullback: Callable[[Array], tuple[Array, ...]] | None = None
    _earlier: Mapping[str, Array] = field(default_factory=dict)

    def train(self) -> None:
        """Switch both to training."""
        switch(self.scenario, self.handle, "train")
        self.layer.training = True

    def eval(self) -> None:
        """Switch both to evaluation."""
        switch(self.scenario, self.handle, "eval")
        self.layer.training = False

    def forward(self, x: Array, *, expect: bool = True, strict: bool = False, unchanged: bool = False) -> int:
        """Send x through both; returns the step.

        Args:
            x: the input.
            expect: whether the outputs must agree; else the step only prepares a backward.
            strict: whether x is read-only and not contiguous.
            unchanged: whether x must be as it was afterwards.
        """
        step = self.scenario.call(self.handle, "forward", x, strict=strict, echo=unchanged)
        value, self._pullback = vjp(self.layer.apply, x, *self.layer.parameters.values())
        if expect:
            self.scenario.expect(step, value, "the output of forward", inputs={"x": x})
        if unchanged:
            self.scenario.unchanged(step, "x")
        return step

    def backward(
        self, upstream: Array, *, apart: bool = False, strict: bool = False, unchanged: bool = False
    ) -> Mapping[str, tuple[int, str]]:
        """Send an upstream gradient back through both; returns for each gradient its step and what it is called.

        Args:
            upstream: of the shape of the output.
            apart: whether each gradient is a check of its own, called like it.
            strict: whether upstream is read-only and not contiguous.
            unchanged: whether upstream must be as it was afterwards.

        Raises:
            ValueError: There was no forward.
        """
        if self._pullback is None:
            raise ValueError("backward comes after forward")
        step = self.scenario.call(self.handle, "backward", upstream, strict=strict, echo=unchanged)
        found = {"x": (step, GRADIENT)}
        for name in self.layer.parameters:
            found[name] = (self.scenario.read(self.handle, f"grad_{name}"), f"self.grad_{name}")
        values = dict(zip(found, self._pullback(upstream), strict=True))
        for_ones = dict(zip(found, self._pullback(np.ones_like(upstream)), strict=True))
        for name, (place, what) in found.items():
            self.scenario.expect(
                place,
                values[name],
                what,
                check=f"grad_{name}" if apart else "",
                upstream=upstream,
                ones=for_ones[name],
                earlier=self._earlier.get(name),
            )
        if unchanged:
            self.scenario.unchanged(step, "grad_output")
        self._earlier = values
        return found

    def reads(self, name: str) -> None:
        """Expect an attribute of the submission's layer to be what the reference's has now."""
        step = self.scenario.read(self.handle, name)
        self.scenario.expect(step, np.array(getattr(self.layer, name)), f"self.{name}")


def switch(scenario: Scenario, handle: str, mode: str) -> None:
    """Call train or eval; what it returns stays where it is, for it may well be the layer, as in PyTorch."""
    scenario.call(handle, mode, keep=f"what {mode} returned")


Build = Callable[[Scenario, str], Pair]


@dataclass(frozen=True, slots=True)
class Setup:
    """A way to build one layer, and two batches for it.

    Attributes:
        name: for the report.
        build: adds the construction of the layer to a scenario.
        x: a batch.
        upstream: a gradient of the shape of its output.
        next_x: another batch, of another number of rows.
        next_upstream: and a gradient for it.
    """

    name: str
    build: Build
    x: Array
    upstream: Array
    next_x: Array
    next_upstream: Array


def property_scenarios(one: Setup, other: Setup) -> Iterator[Scenario]:
    """Return what must hold whatever the numbers are."""
    yield _repeatable(one)
    yield from (_upstream(one, factor) for factor in (0.0, LARGER))
    yield from (_inputs(one, training) for training in (True, False))
    yield _instances(one, other)
    yield _latest(one)
    yield _modes(one)


def slopes(setup: Setup, moved: Callable[[Scenario, str, str, Array], None], *, training: bool) -> Scenario:
    """Return the conversation that measures slopes of the submission's own forward.

    Args:
        setup: what is measured; keep it small.
        moved: builds, in a scenario under a handle, the layer with a parameter of a name replaced by a value; for the
            name ``"x"`` the layer as it is.
        training: in which mode.
    """
    scenario = Scenario(f"{setup.name}, {'training' if training else 'evaluation'}", "gradcheck", "slopes")
    pair = setup.build(scenario, "layer")
    if not training:
        pair.eval()
    output = pair.forward(setup.x, expect=False)
    step = scenario.call("layer", "backward", setup.upstream)
    gradients = {"x": (step, GRADIENT)}
    for name in pair.layer.parameters:
        gradients[name] = (scenario.read("layer", f"grad_{name}"), f"self.grad_{name}")

    def again(one: Scenario, name: str, value: Array) -> int:
        moved(one, "moved", name, value)
        if not training:
            switch(one, "moved", "eval")
        return one.call("moved", "forward", value if name == "x" else setup.x)

    values: dict[str, Any] = {"x": setup.x, **pair.layer.parameters}
    scenario.slopes(output, gradients, values, again, setup.upstream)
    return scenario


def _property(setup: Setup, check: str, detail: str = "") -> Scenario:
    return Scenario(f"{setup.name}, {detail}" if detail else setup.name, "properties", check)


def _repeatable(one: Setup) -> Scenario:
    """The second backward belongs to the same forward; then everything begins again."""
    scenario = _property(one, "repeatable")
    pair = one.build(scenario, "layer")
    for _ in range(2):
        pair.forward(one.x)
        pair.backward(one.upstream)
        pair.backward(one.upstream)
    return scenario


def _upstream(one: Setup, factor: float) -> Scenario:
    scenario = _property(one, "upstream", f"upstream times {factor:g}")
    pair = one.build(scenario, "layer")
    pair.forward(one.x, expect=False)
    pair.backward(factor * one.upstream)
    return scenario


def _inputs(one: Setup, training: bool) -> Scenario:
    scenario = _property(one, "inputs", "training" if training else "evaluation")
    pair = one.build(scenario, "layer")
    if not training:
        pair.eval()
    for strict in (False, True):
        pair.forward(one.x, strict=strict, unchanged=not strict)
        pair.backward(one.upstream, strict=strict, unchanged=not strict)
    return scenario


def _instances(one: Setup, other: Setup) -> Scenario:
    """Two layers take turns, first both in training, then one of them in evaluation."""
    scenario = _property(one, "instances", f"beside {other.name}")
    turns = [(one.build(scenario, "one"), one), (other.build(scenario, "other"), other)]
    for _ in range(2):
        for pair, setup in turns:
            pair.forward(setup.x)
        for pair, setup in turns:
            pair.backward(setup.upstream)
        turns[1][0].eval()
    return scenario


def _latest(one: Setup) -> Scenario:
    scenario = _property(one, "latest")
    pair = one.build(scenario, "layer")
    pair.forward(one.x)
    pair.forward(one.next_x)
    pair.backward(one.next_upstream)
    return scenario


def _modes(one: Setup) -> Scenario:
    """Back and forth, and the same mode twice in a row."""
    scenario = _property(one, "modes")
    pair = one.build(scenario, "layer")
    for change in (pair.train, pair.eval, pair.eval, pair.train, pair.eval, pair.train):
        change()
        pair.forward(one.x)
        pair.backward(one.upstream)
        pair.forward(one.next_x)
        pair.backward(one.next_upstream)
    return scenario
