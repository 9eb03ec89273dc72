"""Layers as functions: linear, normalization and dropout."""

# ruff: noqa: A002 - PyTorch calls the first argument `input`
from __future__ import annotations

from typing import Any

import numpy as np

from reference import rules
from reference.errors import ShapeError
from reference.primitive import raw
from reference.tensor import Tensor


def linear(input: Tensor, weight: Tensor, bias: Tensor | None = None) -> Tensor:
    """Return x Wᵀ + b.

    Args:
        input: (..., in_features).
        weight: (out_features, in_features).
        bias: (out_features,).

    Returns:
        (..., out_features).
    """
    return rules.linear(input, weight) if bias is None else rules.linear(input, weight, bias)


def batch_norm(
    input: Tensor,
    running_mean: np.ndarray[Any, Any] | None,
    running_var: np.ndarray[Any, Any] | None,
    weight: Tensor | None = None,
    bias: Tensor | None = None,
    training: bool = False,
    momentum: float = 0.1,
    eps: float = 1e-5,
) -> Tensor:
    """Return (x − mean) / √(var + eps) · weight + bias for each channel.

    In training, the mean and the biased variance are those of the batch. The running arrays, if given, are updated in
    place as in PyTorch: r ← (1 − momentum) r + momentum · batch, with the unbiased variance. Outside training, the
    running arrays are used instead.

    Args:
        input: (N, C) or (N, C, ...).
        running_mean: (C,).
        running_var: (C,).
        weight: (C,).
        bias: (C,).
        training: Whether to normalize with the statistics of the batch.
        momentum: The weight of the batch in the update of the running arrays.
        eps: Added to the variance.

    Returns:
        An array with the shape of the input.

    Raises:
        ShapeError: The input has no channels. Also raised in training if it has fewer than two values per channel, and
            outside training if a running array is missing.
    """
    if input.ndim < 2:
        raise ShapeError(f"expected an input of shape (N, C) or (N, C, ...), got {input.shape}")
    axes = (0, *range(2, input.ndim))
    channels = (1, -1) + (1,) * (input.ndim - 2)
    if training:
        count = input.size // input.shape[1]
        if count < 2:
            raise ShapeError(f"training needs at least two values per channel, got an input of shape {input.shape}")
        mean = input.mean(axis=axes, keepdims=True)
        var = rules.var(input, axis=axes, keepdims=True)
        _move(running_mean, raw(mean).reshape(-1), momentum)
        _move(running_var, raw(var).reshape(-1) * (count / (count - 1)), momentum)
    elif running_mean is None or running_var is None:
        raise ShapeError("running_mean and running_var are both required outside training")
    else:
        mean, var = raw(running_mean).reshape(channels), raw(running_var).reshape(channels)
    return _scaled((input - mean) / rules.sqrt(var + eps), weight, bias, channels)


def _move(running: np.ndarray[Any, Any] | None, batch: np.ndarray[Any, Any], momentum: float) -> None:
    """Update a running array with the value of the batch."""
    if running is not None:
        running[...] = (1 - momentum) * running + momentum * batch


def _scaled(x: Tensor, weight: Tensor | None, bias: Tensor | None, shape: tuple[int, ...]) -> Tensor:
    """Return x · weight + bias for whichever are given, both reshaped to `shape`."""
    if weight is not None:
        x = x * weight.reshape(shape)
    return x if bias is None else x + bias.reshape(shape)


def layer_norm(
    input: Tensor,
    normalized_shape: tuple[int, ...],
    weight: Tensor | None = None,
    bias: Tensor | None = None,
    eps: float = 1e-5,
) -> Tensor:
    """Return (x − mean) / √(var + eps) · weight + bias, with statistics over the last axes.

    Args:
        input: (..., *normalized_shape).
        normalized_shape: The shape of the axes that are normalized together.
        weight: (*normalized_shape).
        bias: (*normalized_shape).
        eps: Added to the biased variance.

    Raises:
        ShapeError: The input does not end in normalized_shape.
    """
    last = len(normalized_shape)
    if last == 0 or input.shape[-last:] != tuple(normalized_shape):
        raise ShapeError(f"the input's shape must end in normalized_shape {normalized_shape}, got {input.shape}")
    axes = tuple(range(-last, 0))
    mean = input.mean(axis=axes, keepdims=True)
    var = rules.var(input, axis=axes, keepdims=True)
    return _scaled((input - mean) / rules.sqrt(var + eps), weight, bias, tuple(normalized_shape))


def dropout(
    input: Tensor, p: float = 0.5, training: bool = True, *, mask: np.ndarray[Any, Any] | None = None
) -> Tensor:
    """Return x / (1 − p) where the mask is true, else 0; outside training, return x.

    Args:
        input: Any shape.
        p: The probability that an element is dropped.
        training: Whether to drop elements.
        mask: True where an element is kept; has the shape of the input. The engine draws no random numbers: the caller
            passes a mask such as `rng.random(shape) >= p`.

    Raises:
        ShapeError: In training, the mask is missing or has another shape.
    """
    if not training:
        return input
    if mask is None or mask.shape != input.shape:
        got = "no mask" if mask is None else f"shape {mask.shape}"
        raise ShapeError(f"expected a mask of shape {input.shape}, got {got}")
    return rules.where(mask.astype(bool), input * (1 / (1 - p) if p < 1 else 0.0), 0.0)  # type: ignore[no-any-return]
