"""Losses as functions, with PyTorch's names, argument order and conventions."""

# ruff: noqa: A002 - PyTorch calls the first argument `input`
from __future__ import annotations

from typing import Any, Literal, TypeAlias

import numpy as np

from reference import rules
from reference.errors import DtypeError, ShapeError
from reference.primitive import raw
from reference.tensor import Tensor

Reduction: TypeAlias = Literal["mean", "sum", "none"]


def mse_loss(input: Tensor, target: Any, reduction: Reduction = "mean") -> Tensor:
    """Return the squared errors (x − t)², averaged over all elements by default.

    Raises:
        ShapeError: The shapes differ; broadcasting would average over unintended pairs.
    """
    _check_same_shape(input, target)
    return _reduced((input - target) ** 2, reduction)


def binary_cross_entropy_with_logits(input: Tensor, target: Any, reduction: Reduction = "mean") -> Tensor:
    """Return −t log σ(x) − (1 − t) log(1 − σ(x)), averaged over all elements by default.

    Raises:
        ShapeError: The shapes differ.
    """
    _check_same_shape(input, target)
    return _reduced(rules.log_loss(input, target), reduction)


def nll_loss(input: Tensor, target: Any, reduction: Reduction = "mean") -> Tensor:
    """Return −xₜ, the negative log-probability of the target class, averaged over the batch by default.

    Args:
        input: Log-probabilities (N, C), or (C,) for a single sample.
        target: Integers (N,) from 0 to C − 1, or one such integer for a single sample.
        reduction: "mean", "sum" or "none".

    Raises:
        DtypeError: The target is not an integer array.
        ShapeError: The shapes are incompatible, or a target is not a valid class.
    """
    classes = np.asarray(raw(target))
    if classes.dtype.kind not in "iu":
        raise DtypeError(f"expected a target of integer class indices, got dtype {classes.dtype}")
    if input.ndim not in (1, 2) or classes.shape != input.shape[:-1]:
        raise ShapeError(f"expected input (N, C) and target (N,), got {input.shape} and {classes.shape}")
    count = input.shape[-1]
    if classes.size and not (classes.min() >= 0 and classes.max() < count):
        raise ShapeError(f"expected targets from 0 to {count - 1}, got {classes.min()} to {classes.max()}")
    picked = input[np.arange(len(classes)), classes] if classes.ndim else input[int(classes)]
    return _reduced(-picked, reduction)


def cross_entropy(input: Tensor, target: Any, reduction: Reduction = "mean") -> Tensor:
    """Return −log softmax(x)ₜ for logits (N, C) and integer targets (N,), averaged over the batch by default."""
    return nll_loss(rules.log_softmax(input, axis=-1), target, reduction)


def _check_same_shape(input: Tensor, target: Any) -> None:
    if input.shape != np.shape(raw(target)):
        raise ShapeError(f"expected input and target of the same shape, got {input.shape} and {np.shape(raw(target))}")


def _reduced(losses: Tensor, reduction: Reduction) -> Tensor:
    """Reduce the losses as asked."""
    if reduction == "none":
        return losses
    if reduction not in ("mean", "sum"):
        raise ValueError(f"expected reduction 'mean', 'sum' or 'none', got {reduction!r}")
    return rules.mean(losses) if reduction == "mean" else rules.sum(losses)
