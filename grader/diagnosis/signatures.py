"""General signatures of mistakes: how wrong numbers relate to the correct ones.

A signature considers all values of one failed check and matches only if every one of them shows it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np

from exercises.expectations import Array, Context
from grader.compare import numbers, show_shape
from grader.questions import IsExpected

CLOSE = 1e-6
LARGEST = 1000  # at least the rows of a large case: the gradient of a bias may not be summed
FLOAT32 = 1e-5  # the largest relative error of a few operations in float32
FLOAT32_OPERAND = (1e-9, 1e-6)  # the relative errors that operands cast to float32 lead to
SCATTERED = 0.1  # rounding errors have both signs; an extra constant moves all numbers the same way
ENOUGH = 8


@dataclass(frozen=True, slots=True)
class Sample:
    """One value of a failed check.

    Attributes:
        what: its name.
        got: the value that was returned.
        expected: the correct value.
        context: what it was computed from.
    """

    what: str
    got: Array
    expected: Array
    context: Context


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature that was recognized.

    Attributes:
        id: the id of its message.
        gaps: the values for the gaps of the message.
        confidence: from 0 to 1.
    """

    id: str
    gaps: dict[str, Any]
    confidence: float


def sample(question: IsExpected, value: Any) -> Sample | None:
    """Return the value of a question as a sample; None if it is not an array of finite floats of a plausible size.

    Nor is it one if nan is expected.
    """
    array, expected = numbers(value), question.expected
    if array is None or array.dtype.kind not in "fi":
        return None
    # An empty axis counts as one: summing over the axis of a (0, 2**31) array would make 2**31 zeros.
    if prod(max(1, axis) for axis in array.shape) > LARGEST * max(1, expected.value.size):
        return None
    if not (np.all(np.isfinite(array)) and np.all(np.isfinite(expected.value))):
        return None
    return Sample(expected.what, array.astype(np.float64), expected.value, question.context)


def recognize(samples: Sequence[Sample]) -> Signature | None:
    """Return the first signature that all samples show, from the most to the least specific."""
    for signature in _SIGNATURES:
        found = signature(samples)
        if found is not None:
            return found
    return None


def lost_precision(samples: Sequence[Sample]) -> bool:
    """Return whether all samples are right up to rounding errors of float32."""
    return _precision(samples) is not None


def from_earlier_call(samples: Sequence[Sample]) -> Signature | None:
    """Return the signature of values that contain those of the call before, if all samples show it."""
    return _accumulated(samples) or _stale(samples)


def close(one: Array, other: Array) -> bool:
    """Return whether two arrays have the same shape and the same numbers."""
    largest = float(np.max(np.abs(other), initial=0.0))
    return one.shape == other.shape and bool(np.all(np.abs(one - other) <= CLOSE * largest + 1e-12))


def _is_right(one: Sample) -> bool:
    return close(one.got, one.expected)


def _telling(samples: Sequence[Sample]) -> list[Sample]:
    """Return the samples whose expected value is not zero everywhere; the others fit any factor."""
    return [one for one in samples if np.any(np.abs(one.expected) > 1e-9)]


def _every(samples: Sequence[Sample], shows: Callable[[Sample], bool]) -> bool:
    telling = _telling(samples)
    return bool(telling) and all(shows(one) for one in telling) and not all(_is_right(one) for one in telling)


def _precision(samples: Sequence[Sample]) -> Signature | None:
    """Recognize right numbers with rounding errors of float32, of the numbers themselves or of their operands."""
    telling = _telling(samples)
    if not telling or any(one.got.shape != one.expected.shape for one in telling):
        return None
    errors = [np.abs(one.got - one.expected) / np.max(np.abs(one.expected)) for one in telling]
    largest = max(float(np.max(error)) for error in errors)
    if not FLOAT32_OPERAND[0] < largest <= FLOAT32:
        return None
    gaps = {"digits": max(1, round(-np.log10(largest)))}
    if all(np.array_equal(one.got, one.got.astype(np.float32)) for one in telling):
        return Signature("sign.precision", gaps, 0.85)
    if largest > FLOAT32_OPERAND[1]:
        return None
    pairs = np.concatenate([np.stack([(one.got - one.expected).ravel(), one.expected.ravel()]) for one in telling], 1)
    moved, right = pairs[:, pairs[0] != 0.0]
    ups = (np.mean(moved > 0.0), np.mean(moved * right > 0.0))
    is_scattered = all(SCATTERED < up < 1.0 - SCATTERED for up in ups)
    return Signature("sign.precision", gaps, 0.6) if is_scattered or moved.size < ENOUGH else None


def _zero(samples: Sequence[Sample]) -> Signature | None:
    shown = _every(samples, lambda one: one.got.shape == one.expected.shape and not np.any(one.got))
    return Signature("sign.zero", {}, 0.6) if shown else None


def _not_moving(samples: Sequence[Sample]) -> Signature | None:
    shown = _every(samples, lambda one: one.context.origin is not None and close(one.got, one.context.origin))
    return Signature("sign.not_moving", {}, 0.7) if shown else None


def _upstream_returned(samples: Sequence[Sample]) -> Signature | None:
    def shows(one: Sample) -> bool:
        upstream = one.context.upstream
        return one.context.origin is None and upstream is not None and close(one.got, upstream)

    return Signature("sign.upstream_returned", {}, 0.7) if _every(samples, shows) else None


