"""The points: each dataset, those that were drawn or pasted, and how they are divided for training and testing.

The same seed gives the same numbers in every interpreter, since they are rounded. The functions of the datasets use
nothing but their arguments and NumPy, because `playground.export` copies them into scripts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from playground.settings import FINEST, OWN, DataSettings, Settings

Array: TypeAlias = np.ndarray[Any, Any]
Drawn: TypeAlias = tuple[Array, Array]
BOX = 4.0  # the plane reaches from -BOX to BOX on both axes
DECIMALS = 4
# The first number of a seed is the setting, the second says what is drawn.
DATA, WEIGHTS, BATCHES, DROPOUT = 0, 1, 2, 3


@dataclass(frozen=True, slots=True)
class Points:
    """Points for training and for testing.

    Attributes:
        task: "binary", "classes" or "regression".
        train: the training points, of shape (N, 2).
        train_target: their classes, or their heights; float64 of shape (N,).
        test: the test points.
        test_target: their classes or heights.
    """

    task: str
    train: Array
    train_target: Array
    test: Array
    test_target: Array


def circle(rng: np.random.Generator, count: int, noise: float) -> Drawn:
    """Return a disk, and a ring around it."""
    inside = np.arange(count) % 2 == 0
    radius = np.where(inside, rng.uniform(0.0, 1.5, count), rng.uniform(2.3, 3.3, count))
    angle = rng.uniform(0.0, 2.0 * np.pi, count)
    x = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
    return x + noise * rng.normal(size=(count, 2)), inside.astype(float)


def xor(rng: np.random.Generator, count: int, noise: float) -> Drawn:
    """Return four squares; opposite ones belong to the same class."""
    signs = np.stack([np.arange(count) % 2, np.arange(count) // 2 % 2], axis=1) * 2.0 - 1.0
    x = signs * rng.uniform(0.4, 3.3, size=(count, 2))
    return x + noise * rng.normal(size=(count, 2)), (signs[:, 0] * signs[:, 1] < 0).astype(float)


def gaussians(rng: np.random.Generator, count: int, noise: float) -> Drawn:
    """Return two round clouds."""
    target = (np.arange(count) % 2).astype(float)
    center = np.where(target > 0, 1.5, -1.5)[:, None]
    return center + (0.5 + noise) * rng.normal(size=(count, 2)), target


def spiral(rng: np.random.Generator, count: int, noise: float) -> Drawn:
    """Return two arms that wind around each other."""
    target = (np.arange(count) % 2).astype(float)
    t = rng.uniform(0.08, 1.0, count)
    angle = 2.5 * np.pi * t + np.pi * target
    x = 3.5 * np.stack([t * np.cos(angle), t * np.sin(angle)], axis=1)
    return x + noise * rng.normal(size=(count, 2)), target


def moons(rng: np.random.Generator, count: int, noise: float) -> Drawn:
    """Return two half circles that reach into each other."""
    target = (np.arange(count) % 2).astype(float)
    angle = rng.uniform(0.0, np.pi, count)
    upper = np.stack([2.0 * np.cos(angle) - 1.0, 2.0 * np.sin(angle) - 0.5], axis=1)
    x = np.where(target[:, None] > 0, -upper, upper)
    return x + noise * rng.normal(size=(count, 2)), target


def checkerboard(rng: np.random.Generator, count: int, noise: float) -> Drawn:
    """Return a board of sixteen squares."""
    cell = rng.integers(0, 4, size=(count, 2))
    x = 1.8 * (cell - 2.0 + rng.uniform(0.08, 0.92, size=(count, 2)))
    return x + noise * rng.normal(size=(count, 2)), ((cell[:, 0] + cell[:, 1]) % 2).astype(float)


def classes(rng: np.random.Generator, count: int, noise: float) -> Drawn:
    """Return three round clouds, each a class of its own."""
    target = np.arange(count) % 3
    angle = 2.0 * np.pi * target / 3.0 + np.pi / 2.0
    center = 2.0 * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return center + (0.5 + noise) * rng.normal(size=(count, 2)), target.astype(float)


def plane(rng: np.random.Generator, count: int, noise: float) -> Drawn:
    """Return points on a tilted plane."""
    x = rng.uniform(-3.5, 3.5, size=(count, 2))
    return x, (x[:, 0] + x[:, 1]) / 7.0 + noise * rng.normal(size=count)


def hills(rng: np.random.Generator, count: int, noise: float) -> Drawn:
    """Return points on two hills and two hollows."""
    x = rng.uniform(-3.5, 3.5, size=(count, 2))
    bumps = ((1.7, 1.7, 1.0), (-1.7, -1.7, 1.0), (1.7, -1.7, -1.0), (-1.7, 1.7, -1.0))
    height = sum(h * np.exp(-((x[:, 0] - a) ** 2 + (x[:, 1] - b) ** 2) / 1.5) for a, b, h in bumps)
    return x, height + noise * rng.normal(size=count)


DATASETS: Mapping[str, Callable[[np.random.Generator, int, float], Drawn]] = {
    one.__name__: one for one in (circle, xor, gaussians, spiral, moons, checkerboard, classes, plane, hills)
}


def draw(data: DataSettings) -> Drawn:
    """Return all points and their targets in random order."""
    rng = np.random.default_rng([data.seed, DATA])
    x, target = own(data) if data.kind == OWN else DATASETS[data.kind](rng, data.points, data.noise)
    order = rng.permutation(len(x))
    return np.round(x[order], DECIMALS), np.round(target[order], DECIMALS)


def divide(settings: Settings) -> Points:
    """Return the points of the settings, divided for training and testing."""
    x, target = draw(settings.data)
    count = settings.train_count
    return Points(settings.task, x[:count], target[:count], x[count:], target[count:])


def own(data: DataSettings) -> Drawn:
    """Return own points: their rows are positions in the plane, and classes or heights from -1 to 1."""
    rows = np.array(data.rows, dtype=np.float64)
    target = rows[:, 2] if data.task != "regression" else rows[:, 2] * (2.0 / FINEST) - 1.0
    return rows[:, :2] * (2.0 * BOX / FINEST) - BOX, target


def to_row(x1: float, x2: float, target: float, task: str) -> tuple[int, int, int]:
    """Return a point in the plane as a row of own points; one beyond the edge is put on it."""
    last = round(target) if task != "regression" else _position(target, 1.0)
    return _position(x1, BOX), _position(x2, BOX), last


def _position(number: float, reach: float) -> int:
    return min(max(round((number + reach) * FINEST / (2.0 * reach)), 0), FINEST)
