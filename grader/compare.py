"""Compare one returned value with the expected one: first its form, then its numbers, never by broadcasting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

import numpy as np
import numpy.typing as npt

from exercises.spec import Array, Tolerance
from grader.messages import say
from grader.report import Verdict

_DIGITS = 10
MAX_DIGITS = 17  # distinguish any two floats


class Kind(Enum):
    """The kind of a finding; it decides what can still be checked afterwards."""

    RIGHT = "right"
    VALUES = "values"  # the right form with wrong numbers
    FORM = "form"  # None, a list, a wrong shape or dtype
    RAISED = "raised"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of judging one question.

    Attributes:
        kind: whether the value is correct, and if not, in what way.
        verdict: the verdict it leads to.
        message: the sentence for the student; empty if the value is correct.
        details: plain JSON data for `Check.details`.
        count: how many numbers were compared.
    """

    kind: Kind
    verdict: Verdict
    message: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)
    count: int = 0


@dataclass(frozen=True, slots=True)
class Expected:
    """The value that is expected.

    Attributes:
        what: the name of the value in sentences, for example ``grad_bias``.
        value: the expected array. Where it is nan, only nan is right.
        tolerance: the accepted error.
        low: at kinks, the lowest accepted values; None if `value` is the only correct answer.
        high: at kinks, the highest accepted values.
        sequence: whether a list or tuple of numbers counts as an array.
        total: what all numbers must sum to, where bounds on each are too loose; None if there is no such rule.
    """

    what: str
    value: Array
    tolerance: Tolerance
    low: Array | None = None
    high: Array | None = None
    total: float | None = None
    sequence: bool = False

    @property
    def allowed(self) -> float:
        """The largest accepted absolute error: ``atol + rtol * max|expected|``."""
        largest = float(np.fmax.reduce(np.abs(self.value), axis=None, initial=0.0))  # ignores nan
        return self.tolerance.atol + self.tolerance.rtol * largest

    def nearest(self, got: Array) -> Array:
        """Return the accepted values nearest to `got`, which has the expected shape; `value` where it is nan."""
        if self.low is None or self.high is None:
            return self.value
        return np.where(np.isnan(got), self.value, np.clip(got, self.low, self.high))


def compare(got: Any, expected: Expected) -> Finding:
    """Judge `got`, a `Value` from the sandbox, by shape, then dtype, then finiteness, then closeness."""
    array = sequence(got) if expected.sequence else numbers(got)
    if array is None:
        return _not_an_array(got, expected)
    if array.shape != expected.value.shape:
        return _wrong_shape(array, expected)
    if array.dtype != np.float64 and not (array.ndim == 0 and array.dtype.kind == "i"):
        return _wrong_dtype(array, expected)
    plain = array.astype(np.float64, copy=False)
    target = expected.value
    if expected.low is not None and expected.high is not None:
        target = np.clip(plain, expected.low, expected.high)
    finite = np.isfinite(plain)
    if not finite.all():
        meant = np.isnan(plain) & np.isnan(expected.value)
        if not np.all(finite | meant):
            nearest = np.where(np.isnan(target), expected.value, target)
            return _not_finite(plain, nearest, finite | meant, expected.what)
        plain, target = np.where(meant, 0.0, plain), np.where(meant, 0.0, target)
    return _closeness(plain, target, expected)


def numbers(value: Any) -> npt.NDArray[Any] | None:
    """Return `value` as an array if it is an array or a number, else None."""
    if isinstance(value, np.ndarray):
        return value
    if isinstance(value, bool | int | float):
        return np.asarray(value) if not isinstance(value, int) or abs(value) < 2**62 else np.asarray(float(value))
    return None


def sequence(value: Any) -> npt.NDArray[Any] | None:
    """Return `value` as an array if it is an array, or a list or tuple of single numbers, else None."""
    if not isinstance(value, list | tuple):
        return numbers(value)
    found = [numbers(item) for item in value]
    flat = [item for item in found if item is not None and item.ndim == 0 and item.dtype.kind in "fiub"]
    return np.array([float(item) for item in flat]) if len(flat) == len(value) else None


def _not_an_array(got: Any, expected: Expected) -> Finding:
    shape = show_shape(expected.value.shape)
    if got is None:
        message = say("form.none", what=expected.what)
    elif expected.value.ndim == 0:
        message = say("form.not_number", what=expected.what, got=type(got).__name__)
    else:
        message = say("form.not_array", what=expected.what, got=type(got).__name__, expected=shape)
    return Finding(Kind.FORM, Verdict.WA, message, {"shape_expected": list(expected.value.shape)})


