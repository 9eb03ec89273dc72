"""The plan of each stage, and the compiler that makes it from scenarios."""

from __future__ import annotations

from grader.plans.compiler import stages
from grader.plans.plan import PlannedCheck, StagePlan

__all__ = ["PlannedCheck", "StagePlan", "stages"]
