"""Functions that give the elements another shape and change none: the gradients go back to the old one."""

from __future__ import annotations

from typing import Any

import numpy as np

from reference.broadcasting import unbroadcast
from reference.primitive import Operation, primitive

# Elements keep their order: the gradient takes the old shape.
reshape: Operation = primitive("reshape", np.reshape, lambda g, y, x, shape: reshape(g, x.shape))


def _inverse(axes: tuple[int, ...] | None) -> tuple[int, ...] | None:
    """The permutation that undoes `axes`; None, which reverses all axes, undoes itself."""
    return None if axes is None else tuple(int(a) for a in np.argsort(np.asarray(axes) % max(len(axes), 1)))


# Axes are permuted: the gradient is permuted back.
transpose: Operation = primitive("transpose", np.transpose, lambda g, y, x, axes=None: transpose(g, _inverse(axes)))


def _broadcast_to(x: Any, shape: tuple[int, ...]) -> Any:
    """X repeated along new axes and axes of size 1; np.full does it faster for a single number."""
    return np.full(shape, x) if x.ndim == 0 else np.broadcast_to(x, shape)


# Elements are repeated: the gradients of all copies are added.
broadcast_to = primitive("broadcast_to", _broadcast_to, lambda g, y, x, shape: unbroadcast(g, x.shape))
