"""Scenarios for forward and backward that hold for every hidden activation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from exercises.scenario import Array, Ref, Scenario
from exercises.xor_mlp.point import (
    CORNERS,
    GRADIENTS,
    PARAMETERS,
    Point,
    differs,
)


def start(hidden: int) -> Scenario:
    """Check that the parameters exist with the right shapes, and that forward returns one logit per row."""
    scenario = Scenario(f"a new network with {hidden} hidden units", "forward", "start")
    scenario.call(None, "make_rng", hidden, keep="rng", provided=True)
    scenario.construct("net", "XORNet", hidden, Ref("rng"))
    for name, shape in zip(PARAMETERS, ((hidden, 2), (hidden,), (1, hidden), (1,)), strict=True):
        scenario.holds([scenario.attribute("net", name)], [f"self.{name} of a new network"], [shape], lambda _: "")
    scenario.holds([scenario.call("net", "forward", CORNERS)], ["the output of forward"], [(4,)], lambda _: "")
    return scenario


def readout(point: Point, other: Array) -> Scenario:
    """Check that the logits are w2 times something that does not depend on w2, plus b2."""
    scenario = Scenario(point.name, "forward", "readout")
    point.build(scenario)
    w2s = (point.w2, other, point.w2 + 2.0 * other, np.zeros_like(other))
    steps = [replace(point, w2=w2).logits(scenario) for w2 in w2s]
    steps.append(replace(point, b2=point.b2 + 3.0).logits(scenario))

    def problem(found: Sequence[Array]) -> str:
        one, two, both, none, moved = found
        if differs(none, np.full_like(none, point.b2[0])):
            return f"With w2 = 0, the logits are {none[0]:.6g}, …; expected b2 = {point.b2[0]:.6g} for every row."
        if differs(moved, one + 3.0):
            return (
                "Adding 3 to b2 does not add 3 to the logits. Are the logits changed after b2 is added, or is b2 "
                "unused?"
            )
        if differs(both - none, (one - none) + 2.0 * (two - none)):
            return "The logits are not linear in w2. Is a function applied to them?"
        return ""

    claim(scenario, steps, point, problem)
    return scenario


def hidden(point: Point, order: Array) -> Scenario:
    """Check that the hidden values are one function of z = x w1ᵀ + b1, applied element by element."""
    scenario = Scenario(point.name, "forward", "hidden")
    point.build(scenario)
    steps = [point.logits(scenario)]
    for z in point.z:
        same = replace(point, w1=np.zeros_like(point.w1), b1=z, x=point.x[:1])
        steps.append(same.logits(scenario))
    swapped = replace(point, w1=point.w1[order], b1=point.b1[order], w2=point.w2[:, order])
    steps.append(swapped.logits(scenario))

    def problem(found: Sequence[Array]) -> str:
        logits, *alone, permuted = found
        for row, got in enumerate(alone):
            if differs(got, logits[row : row + 1]):
                return (
                    f"With w1 = 0 and b1 = {np.array2string(point.z[row], precision=4)}, the logit is {got[0]:.6g}, "
                    f"but row {row} of the batch, with the same x w1ᵀ + b1, has the logit {logits[row]:.6g}. The "
                    "hidden layer must depend only on x w1ᵀ + b1, element by element."
                )
        if differs(permuted, logits):
            return "Reordering the hidden units, with all their parameters, changes the logits."
        return ""

    shapes = [(len(point.x),), *[(1,)] * len(point.x), (len(point.x),)]
    scenario.holds(steps, ["the output of forward"] * len(steps), shapes, problem)
    return scenario


def activation() -> Scenario:
    """Check that the activation is nonlinear; otherwise the hidden layer would be useless."""
    scenario = Scenario("one hidden unit, z from -2 to 3", "forward", "activation")
    z = np.array([-2.0, -1.0, -0.3, 0.0, 0.4, 1.0, 3.0])
    one = Point(np.array([[1.0, 0.0]]), np.zeros(1), np.ones((1, 1)), np.zeros(1), np.zeros((1, 2)), np.ones(1))
    one.build(scenario)
    step = replace(one, x=np.column_stack([z, z])).logits(scenario)

    def problem(found: Sequence[Array]) -> str:
        line = np.interp(z, z[[0, -1]], found[0][[0, -1]])
        if np.max(np.abs(found[0] - line)) > 1e-6 * (1.0 + np.max(np.abs(found[0]))):
            return ""
        return (
            "The hidden layer applies no nonlinear activation: the logits are linear in x, which is not enough for XOR."
        )

    scenario.holds([step], ["the output of forward"], [z.shape], problem)
    return scenario


def claim(scenario: Scenario, steps: list[int], point: Point, problem: Callable[[Sequence[Array]], str]) -> None:
    """Expect that `problem` finds nothing wrong with the logits of `steps`, one per row of the point."""
    shape = (len(point.x),)
    scenario.holds(steps, ["the output of forward"] * len(steps), [shape] * len(steps), problem)


def gradients(point: Point) -> Scenario:
    """Check that every gradient has the right shape and is the slope of the submission's own forward."""
    scenario = Scenario(point.name, "backward", "grad_x")
    point.build(scenario)
    output = scenario.call("net", "forward", point.x)
    steps = point.backward(scenario)
    labels = ("x", *PARAMETERS)

    def again(scenario: Scenario, label: str, moved: Array) -> int:
        return replace(point, **{label: moved}).logits(scenario, "moved")

    point.build(scenario, "moved")
    for label, step, what, shape in zip(labels, steps, GRADIENTS, point.gradient_shapes, strict=True):
        check = f"grad_{label}"
        scenario.holds([step], [what], [shape], lambda _: "", check=check)
        values = {label: getattr(point, label)}
        scenario.slopes(output, {label: (step, what)}, values, again, point.upstream, check=check)
    return scenario


def last_layer(point: Point) -> Scenario:
    """Check the gradients of w2 and b2 exactly; with unit vectors as w2, the logits are the hidden values."""
    scenario = Scenario(point.name, "backward", "grad_w2")
    point.build(scenario)
    scenario.call("net", "forward", point.x)
    _, _, _, grad_w2, grad_b2 = point.backward(scenario)
    total = np.array([point.upstream.sum()])
    scenario.expect(grad_b2, total, "self.grad_b2", check="grad_b2", upstream=point.upstream)
    units = np.eye(point.hidden)
    shown = [replace(point, w2=unit[None], b2=np.zeros(1)).logits(scenario) for unit in units]

    def problem(found: Sequence[Array]) -> str:
        got, *columns = found
        right = (point.upstream @ np.column_stack(columns))[None]
        if not differs(got, right):
            return ""
        unit = int(np.argmax(np.abs(got - right)))
        return f"self.grad_w2 is {got[0, unit]:.6g} at [0, {unit}]; expected {right[0, unit]:.6g}."

    shapes = [(1, point.hidden), *[(len(point.x),)] * point.hidden]
    scenario.holds([grad_w2, *shown], ["self.grad_w2", *["the output of forward"] * point.hidden], shapes, problem)
    return scenario
