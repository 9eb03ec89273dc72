"""Functions that select or combine elements: each gradient goes back to where its element came from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np

from reference.errors import ShapeError
from reference.primitive import Operation, primitive, raw

Widths: TypeAlias = tuple[tuple[int, int], ...]

# y = x[index]: the gradient of each element is added where the element came from.
getitem = primitive("getitem", lambda x, index: x[index], lambda g, y, x, index: scatter_add(g, index, x.shape))


def _scatter_add(g: Any, index: Any, shape: tuple[int, ...]) -> Any:
    """Return zeros with `g` added at the index; an element that is named twice receives both."""
    out = np.zeros(shape, dtype=g.dtype)
    if _may_repeat(index):
        np.add.at(out, index, g)
    else:
        out[index] = g
    return out[()]


def _may_repeat(index: Any) -> bool:
    """Return whether an index can name an element twice: lists and integer arrays can, slices and masks cannot."""
    parts = index if isinstance(index, tuple) else (index,)
    return any(isinstance(part, list) or (isinstance(part, np.ndarray) and part.dtype != bool) for part in parts)


# out[index] += x: each element of x has slope 1, wherever it went.
scatter_add: Operation = primitive("scatter_add", _scatter_add, lambda g, y, x, index, shape: getitem(g, index))


def _along(axis: int, ndim: int, index: Any) -> tuple[Any, ...]:
    """Return an index into one axis as an index into the whole array."""
    return (slice(None),) * (axis % ndim) + (index,)


# Each array receives the part of the gradient at its own position.
_stack = primitive(
    "stack",
    lambda *xs, axis: np.stack(xs, axis),
    every=lambda i, g, y, *xs, axis: getitem(g, _along(axis, g.ndim, i)),
)


def stack(tensors: Sequence[Any], axis: int = 0) -> Any:
    """Stack arrays of one shape along a new axis."""
    return _stack(*tensors, axis=axis)


def _part(i: int, axis: int, xs: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return the index of the i-th array within the result."""
    start = sum(x.shape[axis] for x in xs[:i])
    return _along(axis, xs[i].ndim, slice(start, start + xs[i].shape[axis]))


# Each array receives the part of the gradient at its own position.
_concatenate = primitive(
    "concatenate",
    lambda *xs, axis: np.concatenate(xs, axis),
    every=lambda i, g, y, *xs, axis: getitem(g, _part(i, axis, xs)),
)


def concatenate(tensors: Sequence[Any], axis: int = 0) -> Any:
    """Join arrays along an existing axis."""
    return _concatenate(*tensors, axis=axis)


def split(x: Any, sizes: int | Sequence[int], axis: int = 0) -> list[Any]:
    """Split a tensor into consecutive parts, as in PyTorch.

    Args:
        x: Any shape.
        sizes: The size of each part, or one size for all parts, of which the last may be smaller.
        axis: The axis to cut.

    Raises:
        ShapeError: The sizes do not add up to the size of the axis.
    """
    length = x.shape[axis]
    parts = [min(sizes, length - start) for start in range(0, length, sizes)] if isinstance(sizes, int) else list(sizes)
    if sum(parts) != length:
        raise ShapeError(
            f"sizes {parts} add up to {sum(parts)}, but axis {axis} of shape {x.shape} has length {length}"
        )
    ends = np.cumsum(parts).tolist()
    return [x[_along(axis, x.ndim, slice(end - part, end))] for part, end in zip(parts, ends, strict=True)]


def _inner(widths: Widths, shape: tuple[int, ...]) -> tuple[slice, ...]:
    """Return the index of the original within the padded array."""
    return tuple(slice(before, before + size) for (before, _), size in zip(widths, shape, strict=True))


def _pad(x: Any, widths: Widths, value: float = 0.0) -> Any:
    """Return x with a constant border; np.pad does the same but several times slower."""
    shape = tuple(before + size + after for (before, after), size in zip(widths, x.shape, strict=True))
    out = np.full(shape, value, dtype=x.dtype)
    out[_inner(widths, x.shape)] = x
    return out


# The border does not depend on x: the gradient is the part inside it.
pad = primitive("pad", _pad, lambda g, y, x, widths, value=0.0: getitem(g, _inner(widths, raw(x).shape)))
