"""The race: several optimizers on one surface, each with its own settings, built-in or a student's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from playground import optimizers
from playground.datasets import Array
from playground.errors import Refused, Stop, Stopped
from playground.settings import OptimizerSettings
from playground.student_code import StudentCode
from playground.terrain import Terrain

MOST_RACERS = 16
MOST_STEPS = 2000
FAR = 1e6  # a racer farther than this from the origin has diverged


@dataclass(frozen=True, slots=True)
class Racer:
    """One participant.

    Attributes:
        name: its name in the race.
        settings: its optimizer.
        is_mine: whether it is a student's.
    """

    name: str
    settings: OptimizerSettings
    is_mine: bool = False


@dataclass(frozen=True, slots=True)
class Trail:
    """The path of one racer.

    Attributes:
        name: its name.
        path: its positions, the start first, of shape (steps + 1, 2).
        heights: the heights of these positions.
        diverged_at: the step in which it left for infinity; 0 if it did not.
        stop: why its code failed; None if it did not.
    """

    name: str
    path: Array
    heights: Array
    diverged_at: int
    stop: Stop | None

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {
            "name": self.name,
            "path": self.path.tolist(),
            "heights": self.heights.tolist(),
            "diverged_at": self.diverged_at,
            "stop": self.stop.to_json() if self.stop else None,
        }


def race(
    terrain: Terrain,
    racers: Sequence[Racer],
    start: Sequence[float] | None = None,
    steps: int = 200,
    sources: Mapping[str, str] | None = None,
) -> list[Trail]:
    """Return the trails of all racers from one start.

    Args:
        terrain: the surface.
        racers: the participants.
        start: where they start; where the surface says if None.
        steps: the number of steps.
        sources: the student's code by the slug of its exercise.

    Raises:
        Refused: if there are too many racers or steps, the start is not a point, or there is no code for a racer.
    """
    if len(racers) > MOST_RACERS:
        raise Refused(f"At most {MOST_RACERS} optimizers can race, not {len(racers)}.")
    if not 1 <= steps <= MOST_STEPS:
        raise Refused(f"A race has from 1 to {MOST_STEPS} steps, not {steps}.")
    found = np.array(terrain.view.start if start is None else start, dtype=np.float64)
    if found.shape != (2,) or not np.abs(found).max() <= FAR:
        raise Refused("A race starts at a point of two finite numbers.")
    return [_trail(terrain, racer, found, steps, sources or {}) for racer in racers]


def _trail(terrain: Terrain, racer: Racer, start: Array, steps: int, sources: Mapping[str, str]) -> Trail:
    path, heights = [start], []
    diverged_at, stop = 0, None
    with np.errstate(all="ignore"):
        try:
            heights.append(terrain.height(start))
            optimizer, schedule = runner(racer.settings, racer.is_mine, sources)
            for step in range(steps):
                place = optimizer.lookahead([path[-1]])[0] if optimizer.looks_ahead else path[-1]
                slope = terrain.slope(place, step)
                (point,) = optimizer.step([path[-1]], [slope], schedule(step))
                height = terrain.height(point)
                if not np.abs(point).max() <= FAR or not np.isfinite(height):
                    diverged_at = step + 1
                    break
                path.append(np.array(point))
                heights.append(height)
        except Stopped as error:
            stop = replace(error.stop, step=len(path))
    return Trail(racer.name, np.array(path), np.array(heights), diverged_at, stop)


def runner(
    settings: OptimizerSettings, is_mine: bool, sources: Mapping[str, str]
) -> tuple[optimizers.Optimizer, optimizers.Schedule]:
    """Return a new optimizer and its schedule.

    Raises:
        Refused: if there is no code for a student's optimizer.
        Stopped: if the code cannot be loaded.
    """
    if not is_mine:
        return optimizers.build(settings, None), optimizers.schedule(settings, None)
    if settings.kind not in sources:
        raise Refused(f"There is no code for {settings.kind}.")
    code = StudentCode(settings.kind, sources[settings.kind])
    return optimizers.build(settings, code), optimizers.schedule(settings, None)
