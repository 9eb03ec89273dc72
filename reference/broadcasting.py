"""Broadcasting, undone: the only place that knows about it."""

from __future__ import annotations

from typing import Any


def unbroadcast(g: Any, shape: tuple[int, ...]) -> Any:
    """Sum a gradient over the axes along which its argument was repeated.

    An element that was repeated n times received n gradients; their sum is its own.

    Args:
        g: The gradient with respect to the broadcast argument, array or Tensor.
        shape: The shape the argument had before.

    Returns:
        The gradient with respect to the argument, of that shape.
    """
    added = g.ndim - len(shape)
    stretched = tuple(added + axis for axis, size in enumerate(shape) if size == 1 != g.shape[added + axis])
    summed = g.sum(axis=tuple(range(added)) + stretched)
    return summed if summed.shape == shape else summed.reshape(shape)
