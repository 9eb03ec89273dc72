"""Surfaces for optimizers to descend, as gradients at lists of parameters, and starting points.

Some also give their height as a function of the first two numbers of a parameter, for pictures.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from exercises.expectations import Array


@dataclass(frozen=True, slots=True)
class Surface:
    """A surface that returns its gradients when called, and that can be drawn.

    Attributes:
        gradient: maps a list of parameters of any shapes to a list of gradients.
        height: maps the first two numbers of a parameter and its size to the height, up to a constant.
    """

    gradient: Callable[[Sequence[Array]], list[Array]]
    height: Callable[[Array, int], float]

    def __call__(self, params: Sequence[Array]) -> list[Array]:
        """Return the gradients at `params`."""
        return self.gradient(params)


def away_from_zero(rng: np.random.Generator, *shape: int) -> Array:
    """Return numbers of both signs with absolute values from 0.5 to 2, where no gradient below is 0 by chance."""
    size = int(np.prod(shape))
    signs = rng.permutation(np.where(np.arange(size) % 2, -1.0, 1.0)).reshape(shape)
    return np.asarray(signs * rng.uniform(0.5, 2.0, size=shape), dtype=np.float64)


def several(rng: np.random.Generator) -> tuple[Array, ...]:
    """Return four parameters with one or two axes, two of them with the same shape."""
    return tuple(away_from_zero(rng, *shape) for shape in ((3,), (2, 4), (1,), (2, 4)))


def curvatures(size: int) -> Array:
    """Return the curvatures of a valley with `size` directions, from flat (1) to steep (20)."""
    return np.linspace(1.0, 20.0, size)


def _valley(params: Sequence[Array]) -> list[Array]:
    """Return the gradient of the sum of c/2 · x², steep in some directions and flat in others (c from 1 to 20)."""
    return [curvatures(param.size).reshape(param.shape) * param for param in params]


def _banana(params: Sequence[Array]) -> list[Array]:
    """Return the gradient of Rosenbrock's function (1 - a)² + 5 (b - a²)², which has a curved valley."""
    (a, b) = params[0]
    return [np.array([-2.0 * (1.0 - a) - 20.0 * a * (b - a * a), 10.0 * (b - a * a)])]


def _waves(params: Sequence[Array]) -> list[Array]:
    """Return the gradient of the sum of -cos(3x)/3 + x²/20, which changes sign along the way."""
    return [np.sin(3.0 * param) + 0.1 * param for param in params]


def _hills(params: Sequence[Array]) -> list[Array]:
    """Return the gradient of the sum of 1.5|x| + sin(3|x|)/3, which is never closer to zero than 0.5."""
    return [np.sign(param) * (1.5 + np.cos(3.0 * param)) for param in params]


valley = Surface(_valley, lambda point, size: float(np.sum(curvatures(size)[:2] * point**2) / 2.0))
banana = Surface(_banana, lambda point, _: float((1.0 - point[0]) ** 2 + 5.0 * (point[1] - point[0] ** 2) ** 2))
waves = Surface(_waves, lambda point, _: float(np.sum(point**2 / 20.0 - np.cos(3.0 * point) / 3.0)))
hills = Surface(_hills, lambda point, _: float(np.sum(1.5 * np.abs(point) + np.sin(3.0 * np.abs(point)) / 3.0)))


def ripples(params: Sequence[Array]) -> list[Array]:
    """Return gradients that change even over steps of 0.001, so that mistakes in running means show."""
    return [np.sign(param) * (1.5 + np.cos(3000.0 * param)) for param in params]


def faint(params: Sequence[Array]) -> list[Array]:
    """Return gradients about as small as an eps of 1e-8, where the value of eps matters."""
    return [1.5e-8 * np.sign(param) * (1.5 + np.cos(param)) for param in params]


def sparse(params: Sequence[Array]) -> list[Array]:
    """Return huge gradients for some elements and exact zeros for the others."""
    return [np.where(np.arange(param.size).reshape(param.shape) % 2 == 0, 0.0, 1e8 * param) for param in params]


def plain(params: Sequence[Array]) -> list[Array]:
    """Return gradients of exactly zero."""
    return [np.zeros_like(param) for param in params]


def undefined(params: Sequence[Array]) -> list[Array]:
    """Return gradients whose first number is nan."""
    return [np.where(np.arange(param.size).reshape(param.shape) == 0, np.nan, param) for param in params]


def cliff(params: Sequence[Array]) -> list[Array]:
    """Return huge gradients for all elements."""
    return [1e8 * param for param in params]
