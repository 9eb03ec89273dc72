"""What must hold for a network whatever its numbers are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from exercises.scenario import Array, Scenario
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
    """With w2 = 0 every logit is b2: ±1000, where the loss must still be exact."""
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


def same_gradients(scenario: Scenario, found: Sequence[tuple[list[int], float]], point: Point, sentence: str) -> None:
    """Expect several sets of gradients to be the same but for a factor each."""
    steps = [step for steps, _ in found for step in steps]

    def problem(values: Sequence[Array]) -> str:
        first = values[:5]
        for place, (_, factor) in enumerate(found):
            for what, one, right in zip(GRADIENTS, values[5 * place : 5 * place + 5], first, strict=True):
                if differs(one, factor * right):
                    return f"{sentence}: {what} differs."
        return ""

    scenario.holds(steps, GRADIENTS * len(found), point.gradient_shapes * len(found), problem)


def upstream(point: Point) -> Scenario:
    """A zero upstream gives zeros, and a larger one gradients larger by the same factor."""
    scenario = Scenario(point.name, "properties", "upstream")
    point.build(scenario)
    found = []
    for factor in (1.0, 2.0, 0.0):
        scenario.call("net", "forward", point.x)
        found.append((replace(point, upstream=factor * point.upstream).backward(scenario), factor))
    same_gradients(scenario, found, point, "With a larger upstream gradient, or zero")
    return scenario


def repeatable(point: Point) -> Scenario:
    """Again the same, also on the same object, and the parameters stay as they are."""
    scenario = Scenario(point.name, "properties", "repeatable")
    point.build(scenario)
    found, outputs = [], []
    for _ in range(2):
        outputs.append(scenario.call("net", "forward", point.x))
        found += [(point.backward(scenario), 1.0), (point.backward(scenario), 1.0)]
    same_gradients(scenario, found, point, "The second time")

    def problem(found: Sequence[Array]) -> str:
        return "forward gives other logits the second time." if differs(*found) else ""

    claim(scenario, outputs, point, problem)
    for name in PARAMETERS:
        scenario.expect(scenario.attribute("net", name), getattr(point, name), f"self.{name} after backward")
    return scenario


def latest(point: Point, earlier: Point) -> Scenario:
    """The gradients belong to the latest forward, as on an object that has seen no other."""
    scenario = Scenario(point.name, "properties", "latest")
    found = []
    for net in ("fresh", "used"):
        point.build(scenario, net)
        if net == "used":
            scenario.call(net, "forward", earlier.x)
        scenario.call(net, "forward", point.x)
        found.append((point.backward(scenario, net), 1.0))
    same_gradients(scenario, found, point, "After an earlier forward")
    return scenario


def inputs(point: Point, y: Array) -> Scenario:
    """Arguments stay as they are, and may be read-only or not contiguous."""
    scenario = Scenario(point.name, "properties", "inputs")
    point.build(scenario)
    scenario.unchanged(scenario.call("net", "forward", point.x, echo=True), "x")
    first = point.backward(scenario)
    scenario.unchanged(scenario.call("net", "backward", point.upstream, echo=True), "grad_output")
    scenario.call("net", "forward", point.x, strict=True)
    strict = point.backward(scenario, strict=True)
    same_gradients(scenario, [(first, 1.0), (strict, 1.0)], point, "With read-only arrays")
    scenario.unchanged(scenario.call("net", "fit", point.x, y, 0.1, 2, echo=True), "x", "y", "lr", "steps")
    return scenario


def instances(one: Point, other: Point) -> Scenario:
    """Two networks of different sizes in turns, and each alone."""
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
        same_gradients(scenario, [(alone[net], 1.0), (turns, 1.0)], point, "Beside another network")
    return scenario
