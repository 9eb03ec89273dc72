"""Functions that move elements and change none: the gradients move back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from reference.broadcasting import unbroadcast
from reference.primitive import Operation, primitive

# Elements keep their order: the gradient takes the old shape.
reshape: Operation = primitive("reshape", np.reshape, lambda g, y, x, shape: reshape(g, x.shape))


def _inverse(axes: Any) -> Any:
    """The permutation that undoes `axes`; None, which reverses all axes, undoes itself."""
    return None if axes is None else tuple(np.argsort(np.asarray(axes) % len(axes)))


# Axes are permuted: the gradient is permuted back.
transpose: Operation = primitive("transpose", np.transpose, lambda g, y, x, axes=None: transpose(g, _inverse(axes)))

# Elements are repeated: the gradients of all copies are added.
broadcast_to = primitive("broadcast_to", np.broadcast_to, lambda g, y, x, shape: unbroadcast(g, x.shape))

# Elements are picked: each adds its gradient to the place it came from.
getitem = primitive("getitem", lambda x, index: x[index], lambda g, y, x, index: scatter_add(g, index, x.shape))


def _scatter_add(g: Any, index: Any, shape: tuple[int, ...]) -> Any:
    """Zeros of a shape, to which `g` is added at an index; an element named twice receives twice."""
    out = np.zeros(shape, dtype=np.asarray(g).dtype)
    np.add.at(out, index, g)
    return out


# The sum at each place depends on each of its terms with slope 1.
scatter_add: Operation = primitive("scatter_add", _scatter_add, lambda g, y, x, index, shape: g[index])


def _stack(axis: int, *arrays: Any) -> Any:
    """Arrays of one shape along a new axis."""
    return np.stack(arrays, axis)


def _slice_along(g: Any, axis: int, index: Any) -> Any:
    """What lies at an index of one axis."""
    return g[(slice(None),) * (axis % g.ndim) + (index,)]


# Each argument receives the part of the gradient that lies where the argument went.
_stacked = primitive("stack", _stack, every=lambda i, g, y, axis, *xs: _slice_along(g, axis, i - 1))


def stack(arrays: Sequence[Any], axis: int = 0) -> Any:
    """Arrays of one shape along a new axis."""
    return _stacked(axis, *arrays)


def _concatenate(axis: int, *arrays: Any) -> Any:
    """Arrays one after the other along an axis."""
    return np.concatenate(arrays, axis)


def _part(i: int, g: Any, axis: int, arrays: Sequence[Any]) -> Any:
    """The part of the gradient that belongs to the i-th array."""
    start = sum(x.shape[axis] for x in arrays[:i])
    return _slice_along(g, axis, slice(start, start + arrays[i].shape[axis]))


# Each argument receives the part of the gradient that lies where the argument went.
_concatenated = primitive("concatenate", _concatenate, every=lambda i, g, y, axis, *xs: _part(i - 1, g, axis, xs))


def concatenate(arrays: Sequence[Any], axis: int = 0) -> Any:
    """Arrays one after the other along an axis."""
    return _concatenated(axis, *arrays)
