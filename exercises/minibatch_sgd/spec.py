"""What ``minibatch_sgd`` asks.

The order of the rows is the student's: any way to shuffle with the generator is right. So the model that trains is the
grader's, it notes every batch on which it is asked, and the checks look at these notes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from exercises.scenario import Array, Ref, Scenario, ScenarioSpec
from exercises.spec import Points

Problem = Callable[["Run", "Notes"], str]


@dataclass(frozen=True, slots=True)
class Notes:
    """What the model noted and what train returned.

    Attributes:
        rows: for each row of each batch its number in the data, in the order in which they were used; -1 if unknown.
        pairs: whether each of them came with its own target.
        sizes: how many rows each batch had.
        losses: the loss of each batch.
        params_seen: the parameters that came with each batch, of shape (batches, numbers).
        params: the parameters that train returned, flat.
        history: that train returned.
    """

    rows: npt.NDArray[np.int64]
    pairs: npt.NDArray[np.bool_]
    sizes: Array
    losses: Array
    params_seen: Array
    params: Array
    history: Array


@dataclass(frozen=True, slots=True)
class Run:
    """One call of train."""

    weight: Array
    bias: Array
    x: Array
    y: Array
    lr: float
    batch_size: int
    epochs: int

    @classmethod
    def draw(
        cls, rng: np.random.Generator, rows: int, batch_size: int, epochs: int, features: int = 3, outputs: int = 2
    ) -> Run:
        """Rows from N(0, 1), so that each is known by its numbers."""
        weight, bias = rng.normal(size=(features, outputs)), rng.normal(size=outputs)
        x, y = rng.normal(size=(rows, features)), rng.normal(size=(rows, outputs))
        return cls(weight, bias, x, y, float(rng.uniform(0.02, 0.1)), batch_size, epochs)

    @property
    def name(self) -> str:
        """For the report."""
        return f"{len(self.x)} rows, batch_size {self.batch_size}, {self.epochs} epoch{'s' * (self.epochs != 1)}"

    @property
    def batches(self) -> list[int]:
        """The sizes of the batches of one epoch."""
        full, rest = divmod(len(self.x), self.batch_size)
        return [self.batch_size] * full + [rest] * (rest > 0)

    def call(self, scenario: Scenario, seed: int, handle: str = "", *, keep: bool = True, strict: bool = False) -> int:
        """Plan the call; its result is kept as ``result`` with the handle behind it."""
        scenario.construct(f"model{handle}", "LinearModel", self.x.shape[1], self.y.shape[1], provided=True)
        scenario.call(None, "make_rng", seed, keep="rng", provided=True)
        args = ([self.weight, self.bias], Ref(f"model{handle}"), (self.x, self.y), self.lr, self.batch_size)
        kept = f"result{handle}" if keep else ""
        echo = not keep and not strict
        return scenario.call(None, "train", *args, self.epochs, Ref("rng"), keep=kept, echo=echo, strict=strict)

    def look(self, scenario: Scenario, problem: Problem, check: str, handle: str = "") -> None:
        """Expect that `problem` finds nothing in the notes about one call."""
        names = ("x_seen", "y_seen", "sizes", "losses", "params_seen")
        steps = [scenario.attribute(f"model{handle}", name) for name in names]
        steps.append(scenario.call(None, "flat", Ref(f"result{handle}"), provided=True))
        steps.append(scenario.call(None, "part", Ref(f"result{handle}"), 1, provided=True))
        numbers = self.weight.size + self.bias.size
        shapes = [(-1, self.x.shape[1]), (-1, self.y.shape[1]), (-1,), (-1,), (-1, numbers), (numbers,), (-1,)]
        what = [f"the notes about {name}" for name in names]

        def judge(found: Sequence[Array]) -> str:
            x_seen, y_seen, sizes, losses, params_seen, *_ = found
            if not len(x_seen) == len(y_seen) == sizes.sum() or not len(sizes) == len(losses) == len(params_seen):
                return "The notes about the batches do not fit together."
            return problem(self, self._notes(found))

        scenario.holds(steps, [*what, "the returned params", "the history"], shapes, judge, check=check)

    def _notes(self, found: Sequence[Array]) -> Notes:
        x_seen, y_seen, *rest = found
        same = (x_seen[:, None, :] == self.x[None, :, :]).all(axis=2)
        rows = np.where(same.any(axis=1), same.argmax(axis=1), -1)
        return Notes(rows, (y_seen == self.y[rows]).all(axis=1) & (rows >= 0), *rest)

    def gradient(self, params: Array, rows: npt.NDArray[np.int64]) -> Array:
        """The mean gradient of some rows, flat."""
        weight, bias = params[: self.weight.size].reshape(self.weight.shape), params[self.weight.size :]
        x = self.x[rows]
        error = x @ weight + bias - self.y[rows]
        return np.concatenate([(2.0 * x.T @ error).ravel(), 2.0 * error.sum(axis=0)]) / len(rows)

    @property
    def start(self) -> Array:
        """The first parameters, flat."""
        return np.concatenate([self.weight.ravel(), self.bias])


def differs(one: Array, other: Array) -> bool:
    """Whether two arrays of the same shape differ by more than rounding."""
    return not np.max(np.abs(one - other), initial=0.0) <= 1e-9 * np.max(np.abs(other), initial=0.0) + 1e-11


def batches_are_right(run: Run, notes: Notes) -> str:
    """The sizes of the batches, and each row once an epoch."""
    wanted = run.batches * run.epochs
    sizes = [int(size) for size in notes.sizes]
    if sizes != wanted:
        return (
            f"loss_and_grads was called with batches of {_listed(sizes)} rows; expected are {_listed(wanted)}: "
            f"{len(run.x)} rows in batches of {run.batch_size}, the rest as the last batch, {run.epochs} times."
        )
    for epoch, rows in enumerate(notes.rows.reshape(run.epochs, -1), 1):
        if sorted(rows) != list(range(len(run.x))):
            return f"In epoch {epoch} not every row was used once: {len(set(rows) - {-1})} of {len(run.x)} were."
    return ""


def pairs_are_right(_: Run, notes: Notes) -> str:
    """Every row with its own target."""
    apart = int(np.sum(~notes.pairs))
    return f"{apart} of {len(notes.pairs)} rows came with the target of another row." if apart else ""


def steps_are_right(run: Run, notes: Notes) -> str:
    """Every batch moves the parameters by lr times its mean gradient, and the last ones are returned."""
    params, begin = run.start, 0
    if not len(notes.sizes) or len(notes.rows) != int(notes.sizes.sum()) or (notes.rows < 0).any():
        return "The batches are not rows of the data, so the steps cannot be followed."
    for number, (size, seen) in enumerate(zip(notes.sizes, notes.params_seen, strict=True), 1):
        if differs(seen, params):
            before = "are not those passed in" if number == 1 else f"are not those after step {number - 1}"
            return f"The params given to loss_and_grads with batch {number} {before}."
        rows = notes.rows[begin : begin + int(size)]
        begin += int(size)
        if len(rows):
            params = params - run.lr * run.gradient(params, rows)
    return "The returned params are not those after the last step." if differs(notes.params, params) else ""


def history_is_right(run: Run, notes: Notes) -> str:
    """One number an epoch: the mean over its rows of the losses of their batches."""
    if len(notes.history) != run.epochs:
        return f"history has {len(notes.history)} numbers for {run.epochs} epochs."
    if len(notes.losses) != run.epochs * len(run.batches):
        return "The batches are not as they should be, so the history cannot be followed."
    losses = notes.losses.reshape(run.epochs, -1)
    right = losses @ np.array(run.batches) / len(run.x)
    if not differs(notes.history, right):
        return ""
    epoch = int(np.argmax(np.abs(notes.history - right)))
    return (
        f"history[{epoch}] is {notes.history[epoch]:.6g}; expected is {right[epoch]:.6g}, the mean over all rows of "
        f"that epoch, whose batches of {_listed(run.batches)} rows had the losses {_listed(losses[epoch].round(6))}."
    )


def _listed(numbers: Sequence[float] | Array) -> str:
    shown = ", ".join(f"{number:g}" for number in list(numbers)[:8])
    return shown + ", …" * (len(numbers) > 8) or "none"


def one_batch(run: Run) -> Scenario:
    """With all rows in one batch the order does not matter, and every number is known."""
    scenario = Scenario(run.name, "forward", "descent")
    step = run.call(scenario, 1, keep=False)
    params, history = run.start, []
    for _ in range(run.epochs):
        weight, bias = params[: run.weight.size].reshape(run.weight.shape), params[run.weight.size :]
        history.append(float(np.sum((run.x @ weight + bias - run.y) ** 2)) / len(run.x))
        params = params - run.lr * run.gradient(params, np.arange(len(run.x)))
    weight, bias = params[: run.weight.size].reshape(run.weight.shape), params[run.weight.size :]
    scenario.expect(step, weight, "params[0]", path=((0, 2), (0, 2)), origin=run.weight)
    scenario.expect(step, bias, "params[1]", path=((0, 2), (1, 2)), origin=run.bias)
    scenario.expect(step, history, "the history", path=((1, 2),), check="history", sequence=True)
    return scenario


def epochs(run: Run, seed: int) -> Scenario:
    scenario = Scenario(run.name, "forward", "batches")
    run.call(scenario, seed)
    run.look(scenario, batches_are_right, "batches")
    run.look(scenario, pairs_are_right, "pairs")
    run.look(scenario, steps_are_right, "steps")
    run.look(scenario, history_is_right, "history")
    return scenario


def edge(run: Run, check: str, seed: int) -> Scenario:
    """Everything about one call that is unusual."""
    scenario = Scenario(run.name, "properties", check)
    run.call(scenario, seed)

    def problem(run: Run, notes: Notes) -> str:
        judges = (batches_are_right, pairs_are_right, steps_are_right, history_is_right)
        return next((found for judge in judges if (found := judge(run, notes))), "")

    run.look(scenario, problem, check)
    return scenario


def shuffled(run: Run, seed: int) -> Scenario:
    """Each epoch has an order of its own, and none is that of the data."""
    scenario = Scenario(run.name, "properties", "shuffled")
    run.call(scenario, seed)

    def problem(run: Run, notes: Notes) -> str:
        if found := batches_are_right(run, notes):
            return found
        orders = [tuple(order) for order in notes.rows.reshape(run.epochs, -1)]
        if tuple(range(len(run.x))) in orders:
            return f"In epoch {orders.index(tuple(range(len(run.x)))) + 1} the rows came in the order of the data."
        if len(set(orders)) < run.epochs:
            return "Two epochs have the same order."
        return ""

    run.look(scenario, problem, "shuffled")
    return scenario


def generator(run: Run, seed: int) -> Scenario:
    """Equal generators give equal orders, and others give others."""
    scenario = Scenario(f"{run.name}, three times", "properties", "generator")
    for handle, number in ((" one", seed), (" same", seed), (" other", seed + 1)):
        run.call(scenario, number, handle)
    steps = [scenario.attribute(f"model{handle}", "x_seen") for handle in (" one", " same", " other")]

    def problem(found: Sequence[Array]) -> str:
        one, same, other = found
        if not np.array_equal(one, same):
            return "Two calls with equal generators used the rows in different orders."
        return (
            "Two calls with different generators used the rows in the same order." if np.array_equal(one, other) else ""
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
    """Nothing happens, and that is returned."""
    scenario = Scenario(run.name, "properties", "no_epochs")
    step = run.call(scenario, 1, keep=False)
    scenario.expect(step, run.weight, "params[0]", path=((0, 2), (0, 2)))
    scenario.expect(step, run.bias, "params[1]", path=((0, 2), (1, 2)))
    scenario.expect(step, np.empty(0), "the history", path=((1, 2),), sequence=True)
    return scenario


def learns(rng: np.random.Generator, seed: int) -> Scenario:
    """Noiseless data: the losses fall to nearly nothing."""
    x, weight, bias = rng.normal(size=(24, 2)), rng.normal(size=(2, 1)), rng.normal(size=1)
    run = Run(np.zeros((2, 1)), np.zeros(1), x, x @ weight + bias, 0.1, 5, 12)
    scenario = Scenario(run.name, "properties", "learns")
    run.call(scenario, seed)

    def problem(run: Run, notes: Notes) -> str:
        if found := history_is_right(run, notes):
            return found
        first, last = notes.history[0], notes.history[-1]
        return "" if last < 0.05 * first else f"On exact data the history goes from {first:.4g} to {last:.4g} only."

    run.look(scenario, problem, "learns")
    return scenario


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
        edge(run(12, 4, 2), "divides", seed()),
        edge(run(8, 1, 2), "single_row", seed()),
        edge(run(6, 9, 2), "large_batch", seed()),
        shuffled(run(12, 5, 4), seed()),
        generator(run(12, 5, 2), seed()),
        inputs(run(7, 3, 2), seed()),
        no_epochs(run(5, 2, 0)),
        learns(rng, seed()),
    ]


SPEC = ScenarioSpec(
    title="Mini-batch gradient descent",
    summary="The training loop: shuffle, cut into batches, step, and keep count of the loss.",
    version=1,
    scenarios=scenarios,
    points=Points(forward=60, backward=0, gradcheck=0, properties=40),
    functions={"train": ("params", "loss_and_grads", "data", "lr", "batch_size", "epochs", "rng")},
)
