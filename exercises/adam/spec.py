"""What ``adam`` asks."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from exercises.spec import Array, OptimizerSpec, Points, Trajectory
from reference import optim

_USUAL = {"lr": 0.1, "betas": (0.9, 0.999), "eps": 1e-8}


def _valley(params: Sequence[Array]) -> list[Array]:
    """Gradient of the sum of c/2 · x², steep in some directions and flat in others (c from 1 to 20)."""
    return [np.linspace(1.0, 20.0, param.size).reshape(param.shape) * param for param in params]


def _banana(params: Sequence[Array]) -> list[Array]:
    """Gradient of Rosenbrock's (1 - a)² + 5 (b - a²)², whose valley is bent."""
    (a, b) = params[0]
    return [np.array([-2.0 * (1.0 - a) - 20.0 * a * (b - a * a), 10.0 * (b - a * a)])]


def _waves(params: Sequence[Array]) -> list[Array]:
    """Gradient of the sum of -cos(3x)/3 + x²/20: it changes its sign along the way."""
    return [np.sin(3.0 * param) + 0.1 * param for param in params]


def _ripples(params: Sequence[Array]) -> list[Array]:
    """Gradients that change from step to step even when a step is only 0.001 long, so that the betas show."""
    return [1.5 + np.cos(3000.0 * param) for param in params]


def _faint(params: Sequence[Array]) -> list[Array]:
    """Gradients as small as the default eps, where its value shows."""
    return [3e-8 * np.cos(param) for param in params]


def _sparse(params: Sequence[Array]) -> list[Array]:
    """Huge gradients beside exact zeros."""
    return [np.where(np.arange(param.size).reshape(param.shape) % 2 == 0, 0.0, 1e8 * param) for param in params]


def trajectories(rng: np.random.Generator) -> list[Trajectory]:
    def away_from_zero(*shape: int) -> Array:
        return rng.choice([-1.0, 1.0], size=shape) * rng.uniform(0.5, 2.0, size=shape)

    several = (away_from_zero(3), away_from_zero(2, 4), away_from_zero(1), away_from_zero(2, 4))
    other = {"lr": 0.05, "betas": (0.5, 0.7), "eps": 1e-2}
    swapped = {**other, "betas": (0.7, 0.5)}
    return [
        Trajectory("one step down a valley", _USUAL, (away_from_zero(4),), _valley, 1, "first_step"),
        Trajectory("one step, a matrix", _USUAL, (away_from_zero(2, 3),), _waves, 1, "first_step"),
        Trajectory("7 steps down a valley", _USUAL, (away_from_zero(4),), _valley, 7, "steps"),
        Trajectory("7 steps along a bent valley", _USUAL, (away_from_zero(2),), _banana, 7, "steps"),
        Trajectory("4 steps of 4 parameters", _USUAL, several, _waves, 4, "parameters"),
        Trajectory("6 steps, eps 0.01", other, (away_from_zero(4),), _waves, 6, "hyperparameters"),
        Trajectory("5 steps, betas 0.7 and 0.5", swapped, several[:2], _valley, 5, "hyperparameters"),
        Trajectory("4 steps with the defaults", {}, (away_from_zero(3),), _ripples, 4, "defaults"),
        Trajectory("3 faint steps with the defaults", {}, (away_from_zero(3),), _faint, 3, "defaults"),
        Trajectory("zeros and huge gradients", _USUAL, (away_from_zero(6),), _sparse, 3, "extremes"),
    ]


SPEC = OptimizerSpec(
    title="Adam",
    summary="Two running means, bias correction, and steps of about lr.",
    version=1,
    class_name="Adam",
    arguments=("lr", "betas", "eps"),
    reference=optim.Adam,
    trajectories=trajectories,
    points=Points(forward=90, backward=0, gradcheck=0, properties=10),
)
