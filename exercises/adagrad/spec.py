"""What ``adagrad`` asks."""

from __future__ import annotations

import numpy as np

from exercises import surfaces
from exercises.spec import OptimizerSpec, Points, Trajectory
from exercises.surfaces import away_from_zero
from reference import optim

_USUAL = {"lr": 0.1, "eps": 1e-8}


def trajectories(rng: np.random.Generator) -> list[Trajectory]:
    several = surfaces.several(rng)
    damped, long = {"lr": 0.05, "eps": 1e-2}, {"lr": 0.8, "eps": 0.3}
    return [
        Trajectory("one step down a valley", _USUAL, (away_from_zero(rng, 4),), surfaces.valley, 1, "first_step"),
        Trajectory("one step, a matrix", _USUAL, (away_from_zero(rng, 2, 3),), surfaces.waves, 1, "first_step"),
        Trajectory("7 steps down a valley", _USUAL, (away_from_zero(rng, 4),), surfaces.valley, 7, "steps"),
        Trajectory("7 steps along a bent valley", _USUAL, (away_from_zero(rng, 2),), surfaces.banana, 7, "steps"),
        Trajectory("4 steps of 4 parameters", _USUAL, several, surfaces.waves, 4, "parameters"),
        Trajectory("6 steps, eps 0.01", damped, (away_from_zero(rng, 4),), surfaces.waves, 6, "hyperparameters"),
        Trajectory("5 steps, eps 0.3", long, several[:2], surfaces.valley, 5, "hyperparameters"),
        Trajectory("4 steps, the default", {"lr": 0.2}, (away_from_zero(rng, 3),), surfaces.waves, 4, "defaults"),
        Trajectory("3 faint steps, the default", {"lr": 0.2}, (away_from_zero(rng, 3),), surfaces.faint, 3, "defaults"),
        Trajectory("zeros and huge gradients", _USUAL, (away_from_zero(rng, 6),), surfaces.sparse, 3, "extremes"),
    ]


SPEC = OptimizerSpec(
    title="Adagrad",
    summary="A learning rate for each element, adapted to its past gradients.",
    version=1,
    class_name="Adagrad",
    arguments=("lr", "eps"),
    reference=optim.Adagrad,
    trajectories=trajectories,
    points=Points(forward=90, backward=0, gradcheck=0, properties=10),
)
