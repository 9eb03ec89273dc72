"""The data of a picture of a failed check; built outside the sandbox from the compared arrays.

========  =============================================================================================================
kind      content
========  =============================================================================================================
curve     an elementwise function: expected and actual values over its input; a gradient is divided by the upstream one
heatmap   the error of each element of an array: 0 if correct, else 1 to 3 by its share of the largest error
path      the steps of an optimizer in two parameters: the reference path and the submission's differing step
========  =============================================================================================================
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from exercises.expectations import Array, Context
from grader.compare import Expected, digits_apart, numbers, plain_float

MAX_POINTS = 64
MAX_ROWS = MAX_COLUMNS = 24
LEAST_POINTS = 4
GRID = 20
DIGITS = 5
PLOTTED = 1e6
"""Beyond this magnitude, a curve shows extreme inputs, for which a picture does not help."""


def picture(got: Any, expected: Expected, context: Context) -> Mapping[str, Any] | None:
    """Return the picture of a value with the correct shape and wrong numbers; None if a picture would not help.

    Args:
        got: the value that was returned.
        expected: the correct value.
        context: what it was computed from.
    """
    array = numbers(got)
    if array is None or array.shape != expected.value.shape or array.dtype.kind not in "fiu":
        return None
    plain = array.astype(np.float64)
    target = expected.nearest(plain)
    return _path(plain, target, context) or _curve(plain, target, context) or _heatmap(plain, target, expected.allowed)


def _curve(got: Array, target: Array, context: Context) -> Mapping[str, Any] | None:
    if context.curve is None:
        return None
    (x_values,) = context.inputs.values()
    x, upstream = np.asarray(x_values, dtype=np.float64).ravel(), context.upstream
    got, target = got.ravel(), target.ravel()
    if upstream is not None:
        usable = np.abs(upstream.ravel()) > 1e-3
        x, got, target = (values[usable] for values in (x, got, target))
        got, target = got / upstream.ravel()[usable], target / upstream.ravel()[usable]
    if x.size < LEAST_POINTS or np.abs(x).max() > PLOTTED or np.abs(target).max() > PLOTTED:
        return None
    order = np.argsort(x)[:: max(1, -(-x.size // MAX_POINTS))]
    line = np.linspace(x.min(), x.max(), MAX_POINTS)
    digits = _digits(target[order], got[order])
    return {
        "kind": "curve",
        "of": "output" if upstream is None else "slope",
        "x": _rounded(x[order]),
        **{name: _rounded(values[order], digits) for name, values in (("expected", target), ("got", got))},
        "line": {"x": _rounded(line), "y": _rounded(context.curve(line))},
    }


def _heatmap(got: Array, target: Array, allowed: float) -> Mapping[str, Any] | None:
    if got.size < LEAST_POINTS:
        return None
    rows = got.reshape(-1, got.shape[-1])
    with np.errstate(invalid="ignore", over="ignore"):
        errors = np.abs(rows - target.reshape(rows.shape))
    alike = np.isnan(rows) & np.isnan(target.reshape(rows.shape))
    errors = np.where(alike, 0.0, np.where(np.isnan(errors), np.inf, errors))
    wrong = errors > allowed
    finite = errors[np.isfinite(errors)]
    largest = float(finite.max(initial=0.0)) or 1.0
    shares = np.minimum(errors / largest, 1.0)
    levels = np.where(wrong, np.clip(np.ceil(3.0 * shares), 1, 3), 0).astype(int)
    if not wrong.any() or (levels == 3).all():
        return None  # a single color says no more than the sentence
    return {
        "kind": "heatmap",
        "shape": list(got.shape),
        "rows": levels[:MAX_ROWS, :MAX_COLUMNS].tolist(),
        "wrong": int(wrong.sum()),
        "size": got.size,
        "largest": plain_float(errors.max(), 3),
    }


def _path(got: Array, target: Array, context: Context) -> Mapping[str, Any] | None:
    route, origin = context.route, context.origin
    if route is None or origin is None:
        return None
    ends = {"from": origin.ravel()[:2], "expected": target.ravel()[:2], "got": got.ravel()[:2]}
    if (
        not all(np.isfinite(end).all() for end in ends.values())
        or max(np.abs(end).max() for end in ends.values()) > PLOTTED
    ):
        return None
    found: dict[str, Any] = {"kind": "path", "route": [_rounded(point) for point in route.reshape(-1, 2)]}
    digits = _digits(ends["expected"], ends["got"])
    found |= {name: _rounded(end, digits) for name, end in ends.items()}
    if context.surface is not None:
        points = np.vstack([route.reshape(-1, 2), *(end[None] for end in ends.values())])
        found["surface"] = _grid(points, context.surface)
    return found


def _grid(points: Array, surface: Callable[[Array], float]) -> Mapping[str, Any]:
    """Return the values of the surface on a square that contains all points, for contour lines."""
    low, high = points.min(axis=0), points.max(axis=0)
    middle, half = (low + high) / 2.0, 0.6 * max(float((high - low).max()), 1e-3)
    axes = [np.linspace(center - half, center + half, GRID) for center in middle]
    values = [[float(surface(np.array([a, b]))) for a in axes[0]] for b in axes[1]]
    return {"low": _rounded(middle - half), "high": _rounded(middle + half), "values": list(map(_rounded, values))}


def _rounded(values: Any, digits: int = DIGITS) -> list[float | str]:
    return [plain_float(value, digits) for value in values]


def _digits(expected: Array, got: Array) -> int:
    """Return how many digits it takes to see the largest of the differences."""
    with np.errstate(invalid="ignore", over="ignore"):
        errors = np.abs(expected - got)
    place = int(np.argmax(np.where(np.isnan(errors), np.inf, errors)))
    return digits_apart(expected[place], got[place], DIGITS)
