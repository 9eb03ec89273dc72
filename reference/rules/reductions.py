"""Functions that fold one or more axes into one number, and cumsum."""

from __future__ import annotations

import math
from typing import Any, TypeAlias

import numpy as np

from reference.primitive import Operation, primitive, raw
from reference.rules.elementwise import exp, where
from reference.rules.indexing import getitem
from reference.rules.shaping import broadcast_to, reshape, transpose

Axis: TypeAlias = int | tuple[int, ...] | None


def _axes(ndim: int, axis: Axis) -> tuple[int, ...]:
    """The axes by their numbers from 0."""
    if axis is None:
        return tuple(range(ndim))
    return tuple([a % ndim for a in (axis if isinstance(axis, tuple) else (axis,))])


def _count(x: Any, axis: Axis) -> int:
    """How many elements are folded into one."""
    return int(x.size) if axis is None else math.prod([x.shape[a] for a in _axes(x.ndim, axis)])


def _kept(g: Any, x: Any, axis: Axis) -> Any:
    """A result of the reduction of x, with size 1 for each axis that is gone."""
    if g.ndim == x.ndim or (axis is None and g.ndim == 0):
        return g
    axes = _axes(x.ndim, axis)
    return reshape(g, tuple([1 if a in axes else size for a, size in enumerate(x.shape)]))


def _spread(g: Any, x: Any, axis: Axis) -> Any:
    """One gradient for each result, repeated for each element that went into it."""
    return broadcast_to(_kept(g, x, axis), x.shape)


# d Σ xᵢ = Σ dxᵢ
sum: Operation = primitive(  # noqa: A001 - NumPy's name
    "sum",
    lambda x, axis=None, keepdims=False: x.sum(axis=axis, keepdims=keepdims),
    lambda g, y, x, axis=None, keepdims=False: _spread(g, x, axis),
)


def _mean(x: Any, axis: Axis = None, keepdims: bool = False) -> Any:
    """Σ xᵢ / n; not a number, but without a warning, where there is nothing to take the mean of."""
    return x.sum(axis=axis, keepdims=keepdims) / (_count(x, axis) or np.nan)


# d(Σ xᵢ / n) = Σ dxᵢ / n
mean = primitive(
    "mean", _mean, lambda g, y, x, axis=None, keepdims=False: _spread(g / (_count(x, axis) or np.nan), x, axis)
)

# d(Σ (xᵢ − x̄)² / (n − ddof)) = Σ 2 (xᵢ − x̄) dxᵢ / (n − ddof), for the terms with dx̄ add up to 0
var = primitive(
    "var",
    lambda x, axis=None, ddof=0, keepdims=False: x.var(axis=axis, ddof=ddof, keepdims=keepdims),
    lambda g, y, x, axis=None, ddof=0, keepdims=False: (
        _kept(g, x, axis) * (2 / (_count(x, axis) - ddof)) * (x - mean(x, axis=axis, keepdims=True))
    ),
)


def _shares(x: Any, y: Any, axis: Axis) -> Any:
    """1 at the element that was chosen; equal parts of 1 where several tie."""
    x = raw(x)
    tied = x == _kept(raw(y), x, axis)
    return (tied / tied.sum(axis=axis, keepdims=True)).astype(x.dtype)


# d max xᵢ = dxₖ, k being the place of the largest; tied elements share equally
max: Operation = primitive(  # noqa: A001 - NumPy's name
    "max",
    lambda x, axis=None, keepdims=False: x.max(axis=axis, keepdims=keepdims),
    lambda g, y, x, axis=None, keepdims=False: _kept(g, x, axis) * _shares(x, y, axis),
)

# d min xᵢ = dxₖ, k being the place of the smallest; tied elements share equally
min: Operation = primitive(  # noqa: A001 - NumPy's name
    "min",
    lambda x, axis=None, keepdims=False: x.min(axis=axis, keepdims=keepdims),
    lambda g, y, x, axis=None, keepdims=False: _kept(g, x, axis) * _shares(x, y, axis),
)


def _logsumexp(x: Any, axis: Axis = None, keepdims: bool = False) -> Any:
    """Log Σ exp(xᵢ) = m + log Σ exp(xᵢ − m): with m the largest, no term overflows and one is 1."""
    m = x.max(axis=axis, keepdims=True)
    y = m + np.log(np.exp(x - m).sum(axis=axis, keepdims=True))
    return y if keepdims else y.reshape(_folded(x, axis))[()]


def _folded(x: Any, axis: Axis) -> tuple[int, ...]:
    """The shape of x without the axes that are folded."""
    axes = _axes(x.ndim, axis)
    return tuple([size for a, size in enumerate(x.shape) if a not in axes])


# d log Σ exp(xᵢ) = Σ exp(xᵢ − y) dxᵢ, the softmax
logsumexp = primitive(
    "logsumexp",
    _logsumexp,
    lambda g, y, x, axis=None, keepdims=False: _kept(g, x, axis) * exp(x - _kept(y, x, axis)),
)


def _product_of_others(x: Any, y: Any, axis: Axis) -> Any:
    """For each element, the product of those that were multiplied with it."""
    if np.all(raw(x)):
        return _kept(y, x, axis) / x
    # With a zero among them, division fails: multiply all but one, for each one. The folded axes become the last one.
    axes = _axes(x.ndim, axis)
    order = tuple(a for a in range(x.ndim) if a not in axes) + axes
    moved = transpose(x, order)
    rows = reshape(moved, (*_folded(x, axes), -1))
    n = rows.shape[-1]
    others = prod(where(np.eye(n, dtype=bool), 1.0, reshape(rows, (*rows.shape[:-1], 1, n))), axis=-1)
    return transpose(reshape(others, moved.shape), tuple(int(a) for a in np.argsort(order)))


# d Π xᵢ = Σ (Πⱼ≠ᵢ xⱼ) dxᵢ
prod: Operation = primitive(
    "prod",
    lambda x, axis=None, keepdims=False: x.prod(axis=axis, keepdims=keepdims),
    lambda g, y, x, axis=None, keepdims=False: _kept(g, x, axis) * _product_of_others(x, y, axis),
)


def _reversed(x: Any, axis: int) -> Any:
    """The elements of one axis from last to first."""
    return getitem(x, (slice(None),) * (axis % x.ndim) + (slice(None, None, -1),))


# yⱼ = Σ_{i ≤ j} xᵢ, so xᵢ receives Σ_{j ≥ i} gⱼ: a cumsum from the other end
cumsum: Operation = primitive(
    "cumsum",
    lambda x, axis: x.cumsum(axis=axis),
    lambda g, y, x, axis: _reversed(cumsum(_reversed(g, axis), axis), axis),
)
