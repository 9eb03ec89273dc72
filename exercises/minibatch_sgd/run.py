"""One call of train, and what the model recorded during it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from exercises.scenario import Array, Ref, Scenario

Problem = Callable[["Run", "Notes"], str]


@dataclass(frozen=True, slots=True)
class Notes:
    """What the model recorded and what train returned.

    Attributes:
        rows: the index in the data of each row used, in order of use; -1 for a row that is not in the data.
        pairs: whether each of these rows came with its own target.
        sizes: the number of rows in each batch.
        losses: the loss of each batch.
        params_seen: the parameters passed with each batch, of shape (batches, parameters).
        params: the parameters that train returned, flattened.
        history: the history that train returned.
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
        """Draw rows from N(0, 1), so that each row can be identified by its values."""
        weight, bias = rng.normal(size=(features, outputs)), rng.normal(size=outputs)
        x, y = rng.normal(size=(rows, features)), rng.normal(size=(rows, outputs))
        return cls(weight, bias, x, y, float(rng.uniform(0.02, 0.1)), batch_size, epochs)

    @property
    def name(self) -> str:
        """The name for the report."""
        return f"{len(self.x)} rows, batch_size {self.batch_size}, {self.epochs} epoch{'s' * (self.epochs != 1)}"

    @property
    def batches(self) -> list[int]:
        """The sizes of the batches of one epoch."""
        full, rest = divmod(len(self.x), self.batch_size)
        return [self.batch_size] * full + [rest] * (rest > 0)

    def call(self, scenario: Scenario, seed: int, handle: str = "", *, keep: bool = True, strict: bool = False) -> int:
        """Add the call to the scenario; its result is kept as ``result`` followed by the handle."""
        scenario.construct(f"model{handle}", "LinearModel", self.x.shape[1], self.y.shape[1], provided=True)
        scenario.call(None, "make_rng", seed, keep="rng", provided=True)
        args = ([self.weight, self.bias], Ref(f"model{handle}"), (self.x, self.y), self.lr, self.batch_size)
        kept = f"result{handle}" if keep else ""
        echo = not keep and not strict
        return scenario.call(None, "train", *args, self.epochs, Ref("rng"), keep=kept, echo=echo, strict=strict)

    def look(self, scenario: Scenario, problem: Problem, check: str, handle: str = "") -> None:
        """Expect that `problem` finds nothing wrong with the record of one call."""
        names = ("x_seen", "y_seen", "sizes", "losses", "params_seen")
        steps = [scenario.attribute(f"model{handle}", name) for name in names]
        steps.append(scenario.call(None, "flat", Ref(f"result{handle}"), provided=True))
        steps.append(scenario.call(None, "part", Ref(f"result{handle}"), 1, provided=True))
        numbers = self.weight.size + self.bias.size
        shapes = [(-1, self.x.shape[1]), (-1, self.y.shape[1]), (-1,), (-1,), (-1, numbers), (numbers,), (-1,)]
        what = [f"the recorded {name}" for name in names]

        def judge(found: Sequence[Array]) -> str:
            x_seen, y_seen, sizes, losses, params_seen, *_ = found
            if not len(x_seen) == len(y_seen) == sizes.sum() or not len(sizes) == len(losses) == len(params_seen):
                return "The recorded batches are inconsistent."
            return problem(self, self._notes(found))

        scenario.holds(steps, [*what, "the returned params", "the history"], shapes, judge, check=check)

    def _notes(self, found: Sequence[Array]) -> Notes:
        x_seen, y_seen, *rest = found
        same = (x_seen[:, None, :] == self.x[None, :, :]).all(axis=2)
        rows = np.where(same.any(axis=1), same.argmax(axis=1), -1)
        return Notes(rows, (y_seen == self.y[rows]).all(axis=1) & (rows >= 0), *rest)

    def gradient(self, params: Array, rows: npt.NDArray[np.int64]) -> Array:
        """Return the mean gradient over some rows, flattened."""
        weight, bias = self.apart(params)
        x = self.x[rows]
        error = x @ weight + bias - self.y[rows]
        return np.concatenate([(2.0 * x.T @ error).ravel(), 2.0 * error.sum(axis=0)]) / len(rows)

    def apart(self, params: Array) -> tuple[Array, Array]:
        """Split flattened parameters into weight and bias."""
        return params[: self.weight.size].reshape(self.weight.shape), params[self.weight.size :]

    def returns(self, scenario: Scenario, step: int, params: Array, history: Any, start: Array | None = None) -> None:
        """Expect what train returns; `start` is the initial parameters, if there were any steps."""
        origins = (None, None) if start is None else self.apart(start)
        for place, (value, origin) in enumerate(zip(self.apart(params), origins, strict=True)):
            scenario.expect(step, value, f"params[{place}]", path=((0, 2), (place, 2)), origin=origin)
        check = "history" if scenario.stage == "forward" else ""
        scenario.expect(step, history, "the history", path=((1, 2),), check=check, sequence=True)

    @property
    def start(self) -> Array:
        """The initial parameters, flattened."""
        return np.concatenate([self.weight.ravel(), self.bias])
