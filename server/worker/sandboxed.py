"""The one place where the server calls the grader."""

from __future__ import annotations

import threading
from typing import Any

from grader import GradingCanceled, StageEvent, grade
from grader.report import Report
from grader.sandbox import Sandbox, SandboxUnavailable
from grader.sandbox.types import Tier
from server.core.settings import Settings
from server.worker.claims import Claim
from server.worker.grading import Canceled, Grader, OnStage, Unavailable


class SandboxedGrader:
    """Grades with `grader.grade` in its own sandbox; each pool process has one."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    def __call__(self, claim: Claim, on_stage: OnStage, cancel: threading.Event) -> Report:
        """Grade the claim's source; see `Grader`."""
        try:
            return grade(
                claim.exercise,
                claim.source,
                seed=claim.seed,
                sandbox=self._sandbox,
                on_stage=lambda event: on_stage(_plain(event)),
                cancel=cancel,
            )
        except GradingCanceled as error:
            raise Canceled from error

    def close(self) -> None:
        """End the sandbox."""
        self._sandbox.close()


def open_grader(settings: Settings) -> Grader:
    """Start a sandbox no weaker than the configured floor.

    Raises:
        Unavailable: if this machine offers none.
    """
    floor = Tier(settings.sandbox_floor)
    try:
        return SandboxedGrader(Sandbox.start(floor, allow_unsafe=floor is Tier.T4))
    except SandboxUnavailable as error:
        raise Unavailable(str(error)) from error


def _plain(event: StageEvent) -> dict[str, Any]:
    return {
        "stage": event.stage.value,
        "state": event.state,
        "verdict": event.verdict.value if event.verdict else None,
        "points": event.points,
        "max_points": event.max_points,
    }
