"""Scenarios for fit: a first step, continuing, learning XOR, and the initial weights."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from exercises.scenario import Array, Ref, Scenario
from exercises.xor_mlp.descent import RECORD, record, width
from exercises.xor_mlp.point import (
    CORNERS,
    ENOUGH,
    GRADIENTS,
    HIDDEN,
    LEARNING_RATE,
    NETWORKS,
    PARAMETERS,
    STEPS,
    XOR,
    Point,
    differs,
    log_loss,
)


def fit_step(point: Point, y: Array, lr: float) -> Scenario:
    """Check that one step of fit subtracts lr times the submission's own gradients of the mean log-loss."""
    scenario = Scenario(f"{point.name}, lr {lr:g}", "properties", "fit")
    point.build(scenario)
    before = scenario.call("net", "forward", point.x)
    scenario.call("net", "forward", point.x, keep="logits")
    scenario.call(None, "loss_gradient", Ref("logits"), y, keep="gradient", provided=True)
    scenario.call("net", "backward", Ref("gradient"))
    grads = [scenario.attribute("net", f"grad_{name}") for name in PARAMETERS]
    losses = scenario.call("net", "fit", point.x, y, lr, 1)
    moved = [scenario.attribute("net", name) for name in PARAMETERS]
    shapes = point.gradient_shapes[1:]

    def problem(found: Sequence[Array]) -> str:
        logits, losses = found[:2]
        if differs(losses, np.array([log_loss(logits, y)])):
            return f"The first loss is {losses[0]:.6g}; expected {log_loss(logits, y):.6g}, the loss before the step."
        for name, grad, got in zip(PARAMETERS, found[2:6], found[6:], strict=True):
            if differs(got, getattr(point, name) - lr * grad):
                return f"After one step, self.{name} is not its old value minus lr times its gradient."
        return ""

    what = ["the output of forward", "the list of losses", *GRADIENTS[1:], *(f"self.{name}" for name in PARAMETERS)]
    scenario.holds([before, losses, *grads, *moved], what, [(len(y),), (1,), *shapes, *shapes], problem)
    return scenario


def fit_goes_on(point: Point, y: Array) -> Scenario:
    """Check that fit with four steps equals fit with one step followed by fit with three."""
    scenario = Scenario(point.name, "properties", "fit")
    for net in ("whole", "parts"):
        point.build(scenario, net)
    steps = [scenario.call("whole", "fit", point.x, y, 0.4, 4)]
    steps += [scenario.call("parts", "fit", point.x, y, 0.4, count) for count in (1, 3)]
    steps += [scenario.attribute(net, name) for net in ("whole", "parts") for name in PARAMETERS]

    def problem(found: Sequence[Array]) -> str:
        whole, first, rest = found[:3]
        if differs(np.concatenate([first, rest]), whole):
            return "Calling fit with 1 step and then with 3 steps gives different losses than one call with 4 steps."
        moved = any(differs(one, other) for one, other in zip(found[3:7], found[7:], strict=True))
        return (
            "Calling fit with 1 step and then with 3 steps gives different parameters than one call with 4 steps."
            if moved
            else ""
        )

    names = [f"self.{name}" for name in PARAMETERS]
    shapes = point.gradient_shapes[1:]
    scenario.holds(steps, [*["the list of losses"] * 3, *names, *names], [(4,), (1,), (3,), *shapes, *shapes], problem)
    return scenario


def learns() -> Scenario:
    """Train several networks, each from its own generator: nearly all of them must solve XOR.

    They start from the same generators with every seed, so that whether enough of them learn is not a matter of luck.

    The first one is trained once more from the same start, with a call of fit for each step. The losses and the logits
    must be the same.
    """
    scenario = Scenario(f"{NETWORKS} networks, {HIDDEN} hidden units", "properties", "learns")
    seeds = range(NETWORKS)
    steps: list[int] = []
    for number, seed in enumerate(seeds):
        _new(scenario, f"net {number}", seed)
        # Two steps in a call of their own: a solution that trains differently already differs there.
        steps += [scenario.call(f"net {number}", "fit", CORNERS, XOR, LEARNING_RATE, count) for count in (2, STEPS - 2)]
        steps.append(scenario.call(f"net {number}", "forward", CORNERS))

    def problem(found: Sequence[Array]) -> str:
        solved = sum(bool(np.array_equal(logits > 0.0, XOR > 0.5)) for logits in found[2::3])
        if solved >= ENOUGH:
            return ""
        last = ", ".join(f"{losses[-1]:.3g}" for losses in found[1::3])
        return (
            f"After {STEPS} steps, {solved} of {NETWORKS} networks solve XOR; at least {ENOUGH} must. "
            f"The final losses are {last}."
        )

    losses, logits = "the list of losses", "the output of forward"
    scenario.holds(steps, [losses, losses, logits] * NETWORKS, [(2,), (STEPS - 2,), (4,)] * NETWORKS, problem)
    _new(scenario, "again", seeds[0])
    single = record(scenario, "again", CORNERS, XOR, LEARNING_RATE, STEPS)
    end = scenario.call("again", "forward", CORNERS)
    shape = (STEPS, width(len(XOR), HIDDEN))
    scenario.holds(
        [*steps[:3], single, end],
        [losses, losses, logits, RECORD, logits],
        [(2,), (STEPS - 2,), (4,), shape, (4,)],
        _same_training,
    )
    return scenario


def _new(scenario: Scenario, net: str, seed: int) -> None:
    """Add the construction of a network that draws its weights from a generator of its own."""
    scenario.call(None, "make_rng", seed, keep="rng", provided=True)
    scenario.construct(net, "XORNet", HIDDEN, Ref("rng"))


def _same_training(found: Sequence[Array]) -> str:
    """Compare a network trained by two calls of fit with one trained by a call for each step."""
    first, rest, logits, single, end = found
    if not differs(single[:, 0], np.concatenate([first, rest])) and not differs(end, logits):
        return ""
    return (
        f"Training a network with {STEPS} one-step calls to fit gives different losses or logits than training it with "
        f"one call of 2 steps and one of {STEPS - 2} steps."
    )


def random_start(seed: int) -> Scenario:
    """Check that the initial weights come from the generator and differ between units."""
    scenario = Scenario("three new networks", "properties", "random")
    steps = []
    for net, number in (("one", seed), ("same", seed), ("other", seed + 1)):
        scenario.call(None, "make_rng", number, keep="rng", provided=True)
        scenario.construct(net, "XORNet", 6, Ref("rng"))
        steps += [scenario.attribute(net, name) for name in ("w1", "w2")]

    def problem(found: Sequence[Array]) -> str:
        for name, one, same, other in zip(("w1", "w2"), found[:2], found[2:4], found[4:], strict=True):
            if differs(one, same):
                return f"Two networks with identically seeded generators start with different {name}."
            if name == "w1" and not differs(one, other):
                return f"Two networks with differently seeded generators start with the same {name}."
        if len(np.unique(np.column_stack([found[0], found[1].T]), axis=0)) < 6:
            return "Some hidden units start with the same weights, so they receive the same gradients and stay equal."
        return ""

    scenario.holds(steps, ["self.w1", "self.w2"] * 3, [(6, 2), (1, 6)] * 3, problem)
    return scenario
