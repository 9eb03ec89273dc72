"""What is asked of a submission, stage by stage, for each kind of exercise."""

from __future__ import annotations

from exercises.spec import OptimizerSpec, ScenarioSpec, Spec
from grader.plans.differentiable import differentiable_stages
from grader.plans.optimizer import optimizer_stages
from grader.plans.plan import PlannedCheck, StagePlan
from grader.plans.scenario import scenario_stages

__all__ = ["PlannedCheck", "StagePlan", "stages"]


def stages(spec: Spec, seed: int) -> tuple[StagePlan, ...]:
    """Return the stages after loading, in order, with data drawn from `seed`."""
    if isinstance(spec, OptimizerSpec):
        return optimizer_stages(spec, seed)
    if isinstance(spec, ScenarioSpec):
        return scenario_stages(spec, seed)
    return differentiable_stages(spec, seed)
