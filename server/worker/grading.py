"""What the pipeline asks of a grader; `server.worker.sandboxed` has the real one, which web processes never load."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from grader.report import Report
from server.core.settings import Settings
from server.worker.claims import Claim

OnStage = Callable[[Mapping[str, Any]], None]


class Unavailable(Exception):  # noqa: N818 - as SandboxUnavailable
    """This machine cannot grade; the text holds the reasons."""


class Cancelled(Exception):  # noqa: N818 - asked for, not an error
    """A grading stopped because it was told to."""


class Grader(Protocol):
    """Grades claims, one at a time."""

    def __call__(self, claim: Claim, on_stage: OnStage, cancel: threading.Event) -> Report:
        """Grade the claim's source.

        Raises:
            Cancelled: once `cancel` is set.
        """
        ...

    def close(self) -> None:
        """End what it started."""
        ...


Opener = Callable[[Settings], Grader]
