"""Sliding windows over images and their adjoint, on which convolution and pooling are built."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.lib.stride_tricks import as_strided

from reference.errors import ShapeError
from reference.primitive import Operation, primitive

Pair: TypeAlias = tuple[int, int]


def _counts(size: Pair, kernel: Pair, stride: Pair, dilation: Pair) -> Pair:
    """Return how many windows fit along each axis; as in PyTorch, elements that do not fill a window are left out."""
    rows, columns = (
        (length - spacing * (k - 1) - 1) // step + 1
        for length, k, step, spacing in zip(size, kernel, stride, dilation, strict=True)
    )
    return rows, columns


def _windows(x: Any, kernel: Pair, stride: Pair, dilation: Pair) -> Any:
    """Return a view of (N, C, H, W) as (N, C, KH, KW, OH, OW): element (i, j) of the window at each position."""
    n, c, h, w = x.shape
    oh, ow = _counts((h, w), kernel, stride, dilation)
    if oh < 1 or ow < 1:
        raise ShapeError(f"a kernel of {kernel} with dilation {dilation} does not fit in an image of {(h, w)}")
    sn, sc, sh, sw = x.strides
    strides = (sn, sc, sh * dilation[0], sw * dilation[1], sh * stride[0], sw * stride[1])
    return as_strided(x, (n, c, *kernel, oh, ow), strides, writeable=False)


def _add_windows(g: Any, size: Pair, stride: Pair, dilation: Pair) -> Any:
    """Return an image (N, C, H, W): zeros to which the elements (N, C, KH, KW, OH, OW) of all windows are added."""
    n, c, kh, kw, oh, ow = g.shape
    out = np.zeros((n, c, *size), dtype=g.dtype)
    for i in range(kh):
        for j in range(kw):
            top, left = i * dilation[0], j * dilation[1]
            rows = slice(top, top + stride[0] * oh, stride[0])
            columns = slice(left, left + stride[1] * ow, stride[1])
            out[:, :, rows, columns] += g[:, :, i, j]
    return out


# Each pixel is copied into every window that covers it, so it receives the sum of their gradients.
windows: Operation = primitive(
    "windows",
    _windows,
    lambda g, y, x, kernel, stride, dilation: add_windows(g, x.shape[2:], stride, dilation),
)

# The adjoint of copying into windows is summing over windows, and vice versa.
add_windows: Operation = primitive(
    "add_windows",
    _add_windows,
    lambda g, y, x, size, stride, dilation: windows(g, x.shape[2:4], stride, dilation),
)
