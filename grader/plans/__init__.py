"""What is asked of a submission, stage by stage: the plan, and the compiler that makes it of scenarios."""

from __future__ import annotations

from grader.plans.compiler import stages
from grader.plans.plan import PlannedCheck, StagePlan

__all__ = ["PlannedCheck", "StagePlan", "stages"]
