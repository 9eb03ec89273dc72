"""The fingerprint: everything that a grade depends on besides the source and the seed."""

from __future__ import annotations

import platform
from dataclasses import asdict

import numpy as np

from exercises import Exercise
from grader.report import Fingerprint
from grader.sandbox.types import Limits
from grader.version import engine_version


def fingerprint(exercise: Exercise, limits: Limits, *, tier: str, policy_hash: str) -> Fingerprint:
    """Return the fingerprint of a grading of `exercise`; `tier` and `policy_hash` are empty if no sandbox started."""
    return Fingerprint(
        exercise_hash=exercise.hash,
        engine_version=engine_version(),
        numpy_version=np.__version__,
        python_version=platform.python_version(),
        policy_hash=policy_hash,
        sandbox_tier=tier,
        limits={name: float(value) for name, value in asdict(limits).items()},
    )
