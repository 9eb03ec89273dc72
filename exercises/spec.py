"""The kinds of specs: data that defines an exercise and is turned into scenarios.

A spec reads no files and no clock, and every random number comes from the generator that is passed in.
"""

from __future__ import annotations

from exercises.differentiable import Bounds, Case, Differentiable, Number
from exercises.expectations import Array
from exercises.functions import FunctionsSpec
from exercises.layers import LayerSpec
from exercises.losses import LossSpec
from exercises.optimizers import LooksAhead, OptimizerSpec, Stepping
from exercises.points import STAGES, Allowance, Points, Tolerance
from exercises.scenario import ScenarioSpec
from exercises.trajectory import Trajectory

__all__ = [
    "STAGES",
    "Allowance",
    "Array",
    "Bounds",
    "Case",
    "Differentiable",
    "FunctionsSpec",
    "LayerSpec",
    "LooksAhead",
    "LossSpec",
    "Number",
    "OptimizerSpec",
    "Points",
    "ScenarioSpec",
    "Spec",
    "Stepping",
    "Tolerance",
    "Trajectory",
]

Spec = FunctionsSpec | LayerSpec | LossSpec | OptimizerSpec | ScenarioSpec
