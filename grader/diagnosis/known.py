"""The exercise's own wrong solutions, run on the very inputs that the submission got.

They are part of this distribution and run in this process; the submission itself never does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeGuard

import numpy as np

from exercises import Exercise, WrongAnswer
from exercises.spec import Tolerance
from grader.compare import numbers
from grader.judge import StageRun
from grader.loading import required_names
from grader.local import LocalSession
from grader.plans import PlannedCheck
from grader.sandbox.types import Loaded, OpResult, Raised, Returned, Unsendable
from grader.script import Pick


@dataclass(frozen=True, slots=True)
class Match:
    """A wrong solution that gives the submission's numbers in some failed checks.

    Attributes:
        wrong_answer: which one.
        checks: ids of the failed checks that it reproduces.
        whole: whether it gives the submission's answers to everything that was asked.
    """

    wrong_answer: WrongAnswer
    checks: frozenset[str]
    whole: bool


def matches(exercise: Exercise, runs: Sequence[StageRun], failed: Sequence[str]) -> Iterator[Match]:
    """Yield the wrong solutions that reproduce at least one of the `failed` checks."""
    names = [required.name for required in required_names(exercise.spec)]
    for wrong in exercise.wrong_answers:
        session = LocalSession()
        if not isinstance(session.load(wrong.source.encode(), exercise.filename, names), Loaded):
            continue
        match = _match(wrong, session, runs, failed, exercise.spec.tolerance)
        if match.checks:
            yield match


def _match(
    wrong: WrongAnswer, session: LocalSession, runs: Sequence[StageRun], failed: Sequence[str], tolerance: Tolerance
) -> Match:
    reproduced: set[str] = set()
    whole = True
    for run in runs:
        answers = session.run(run.plan.script.ops)
        whole = whole and all(_same_answer(*pair, tolerance) for pair in zip(answers, run.answers, strict=True))
        for check in run.plan.checks:
            if check.id in failed and _reproduces(check, run.answers, answers, tolerance):
                reproduced.add(check.id)
    return Match(wrong, frozenset(reproduced), whole)


def _reproduces(
    check: PlannedCheck, theirs: Sequence[OpResult], ours: Sequence[OpResult], tolerance: Tolerance
) -> bool:
    """Whether all values that a check looked at are the same."""
    return all(_same_pick(pick, theirs, ours, tolerance) for question in check.questions for pick in question.evidence)


def _same_pick(pick: Pick, theirs: Sequence[OpResult], ours: Sequence[OpResult], tolerance: Tolerance) -> bool:
    one, other = theirs[pick.op], ours[pick.op]
    if pick.item is not None and _has_item(one, pick) and _has_item(other, pick):
        return same_value(one.value[pick.item], other.value[pick.item], tolerance)
    return _same_answer(one, other, tolerance)


def _has_item(answer: OpResult, pick: Pick) -> TypeGuard[Returned]:
    return isinstance(answer, Returned) and isinstance(answer.value, list | tuple) and len(answer.value) == pick.count


def _same_answer(one: OpResult, other: OpResult, tolerance: Tolerance) -> bool:
    if isinstance(one, Returned) and isinstance(other, Returned):
        arguments_agree = (one.args_after is None and other.args_after is None) or same_value(
            one.args_after, other.args_after, tolerance
        )
        return arguments_agree and same_value(one.value, other.value, tolerance)
    if isinstance(one, Raised) and isinstance(other, Raised):
        return (one.type, one.message) == (other.type, other.message)
    return isinstance(one, Unsendable) and isinstance(other, Unsendable) and one.type == other.type


def same_value(one: Any, other: Any, tolerance: Tolerance) -> bool:
    """Whether two values have the same form and, but for rounding, the same numbers."""
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(same_value(*pair, tolerance) for pair in zip(one, other, strict=True))
    left, right = numbers(one), numbers(other)
    if left is None or right is None:
        return left is None and right is None and type(one) is type(other) and bool(one == other)
    if left.shape != right.shape or left.dtype.kind != right.dtype.kind:
        return False
    finite = np.isfinite(right)
    largest = float(np.max(np.abs(right[finite]), initial=0.0))
    with np.errstate(invalid="ignore"):
        close = np.abs(left - right) <= tolerance.atol + tolerance.rtol * largest if left.dtype.kind in "fi" else False
    return bool(np.all(close | (left == right) | (np.isnan(left) & np.isnan(right))))
