"""What a plan is: for each stage one frame of operations and the checks that judge its answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from grader.questions import Question
from grader.report import Stage
from grader.script import Script


@dataclass(frozen=True, slots=True)
class PlannedCheck:
    """One check before it is judged.

    Attributes:
        id: stable within the exercise, for example ``backward.grad_bias``.
        points: what it is worth.
        questions: all of them must be right; the first that is not gives the check its message.
    """

    id: str
    points: int
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class StagePlan:
    """One stage: one frame there, one frame back.

    Attributes:
        stage: which one.
        script: what is asked.
        checks: how the answers are judged.
    """

    stage: Stage
    script: Script
    checks: tuple[PlannedCheck, ...]


def split(points: int, checks: Sequence[tuple[str, Sequence[Question]]]) -> tuple[PlannedCheck, ...]:
    """Share the points of a stage among its checks as evenly as integers can; the first ones get the rest."""
    share, rest = divmod(points, len(checks))
    return tuple(
        PlannedCheck(id_, share + (place < rest), tuple(questions)) for place, (id_, questions) in enumerate(checks)
    )
