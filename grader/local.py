"""A session without a sandbox, for TRUSTED code only: the exercises' own solutions.

It runs what it is given inside this very process. `grader.grade` never takes one; it exists to run the catalogue's
wrong solutions on a student's inputs, and to measure what the sandbox costs.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from grader.sandbox.harness import Namespace
from grader.sandbox.types import Loaded, LoadFailed, Op, OpResult


class LocalSession:
    """Runs trusted code in this process, with the interface of a sandbox session."""

    output = ""

    def __init__(self) -> None:
        self._namespace: Namespace | None = None

    def load(self, source: bytes, filename: str, names: Sequence[str]) -> Loaded | LoadFailed:
        """Execute the source and describe the names it should define."""
        self._namespace = Namespace(source, filename)
        with np.errstate(all="ignore"):
            return self._namespace.load(names)

    def run(self, ops: Sequence[Op]) -> list[OpResult]:
        """Run a frame of operations.

        Raises:
            RuntimeError: if nothing was loaded.
        """
        if self._namespace is None:
            raise RuntimeError("load comes before run")
        with np.errstate(all="ignore"):
            return self._namespace.run(ops)
