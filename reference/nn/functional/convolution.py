"""Convolution and pooling over images (N, C, H, W), built on sliding windows."""

# ruff: noqa: A002 - PyTorch calls the first argument `input`
from __future__ import annotations

from typing import TypeAlias

import numpy as np

from reference import rules
from reference.errors import ShapeError
from reference.tensor import Tensor

Size: TypeAlias = int | tuple[int, int]


def conv2d(
    input: Tensor,
    weight: Tensor,
    bias: Tensor | None = None,
    stride: Size = 1,
    padding: Size = 0,
    dilation: Size = 1,
) -> Tensor:
    """Return the cross-correlation of images with filters: for each window, the sum of its products with each filter.

    Args:
        input: (N, C, H, W).
        weight: (F, C, KH, KW).
        bias: (F,).
        stride: The step of the window.
        padding: The width of the border of zeros.
        dilation: The spacing between the elements of a window.

    Returns:
        (N, F, OH, OW) with OH = ⌊(H + 2·padding − dilation·(KH − 1) − 1) / stride⌋ + 1, OW likewise.

    Raises:
        ShapeError: The shapes are incompatible.
    """
    if input.ndim != 4 or weight.ndim != 4 or input.shape[1] != weight.shape[1]:
        raise ShapeError(f"expected input (N, C, H, W) and weight (F, C, KH, KW), got {input.shape} and {weight.shape}")
    filters, channels, *kernel = weight.shape
    x = rules.windows(_framed(input, padding, 0.0), tuple(kernel), _pair(stride), _pair(dilation))
    n, rows, columns = x.shape[0], *x.shape[-2:]
    size = channels * kernel[0] * kernel[1]
    y = weight.reshape((filters, size)) @ x.reshape((n, size, rows * columns))
    if bias is not None:
        y = y + bias.reshape((filters, 1))
    return y.reshape((n, filters, rows, columns))


def max_pool2d(
    input: Tensor, kernel_size: Size, stride: Size | None = None, padding: Size = 0, dilation: Size = 1
) -> Tensor:
    """Return the largest element of each window; tied elements share the gradient equally.

    Args:
        input: (N, C, H, W).
        kernel_size: The size of the window.
        stride: The step of the window; kernel_size by default.
        padding: The width of the border of −∞, at most half the window.
        dilation: The spacing between the elements of a window.

    Returns:
        (N, C, OH, OW).
    """
    _check_padding(padding, kernel_size)
    stride = kernel_size if stride is None else stride
    x = rules.windows(_framed(input, padding, -np.inf), _pair(kernel_size), _pair(stride), _pair(dilation))
    return rules.max(x, axis=(2, 3))


def avg_pool2d(input: Tensor, kernel_size: Size, stride: Size | None = None, padding: Size = 0) -> Tensor:
    """Return the mean of each window, including the zeros of the padding.

    Args:
        input: (N, C, H, W).
        kernel_size: The size of the window.
        stride: The step of the window; kernel_size by default.
        padding: The width of the border of zeros, at most half the window.

    Returns:
        (N, C, OH, OW).
    """
    _check_padding(padding, kernel_size)
    stride = kernel_size if stride is None else stride
    x = rules.windows(_framed(input, padding, 0.0), _pair(kernel_size), _pair(stride), (1, 1))
    return rules.mean(x, axis=(2, 3))


def _pair(size: Size) -> tuple[int, int]:
    """Return a pair of sizes; one number stands for both axes."""
    return (size, size) if isinstance(size, int) else size


def _framed(input: Tensor, padding: Size, value: float) -> Tensor:
    """Return images with a constant border."""
    if input.ndim != 4:
        raise ShapeError(f"expected an input of shape (N, C, H, W), got {input.shape}")
    rows, columns = _pair(padding)
    if rows == columns == 0:
        return input
    return rules.pad(input, ((0, 0), (0, 0), (rows, rows), (columns, columns)), value)


def _check_padding(padding: Size, kernel_size: Size) -> None:
    """Refuse padding of more than half a window: some windows would hold nothing but padding."""
    if any(2 * p > k for p, k in zip(_pair(padding), _pair(kernel_size), strict=True)):
        raise ShapeError(f"expected padding of at most half the window {kernel_size}, got {padding}")