def _transposed(samples: Sequence[Sample]) -> Signature | None:
    shown = _every(samples, lambda one: one.got.ndim >= 2 and close(one.got.T, one.expected))
    return Signature("sign.transposed", {}, 0.8) if shown else None


def _unsummed(samples: Sequence[Sample]) -> Signature | None:
    for axis in range(max((one.got.ndim for one in samples), default=0)):
        shown = _every(
            samples,
            lambda one, axis=axis: (  # type: ignore[misc]
                axis < one.got.ndim == one.expected.ndim + 1 and close(one.got.sum(axis=axis), one.expected)
            ),
        )
        if shown:
            return Signature("sign.unsummed", {"axis": axis}, 0.85)
    return None


def _reshaped(samples: Sequence[Sample]) -> Signature | None:
    def shows(one: Sample) -> bool:
        same_size = one.got.size == one.expected.size and one.got.shape != one.expected.shape
        return same_size and close(one.got.reshape(one.expected.shape), one.expected)

    if not _every(samples, shows):
        return None
    first = samples[0]
    gaps = {"got": show_shape(first.got.shape), "expected": show_shape(first.expected.shape)}
    return Signature("sign.keepdims", gaps, 0.8)


def _stale(samples: Sequence[Sample]) -> Signature | None:
    def shows(one: Sample) -> bool:
        return _is_right(one) or (one.context.earlier is not None and close(one.got, one.context.earlier))

    return Signature("sign.stale", {}, 0.8) if _every(samples, shows) else None


def _accumulated(samples: Sequence[Sample]) -> Signature | None:
    def shows(one: Sample) -> bool:
        earlier = one.context.earlier
        return _is_right(one) or (earlier is not None and close(one.got, one.expected + earlier))

    return Signature("sign.accumulated", {}, 0.8) if _every(samples, shows) else None


def _upstream_ignored(samples: Sequence[Sample]) -> Signature | None:
    shown = _every(samples, lambda one: one.context.ones is not None and close(one.got, one.context.ones))
    return Signature("sign.upstream_ignored", {}, 0.8) if shown else None


def _factor(samples: Sequence[Sample]) -> Signature | None:
    """Recognize a factor that is the same everywhere, or that is N or 1/N in each case."""
    telling = _telling(samples)
    if not telling or any(one.got.shape != one.expected.shape for one in telling):
        return None
    step = telling[0].context.origin is not None
    factors = [_fit(_moved(one, one.got), _moved(one, one.expected)) for one in telling]
    known = [factor for factor in factors if factor is not None]
    if len(known) < len(factors):
        return None
    if _agree(known, [known[0]] * len(known)):
        return _constant(known[0], step)
    return None if step else _by_size(telling, known)


def _constant(factor: float, step: bool) -> Signature | None:
    if abs(factor - 1.0) <= CLOSE or factor == 0.0:
        return None
    if abs(factor + 1.0) <= CLOSE:
        return Signature("sign.step_sign" if step else "sign.negative", {}, 0.8)
    return Signature("sign.step_factor" if step else "sign.factor", {"factor": f"{factor:.4g}"}, 0.6)


def _by_size(samples: Sequence[Sample], factors: list[float]) -> Signature | None:
    shapes = [one.context.batch for one in samples]
    if not all(shapes):
        return None
    rows = [float(shape[0]) for shape in shapes]
    sizes = [float(prod(shape)) for shape in shapes]
    for id_, expected in (
        ("sign.rows_inverse", [1.0 / count for count in rows]),
        ("sign.rows", rows),
        ("sign.size_inverse", [1.0 / size for size in sizes]),
        ("sign.size", sizes),
    ):
        if _agree(factors, expected):
            return Signature(id_, {}, 0.8)
    return None


def _one_side(samples: Sequence[Sample]) -> Signature | None:
    """Recognize values that are correct on one side of zero and wrong on the other, for one input of the same shape."""
    wrong_sides: set[bool] = set()
    for one in samples:
        x = np.asarray(next(iter(one.context.inputs.values()), np.nan), dtype=np.float64)
        if len(one.context.inputs) != 1 or not x.shape == one.got.shape == one.expected.shape:
            return None
        allowed = CLOSE * float(np.max(np.abs(one.expected), initial=0.0)) + 1e-12
        off = (np.abs(one.got - one.expected) > allowed) & (x != 0.0)
        wrong_sides |= {bool(side) for side in np.unique(x[off] > 0.0)}
    if len(wrong_sides) != 1:
        return None
    return Signature("sign.positive_side" if True in wrong_sides else "sign.negative_side", {}, 0.5)


def _moved(one: Sample, value: Array) -> Array:
    return value if one.context.origin is None else value - one.context.origin


def _fit(got: Array, right: Array) -> float | None:
    """Return the k of the best fit got = k · right; None if more than a factor differs."""
    square = float(np.sum(right * right))
    if square == 0.0:
        return None
    factor = float(np.sum(got * right)) / square
    return factor if close(got, factor * right) else None


def _agree(ones: Sequence[float], others: Sequence[float]) -> bool:
    return all(abs(one - other) <= CLOSE * abs(other) for one, other in zip(ones, others, strict=True))


_SIGNATURES = (
    _precision,
    _zero,
    _not_moving,
    _transposed,
    _reshaped,
    _unsummed,
    _accumulated,
    _stale,
    _upstream_ignored,
    _upstream_returned,
    _factor,
    _one_side,
)
