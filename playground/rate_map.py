"""The map of learning rates: for a grid of two hyperparameters, whether and how fast training converges.

Cells come from coarse to fine, so that a page can show a rough map at once.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

import numpy as np

from playground.checks import Real
from playground.errors import Refused, Stopped
from playground.race import FAR, runner
from playground.settings import OPTIMIZERS, OptimizerSettings, Settings
from playground.terrain import Terrain
from playground.training import Trainer

FINEST = 64
MOST_STEPS = 1000
LOGARITHMIC = frozenset({"lr", "eps"})


@dataclass(frozen=True, slots=True)
class Axis:
    """One hyperparameter of the optimizer.

    Attributes:
        name: its name in the settings.
        low: the smallest value.
        high: the largest value.
    """

    name: str
    low: float
    high: float

    def values(self, size: int) -> list[float]:
        """Return `size` values from the smallest to the largest; learning rates by equal factors."""
        if self.name in LOGARITHMIC:
            return [float(v) for v in np.geomspace(self.low, self.high, size)]
        return [float(v) for v in np.linspace(self.low, self.high, size)]


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of the map.

    Attributes:
        column: its place along the first axis.
        row: its place along the second axis.
        span: how many fields its color covers until finer ones come, in both directions from its place on.
        state: "converged", "slow" if the goal was not reached, "diverged", or "failed" if a student's code raised.
        steps: the steps to the goal; those that were taken if it was not reached.
        loss: the last loss; None if it is not finite.
    """

    column: int
    row: int
    span: int
    state: str
    steps: int
    loss: float | None

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON."""
        return asdict(self)


Trial = Callable[[OptimizerSettings], Iterator[float]]


def check_axes(x: Axis, y: Axis, optimizer: OptimizerSettings, size: int) -> None:
    """Check that both axes are hyperparameters of the optimizer, within their bounds.

    Raises:
        Refused: if they are not.
    """
    known = OPTIMIZERS[optimizer.kind]
    bounds = {one.name: one.metadata["check"] for one in fields(OptimizerSettings)}
    if size not in {2**k for k in range(1, int(math.log2(FINEST)) + 1)}:
        raise Refused(f"The size of a map is a power of two from 2 to {FINEST}, not {size}.")
    if x.name == y.name:
        raise Refused("The two axes of a map must differ.")
    for axis in (x, y):
        if axis.name not in known:
            raise Refused(f"{optimizer.kind} has {', '.join(known)}, but not {axis.name[:40]}.")
        check: Real = bounds[axis.name]
        if not check.low <= axis.low < axis.high <= check.high:
            raise Refused(
                f"{axis.name} can go from {check.low:g} to {check.high:g}, not from {axis.low:g} to {axis.high:g}."
            )


def rate_map(
    trial: Trial, optimizer: OptimizerSettings, x: Axis, y: Axis, *, size: int = 16, steps: int = 200, goal: float
) -> Iterator[Cell]:
    """Yield the cells of a map from coarse to fine, each once.

    Args:
        trial: yields the losses of training with some optimizer, the loss before the first step first; see
            `on_terrain` and `with_network`.
        optimizer: the optimizer; the axes replace two of its settings.
        x: the first axis.
        y: the second axis.
        size: the number of fields on each axis, a power of two.
        steps: the number of steps after which training counts as slow.
        goal: the loss at which training counts as converged.

    Raises:
        Refused: if the axes, the size or the steps are out of bounds.
    """
    check_axes(x, y, optimizer, size)
    if not 1 <= steps <= MOST_STEPS:
        raise Refused(f"A map trains for 1 to {MOST_STEPS} steps, not {steps}.")
    return _cells(trial, optimizer, x, y, size, steps, goal)


def _cells(
    trial: Trial, optimizer: OptimizerSettings, x: Axis, y: Axis, size: int, steps: int, goal: float
) -> Iterator[Cell]:
    columns, rows = x.values(size), y.values(size)
    done = set()
    span = max(size // 4, 1)
    while span:
        for row in range(0, size, span):
            for column in range(0, size, span):
                if (column, row) not in done:
                    done.add((column, row))
                    values: dict[str, Any] = {x.name: columns[column], y.name: rows[row]}
                    changed = replace(optimizer, **values)
                    state, taken, loss = _outcome(trial(changed), steps, goal)
                    yield Cell(column, row, span, state, taken, loss if math.isfinite(loss) else None)
        span //= 2


def _outcome(losses: Iterator[float], steps: int, goal: float) -> tuple[str, int, float]:
    """Return the state, the number of steps and the last loss. Diverged means a last loss above the first."""
    first = loss = math.nan
    taken = 0
    try:
        for taken, loss in zip(range(steps + 1), losses, strict=False):
            first = loss if taken == 0 else first
            if loss <= goal:
                return "converged", taken, loss
            if not math.isfinite(loss):
                return "diverged", taken, loss
    except Stopped as error:
        return ("diverged" if error.stop.reason == "not_finite" else "failed"), taken, loss
    return ("diverged" if loss > first else "slow"), taken, loss


def on_terrain(terrain: Terrain, is_mine: bool = False, sources: Mapping[str, str] | None = None) -> Trial:
    """Return the trial of descending a surface from its start."""

    def trial(settings: OptimizerSettings) -> Iterator[float]:
        with np.errstate(all="ignore"):
            optimizer, schedule = runner(settings, is_mine, sources or {})
            point = np.array(terrain.view.start)
            yield terrain.height(point)
            for step in range(MOST_STEPS):
                place = optimizer.lookahead([point])[0] if optimizer.looks_ahead else point
                (moved,) = optimizer.step([point], [terrain.slope(place, step)], schedule(step))
                point = np.array(moved)
                yield terrain.height(point) if np.abs(point).max() <= FAR else math.inf

    return trial


def with_network(settings: Settings, sources: Mapping[str, str] | None = None) -> Trial:
    """Return the trial of training the network on all training points; the losses include the penalty."""

    def trial(optimizer: OptimizerSettings) -> Iterator[float]:
        run = replace(settings.run, batch_size=0)
        trainer = Trainer(replace(settings, optimizer=optimizer, run=run), sources)
        while True:
            penalty = trainer.penalty()
            yield trainer.step() + penalty

    return trial
