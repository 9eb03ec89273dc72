"""The specification of ``sgd``."""

from __future__ import annotations

import numpy as np

from exercises import surfaces
from exercises.spec import OptimizerSpec, Points, Trajectory
from exercises.surfaces import away_from_zero
from exercises.trajectories import edges, first_steps, many_steps, of_four
from reference import optim

_USUAL = {"lr": 0.05}


def trajectories(rng: np.random.Generator) -> list[Trajectory]:
    several = surfaces.several(rng)
    return [
        *first_steps(rng, _USUAL),
        Trajectory("5 steps down a valley", _USUAL, (away_from_zero(rng, 4),), surfaces.valley, 5, "steps"),
        Trajectory("5 steps, a 3-D array", _USUAL, (away_from_zero(rng, 2, 1, 3),), surfaces.waves, 5, "steps"),
        # The valley has gradients far above 1 for every start, so that a clipped gradient always shows.
        of_four(several, _USUAL, surfaces.valley),
        Trajectory("3 long steps", {"lr": 1.5}, (away_from_zero(rng, 4),), surfaces.waves, 3, "learning_rates"),
        Trajectory("3 short steps", {"lr": 0.003}, several[:2], surfaces.valley, 3, "learning_rates"),
        *edges(several, _USUAL),
        many_steps(rng, _USUAL),
        Trajectory("tiny gradients", {"lr": 1e6}, (away_from_zero(rng, 3),), surfaces.faint, 3, "extremes"),
    ]


SPEC = OptimizerSpec(
    title="SGD",
    summary="One step against the gradient, scaled by the learning rate.",
    version=4,
    class_name="SGD",
    arguments=("lr",),
    reference=optim.SGD,
    trajectories=trajectories,
    points=Points(forward=90, backward=0, gradcheck=0, properties=10),
)
