"""A session without a sandbox, for TRUSTED code only: the exercises' own solutions.

It runs code inside this very process. `grader.grade` never uses one; it exists to run the catalog's wrong solutions on
a student's inputs, and to measure the cost of the sandbox. In a student's own browser, which is a sandbox itself, it
runs their code (`grader.browser`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from types import CodeType
from typing import Any

import numpy as np

from grader.sandbox.child.harness import Namespace
from grader.sandbox.types import Loaded, LoadFailed, Op, OpResult, Returned


class LocalSession:
    """Run trusted code in this process, with the interface of a sandbox session."""

    def __init__(self) -> None:
        self._namespace: Namespace | None = None

    @property
    def output(self) -> str:
        """What was printed so far: here, prints are not captured."""
        return ""

    def load(
        self,
        source: bytes,
        filename: str,
        names: Sequence[str],
        provided: str = "",
        meanwhile: Callable[[], None] = lambda: None,
    ) -> Loaded | LoadFailed:
        """Execute the source and describe the required names."""
        meanwhile()
        self._namespace = Namespace(source, filename, provided)
        with np.errstate(all="ignore"):
            return self._namespace.load(names)

    def prepare(self, ops: Sequence[Op]) -> None:
        """Do nothing: here, operations need no preparation."""

    def run(self, ops: Sequence[Op], meanwhile: Callable[[], None] = lambda: None) -> list[OpResult]:
        """Run a frame of operations.

        Raises:
            RuntimeError: if nothing was loaded.
        """
        if self._namespace is None:
            raise RuntimeError("load comes before run")
        meanwhile()
        with np.errstate(all="ignore"):
            return self._namespace.run(ops)


class TrustedRun:
    """Run a catalog solution operation by operation, from a fresh start.

    The source is compiled once per process, and nothing is encoded. Wrong solutions overflow and divide by zero, so use
    this under ``np.errstate``.
    """

    def __init__(self, source: str, filename: str, provided: str = "") -> None:
        self._namespace = Namespace(source, filename, provided)
        exec(_compiled(source, filename), self._namespace.module.__dict__)  # noqa: S102 - our own code, see above

    def __call__(self, op: Op) -> OpResult:
        """Run one operation; later ones cannot change its result."""
        result = self._namespace.execute(op)
        return _copy(result) if isinstance(result, Returned) else result


@lru_cache(maxsize=4096)
def _compiled(source: str, filename: str) -> CodeType:
    return compile(source, filename, "exec", dont_inherit=True)


def _copy(returned: Returned) -> Returned:
    """Return a result that later operations cannot change."""
    return Returned(_plain(returned.value), None if returned.args_after is None else _plain(returned.args_after))


def _plain(value: Any) -> Any:
    if isinstance(value, np.ndarray | np.generic):
        return np.array(value)
    if isinstance(value, list | tuple):
        return type(value)(_plain(item) for item in value)
    return value
