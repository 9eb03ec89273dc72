"""Broadcasting, undone: the only place that knows about it."""

from __future__ import annotations

from typing import Any

from reference.errors import ShapeError


def unbroadcast(g: Any, shape: tuple[int, ...]) -> Any:
    """Sum a gradient over the axes along which its argument was repeated.

    An element that was repeated n times received n gradients; their sum is its own.

    Args:
        g: The gradient with respect to the broadcast argument, array or tensor.
        shape: The shape the argument had before.

    Returns:
        The gradient with respect to the argument, of that shape.

    Raises:
        ShapeError: No argument of that shape can be broadcast to the shape of the gradient: the rule is wrong.
    """
    added = g.ndim - len(shape)
    if g.shape[added:] == shape:
        return g.sum(axis=tuple(range(added)))
    stretched = tuple([added + axis for axis, size in enumerate(shape) if size == 1])
    if added < 0 or any(size not in (1, repeated) for size, repeated in zip(shape, g.shape[added:], strict=True)):
        raise ShapeError(f"found a gradient of shape {g.shape} for an argument of shape {shape}; the rule is wrong")
    summed = g.sum(axis=tuple(range(added)) + stretched)
    return summed if summed.shape == shape else summed.reshape(shape)
