"""The specification of ``adagrad``."""

from __future__ import annotations

import numpy as np

from exercises import surfaces
from exercises.spec import OptimizerSpec, Points, Trajectory
from exercises.surfaces import away_from_zero
from exercises.trajectories import adaptive, far_steps, many_steps, not_a_number, sparse, still
from reference import optim

_USUAL = {"lr": 0.1, "eps": 1e-10}


def trajectories(rng: np.random.Generator) -> list[Trajectory]:
    shared, several = adaptive(rng, _USUAL)
    damped, long = {"lr": 0.05, "eps": 1e-2}, {"lr": 0.8, "eps": 0.3}
    return [
        *shared,
        Trajectory("6 steps, eps 0.01", damped, (away_from_zero(rng, 4),), surfaces.waves, 6, "hyperparameters"),
        Trajectory("5 steps, eps 0.3", long, several[:2], surfaces.valley, 5, "hyperparameters"),
        far_steps(rng, damped),
        Trajectory("4 steps, default eps", {"lr": 0.2}, (away_from_zero(rng, 3),), surfaces.waves, 4, "defaults"),
        Trajectory(
            "tiny gradients, default eps", {"lr": 0.2}, (away_from_zero(rng, 3),), surfaces.faint, 3, "defaults"
        ),
        sparse(rng, _USUAL),
        still(several, _USUAL),
        not_a_number(several, _USUAL),
        many_steps(rng, _USUAL),
    ]


SPEC = OptimizerSpec(
    title="Adagrad",
    summary="A learning rate for each element, adapted to its past gradients.",
    version=4,
    class_name="Adagrad",
    arguments=("lr", "eps"),
    reference=optim.Adagrad,
    trajectories=trajectories,
    points=Points(forward=90, backward=0, gradcheck=0, properties=10),
)
