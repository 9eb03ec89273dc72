"""Functions that change the shape but not the elements: the gradients are reshaped back."""

from __future__ import annotations

from typing import Any

import numpy as np

from reference.broadcasting import unbroadcast
from reference.primitive import Operation, primitive

# The order of elements is kept: the gradient takes the old shape.
reshape: Operation = primitive("reshape", np.reshape, lambda g, y, x, shape: reshape(g, x.shape))


def _inverse(axes: tuple[int, ...] | None) -> tuple[int, ...] | None:
    """Return the permutation that undoes `axes`; None, which reverses all axes, undoes itself."""
    return None if axes is None else tuple(int(a) for a in np.argsort(np.asarray(axes) % max(len(axes), 1)))


# Axes are permuted: the gradient is permuted back.
transpose: Operation = primitive("transpose", np.transpose, lambda g, y, x, axes=None: transpose(g, _inverse(axes)))


def _broadcast_to(x: Any, shape: tuple[int, ...]) -> Any:
    """Return x repeated along new axes and axes of size 1; for a single number, np.full is faster."""
    return np.full(shape, x) if x.ndim == 0 else np.broadcast_to(x, shape)


# Elements are repeated: the gradients of all copies are added.
broadcast_to = primitive("broadcast_to", _broadcast_to, lambda g, y, x, shape: unbroadcast(g, x.shape))
