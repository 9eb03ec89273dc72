"""The specification of ``adadelta``."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from exercises import surfaces
from exercises.spec import Array, OptimizerSpec, Points, Trajectory
from exercises.surfaces import away_from_zero
from exercises.trajectories import adaptive, far_steps, many_steps, not_a_number, sparse, still
from reference import optim

_USUAL = {"lr": 0.5, "rho": 0.8, "eps": 1e-4}


def small(params: Sequence[Array]) -> list[Array]:
    """Return gradients about as large as the square root of the default eps, where the value of eps matters."""
    return [1e5 * gradient for gradient in surfaces.faint(params)]


def trajectories(rng: np.random.Generator) -> list[Trajectory]:
    shared, several = adaptive(rng, _USUAL, is_steep=False)
    quick, slow = {"lr": 2.0, "rho": 0.5, "eps": 1e-2}, {"lr": 0.7, "rho": 0.97, "eps": 0.1}
    return [
        *shared,
        Trajectory("6 steps, eps 0.01", quick, (away_from_zero(rng, 4),), surfaces.waves, 6, "hyperparameters"),
        Trajectory("5 steps, rho 0.97", slow, several[:2], surfaces.valley, 5, "hyperparameters"),
        far_steps(rng, quick),
        Trajectory("5 steps with the defaults", {}, (away_from_zero(rng, 3),), surfaces.ripples, 5, "defaults"),
        Trajectory("small gradients with the defaults", {}, (away_from_zero(rng, 3),), small, 3, "defaults"),
        sparse(rng, _USUAL),
        still(several, _USUAL),
        not_a_number(several, _USUAL),
        many_steps(rng, _USUAL),
    ]


SPEC = OptimizerSpec(
    title="Adadelta",
    summary="Steps in the units of the parameters, with no learning rate to tune.",
    version=4,
    class_name="Adadelta",
    arguments=("lr", "rho", "eps"),
    reference=optim.Adadelta,
    trajectories=trajectories,
    points=Points(forward=90, backward=0, gradcheck=0, properties=10),
)
