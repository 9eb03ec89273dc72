"""Grade submissions: sandbox, checks, diagnosis, report and the ``grader`` command line.

The names below are imported on first use: the sandbox's own process imports `grader.sandbox`, and neither the checks
nor the reference may be loaded into its memory.
"""

from __future__ import annotations

import sys
from importlib import import_module

_FOUND_IN = __file__.replace("\\", "/").rpartition("/grader/")[0]
if (
    sys.argv[:1] == ["-m"]
    and {"grader", "-mgrader"} & set(sys.orig_argv)
    and not sys.flags.safe_path
    and sys.path[0].replace("\\", "/").rstrip("/") != _FOUND_IN  # in a checkout, the current folder is ours
):
    # `python -m grader` looks in the current folder first, where a student may have a json.py or a folder exercises/.
    # It is dropped before anything is imported that could be found there.
    del sys.path[0]

from typing import TYPE_CHECKING, Any  # noqa: E402 - not from the current folder

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
