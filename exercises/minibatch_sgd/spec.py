"""The specification of ``minibatch_sgd``.

Any way of shuffling with the generator is correct, so the order of the rows is up to the student. The grader therefore
supplies the model, which records every batch it is called with, and the checks examine these records.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from exercises.minibatch_sgd.problems import (
    batches_are_right,
    falls_far,
    history_is_right,
    pairs_are_right,
    steps_are_right,
)
from exercises.minibatch_sgd.run import Problem, Run
from exercises.minibatch_sgd.shuffles import EPOCHS, FEW_ROWS, is_even, is_shuffled
from exercises.scenario import Array, Scenario, ScenarioSpec
from exercises.spec import Points


def one_batch(run: Run) -> Scenario:
    """Put all rows in one batch: the order does not matter, so every number is known."""
    scenario = Scenario(run.name, "forward", "descent")
    step = run.call(scenario, 1, keep=False)
    params, history = run.start, []
    for _ in range(run.epochs):
        weight, bias = run.apart(params)
        history.append(float(np.sum((run.x @ weight + bias - run.y) ** 2)) / len(run.x))
        params = params - run.lr * run.gradient(params, np.arange(len(run.x)))
    run.returns(scenario, step, params, history, run.start)
    return scenario


def looked_at(run: Run, seed: int, stage: str, check: str, *problems: Problem) -> Scenario:
    """Make one call and expect none of the problems in its record; the first one found is reported."""
    scenario = Scenario(run.name, stage, check)
    run.call(scenario, seed)
    run.look(scenario, lambda run, notes: next(filter(None, (find(run, notes) for find in problems)), ""), check)
    return scenario


def epochs(run: Run, seed: int) -> Scenario:
    scenario = looked_at(run, seed, "forward", "batches", batches_are_right)
    run.look(scenario, pairs_are_right, "pairs")
    run.look(scenario, steps_are_right, "steps")
    run.look(scenario, history_is_right, "history")
    return scenario


def edge(run: Run, check: str, seed: int) -> Scenario:
    """Check everything about one unusual call."""
    problems = (batches_are_right, pairs_are_right, steps_are_right, history_is_right)
    return looked_at(run, seed, "properties", check, *problems)


def generator(run: Run, seed: int) -> Scenario:
    """Expect equal orders from equally seeded generators and different orders from different ones."""
    scenario = Scenario(f"{run.name}, three times", "properties", "generator")
    for handle, number in ((" one", seed), (" same", seed), (" other", seed + 1)):
        run.call(scenario, number, handle)
    steps = [scenario.attribute(f"model{handle}", "x_seen") for handle in (" one", " same", " other")]

    def problem(found: Sequence[Array]) -> str:
        one, same, other = found
        if not np.array_equal(one, same):
            return "Two calls with identically seeded generators used the rows in different orders."
        return (
            "Two calls with differently seeded generators used the rows in the same order."
            if np.array_equal(one, other)
            else ""
        )

    scenario.holds(steps, ["the rows that were used"] * 3, [(-1, run.x.shape[1])] * 3, problem)
    return scenario


def inputs(run: Run, seed: int) -> Scenario:
    scenario = Scenario(run.name, "properties", "inputs")
    names = ("params", "loss_and_grads", "data", "lr", "batch_size", "epochs", "rng")
    scenario.unchanged(run.call(scenario, seed, keep=False), *names)
    run.call(scenario, seed, " strict", strict=True)
    run.look(scenario, steps_are_right, "inputs", " strict")
    return scenario


def no_epochs(run: Run) -> Scenario:
    """Expect unchanged parameters and an empty history for zero epochs."""
    scenario = Scenario(run.name, "properties", "no_epochs")
    step = run.call(scenario, 1, keep=False)
    run.returns(scenario, step, run.start, np.empty(0))
    return scenario


def learns(seed: int) -> Scenario:
    """Train on noiseless data, the same with every seed, where the loss must fall nearly to zero.

    There are so many epochs that the loss falls that far with any order of the rows.
    """
    rng = np.random.default_rng(1)
    x, weight, bias = 2.0 * rng.normal(size=(24, 2)), np.array([[1.5], [-2.0]]), np.array([1.0])
    run = Run(np.zeros((2, 1)), np.zeros(1), x, x @ weight + bias, 0.04, 5, 12)
    return looked_at(run, seed, "properties", "learns", history_is_right, falls_far)


def large(run: Run) -> Run:
    """Scale the inputs up and the learning rate down: the gradients are large, and the steps must not be clipped."""
    return replace(run, x=1000.0 * run.x, lr=1e-7)


def slow(run: Run) -> Run:
    """Lower the learning rate, so that no call with many steps diverges."""
    return replace(run, lr=1e-3)


def small(run: Run) -> Run:
    """Scale all numbers down, so that the loss is nearly 0: steps are taken all the same."""
    return replace(run, **{name: 1e-5 * getattr(run, name) for name in ("weight", "bias", "x", "y")})


def still(run: Run) -> Run:
    """Set everything but the inputs to 0, so that the loss and the gradients are exactly 0 and nothing ever changes.

    Only the order counts here, and training does not stop before the last epoch.
    """
    return replace(run, **{name: np.zeros_like(getattr(run, name)) for name in ("weight", "bias", "y")})


def scenarios(rng: np.random.Generator) -> list[Scenario]:
    def run(*sizes: int) -> Run:
        return Run.draw(rng, *sizes)

    def seed() -> int:
        return int(rng.integers(2**31))

    return [
        one_batch(run(6, 6, 3)),
        one_batch(run(5, 5, 1, 2, 1)),
        epochs(run(10, 4, 3), seed()),
        epochs(run(11, 3, 2, 2, 1), seed()),
        epochs(run(7, 5, 2), seed()),
        looked_at(large(run(6, 4, 2)), seed(), "forward", "steps", steps_are_right),
        looked_at(small(run(6, 4, 2)), seed(), "forward", "steps", steps_are_right),
        looked_at(slow(run(7, 2, 40)), seed(), "forward", "steps", steps_are_right),
        edge(run(12, 4, 2), "divides", seed()),
        edge(run(8, 1, 2), "single_row", seed()),
        edge(run(6, 9, 2), "large_batch", seed()),
        looked_at(run(16, 5, 4), seed(), "properties", "shuffled", batches_are_right, is_shuffled),
        looked_at(still(run(FEW_ROWS, 2, EPOCHS)), seed(), "properties", "shuffled", batches_are_right, is_even),
        generator(run(12, 5, 5), seed()),
        inputs(run(7, 3, 2), seed()),
        no_epochs(run(5, 2, 0)),
        learns(seed()),
    ]


SPEC = ScenarioSpec(
    title="Mini-batch gradient descent",
    summary="The training loop: shuffle, split into batches, step, and track the loss.",
    version=5,
    scenarios=scenarios,
    points=Points(forward=60, backward=0, gradcheck=0, properties=40),
    weights={"properties.learns": 4},
    functions={"train": ("params", "loss_and_grads", "data", "lr", "batch_size", "epochs", "rng")},
)
