"""Grade submissions: sandbox, checks, diagnosis, report and the ``grader`` command line.

The names below are imported on first use: the sandbox's own process imports `grader.sandbox`, and neither the checks
nor the reference may be loaded into its memory.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from grader.errors import GradingCanceled
    from grader.grading import StageEvent, grade
    from grader.sandbox.types import MAX_SOURCE_BYTES

_HOME = {
    "GradingCanceled": "grader.errors",
    "MAX_SOURCE_BYTES": "grader.sandbox.types",
    "StageEvent": "grader.grading",
    "grade": "grader.grading",
}

__all__ = ["MAX_SOURCE_BYTES", "GradingCanceled", "StageEvent", "grade"]


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module 'grader' has no attribute {name!r}")
