"""Functions that pick elements or put them together: each gradient goes to the place its element came from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np

from reference.errors import ShapeError
from reference.primitive import Operation, primitive, raw

Widths: TypeAlias = tuple[tuple[int, int], ...]

# y = x[index]: each element adds its gradient to the place it came from.
getitem = primitive("getitem", lambda x, index: x[index], lambda g, y, x, index: scatter_add(g, index, x.shape))


def _scatter_add(g: Any, index: Any, shape: tuple[int, ...]) -> Any:
    """Zeros of a shape, to which `g` is added at an index; a place named twice receives twice."""
    out = np.zeros(shape, dtype=g.dtype)
    if _may_repeat(index):
        np.add.at(out, index, g)
    else:
        out[index] = g
    return out[()]


def _may_repeat(index: Any) -> bool:
    """Whether an index can name a place twice: lists and integer arrays can, slices and masks cannot."""
    parts = index if isinstance(index, tuple) else (index,)
    return any(isinstance(part, list) or (isinstance(part, np.ndarray) and part.dtype != bool) for part in parts)


# out[index] += x: each element of x counts with slope 1, wherever it went.
scatter_add: Operation = primitive("scatter_add", _scatter_add, lambda g, y, x, index, shape: getitem(g, index))


def _along(axis: int, ndim: int, index: Any) -> tuple[Any, ...]:
    """The index of one axis as an index of the whole array."""
    return (slice(None),) * (axis % ndim) + (index,)


# Each array receives the part of the gradient that lies where the array went.
_stack = primitive(
    "stack",
    lambda *xs, axis: np.stack(xs, axis),
    every=lambda i, g, y, *xs, axis: getitem(g, _along(axis, g.ndim, i)),
)


def stack(tensors: Sequence[Any], axis: int = 0) -> Any:
    """Arrays of one shape, side by side along a new axis."""
    return _stack(*tensors, axis=axis)


def _part(i: int, axis: int, xs: tuple[Any, ...]) -> tuple[Any, ...]:
    """Where the i-th array went."""
    start = sum(x.shape[axis] for x in xs[:i])
    return _along(axis, xs[i].ndim, slice(start, start + xs[i].shape[axis]))


# Each array receives the part of the gradient that lies where the array went.
_concatenate = primitive(
    "concatenate",
    lambda *xs, axis: np.concatenate(xs, axis),
    every=lambda i, g, y, *xs, axis: getitem(g, _part(i, axis, xs)),
)


def concatenate(tensors: Sequence[Any], axis: int = 0) -> Any:
    """Arrays one after the other along an axis."""
    return _concatenate(*tensors, axis=axis)


def split(x: Any, sizes: int | Sequence[int], axis: int = 0) -> list[Any]:
    """Consecutive parts of a tensor, as in PyTorch.

    Args:
        x: Any shape.
        sizes: The size of each part; or one size for all, of which the last part has what is left.
        axis: The axis to cut.

    Raises:
        ShapeError: The sizes do not add up to the size of the axis.
    """
    length = x.shape[axis]
    parts = [min(sizes, length - start) for start in range(0, length, sizes)] if isinstance(sizes, int) else list(sizes)
    if sum(parts) != length:
        raise ShapeError(f"found sizes {parts}, which add up to {sum(parts)}; axis {axis} of {x.shape} has {length}")
    ends = np.cumsum(parts).tolist()
    return [x[_along(axis, x.ndim, slice(end - part, end))] for part, end in zip(parts, ends, strict=True)]


def _inner(widths: Widths, shape: tuple[int, ...]) -> tuple[slice, ...]:
    """Where the original lies in the padded array."""
    return tuple(slice(before, before + size) for (before, _), size in zip(widths, shape, strict=True))


def _pad(x: Any, widths: Widths, value: float = 0.0) -> Any:
    """X in a frame of one value; np.pad does the same several times slower."""
    shape = tuple(before + size + after for (before, after), size in zip(widths, x.shape, strict=True))
    out = np.full(shape, value, dtype=x.dtype)
    out[_inner(widths, x.shape)] = x
    return out


# The frame does not depend on x: the gradient is cut out of its middle.
pad = primitive("pad", _pad, lambda g, y, x, widths, value=0.0: getitem(g, _inner(widths, raw(x).shape)))
