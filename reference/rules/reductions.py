"""Reductions over one or more axes, and cumsum."""

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
    """Return the axes as nonnegative numbers."""
    if axis is None:
        return tuple(range(ndim))
    return tuple([a % ndim for a in (axis if isinstance(axis, tuple) else (axis,))])


def _count(x: Any, axis: Axis) -> int:
    """Return the number of elements that are reduced to one."""
    return int(x.size) if axis is None else math.prod([x.shape[a] for a in _axes(x.ndim, axis)])


def _kept(g: Any, x: Any, axis: Axis) -> Any:
    """Return a reduction of x with the reduced axes kept at size 1."""
    if g.ndim == x.ndim or (axis is None and g.ndim == 0):
        return g
    axes = _axes(x.ndim, axis)
    return reshape(g, tuple([1 if a in axes else size for a, size in enumerate(x.shape)]))


def _spread(g: Any, x: Any, axis: Axis) -> Any:
    """Repeat the gradient of each result for all elements that went into it."""
    return broadcast_to(_kept(g, x, axis), x.shape)


# d Σ xᵢ = Σ dxᵢ
sum: Operation = primitive(  # noqa: A001 - NumPy's name
    "sum",
    lambda x, axis=None, keepdims=False: x.sum(axis=axis, keepdims=keepdims),
    lambda g, y, x, axis=None, keepdims=False: _spread(g, x, axis),
)


def _mean(x: Any, axis: Axis = None, keepdims: bool = False) -> Any:
    """Return Σ xᵢ / n; NaN without a warning if there are no elements."""
    return x.sum(axis=axis, keepdims=keepdims) / (_count(x, axis) or np.nan)


# d(Σ xᵢ / n) = Σ dxᵢ / n
mean = primitive(
    "mean", _mean, lambda g, y, x, axis=None, keepdims=False: _spread(g / (_count(x, axis) or np.nan), x, axis)
)

# d(Σ (xᵢ − x̄)² / (n − ddof)) = Σ 2 (xᵢ − x̄) dxᵢ / (n − ddof), since the terms with dx̄ cancel
var = primitive(
    "var",
    lambda x, axis=None, ddof=0, keepdims=False: x.var(axis=axis, ddof=ddof, keepdims=keepdims),
    lambda g, y, x, axis=None, ddof=0, keepdims=False: (
        _kept(g, x, axis) * (2 / (_count(x, axis) - ddof)) * (x - mean(x, axis=axis, keepdims=True))
    ),
)


def _shares(x: Any, y: Any, axis: Axis) -> Any:
    """Return 1 at the selected element; tied elements share equally."""
    x = raw(x)
    tied = x == _kept(raw(y), x, axis)
    return (tied / tied.sum(axis=axis, keepdims=True)).astype(x.dtype)


# d max xᵢ = dxₖ, where k is the index of the largest element; tied elements share equally
max: Operation = primitive(  # noqa: A001 - NumPy's name
    "max",
    lambda x, axis=None, keepdims=False: x.max(axis=axis, keepdims=keepdims),
    lambda g, y, x, axis=None, keepdims=False: _kept(g, x, axis) * _shares(x, y, axis),
)

# d min xᵢ = dxₖ, where k is the index of the smallest element; tied elements share equally
min: Operation = primitive(  # noqa: A001 - NumPy's name
    "min",
    lambda x, axis=None, keepdims=False: x.min(axis=axis, keepdims=keepdims),
    lambda g, y, x, axis=None, keepdims=False: _kept(g, x, axis) * _shares(x, y, axis),
)


def _logsumexp(x: Any, axis: Axis = None, keepdims: bool = False) -> Any:
    """Return log Σ exp(xᵢ) = m + log Σ exp(xᵢ − m), where m is the maximum: no term overflows, and one of them is 1."""
    m = x.max(axis=axis, keepdims=True)
    y = m + np.log(np.exp(x - m).sum(axis=axis, keepdims=True))
    return y if keepdims else y.reshape(_folded(x, axis))[()]


def _folded(x: Any, axis: Axis) -> tuple[int, ...]:
    """Return the shape of x without the reduced axes."""
    axes = _axes(x.ndim, axis)
    return tuple([size for a, size in enumerate(x.shape) if a not in axes])


# d log Σ exp(xᵢ) = Σ exp(xᵢ − y) dxᵢ, the softmax
logsumexp = primitive(
    "logsumexp",
    _logsumexp,
    lambda g, y, x, axis=None, keepdims=False: _kept(g, x, axis) * exp(x - _kept(y, x, axis)),
)


def _product_of_others(x: Any, y: Any, axis: Axis) -> Any:
    """For each element, return the product of all others that it was multiplied with."""
    if np.all(raw(x)):
        return _kept(y, x, axis) / x
    # Division fails if one of them is zero, so multiply all but one, for each one. The reduced axes become the last.
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
    """Return x with one axis reversed."""
    return getitem(x, (slice(None),) * (axis % x.ndim) + (slice(None, None, -1),))


# yⱼ = Σ_{i ≤ j} xᵢ, so xᵢ receives Σ_{j ≥ i} gⱼ, a cumsum from the other end
cumsum: Operation = primitive(
    "cumsum",
    lambda x, axis: x.cumsum(axis=axis),
    lambda g, y, x, axis: _reversed(cumsum(_reversed(g, axis), axis), axis),
)
