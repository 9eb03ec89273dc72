"""Inputs shared by several activations, and the bounds of their gradients at a kink."""

from __future__ import annotations

import numpy as np

from exercises.differentiable import Bounds
from exercises.expectations import Array


def both_signs(rng: np.random.Generator) -> Array:
    """Return three negative and three positive numbers in random order, none of them close to zero."""
    signs = rng.permutation([-1.0, -1.0, -1.0, 1.0, 1.0, 1.0])
    return np.asarray(rng.uniform(0.2, 2.0, size=6) * signs, dtype=np.float64)


def near_and_far(rng: np.random.Generator, *shape: int) -> Array:
    """Return numbers of both signs in random order, some near zero, some around 1, and some up to 8.

    Every draw has numbers in all of these ranges, so that a wrong threshold shows with every seed.

    Args:
        rng: the generator.
        shape: the shape of the array; its size must be a multiple of 12.
    """
    low, high = np.array([0.005, 0.1, 0.6, 1.7, 3.5, 6.0]), np.array([0.05, 0.5, 1.5, 3.0, 4.8, 8.0])
    sets = [sign * rng.uniform(low, high) for _ in range(int(np.prod(shape)) // 12) for sign in (-1.0, 1.0)]
    return np.asarray(rng.permutation(np.concatenate(sets)).reshape(shape), dtype=np.float64)


def with_zeros(rng: np.random.Generator) -> Array:
    """Return four rows of five numbers, with exactly one zero in each row."""
    found = rng.normal(size=(4, 5))
    found[rng.permutation(4), rng.permutation(5)[:4]] = 0.0
    return found


def between(x: Array | float, left: Array, right: Array) -> Bounds:
    """Return the bounds of a gradient that is `left` for x < 0, `right` for x > 0, and anything between for x = 0."""
    low = np.where(x > 0, right, np.where(x < 0, left, np.minimum(left, right)))
    high = np.where(x > 0, right, np.where(x < 0, left, np.maximum(left, right)))
    return low, high
