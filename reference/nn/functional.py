"""Layers and activations as functions, with PyTorch's names, argument order and conventions."""

# ruff: noqa: A002 - PyTorch calls the first argument `input`
from __future__ import annotations

from reference import rules
from reference.tensor import Tensor


def linear(input: Tensor, weight: Tensor, bias: Tensor | None = None) -> Tensor:
    """Y = X Wᵀ + b.

    Args:
        input: (..., in_features).
        weight: (out_features, in_features).
        bias: (out_features,).

    Returns:
        (..., out_features).
    """
    return rules.linear(input, weight) if bias is None else rules.linear(input, weight, bias)


def sigmoid(input: Tensor) -> Tensor:
    """1 / (1 + e⁻ˣ), exact at both ends."""
    return rules.sigmoid(input)


def tanh(input: Tensor) -> Tensor:
    """The hyperbolic tangent."""
    return rules.tanh(input)


def relu(input: Tensor) -> Tensor:
    """max(x, 0); the derivative at 0 is 0."""
    return rules.relu(input)


def leaky_relu(input: Tensor, negative_slope: float = 0.01) -> Tensor:
    """X where x > 0, else negative_slope · x."""
    return rules.leaky_relu(input, negative_slope)


def elu(input: Tensor, alpha: float = 1.0) -> Tensor:
    """X where x > 0, else alpha · (eˣ − 1)."""
    return rules.elu(input, alpha)


def softplus(input: Tensor, beta: float = 1.0) -> Tensor:
    """log(1 + e^(beta·x)) / beta, without PyTorch's threshold, which an exact formula does not need."""
    return rules.softplus(input) if beta == 1 else rules.softplus(input * beta) / beta
