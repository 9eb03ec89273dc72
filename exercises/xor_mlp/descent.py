"""Scenarios for the steps of fit: each one, on whatever network and after however many others, is a plain one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from exercises.scenario import Array, Ref, Scenario
from exercises.xor_mlp.point import CORNERS, PARAMETERS, XOR, Point, differs, log_loss

RECORD = "the record of single steps"
ONE_CALL = "One call with {0} steps and {0} calls with one step each give different {1}."
LONG, FEW, LARGE, CONFIDENT = 120, 3, 1000.0, 12.0
SLOW = 1e-4  # so small that many steps do not diverge, even along wrong gradients


class Record(NamedTuple):
    """What ``single_steps`` of ``provided.py`` recorded about one step.

    Attributes:
        loss: the loss that fit returned.
        logits: the output of forward before the step, of shape (N,).
        grads: the four gradients that backward stored before the step.
        before: the four parameters before the step.
        after: the four parameters after it.
    """

    loss: float
    logits: Array
    grads: list[Array]
    before: list[Array]
    after: list[Array]


def record(scenario: Scenario, net: str, x: Array, y: Array, lr: float, steps: int) -> int:
    """Add `steps` calls of fit with one step each; returns the step whose answer has a row for each of them."""
    return scenario.call(None, "single_steps", Ref(net), x, y, lr, steps, provided=True)


def width(rows: int, hidden: int) -> int:
    """Return the length of one row of a record."""
    return 1 + rows + 3 * (4 * hidden + 1)


def read(row: Array, rows: int, hidden: int) -> Record:
    """Split one row of a record."""
    sizes = (2 * hidden, hidden, hidden, 1)
    loss, logits, *rest = np.split(row, np.cumsum([1, rows, *sizes * 3])[:-1])
    return Record(float(loss[0]), logits, rest[:4], rest[4:8], rest[8:])


def wrong_step(found: Array, y: Array, hidden: int, lr: float, earlier: int = 0) -> str:
    """Return a sentence about the first step that is not plain gradient descent, or an empty string.

    Args:
        found: the record of single steps.
        y: the labels.
        hidden: the number of hidden units.
        lr: the learning rate.
        earlier: the number of steps before the first one of the record.
    """
    for number, row in enumerate(found, earlier + 1):
        one = read(row, len(y), hidden)
        right = log_loss(one.logits, y)
        if differs(np.array([one.loss]), np.array([right])):
            return f"The loss of step {number} is {one.loss:.6g}; expected {right:.6g}, the loss before the step."
        for name, before, grad, after in zip(PARAMETERS, one.before, one.grads, one.after, strict=True):
            if differs(after, before - lr * grad):
                return f"After step {number}, self.{name} is not its old value minus lr times its gradient."
    return ""


def every_step(point: Point, y: Array) -> Scenario:
    """Check several steps of one network, then one call with many steps, then several steps again.

    The losses of the many steps must be those of another network that takes them in single steps, which are checked.
    """
    lr = SLOW
    scenario = Scenario(f"{point.name}, lr {lr:g}, step by step", "properties", "fit")
    point.build(scenario)
    first = record(scenario, "net", point.x, y, lr, 4)
    many = scenario.call("net", "fit", point.x, y, lr, LONG)
    last = record(scenario, "net", point.x, y, lr, 3)

    point.build(scenario, "other")
    single = record(scenario, "other", point.x, y, lr, 4 + LONG)

    def problem(found: Sequence[Array]) -> str:
        early, losses, late, one_by_one = found
        wrong = wrong_step(early, y, point.hidden, lr) or wrong_step(late, y, point.hidden, lr, 4 + LONG)
        wrong = wrong or wrong_step(one_by_one, y, point.hidden, lr)
        if wrong or not differs(losses, one_by_one[4:, 0]):
            return wrong
        return ONE_CALL.format(LONG, "losses")

    columns = width(len(y), point.hidden)
    shapes = [(4, columns), (LONG,), (3, columns), (4 + LONG, columns)]
    scenario.holds([first, many, last, single], [RECORD, "the list of losses", RECORD, RECORD], shapes, problem)
    return scenario


def few_steps(point: Point, y: Array, lr: float, name: str) -> Scenario:
    """Check three single steps at an unusual point, and one call with three steps from the same point."""
    scenario = Scenario(f"{point.name}, {name}", "properties", "fit")
    point.build(scenario)
    single = record(scenario, "net", point.x, y, lr, FEW)
    point.build(scenario, "other")
    losses = scenario.call("other", "fit", point.x, y, lr, FEW)
    ends = [scenario.attribute("other", parameter) for parameter in PARAMETERS]

    def problem(found: Sequence[Array]) -> str:
        one_by_one, losses, *ends = found
        wrong = wrong_step(one_by_one, y, point.hidden, lr)
        if wrong:
            return wrong
        right = read(one_by_one[-1], len(y), point.hidden).after
        moved = any(differs(end.ravel(), one) for end, one in zip(ends, right, strict=True))
        return (
            ONE_CALL.format(FEW, "parameters" if moved else "losses")
            if moved or differs(losses, one_by_one[:, 0])
            else ""
        )

    shapes = [(FEW, width(len(y), point.hidden)), (FEW,), *point.gradient_shapes[1:]]
    what = [RECORD, "the list of losses", *(f"self.{parameter}" for parameter in PARAMETERS)]
    scenario.holds([single, losses, *ends], what, shapes, problem)
    return scenario


def large_inputs(point: Point, y: Array) -> Scenario:
    """Use inputs around 1000 with weights as small, so that the gradients of w1 are large: they are not clipped."""
    far = replace(point, w1=point.w1 / LARGE, w2=np.where(point.w2 < 0.0, -1.0, 1.0), x=LARGE * point.x)
    return few_steps(far, y, 1e-5, f"inputs around {LARGE:g}")


def confident(point: Point, logit: float = CONFIDENT, lr: float = 1.0, name: str = "nearly no loss") -> Scenario:
    """Start with a tiny loss, which hardly changes from step to step: fit does not stop."""
    sure = replace(point, w2=0.01 * point.w2, b2=np.array([logit]))
    return few_steps(sure, np.ones(len(point.x)), lr, name)


def at_rest(point: Point) -> Scenario:
    """Start where all gradients are exactly 0, with every parameter 0 and as many ones as zeros: fit does not stop."""
    zeros = {name: np.zeros_like(getattr(point, name)) for name in PARAMETERS}
    return few_steps(replace(point, x=CORNERS, **zeros), XOR, 0.5, "all parameters 0")
