"""Plans: for each stage, one frame of operations and the checks that judge its answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from grader.questions import Question
from grader.report import Stage
from grader.script import Script


@dataclass(frozen=True, slots=True)
class PlannedCheck:
    """A check before it is judged.

    Attributes:
        id: stable within the exercise, for example ``backward.grad_bias``.
        points: the points it is worth.
        questions: all must be answered correctly; the first that is not gives the check its message.
    """

    id: str
    points: int
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class StagePlan:
    """A stage: one frame of requests, one frame of answers.

    Attributes:
        stage: the stage.
        script: the operations.
        checks: the checks that judge the answers.
    """

    stage: Stage
    script: Script
    checks: tuple[PlannedCheck, ...]


def split(
    points: int, checks: Sequence[tuple[str, Sequence[Question]]], weights: Mapping[str, int]
) -> tuple[PlannedCheck, ...]:
    """Distribute the points of a stage over its checks by weight, 1 if not given; the first checks get the rest."""
    whole = sum(weights.get(id_, 1) for id_, _ in checks)
    shares = [points * weights.get(id_, 1) // whole for id_, _ in checks]
    rest = points - sum(shares)
    return tuple(
        PlannedCheck(id_, share + (place < rest), tuple(questions))
        for place, ((id_, questions), share) in enumerate(zip(checks, shares, strict=True))
    )
