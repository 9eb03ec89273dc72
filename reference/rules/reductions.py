"""Functions that fold one or more axes into one number."""

from __future__ import annotations

from typing import Any

import numpy as np

from reference.primitive import primitive
from reference.rules.shaping import broadcast_to

Axis = int | tuple[int, ...] | None


def _kept_shape(shape: tuple[int, ...], axis: Axis) -> tuple[int, ...]:
    """The shape with 1 for each reduced axis."""
    if axis is None:
        return (1,) * len(shape)
    axes = {a % len(shape) for a in (axis if isinstance(axis, tuple) else (axis,))}
    return tuple([1 if i in axes else size for i, size in enumerate(shape)])


def _count(shape: tuple[int, ...], axis: Axis) -> int:
    """How many elements are folded into one."""
    if axis is None:
        return int(np.prod(shape, dtype=int))
    return int(np.prod([shape[a] for a in (axis if isinstance(axis, tuple) else (axis,))], dtype=int))


def _spread(g: Any, x: Any, axis: Axis) -> Any:
    """One gradient for each result, repeated for each element that went into it."""
    return broadcast_to(g if axis is None and g.ndim == 0 else g.reshape(_kept_shape(x.shape, axis)), x.shape)


# d Σ xᵢ = Σ dxᵢ
sum = primitive(  # noqa: A001 - NumPy's name
    "sum",
    lambda x, axis=None, keepdims=False: x.sum(axis=axis, keepdims=keepdims),
    lambda g, y, x, axis=None, keepdims=False: _spread(g, x, axis),
)

# d (Σ xᵢ / n) = Σ dxᵢ / n
mean = primitive(
    "mean",
    lambda x, axis=None, keepdims=False: x.mean(axis=axis, keepdims=keepdims),
    lambda g, y, x, axis=None, keepdims=False: _spread(g / _count(x.shape, axis), x, axis),
)
