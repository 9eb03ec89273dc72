"""Undo broadcasting in gradients; no other module deals with broadcasting."""

from __future__ import annotations

from typing import Any

from reference.errors import ShapeError


def unbroadcast(g: Any, shape: tuple[int, ...]) -> Any:
    """Sum a gradient over the axes along which its argument was repeated.

    The gradient of an element that was repeated n times is the sum of the n gradients of its copies.

    Args:
        g: The gradient with respect to the broadcast argument, an array or a tensor.
        shape: The shape of the argument before broadcasting.

    Returns:
        The gradient with respect to the argument, with shape `shape`.

    Raises:
        ShapeError: An argument of that shape does not broadcast to the gradient's shape, so the rule is wrong.
    """
    added = g.ndim - len(shape)
    if g.shape[added:] == shape:
        return g.sum(axis=tuple(range(added)))
    stretched = tuple([added + axis for axis, size in enumerate(shape) if size == 1])
    if added < 0 or any(size not in (1, repeated) for size, repeated in zip(shape, g.shape[added:], strict=True)):
        raise ShapeError(f"got a gradient of shape {g.shape} for an argument of shape {shape}; the rule is wrong")
    summed = g.sum(axis=tuple(range(added)) + stretched)
    return summed if summed.shape == shape else summed.reshape(shape)
