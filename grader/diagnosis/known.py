"""Run the exercise's own wrong solutions on the same inputs as the submission.

They are part of this distribution and run in this process; the submission itself never does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from math import isfinite
from typing import Any

import numpy as np

from exercises import Exercise, WrongAnswer
from exercises.spec import Tolerance
from grader.compare import Kind, numbers
from grader.judge import StageRun
from grader.questions import IsExpected, kind_of
from grader.sandbox import codec
from grader.sandbox.types import Op, OpResult, Raised, Returned, Unsendable
from grader.script import Pick
from grader.unsandboxed import TrustedRun

ENOUGH_NUMBERS = 4
ALMOST = 0.99  # the agreement of a solution that also differs where the submission is correct
Place = tuple[str, int]
"""A check and the number of a question in it."""


@dataclass(frozen=True, slots=True)
class Match:
    """A wrong solution that reproduces what the submission does wrong.

    Attributes:
        wrong_answer: the wrong solution.
        agreement: for each failed check whose first wrong answer it reproduces, the share of the check's wrong answers
            that it reproduces.
        whole: whether it reproduces the submission's answers to everything.
        alone: whether it is correct wherever it does not reproduce the submission's answers.
    """

    wrong_answer: WrongAnswer
    agreement: Mapping[str, float]
    whole: bool
    alone: bool = True

    @property
    def checks(self) -> frozenset[str]:
        """The failed checks of which it reproduces every answer."""
        return frozenset(check for check, share in self.agreement.items() if share == 1.0)


@dataclass(frozen=True, slots=True)
class Failed:
    """A failed check.

    Attributes:
        first: the number of the first question with a wrong answer.
        wrong: the numbers of all questions with a wrong answer.
        raised: whether the first wrong answer is an exception.
        is_absent: whether the first wrong answer is an attribute or method that does not exist. Whether its value was
            computed is open, so only a solution that agrees in everything else explains it.
        is_telling: whether it has too many numbers to agree with another mistake by coincidence.
    """

    first: int
    wrong: frozenset[int]
    raised: bool
    is_absent: bool
    is_telling: bool


@dataclass(frozen=True, slots=True)
class Observed:
    """An operation and the submission's answer to it.

    Attributes:
        op: the operation.
        answer: the answer.
        looks: the questions of failed checks that examine the answer, each with the part that it examines.
        serves: all questions that need the operation.
        checks: their checks.
    """

    op: Op
    answer: OpResult
    looks: Sequence[tuple[Place, Pick]]
    serves: Sequence[Place]
    checks: Set[str]


def matches(exercise: Exercise, runs: Sequence[StageRun], failed: Set[str]) -> list[Match]:
    """Return the wrong solutions that reproduce the first wrong answer of at least one of the `failed` checks.

    A solution that is also wrong where the submission is correct is left out, since its description would not fit. A
    solution that is wrong elsewhere in a different way is kept, because the submission may make a second mistake, or
    the same one in another form.
    """
    wrong = {check: _failed(run, check) for run in runs for check in failed & run.findings.keys()}
    observed = [one for run in runs for one in _observe(run)]
    with np.errstate(all="ignore"):
        found = [_match(one, exercise, observed, wrong) for one in exercise.wrong_answers]
        fitting = [match for match in found if match.agreement]
        judged = [match if match.whole else _beside_others(match, exercise, runs, failed) for match in fitting]
    return [match for match in judged if match is not None]


def _failed(run: StageRun, check: str) -> Failed:
    questions = next(one.questions for one in run.plan.checks if one.id == check)
    kinds = [kind_of(question, run.plan.script, run.answers) for question in questions]
    wrong = [number for number, kind in enumerate(kinds) if kind is not Kind.RIGHT]
    first = questions[wrong[0]]
    is_telling = not isinstance(first, IsExpected) or first.expected.value.size >= ENOUGH_NUMBERS
    answers = (run.answers[place] for place in sorted({*first.needs, *(pick.op for pick in first.evidence)}))
    absent = next((answer.missing for answer in answers if isinstance(answer, Raised)), False)
    return Failed(wrong[0], frozenset(wrong), kinds[wrong[0]] is Kind.RAISED, absent, is_telling)


def _observe(run: StageRun) -> Iterator[Observed]:
    looks: dict[int, list[tuple[Place, Pick]]] = defaultdict(list)
    serves: dict[int, list[Place]] = defaultdict(list)
    for check in run.plan.checks:
        for place, question in enumerate(check.questions):
            for number in {*question.needs, *(pick.op for pick in question.evidence)}:
                serves[number].append((check.id, place))
            for pick in question.evidence:
                looks[pick.op].append(((check.id, place), pick))
    for number, (op, answer) in enumerate(zip(run.plan.script.ops, run.answers, strict=True)):
        yield Observed(op, answer, looks[number], serves[number], {check for check, _ in serves[number]})


def _match(wrong: WrongAnswer, exercise: Exercise, observed: Sequence[Observed], failed: Mapping[str, Failed]) -> Match:
    """Return the match of the form of a mistake that agrees most."""
    found = []
    for source in (wrong.source, *wrong.variants):
        found.append(_replay(wrong, source, exercise, observed, failed))
        if found[-1].whole:
            return found[-1]
    return max(found, key=lambda match: sum(match.agreement.values()))


def _replay(
    wrong: WrongAnswer,
    source: str,
    exercise: Exercise,
    observed: Sequence[Observed],
    failed: Mapping[str, Failed],
) -> Match:
    """Repeat the operations one by one, leaving out those that serve only checks already ruled out.

    A check is ruled out if the first wrong answer, or one before it, is not reproduced.
    """
    run, tolerance = TrustedRun(source, exercise.filename, exercise.provided), exercise.spec.tolerance
    alive, whole = set(failed), True
    differing: dict[str, set[int]] = {check: set() for check in failed}
    for one in observed:
        if not whole and one.checks and alive.isdisjoint(one.checks):
            continue
        answer = run(one.op)
        if isinstance(one.answer, Unsendable):
            answer = _as_sent(answer)
        if _same_answer(one.answer, answer, tolerance):
            continue
        whole = False
        for check, place in _differing(one, answer, tolerance):
            if check in alive:
                differing[check].add(place)
                if place <= failed[check].first:
                    alive.remove(check)
        if not alive:
            break
    shares = {check: 1.0 - len(differing[check] & failed[check].wrong) / len(failed[check].wrong) for check in alive}
    agreement = {
        check: share if not differing[check] else min(share, ALMOST)
        for check, share in shares.items()
        if whole or not failed[check].is_absent
        if not differing[check] or (not failed[check].raised and (share >= 0.5 or failed[check].is_telling))
    }
    return Match(wrong, agreement, whole)


def _as_sent(answer: OpResult) -> OpResult:
    """Return the answer of a wrong solution as it would come out of the sandbox, if it cannot be sent."""
    if isinstance(answer, Returned):
        try:
            codec.encode(answer.value)
        except codec.Refused as refused:
            return Unsendable(refused.type, refused.reason)
    return answer


def _differing(one: Observed, answer: OpResult, tolerance: Tolerance) -> Iterator[Place]:
    """Yield the questions for which an answer differs from the submission's.

    An exception, or a value that cannot be sent, concerns every question that needs the operation.
    """
    if not isinstance(one.answer, Returned) or isinstance(answer, Raised):
        if not _same_exception(one.answer, answer):
            yield from one.serves
        return
    yield from (place for place, pick in one.looks if not _same_part(pick, one.answer, answer, tolerance))


def _beside_others(match: Match, exercise: Exercise, runs: Sequence[StageRun], failed: Set[str]) -> Match | None:
    """Examine the checks that a match does not reproduce; return None if it fails one that the submission passes."""
    trusted, alone = TrustedRun(match.wrong_answer.source, exercise.filename, exercise.provided), True
    for run in runs:
        own = [trusted(op) for op in run.plan.script.ops]
        for check in run.plan.checks:
            kinds = (kind_of(question, run.plan.script, own) for question in check.questions)
            if check.id not in match.agreement and any(kind is not Kind.RIGHT for kind in kinds):
                if check.id not in failed:
                    return None
                alone = False
    return replace(match, alone=alone)


def _same_part(pick: Pick, one: OpResult, other: OpResult, tolerance: Tolerance) -> bool:
    """Return whether two answers agree in the part that a check examines."""
    if not isinstance(one, Returned) or not isinstance(other, Returned):
        return _same_answer(one, other, tolerance)
    left, right = one.value, other.value
    if not pick.path:
        return same_value(left, right, tolerance) and same_value(one.args_after, other.args_after, tolerance)
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


def _same_exception(one: OpResult, other: OpResult) -> bool:
    """Return whether both are exceptions of the same type with the same message."""
    return (
        isinstance(one, Raised) and isinstance(other, Raised) and (one.type, one.message) == (other.type, other.message)
    )


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
