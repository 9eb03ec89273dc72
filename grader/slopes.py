"""The numeric gradient check: compare the gradients with the slopes of the submission's own forward."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from exercises.expectations import Array
from grader.compare import Finding, Kind, numbers, plain_float, show_apart, show_index
from grader.messages import say
from grader.questions import capitalized
from grader.report import Verdict
from grader.script import Answers, Pick, Script, first_failure

STEP = 1e-5
EVERY_ELEMENT_UP_TO = 32
RANDOM_DIRECTIONS = 8
KINK = 1e-3
SLOPE_ATOL = 1e-6
SLOPE_RTOL = 1e-6


def vectors(value: Array, rng: np.random.Generator) -> Iterator[tuple[str, Array, float]]:
    """Yield the name, unit vector and step size of each direction to measure at `value`, with h = 1e-5 · max(1, |x|).

    These are all elements of small arrays, and random directions for large ones.
    """
    if value.size <= EVERY_ELEMENT_UP_TO:
        for index in np.ndindex(value.shape):
            vector = np.zeros_like(value)
            vector[index] = 1.0
            yield show_index(index) if index else "", vector, STEP * max(1.0, abs(float(value[index])))
        return
    for _ in range(RANDOM_DIRECTIONS):
        vector = rng.normal(size=value.shape)
        yield " (a random direction)", vector / np.linalg.norm(vector), STEP * max(1.0, float(np.max(np.abs(value))))


@dataclass(frozen=True, slots=True)
class Direction:
    """A direction in which a slope is measured.

    Attributes:
        label: the gradient that it tests.
        name: the name of the direction in sentences.
        vector: the unit vector, with the shape of the gradient.
        h: the step size.
        below: the place of the output at ``-h``.
        above: the place of the output at ``+h``.
    """

    label: str
    name: str
    vector: Array
    h: float
    below: Pick
    above: Pick


@dataclass(frozen=True, slots=True)
class IsSlope:
    """Ask whether the gradients of backward are the slopes of the submission's own forward.

    With L the sum of upstream times output, each direction compares the central difference of L with the projection of
    the gradient. Where the two one-sided slopes differ, there is a kink, and the direction is skipped.

    Attributes:
        needs: the operations that must have succeeded.
        base: the place of the output at the point itself.
        gradients: the places of the gradients, by label.
        directions: the directions that were measured.
        upstream: the upstream gradient.
        case: the name of the inputs.
    """

    needs: tuple[int, ...]
    base: Pick
    gradients: Mapping[str, Pick]
    directions: Sequence[Direction]
    upstream: Array
    case: str
    reveals: ClassVar[str] = ""

    @property
    def evidence(self) -> Sequence[Pick]:
        """The values that the question examines."""
        return tuple(self.gradients.values())

    def judge(self, script: Script, answers: Answers) -> Finding:
        """Judge the answers."""
        finding = first_failure(script, answers, self.needs)
        if finding is not None:
            return finding
        middle = self._level(self.base, script, answers)
        worst, kinks = (0.0, 0.0, 0.0, self.directions[0]), 0
        for direction in self.directions:
            below, above = (self._level(pick, script, answers) for pick in (direction.below, direction.above))
            gradient, finding = self.gradients[direction.label].value(script, answers)
            array = None if finding else numbers(gradient)
            if array is None or array.shape != direction.vector.shape:
                return _unusable("skip.gradient_form", what=self.gradients[direction.label].label)
            if None in (middle, below, above):
                return _unusable("skip.forward_form")
            left, right = (middle - below) / direction.h, (above - middle) / direction.h  # type: ignore[operator]
            if abs(right - left) > KINK * (1.0 + abs(left) + abs(right)):
                kinks += 1
                continue
            slope, got = (left + right) / 2.0, float(np.sum(array * direction.vector))
            excess = abs(got - slope) / (SLOPE_ATOL + SLOPE_RTOL * abs(slope))
            excess = excess if np.isfinite(excess) else np.inf
            if excess > worst[0]:
                worst = (excess, slope, got, direction)
        return self._verdict(worst, kinks)

    def _level(self, pick: Pick, script: Script, answers: Answers) -> float | None:
        value, finding = pick.value(script, answers)
        array = None if finding else numbers(value)
        if array is None or array.shape != self.upstream.shape or array.dtype.kind not in "fi":
            return None
        level = float(np.sum(self.upstream * array))
        return level if np.isfinite(level) else None

    def _verdict(self, worst: tuple[float, float, float, Direction], kinks: int) -> Finding:
        excess, slope, got, direction = worst
        error, tolerance = abs(got - slope), SLOPE_ATOL + SLOPE_RTOL * abs(slope)
        details: dict[str, Any] = {
            "case": self.case,
            "error": plain_float(error, 1),
            "tolerance": plain_float(tolerance, 3),
        }
        count = len(self.directions) - kinks
        if kinks:
            details["notes"] = [say("note.kinks", count=kinks)]
        if count == 0:
            return Finding(Kind.SKIPPED, Verdict.SKIP, say("slopes.kinks"), details)
        if excess <= 1.0:
            return Finding(Kind.RIGHT, Verdict.AC, details=details, count=count)
        shown = dict(zip(("got", "expected"), show_apart(got, slope), strict=True))
        message = capitalized(
            say("slopes.off", what=self.gradients[direction.label].label, index=direction.name, **shown)
        )
        return Finding(Kind.VALUES, Verdict.WA, message, details, count)


def _unusable(reason: str, **gaps: str) -> Finding:
    return Finding(Kind.SKIPPED, Verdict.SKIP, say(reason, **gaps))