def _wrong_shape(array: npt.NDArray[Any], expected: Expected) -> Finding:
    got, wanted = show_shape(array.shape), show_shape(expected.value.shape)
    message = say("form.shape", what=expected.what, got=got, expected=wanted)
    shapes = {"shape_expected": list(expected.value.shape), "shape_got": list(array.shape)}
    return Finding(Kind.FORM, Verdict.WA, message, shapes)


def _wrong_dtype(array: npt.NDArray[Any], expected: Expected) -> Finding:
    id_ = "form.lost_precision" if array.dtype.kind == "f" else "form.dtype"
    message = say(id_, what=expected.what, got=array.dtype.name, expected="float64")
    return Finding(Kind.FORM, Verdict.WA, message, {"dtype_got": array.dtype.name})


def _not_finite(got: Array, target: Array, finite: npt.NDArray[np.bool_], what: str) -> Finding:
    index = np.unravel_index(int(np.argmin(finite)), got.shape)
    id_ = "value.nan" if np.isnan(got[index]) else "value.infinite"
    place = f" at {show_index(index)}" if index else ""
    message = say(id_, what=what, place=place, expected=show_number(target[index]))
    return Finding(Kind.VALUES, Verdict.WA, message, {"worst": _worst(index, target, got)}, got.size)


def _closeness(got: Array, target: Array, expected: Expected) -> Finding:
    allowed = expected.allowed
    if got.size == 0:
        return Finding(Kind.RIGHT, Verdict.AC, details={"error": 0.0, "tolerance": plain_float(allowed, 3)})
    errors = np.abs(got - target)
    index = np.unravel_index(int(np.argmax(errors)), got.shape)
    details: dict[str, Any] = {"error": plain_float(errors[index], 3), "tolerance": plain_float(allowed, 3)}
    if errors[index] <= allowed:
        return _total(got, expected) or Finding(Kind.RIGHT, Verdict.AC, details=details, count=got.size)
    numbers_ = dict(zip(("got", "expected"), show_apart(got[index], target[index]), strict=True))
    if got.ndim == 0:
        message = say("value.off_scalar", what=expected.what, **numbers_)
    else:
        message = say("value.off", what=expected.what, index=show_index(index), **numbers_)
    return Finding(Kind.VALUES, Verdict.WA, message, details | {"worst": _worst(index, target, got)}, got.size)


def _total(got: Array, expected: Expected) -> Finding | None:
    total = float(np.sum(got))
    if expected.total is None or abs(total - expected.total) <= got.size * expected.allowed:
        return None
    shown = dict(zip(("got", "expected"), show_apart(total, expected.total), strict=True))
    return Finding(Kind.VALUES, Verdict.WA, say("value.total", what=expected.what, **shown), count=got.size)


def _worst(index: tuple[Any, ...], target: Array, got: Array) -> dict[str, Any]:
    digits = digits_apart(target[index], got[index], _DIGITS)
    return {
        "index": [int(axis) for axis in index],
        "expected": plain_float(target[index], digits),
        "got": plain_float(got[index], digits),
    }


def plain_float(value: Any, digits: int) -> float | str:
    """Return a float rounded to significant digits; what JSON cannot hold becomes "nan", "inf" or "-inf"."""
    number = float(value) + 0.0  # turns -0.0 into 0.0
    return float(f"{number:.{digits}g}") if np.isfinite(number) else str(number)


def show_number(value: Any) -> str:
    """Return a number for a sentence."""
    return f"{float(value) + 0.0:.6g}"


def show_apart(one: Any, other: Any) -> tuple[str, str]:
    """Return two numbers for a sentence, with enough digits to see that they differ; anything else is shown as text."""
    digits = digits_apart(one, other, 6)
    return _with_digits(one, digits), _with_digits(other, digits)


def digits_apart(one: Any, other: Any, least: int) -> int:
    """Return how many significant digits, at least `least`, it takes to see that two numbers differ."""
    enough = (n for n in range(least, MAX_DIGITS) if _with_digits(one, n) != _with_digits(other, n))
    return next(enough, MAX_DIGITS if isinstance(one, float) and one != other else least)


def _with_digits(value: Any, digits: int) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float | np.number):
        return str(value)
    return f"{float(value) + 0.0:.{digits}g}"


def show_shape(shape: tuple[int, ...]) -> str:
    """Return a shape for a sentence; the empty shape is a single number."""
    return str(tuple(int(size) for size in shape)) if shape else "() (a single number)"


def show_index(index: tuple[Any, ...]) -> str:
    """Return an index for a sentence, in Python notation."""
    return f"[{', '.join(str(int(axis)) for axis in index)}]"
