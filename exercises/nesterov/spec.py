"""The specification of ``nesterov``."""

from __future__ import annotations

from exercises.spec import OptimizerSpec, Points
from exercises.trajectories import with_velocity
from reference import optim

SPEC = OptimizerSpec(
    title="Nesterov momentum",
    summary="Momentum with the gradient evaluated at a lookahead point.",
    version=4,
    class_name="Nesterov",
    arguments=("lr", "momentum"),
    reference=optim.Nesterov,
    trajectories=with_velocity,
    points=Points(forward=90, backward=0, gradcheck=0, properties=10),
    looks_ahead=True,
)
