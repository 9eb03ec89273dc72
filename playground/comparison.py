"""Train with a student's code and with the built-in parts side by side, and find where they part.

Both start with the same parameters and use the same batches. Rounding differences can grow over many steps until they
look like a mistake. So a difference counts only if it is much larger than all differences before it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from time import perf_counter
from typing import Any

import numpy as np

from playground.datasets import Array
from playground.errors import Stopped
from playground.settings import Settings
from playground.training import MOST_STEPS_AT_ONCE, Tensor, Trainer

TOLERANCE = 1e-9
JUMP = 100.0  # a difference that is not this many times larger than those before it has grown by rounding
SMALLEST_SCALE = 1e-6  # smaller numbers are compared as if they were this large


@dataclass(frozen=True, slots=True)
class Parting:
    """The first value in which a student's code differs.

    Attributes:
        step: the step, counted from 1.
        tensor: the value, such as "gradient of weight in linear 1".
        exercise: the exercise of the part that computed it.
        index: the place of the largest difference within the value.
        built_in: the number there in the built-in part.
        mine: the number there in the student's code; None if it is nan or infinite.
        difference: the largest difference, relative to the largest number of the value.
        message: one sentence.
    """

    step: int
    tensor: str
    exercise: str
    index: tuple[int, ...]
    built_in: float
    mine: float | None
    difference: float | None
    message: str

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {**asdict(self), "index": list(self.index)}


class Comparison:
    """Two networks that train in step.

    Args:
        settings: the settings; `settings.mine` names the parts that the student's code replaces.
        sources: the student's code by the slug of its exercise.

    Attributes:
        built_in: the network with built-in parts.
        mine: the network with the student's code.
        parting: the first difference; None as long as there is none.
        drifted_at: the step in which rounding differences grew beyond the tolerance, after which no mistake can be
            located; 0 if they have not.

    Raises:
        Refused, Stopped: as `Trainer` does.
    """

    def __init__(self, settings: Settings, sources: Mapping[str, str]) -> None:
        self.built_in = Trainer(replace(settings, mine=()))
        self.mine = Trainer(settings, sources)
        self.parting: Parting | None = None
        self.drifted_at = 0
        self._largest = 0.0  # of all relative differences so far

    def reset(self) -> None:
        """Start both again."""
        self.built_in.reset()
        self.mine.reset()
        self.parting, self.drifted_at, self._largest = None, 0, 0.0

    def run(self, steps: int, seconds: float = math.inf) -> int:
        """Take up to `steps` steps with each network that has not stopped, but stop when `seconds` have passed.

        Returns:
            The number of steps of the built-in network.
        """
        taken = 0
        end = perf_counter() + seconds
        for _ in range(min(steps, MOST_STEPS_AT_ONCE)):
            if (self.built_in.stop and self.mine.stop) or perf_counter() > end:
                break
            taken += self.built_in.run(1)
            self.mine.run(1)
            self._compare_step()
        self._compare_outside_training()
        return taken

    def _compare_step(self) -> None:
        """Look for the first difference in the latest step."""
        stop = self.mine.stop
        steps = self.mine.steps + 1 if stop is not None and stop.reason == "not_finite" else self.mine.steps
        if self.built_in.stop is None and self.built_in.steps == steps:
            self._compare(self.built_in.tensors, self.mine.tensors)

    def _compare_outside_training(self) -> None:
        """Look for the first difference in the outputs outside training, where dropout and batch norm differ."""
        if self.built_in.stop is None and self.mine.stop is None:
            self._compare(self.built_in.tensors_outside_training, self.mine.tensors_outside_training)

    def _compare(self, built_in: Callable[[], Iterable[Tensor]], mine: Callable[[], Iterable[Tensor]]) -> None:
        """Look for the first difference in values, unless there was one before."""
        if self.parting is not None or self.drifted_at:
            return
        try:
            for expected, found in zip(built_in(), mine(), strict=False):
                difference = _difference(expected.value, found.value)
                if difference > TOLERANCE:
                    if difference > JUMP * self._largest and found.exercise in self.mine.settings.mine:
                        self.parting = self._told(expected, found, difference)
                    else:
                        self.drifted_at = self.built_in.steps
                    return
                self._largest = max(self._largest, difference)
        except Stopped as error:
            self.mine.stop = replace(error.stop, step=self.mine.steps)

    def _told(self, expected: Tensor, found: Tensor, difference: float) -> Parting:
        step = self.built_in.steps
        with np.errstate(all="ignore"):
            distance = np.abs(expected.value - found.value)
        distance = np.where(np.isfinite(distance), distance, np.inf)
        index = tuple(int(i) for i in np.unravel_index(int(distance.argmax()), distance.shape))
        right, wrong = float(expected.value[index]), float(found.value[index])
        message = (
            f"The first difference is in step {step}: the {found.name}, which your {found.exercise} computes, "
            f"has {wrong:.6g} where the built-in part has {right:.6g}."
        )
        return Parting(
            step,
            found.name,
            found.exercise,
            index,
            right,
            wrong if np.isfinite(wrong) else None,
            difference if np.isfinite(difference) else None,
            message,
        )


def _difference(expected: Array, found: Array) -> float:
    """Return the largest difference, relative to the largest number; infinity for nan."""
    with np.errstate(all="ignore"):
        distance = float(np.abs(expected - found).max())
        return distance / max(float(np.abs(expected).max()), SMALLEST_SCALE) if distance >= 0.0 else np.inf
