"""Grade a student's code in their own browser with the judge that the server uses."""

from __future__ import annotations

import random
from collections.abc import Callable
from time import perf_counter

import numpy as np

from exercises import load
from grader.browser.output import Output, captured
from grader.browser.showing import Json
from grader.fingerprint import fingerprint
from grader.grading import report_of
from grader.judge import Judge, StageEvent
from grader.limits import limits_of
from grader.sandbox.types import Limits
from grader.unsandboxed import LocalSession

Emit = Callable[[Json], None]


def check(source: str, slug: str, seed: int, emit: Emit | None = None) -> Json:
    """Return the report on `source`, in the form of `grader.report.Report.to_json`.

    Verdict, points and messages are those of the server for the same seed. Names of known mistakes are missing, because
    students do not receive those.

    Args:
        source: the student's file.
        slug: the exercise.
        seed: 0 or more; determines the data.
        emit: called with each stage as it begins and ends, in the form of the server's live events.

    Raises:
        exercises.UnknownExercise: if there is no exercise with that slug.
    """
    exercise = load(slug)
    started = perf_counter()
    limits = limits_of(exercise.spec, Limits())
    output = Output()
    judge = Judge(exercise, seed, limits, None if emit is None else lambda event: emit(_told(event)))
    random.seed(0)  # as the sandbox does
    np.random.seed(0)
    judged = judge.refuse(source)
    if judged is None:
        with captured(output):
            judged = judge.judge(_Session(output), source.encode())
    mark = fingerprint(exercise, limits, tier="", policy_hash="")
    return report_of(exercise, seed, judged, mark, started).to_json()


class _Session(LocalSession):
    """A session in this process whose prints are collected."""

    def __init__(self, printed: Output) -> None:
        super().__init__()
        self._printed = printed

    @property
    def output(self) -> str:
        """What was printed so far."""
        return self._printed.text


def _told(event: StageEvent) -> Json:
    return {
        "stage": event.stage.value,
        "state": event.state,
        "verdict": event.verdict.value if event.verdict else None,
        "points": event.points,
        "max_points": event.max_points,
    }
