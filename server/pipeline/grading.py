"""What the pipeline asks of a grader; `server.pipeline.sandboxed` has the real one, which web processes never load."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any, Protocol

import exercises
from grader.report import Report
from server.pipeline.claims import Claim
from server.settings import Settings

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


def current_version(slug: str) -> int:
    """The version of the exercise that a new submission is graded against.

    Raises:
        exercises.UnknownExercise: if a course names an exercise that this installation does not have.
    """
    return exercises.load(slug).version
