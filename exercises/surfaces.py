"""Surfaces that optimizers walk down, as gradients at lists of parameters, and places to start from.

Some also tell their height over the first two numbers of a parameter, for pictures.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from exercises.expectations import Array


@dataclass(frozen=True, slots=True)
class Surface:
    """A surface that can be called for its gradients.

    Attributes:
        gradient: given parameters of any shapes, a gradient for each.
        height: its value, but for a constant, where the first two numbers of a parameter of some size are given.
    """

    gradient: Callable[[Sequence[Array]], list[Array]]
    height: Callable[[Array, int], float]

    def __call__(self, params: Sequence[Array]) -> list[Array]:
        """Return the gradients at `params`."""
        return self.gradient(params)


def away_from_zero(rng: np.random.Generator, *shape: int) -> Array:
    """Return numbers of either sign between 0.5 and 2 in size, where no gradient below vanishes by chance."""
    return rng.choice([-1.0, 1.0], size=shape) * rng.uniform(0.5, 2.0, size=shape)


def several(rng: np.random.Generator) -> tuple[Array, ...]:
    """Return four parameters of one and two axes, two of them of the same shape."""
    return tuple(away_from_zero(rng, *shape) for shape in ((3,), (2, 4), (1,), (2, 4)))


def curvatures(size: int) -> Array:
    """Return the curvatures of a valley with `size` directions, from flat (1) to steep (20)."""
    return np.linspace(1.0, 20.0, size)


def _valley(params: Sequence[Array]) -> list[Array]:
    """Gradient of the sum of c/2 · x², steep in some directions and flat in others (c from 1 to 20)."""
    return [curvatures(param.size).reshape(param.shape) * param for param in params]


def _banana(params: Sequence[Array]) -> list[Array]:
    """Gradient of Rosenbrock's (1 - a)² + 5 (b - a²)², whose valley is bent."""
    (a, b) = params[0]
    return [np.array([-2.0 * (1.0 - a) - 20.0 * a * (b - a * a), 10.0 * (b - a * a)])]


def _waves(params: Sequence[Array]) -> list[Array]:
    """Gradient of the sum of -cos(3x)/3 + x²/20: it changes its sign along the way."""
    return [np.sin(3.0 * param) + 0.1 * param for param in params]


valley = Surface(_valley, lambda point, size: float(np.sum(curvatures(size)[:2] * point**2) / 2.0))
banana = Surface(_banana, lambda point, _: float((1.0 - point[0]) ** 2 + 5.0 * (point[1] - point[0] ** 2) ** 2))
waves = Surface(_waves, lambda point, _: float(np.sum(point**2 / 20.0 - np.cos(3.0 * point) / 3.0)))


def ripples(params: Sequence[Array]) -> list[Array]:
    """Gradients that change from step to step even when a step is only 0.001 long, so that running means show."""
    return [1.5 + np.cos(3000.0 * param) for param in params]


def faint(params: Sequence[Array]) -> list[Array]:
    """Gradients as small as an eps of 1e-8, where its value shows."""
    return [3e-8 * np.cos(param) for param in params]


def sparse(params: Sequence[Array]) -> list[Array]:
    """Huge gradients beside exact zeros."""
    return [np.where(np.arange(param.size).reshape(param.shape) % 2 == 0, 0.0, 1e8 * param) for param in params]


def plain(params: Sequence[Array]) -> list[Array]:
    """Gradients of exactly zero: nothing pulls anywhere."""
    return [np.zeros_like(param) for param in params]


def cliff(params: Sequence[Array]) -> list[Array]:
    """Huge gradients everywhere."""
    return [1e8 * param for param in params]
