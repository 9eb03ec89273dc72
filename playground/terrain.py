"""Surfaces over a plane for the race of the optimizers, with their slopes and their contours."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from playground.datasets import Array
from playground.errors import Refused
from playground.optimizers import divided, joined
from playground.training import Trainer
from reference import value_and_grad

FINEST_CONTOURS = 100
LEVELS = 14


@dataclass(frozen=True, slots=True)
class View:
    """The part of a surface that is shown, and where racers start."""

    x: tuple[float, float]
    y: tuple[float, float]
    start: tuple[float, float]
    minima: tuple[tuple[float, float], ...] = ()


class Terrain(ABC):
    """A surface.

    Attributes:
        name: its name.
        view: the part that is shown.
    """

    name: str
    view: View

    @abstractmethod
    def height(self, point: Array) -> float:
        """Return the height of one point."""

    @abstractmethod
    def slope(self, point: Array, step: int) -> Array:
        """Return the gradient at one point, as an optimizer sees it in this step."""

    @abstractmethod
    def heights(self, size: int) -> Array:
        """Return the heights on a grid of the view, row by row from the lowest y to the highest."""


class Formula(Terrain):
    """A surface with a formula, and noise on its slope if asked.

    Args:
        name: its name.
        formula: maps two tensors or arrays to the height.
        view: the part that is shown.
        noise: the standard deviation of the noise on the slope; the same in each step for all racers.
        seed: the seed of the noise.
    """

    def __init__(
        self, name: str, formula: Callable[[Any, Any], Any], view: View, noise: float = 0.0, seed: int = 0
    ) -> None:
        self.name, self.view = name, view
        self._formula, self._noise, self._seed = formula, noise, seed
        self._slope = value_and_grad(lambda p: formula(p[0], p[1]))

    def height(self, point: Array) -> float:
        """Return the height."""
        return float(self._formula(point[0], point[1]))

    def slope(self, point: Array, step: int) -> Array:
        """Return the gradient by the reference engine, and the noise of this step."""
        _, gradient = self._slope(point)
        found: Array = np.asarray(gradient)
        if self._noise:
            found = found + self._noise * np.random.default_rng([self._seed, step]).normal(size=2)
        return found

    def heights(self, size: int) -> Array:
        """Return the heights of a grid."""
        a, b = np.meshgrid(*_axes(self.view, size))
        return np.asarray(self._formula(a, b))


def _bowl(x: Any, y: Any) -> Any:
    return (x * x + y * y) / 2.0


def _valley(x: Any, y: Any) -> Any:
    return (x * x + 20.0 * y * y) / 2.0


def _saddle(x: Any, y: Any) -> Any:
    return (x * x - y * y) / 2.0 + y * y * y * y / 16.0


def _rosenbrock(x: Any, y: Any) -> Any:
    a, b = 1.0 - x, y - x * x
    return a * a + 5.0 * b * b


def _beale(x: Any, y: Any) -> Any:
    a, b, c = 1.5 - x + x * y, 2.25 - x + x * y * y, 2.625 - x + x * y * y * y
    return a * a + b * b + c * c


def _himmelblau(x: Any, y: Any) -> Any:
    a, b = x * x + y - 11.0, x + y * y - 7.0
    return a * a + b * b


_HIMMELBLAU_MINIMA = ((3.0, 2.0), (-2.805118, 3.131312), (-3.77931, -3.283186), (3.584428, -1.848126))
_SQUARE = (-3.0, 3.0)
FORMULAS: Mapping[str, tuple[Callable[[Any, Any], Any], View, float]] = {
    "bowl": (_bowl, View(_SQUARE, _SQUARE, (2.5, 2.0), ((0.0, 0.0),)), 0.0),
    "valley": (_valley, View(_SQUARE, (-1.5, 1.5), (-2.5, 1.0), ((0.0, 0.0),)), 0.0),
    "saddle": (_saddle, View(_SQUARE, _SQUARE, (2.5, 0.01), ((0.0, -2.0), (0.0, 2.0))), 0.0),
    "rosenbrock": (_rosenbrock, View((-2.0, 2.0), (-1.0, 3.0), (-1.2, 1.0), ((1.0, 1.0),)), 0.0),
    "beale": (_beale, View((-1.0, 4.5), (-2.5, 2.5), (1.0, 1.5), ((3.0, 0.5),)), 0.0),
    "himmelblau": (_himmelblau, View((-5.0, 5.0), (-5.0, 5.0), (0.0, -4.0), _HIMMELBLAU_MINIMA), 0.0),
    "noisy_bowl": (_bowl, View(_SQUARE, _SQUARE, (2.5, 2.0), ((0.0, 0.0),)), 1.0),
}


def terrain(name: str, seed: int = 0) -> Formula:
    """Return a surface by name.

    Raises:
        Refused: if there is none.
    """
    if name not in FORMULAS:
        raise Refused(f"There is no surface named {name[:40]!r}. There are {', '.join(FORMULAS)}.")
    formula, view, noise = FORMULAS[name]
    return Formula(name, formula, view, noise, seed)


class NetworkTerrain(Terrain):
    """The loss of a network for all training points, in two random directions from its current parameters.

    Each direction has, for every parameter, the length of this parameter, so that one unit is a large change.

    Args:
        trainer: the network; it is not changed.
        seed: the seed of the directions.
        reach: how far the view goes in both directions.
    """

    name = "network"

    def __init__(self, trainer: Trainer, seed: int = 0, reach: float = 1.5) -> None:
        self._trainer = trainer
        self._center = [value.copy() for value in trainer.network.parameters]
        rng = np.random.default_rng(seed)
        first, second = (self._direction(rng) for _ in range(2))
        second -= first * (first @ second) / (first @ first)
        self._directions = np.stack([first, second])
        self.view = View((-reach, reach), (-reach, reach), (0.8 * reach, 0.6 * reach))

    def height(self, point: Array) -> float:
        """Return the loss with its penalty."""
        return self._trainer.loss_and_gradients(self._at(point))[0]

    def slope(self, point: Array, step: int) -> Array:
        """Return the slopes in both directions."""
        _, gradients = self._trainer.loss_and_gradients(self._at(point))
        return np.asarray(self._directions @ joined(gradients))

    def heights(self, size: int) -> Array:
        """Return the losses of a grid."""
        x, y = _axes(self.view, size)
        return np.array([[self.height(np.array([a, b])) for a in x] for b in y])

    def _direction(self, rng: np.random.Generator) -> Array:
        parts = []
        for value in self._center:
            part = np.asarray(rng.normal(size=value.shape))
            parts.append(part * ((float(np.linalg.norm(value)) or 1.0) / float(np.linalg.norm(part))))
        return joined(parts)

    def _at(self, point: Array) -> list[Array]:
        return divided(joined(self._center) + point @ self._directions, self._center)


def contours(found: Terrain, size: int = 60) -> dict[str, Any]:
    """Return the heights on a grid of the view, and levels for lines, closer together where the surface is low.

    Raises:
        Refused: if the grid is too fine.
    """
    if not 2 <= size <= FINEST_CONTOURS:
        raise Refused(f"A grid has from 2 to {FINEST_CONTOURS} positions on each axis, not {size}.")
    x, y = _axes(found.view, size)
    with np.errstate(all="ignore"):
        heights = found.heights(size)
    low, high = float(np.nanmin(heights)), float(np.nanmax(heights))
    levels = low + (high - low) * np.linspace(0.0, 1.0, LEVELS + 2)[1:-1] ** 3
    return {
        "name": found.name,
        "x": x.tolist(),
        "y": y.tolist(),
        "heights": heights.tolist(),
        "levels": levels.tolist(),
        "start": list(found.view.start),
        "minima": [list(one) for one in found.view.minima],
    }


def _axes(view: View, size: int) -> tuple[Array, Array]:
    return np.linspace(*view.x, size), np.linspace(*view.y, size)
