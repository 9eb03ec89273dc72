"""The specification of ``rmsprop``."""

from __future__ import annotations

import numpy as np

from exercises import surfaces
from exercises.spec import OptimizerSpec, Points, Trajectory
from exercises.surfaces import away_from_zero
from exercises.trajectories import adaptive, far_steps, many_steps, not_a_number, sparse, still
from reference import optim

_USUAL = {"lr": 0.1, "beta": 0.8, "eps": 1e-10}


def trajectories(rng: np.random.Generator) -> list[Trajectory]:
    shared, several = adaptive(rng, _USUAL)
    damped, slow = {"lr": 0.05, "beta": 0.5, "eps": 1e-2}, {"lr": 0.3, "beta": 0.97, "eps": 0.3}
    return [
        *shared,
        Trajectory("6 steps, eps 0.01", damped, (away_from_zero(rng, 4),), surfaces.waves, 6, "hyperparameters"),
        Trajectory("5 steps, beta 0.97", slow, several[:2], surfaces.valley, 5, "hyperparameters"),
        far_steps(rng, damped),
        Trajectory(
            "5 steps with the defaults", {"lr": 0.01}, (away_from_zero(rng, 3),), surfaces.ripples, 5, "defaults"
        ),
        Trajectory(
            "tiny gradients with the defaults", {"lr": 0.01}, (away_from_zero(rng, 3),), surfaces.faint, 3, "defaults"
        ),
        sparse(rng, _USUAL),
        still(several, _USUAL),
        not_a_number(several, _USUAL),
        many_steps(rng, {**_USUAL, "beta": 0.999}),
    ]


SPEC = OptimizerSpec(
    title="RMSProp",
    summary="Like Adagrad, but with a running mean of squared gradients, so that old ones fade.",
    version=4,
    class_name="RMSProp",
    arguments=("lr", "beta", "eps"),
    reference=optim.RMSProp,
    trajectories=trajectories,
    points=Points(forward=90, backward=0, gradcheck=0, properties=10),
)
