"""The interface of a grader. `server.worker.sandboxed` has the real one, which web processes never import."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from grader.report import Report
from server.core.settings import Settings
from server.worker.claims import Claim

OnStage = Callable[[Mapping[str, Any]], None]


class Unavailable(Exception):  # noqa: N818 - as SandboxUnavailable
    """This machine cannot grade; the message gives the reasons."""


class Canceled(Exception):  # noqa: N818 - asked for, not an error
    """A grading stopped because its cancel event was set."""


class Grader(Protocol):
    """Grades claims, one at a time."""

    def __call__(self, claim: Claim, on_stage: OnStage, cancel: threading.Event) -> Report:
        """Grade the claim's source.

        Raises:
            Canceled: once `cancel` is set.
        """
        ...

    def close(self) -> None:
        """Release what the grader started."""
        ...


Opener = Callable[[Settings], Grader]
