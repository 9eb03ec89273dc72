"""What ``momentum`` asks."""

from __future__ import annotations

import numpy as np

from exercises import surfaces
from exercises.spec import OptimizerSpec, Points, Trajectory
from exercises.surfaces import away_from_zero
from reference import optim

_USUAL = {"lr": 0.05, "momentum": 0.8}


def trajectories(rng: np.random.Generator) -> list[Trajectory]:
    several = surfaces.several(rng)
    heavy, light, none = {"lr": 0.02, "momentum": 0.95}, {"lr": 0.7, "momentum": 0.5}, {"lr": 0.1, "momentum": 0.0}
    return [
        Trajectory("one step down a valley", _USUAL, (away_from_zero(rng, 4),), surfaces.valley, 1, "first_step"),
        Trajectory("one step, a matrix", _USUAL, (away_from_zero(rng, 2, 3),), surfaces.waves, 1, "first_step"),
        Trajectory("7 steps down a valley", _USUAL, (away_from_zero(rng, 4),), surfaces.valley, 7, "steps"),
        Trajectory("6 steps, three axes", _USUAL, (away_from_zero(rng, 2, 1, 3),), surfaces.waves, 6, "steps"),
        Trajectory("4 steps of 4 parameters", _USUAL, several, surfaces.waves, 4, "parameters"),
        Trajectory("6 steps, momentum 0.95", heavy, (away_from_zero(rng, 4),), surfaces.valley, 6, "hyperparameters"),
        Trajectory("5 steps, momentum 0.5", light, several[:2], surfaces.waves, 5, "hyperparameters"),
        Trajectory("3 steps, momentum 0", none, (away_from_zero(rng, 3),), surfaces.waves, 3, "hyperparameters"),
        Trajectory("5 steps, the default", {"lr": 0.1}, (away_from_zero(rng, 3),), surfaces.waves, 5, "defaults"),
        Trajectory("a plain, where gradients are 0", _USUAL, several[:2], surfaces.plain, 2, "extremes"),
        Trajectory("a cliff, with huge gradients", _USUAL, several[:2], surfaces.cliff, 3, "extremes"),
    ]


SPEC = OptimizerSpec(
    title="Momentum",
    summary="Step along a decaying sum of gradients.",
    version=1,
    class_name="Momentum",
    arguments=("lr", "momentum"),
    reference=optim.Momentum,
    trajectories=trajectories,
    points=Points(forward=90, backward=0, gradcheck=0, properties=10),
)
