"""The specification of ``adam``."""

from __future__ import annotations

import numpy as np

from exercises import surfaces
from exercises.spec import OptimizerSpec, Points, Trajectory
from exercises.surfaces import away_from_zero
from exercises.trajectories import adaptive, far_steps, many_steps, not_a_number, sparse, still
from reference import optim

_USUAL = {"lr": 0.1, "betas": (0.9, 0.999), "eps": 1e-10}


def trajectories(rng: np.random.Generator) -> list[Trajectory]:
    shared, several = adaptive(rng, _USUAL)
    other = {"lr": 0.05, "betas": (0.5, 0.7), "eps": 1e-2}
    swapped = {**other, "betas": (0.7, 0.5)}
    return [
        *shared,
        Trajectory("6 steps, eps 0.01", other, (away_from_zero(rng, 4),), surfaces.waves, 6, "hyperparameters"),
        Trajectory("5 steps, betas 0.7 and 0.5", swapped, several[:2], surfaces.valley, 5, "hyperparameters"),
        far_steps(rng, other),
        Trajectory("4 steps with the defaults", {}, (away_from_zero(rng, 3),), surfaces.ripples, 4, "defaults"),
        Trajectory("tiny gradients with the defaults", {}, (away_from_zero(rng, 3),), surfaces.faint, 3, "defaults"),
        sparse(rng, _USUAL),
        still(several, _USUAL),
        not_a_number(several, _USUAL),
        many_steps(rng, _USUAL),
    ]


SPEC = OptimizerSpec(
    title="Adam",
    summary="Two running means with bias correction, and steps whose length is about lr.",
    version=4,
    class_name="Adam",
    arguments=("lr", "betas", "eps"),
    reference=optim.Adam,
    trajectories=trajectories,
    points=Points(forward=90, backward=0, gradcheck=0, properties=10),
)
