"""Run the exercise's own wrong solutions on the same inputs as the submission.

They are part of this distribution and run in this process; the submission itself never does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from math import isfinite
from typing import Any

import numpy as np

from exercises import Exercise, WrongAnswer
from exercises.spec import Tolerance
from grader.compare import Kind, numbers
from grader.judge import StageRun
from grader.sandbox.types import Op, OpResult, Raised, Returned, Unsendable
from grader.script import Pick
from grader.unsandboxed import TrustedRun


@dataclass(frozen=True, slots=True)
class Match:
    """A wrong solution that reproduces the submission's numbers in some failed checks.

    Attributes:
        wrong_answer: the wrong solution.
        checks: the ids of the failed checks that it reproduces.
        whole: whether it reproduces the submission's answers to everything.
        alone: whether it is correct wherever it does not reproduce the submission's answers.
    """

    wrong_answer: WrongAnswer
    checks: frozenset[str]
    whole: bool
    alone: bool = True


@dataclass(frozen=True, slots=True)
class Observed:
    """An operation and the submission's answer to it.

    Attributes:
        op: the operation.
        answer: the answer.
        looks: the failed checks that examine the answer, each with the part that it examines.
        serves: all checks that need the operation.
    """

    op: Op
    answer: OpResult
    looks: Sequence[tuple[str, Pick]]
    serves: Set[str]


def matches(exercise: Exercise, runs: Sequence[StageRun], failed: Set[str]) -> list[Match]:
    """Return the wrong solutions that reproduce all values and exceptions of at least one of the `failed` checks.

    A solution that is also wrong where the submission is correct is left out, since its description would not fit. If
    both are wrong in different ways, the submission may make a second mistake, or the same one in another form; but
    not if it raises, since then it is unfinished.
    """
    observed = [one for run in runs for one in _observe(run, failed)]
    with np.errstate(all="ignore"):
        found = [_match(wrong, exercise, observed, failed) for wrong in exercise.wrong_answers]
        fitting = [match for match in found if match.checks]
        judged = [match if match.whole else _beside_others(match, exercise, runs, failed) for match in fitting]
        unfinished = any(
            run.findings[check].kind is Kind.RAISED for run in runs for check in failed & run.findings.keys()
        )
        return [match for match in judged if match is not None and (match.alone or not unfinished)]


def _observe(run: StageRun, failed: Collection[str]) -> Iterator[Observed]:
    looks: dict[int, list[tuple[str, Pick]]] = defaultdict(list)
    serves: dict[int, set[str]] = defaultdict(set)
    for check in run.plan.checks:
        for question in check.questions:
            for number in (*question.needs, *(pick.op for pick in question.evidence)):
                serves[number].add(check.id)
            if check.id in failed:
                raised = (Pick(op, "") for op in question.needs if isinstance(run.answers[op], Raised))
                for pick in (*question.evidence, *raised):
                    looks[pick.op].append((check.id, pick))
    for number, (op, answer) in enumerate(zip(run.plan.script.ops, run.answers, strict=True)):
        yield Observed(op, answer, looks[number], serves[number])


def _match(wrong: WrongAnswer, exercise: Exercise, observed: Sequence[Observed], failed: Collection[str]) -> Match:
    """Replay the submission operation by operation, leaving out those that serve only checks already ruled out."""
    run, tolerance = TrustedRun(wrong.source, exercise.filename, exercise.provided), exercise.spec.tolerance
    alive, whole = set(failed), True
    for one in observed:
        if not whole and one.serves and alive.isdisjoint(one.serves):
            continue
        answer = run(one.op)
        if _same_answer(one.answer, answer, tolerance):
            continue
        whole = False
        for check, pick in one.looks:
            if check in alive and not _same_part(pick, one.answer, answer, tolerance):
                alive.remove(check)
        if not alive:
            break
    return Match(wrong, frozenset(alive), whole)


def _beside_others(match: Match, exercise: Exercise, runs: Sequence[StageRun], failed: Collection[str]) -> Match | None:
    """Examine the checks that a match does not reproduce; return None if it fails one that the submission passes."""
    trusted, alone = TrustedRun(match.wrong_answer.source, exercise.filename, exercise.provided), True
    for run in runs:
        own = [trusted(op) for op in run.plan.script.ops]
        for check in run.plan.checks:
            findings = (question.judge(run.plan.script, own) for question in check.questions)
            if check.id not in match.checks and any(finding.kind is not Kind.RIGHT for finding in findings):
                if check.id not in failed:
                    return None
                alone = False
    return replace(match, alone=alone)


def _same_part(pick: Pick, one: OpResult, other: OpResult, tolerance: Tolerance) -> bool:
    """Return whether two answers agree in the part that a check examines."""
    if not pick.path or not isinstance(one, Returned) or not isinstance(other, Returned):
        return False
    left, right = one.value, other.value
    for item, count in pick.path:
        if not all(isinstance(found, list | tuple) and len(found) == count for found in (left, right)):
            return False
        left, right = left[item], right[item]
    return same_value(left, right, tolerance)


def _same_answer(one: OpResult, other: OpResult, tolerance: Tolerance) -> bool:
    if isinstance(one, Returned) and isinstance(other, Returned):
        return same_value(one.value, other.value, tolerance) and same_value(one.args_after, other.args_after, tolerance)
    if isinstance(one, Raised) and isinstance(other, Raised):
        return (one.type, one.message) == (other.type, other.message)
    return isinstance(one, Unsendable) and isinstance(other, Unsendable) and one.type == other.type


def same_value(one: Any, other: Any, tolerance: Tolerance) -> bool:
    """Return whether two values have the same form and, up to rounding, the same numbers."""
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(same_value(*pair, tolerance) for pair in zip(one, other, strict=True))
    left, right = numbers(one), numbers(other)
    if left is None or right is None:
        return left is None and right is None and type(one) is type(other) and bool(one == other)
    if left.shape != right.shape or left.dtype != right.dtype:
        return False
    if left.dtype.kind != "f":
        return bool(np.array_equal(left, right))
    return _close(left, right, tolerance)


def _close(left: Any, right: Any, tolerance: Tolerance) -> bool:
    # The ufunc itself: the method `max` costs more than the arithmetic, and there are thousands of calls.
    largest, error = (float(np.maximum.reduce(np.abs(one), axis=None, initial=0.0)) for one in (right, left - right))
    if isfinite(error):
        return error <= tolerance.atol + tolerance.rtol * largest
    finite = np.isfinite(right)
    if finite.all() or not np.array_equal(left[~finite], right[~finite], equal_nan=True):
        return False
    return _close(left[finite], right[finite], tolerance)
