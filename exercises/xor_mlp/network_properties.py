"""Properties that must hold for a network whatever its numbers are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from exercises.properties import CHANGE, LARGER
from exercises.scenario import Array, Ref, Scenario
from exercises.xor_mlp.computing import claim
from exercises.xor_mlp.point import (
    CORNERS,
    GRADIENTS,
    PARAMETERS,
    Point,
    differs,
    log_loss,
)


def saturated(point: Point) -> Scenario:
    """Make every logit ±1000, with w2 = 0 and b2 = ±1000: the loss must still be exact."""
    scenario = Scenario("logits of ±1000", "properties", "extremes")
    for sign in (1.0, -1.0):
        edge = replace(point, w2=np.zeros_like(point.w2), b2=np.array([1000.0 * sign]), x=CORNERS)
        edge.build(scenario)
        y = np.array([0.0, 1.0, 1.0, 1.0])
        losses = scenario.call("net", "fit", CORNERS, y, 0.1, 1)
        scenario.expect(losses, [log_loss(edge.b2 * np.ones(4), y)], "the list of losses", sequence=True)
        # The mean of p - y is -3/4 or 1/4: only the sigmoid's rounding to 0 and 1 keeps the gradient exact here.
        right = edge.b2 - 0.1 * (0.25 if sign > 0 else -0.75)
        scenario.expect(scenario.attribute("net", "b2"), right, "self.b2 after one step", check="extremes")
    return scenario


def same_gradients(
    scenario: Scenario, found: Sequence[tuple[list[int], float]], point: Point, sentence: str, *, reveals: str = ""
) -> None:
    """Expect several sets of gradients to be equal up to a known factor; `sentence` has a gap for the gradient."""
    steps = [step for steps, _ in found for step in steps]

    def problem(values: Sequence[Array]) -> str:
        first = values[:5]
        for place, (_, factor) in enumerate(found):
            for what, one, right in zip(GRADIENTS, values[5 * place : 5 * place + 5], first, strict=True):
                if differs(one, factor * right):
                    return sentence.format(what)
        return ""

    what, shapes = GRADIENTS * len(found), point.gradient_shapes * len(found)
    scenario.holds(steps, what, shapes, problem, reveals=reveals)


def upstream(point: Point) -> Scenario:
    """Scale the upstream gradient up and by 0: all gradients must scale by the same factor, so none is clipped."""
    scenario = Scenario(point.name, "properties", "upstream")
    point.build(scenario)
    found = []
    for factor in (1.0, LARGER, 0.0):
        scenario.call("net", "forward", point.x)
        found.append((replace(point, upstream=factor * point.upstream).backward(scenario), factor))
    same_gradients(
        scenario,
        found,
        point,
        f"Multiplying the upstream gradient by {LARGER:g} or 0 does not multiply {{}} by the same factor.",
    )
    return scenario


def repeatable(point: Point) -> Scenario:
    """Repeat forward and backward on the same object: the results and the parameters must not change."""
    scenario = Scenario(point.name, "properties", "repeatable")
    point.build(scenario)
    outputs, rounds = [], []
    for _ in range(2):
        outputs.append(scenario.call("net", "forward", point.x))
        rounds.append([(point.backward(scenario), 1.0), (point.backward(scenario), 1.0)])
    for found in rounds:
        sentence = "In a second backward pass after the same forward pass, {} changes."
        same_gradients(scenario, found, point, sentence, reveals="sign.second_backward")
    same_gradients(scenario, [rounds[0][0], rounds[1][0]], point, "When the same calls are repeated, {} changes.")

    def problem(found: Sequence[Array]) -> str:
        return (
            "forward returns different logits when it is called again with the same input." if differs(*found) else ""
        )

    claim(scenario, outputs, point, problem)
    for name in PARAMETERS:
        scenario.expect(scenario.attribute("net", name), getattr(point, name), f"self.{name} after backward")
    return scenario


def kept(point: Point, later: Point) -> Scenario:
    """Expect that the arrays returned by forward and backward do not change in later calls."""
    scenario = Scenario(point.name, "properties", "kept")
    point.build(scenario)
    first = [scenario.call("net", "forward", point.x), scenario.call("net", "backward", point.upstream)]
    scenario.call("net", "forward", point.x, keep="output")
    scenario.call("net", "backward", point.upstream, keep="gradient")
    scenario.call("net", "forward", later.x)
    scenario.call("net", "backward", later.upstream)
    after = [scenario.attribute("output", ""), scenario.attribute("gradient", "")]
    what = ["the output of forward", "the gradient that backward returns"]

    def problem(found: Sequence[Array]) -> str:
        changed = [name for name, before, now in zip(what, found[:2], found[2:], strict=True) if differs(now, before)]
        return f"A later call changes {changed[0]}." if changed else ""

    shapes = [(len(point.x),), point.x.shape]
    scenario.holds([*first, *after], what * 2, shapes * 2, problem, reveals="sign.result_overwritten")
    return scenario


def latest(point: Point, earlier: Point) -> Scenario:
    """Call forward twice before backward: the gradients must be those of an object that only saw the second call."""
    scenario = Scenario(point.name, "properties", "latest")
    found = []
    for net in ("fresh", "used"):
        point.build(scenario, net)
        if net == "used":
            scenario.call(net, "forward", earlier.x)
        scenario.call(net, "forward", point.x)
        found.append((point.backward(scenario, net), 1.0))
    same_gradients(scenario, found, point, "An earlier call to forward changes {}.")
    return scenario


def changed_in_place(point: Point) -> Scenario:
    """Change the rows in place between two forwards: the results must be those of an object that only saw the last."""
    scenario = Scenario(f"{point.name}, an array that changes between two calls", "properties", "latest")
    outputs, found = [], []
    point.build(scenario, "fresh")
    outputs.append(scenario.call("fresh", "forward", CHANGE * point.x))
    found.append((point.backward(scenario, "fresh"), 1.0))
    point.build(scenario, "used")
    scenario.operate("mul", point.x, 1.0, keep="x")
    scenario.call("used", "forward", Ref("x"))
    scenario.overwrite("x", CHANGE * point.x)
    outputs.append(scenario.call("used", "forward", Ref("x")))
    found.append((point.backward(scenario, "used"), 1.0))
    claim(scenario, outputs, point, lambda both: _STALE if differs(*both) else "")
    same_gradients(
        scenario, found, point, "When the numbers in x have changed since the last call to forward, {} is wrong."
    )
    return scenario


_STALE = (
    "When the numbers in x have changed since the last call to forward, the logits differ from those for a new array "
    "with the same numbers."
)


def inputs(point: Point, y: Array) -> Scenario:
    """Check that arguments are not modified and may be read-only or non-contiguous."""
    scenario = Scenario(point.name, "properties", "inputs")
    point.build(scenario)
    scenario.unchanged(scenario.call("net", "forward", point.x, echo=True), "x")
    first = point.backward(scenario)
    scenario.unchanged(scenario.call("net", "backward", point.upstream, echo=True), "grad_output")
    scenario.call("net", "forward", point.x, strict=True)
    strict = point.backward(scenario, strict=True)
    same_gradients(scenario, [(first, 1.0), (strict, 1.0)], point, "With read-only arrays, {} is different.")
    scenario.unchanged(scenario.call("net", "fit", point.x, y, 0.1, 2, echo=True), "x", "y", "lr", "steps")
    return scenario


def instances(one: Point, other: Point) -> Scenario:
    """Use two networks of different sizes in turns, and compare with each of them alone."""
    scenario = Scenario("two networks", "properties", "instances")
    points = {"one": one, "other": other}
    alone = {}
    for net, point in points.items():
        point.build(scenario, f"{net} alone")
        scenario.call(f"{net} alone", "forward", point.x)
        alone[net] = point.backward(scenario, f"{net} alone")
    for net, point in points.items():
        point.build(scenario, net)
    for net, point in points.items():
        scenario.call(net, "forward", point.x)
    for net, point in points.items():
        turns = point.backward(scenario, net)
        same_gradients(
            scenario,
            [(alone[net], 1.0), (turns, 1.0)],
            point,
            "Calls to another network change {}.",
        )
    return scenario
