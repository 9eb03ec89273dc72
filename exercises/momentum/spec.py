"""The specification of ``momentum``."""

from __future__ import annotations

from exercises.spec import OptimizerSpec, Points
from exercises.trajectories import with_velocity
from reference import optim

SPEC = OptimizerSpec(
    title="Momentum",
    summary="Step along a decaying sum of gradients.",
    version=4,
    class_name="Momentum",
    arguments=("lr", "momentum"),
    reference=optim.Momentum,
    trajectories=with_velocity,
    points=Points(forward=90, backward=0, gradcheck=0, properties=10),
)
